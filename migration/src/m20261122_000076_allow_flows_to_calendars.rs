//! Flows by which calls for calendars may be led.

use sea_orm_migration::prelude::*;

use crate::table::{columns, create, drop};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = columns![("settings_id", uuid, not_null), ("flow_id", uuid, not_null), ("account_id", uuid, not_null)];
        let parents = ["calendar_settings as settings", "flow", "account"];
        create(manager, "calendar_settings_flow", &["settings_id", "flow_id"], columns, &parents).await?;
        let index = "CREATE INDEX calendar_settings_flow_index ON calendar_settings_flow (flow_id)";
        manager.get_connection().execute_unprepared(index).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "calendar_settings_flow").await
    }
}
