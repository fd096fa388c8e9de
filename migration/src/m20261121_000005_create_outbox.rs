//! The outbox, and leases.

use sea_orm_migration::prelude::*;

use crate::table::{columns, create, drop};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut columns = columns![
            ("id", big_integer, not_null),
            ("position", big_integer, null),
            ("account_id", uuid, not_null),
            ("occurred_at", timestamp_with_time_zone, not_null),
            ("topic", text, not_null),
            ("kind", text, not_null),
            ("node_id", uuid, not_null),
            ("queue_id", uuid, null),
            ("person_id", uuid, null),
            ("call_id", uuid, null),
            ("payload", json_binary, not_null),
        ];
        // AUTOINCREMENT on SQLite: an id is not used again after the newest rows were pruned.
        columns[0].primary_key().auto_increment();
        create(manager, "outbox", &[], columns, &["account"]).await?;
        manager.get_connection().execute_unprepared("CREATE UNIQUE INDEX outbox_position_key ON outbox (position)").await?;
        manager.get_connection().execute_unprepared("CREATE INDEX outbox_unplaced_index ON outbox (id) WHERE position IS NULL").await?;
        let columns = columns![
            ("name", text, not_null),
            ("holder", text, not_null),
            ("fence", big_integer, not_null),
            ("expires_at", timestamp_with_time_zone, not_null),
        ];
        create(manager, "lease", &["name"], columns, &[]).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "lease").await?;
        drop(manager, "outbox").await?;
        Ok(())
    }
}
