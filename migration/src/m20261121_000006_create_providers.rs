//! Providers.

use sea_orm_migration::prelude::*;

use crate::table::{columns, create, drop};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = columns![
            ("id", uuid, not_null),
            ("account_id", uuid, not_null),
            ("name", text, not_null),
            ("kind", text, not_null),
            ("health", text, not_null),
            ("health_since", timestamp_with_time_zone, not_null),
            ("problem_code", text, null),
            ("problem_message", text, null),
            ("last_heard_at", timestamp_with_time_zone, null),
            ("provider_started_at", timestamp_with_time_zone, null),
            ("capabilities", json_binary, not_null),
        ];
        create(manager, "provider", &["id"], columns, &["account"]).await?;
        manager.get_connection().execute_unprepared("CREATE UNIQUE INDEX provider_name_key ON provider (account_id, name)").await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "provider").await?;
        Ok(())
    }
}
