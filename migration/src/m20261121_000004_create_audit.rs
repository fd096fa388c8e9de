//! The audit log.

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
            ("occurred_at", timestamp_with_time_zone, not_null),
            ("actor_kind", text, not_null),
            ("actor_id", uuid, null),
            ("actor_name", text, not_null),
            ("action", text, not_null),
            ("subject_id", text, null),
            ("reason", text, null),
            ("before", json_binary, null),
            ("after", json_binary, null),
            ("request_id", text, null),
        ];
        create(manager, "audit_entry", &["id"], columns, &["account"]).await?;
        manager
            .get_connection()
            .execute_unprepared("CREATE INDEX audit_entry_account_index ON audit_entry (account_id, occurred_at, id)")
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "audit_entry").await?;
        Ok(())
    }
}
