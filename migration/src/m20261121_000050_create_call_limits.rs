//! How fast an account calls, and a provider, whatever for; and whose turn it is of the callouts that share that.

use sea_orm_migration::prelude::*;

use crate::table::{columns, create, drop};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = columns![
            ("owner_id", uuid, not_null),
            ("account_id", uuid, not_null),
            ("provider_id", uuid, null),
            ("calls_per_second", double, null),
            ("calls_at_once", integer, null),
            ("tokens", double, not_null),
            ("tokens_at", timestamp_with_time_zone, not_null),
            ("ended", big_integer, not_null),
            ("updated_at", timestamp_with_time_zone, not_null),
        ];
        create(manager, "call_limit", &["owner_id"], columns, &["account", "provider"]).await?;
        manager.get_connection().execute_unprepared("CREATE INDEX call_limit_account_index ON call_limit (account_id)").await?;
        let beginning = "1970-01-01T00:00:00+00:00";
        let added = [
            ColumnDef::new(Alias::new("turn_at")).timestamp_with_time_zone().not_null().default(beginning).take(),
            ColumnDef::new(Alias::new("held_by")).uuid().null().take(),
            ColumnDef::new(Alias::new("held_ended")).big_integer().not_null().default(0).take(),
        ];
        for mut column in added {
            manager.alter_table(Table::alter().table(Alias::new("callout")).add_column(&mut column).take()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["held_ended", "held_by", "turn_at"] {
            manager.alter_table(Table::alter().table(Alias::new("callout")).drop_column(Alias::new(column)).take()).await?;
        }
        drop(manager, "call_limit").await
    }
}
