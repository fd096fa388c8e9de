//! Webhooks: where posts go, and each post with its tries.

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
            ("url", text, not_null),
            ("kinds", json_binary, not_null),
            ("status", text, not_null),
            ("generation", integer, not_null),
            ("former_until", timestamp_with_time_zone, null),
            ("created_at", timestamp_with_time_zone, not_null),
            ("updated_at", timestamp_with_time_zone, not_null),
        ];
        create(manager, "webhook_endpoint", &["id"], columns, &["account"]).await?;
        let columns = columns![
            ("id", uuid, not_null),
            ("account_id", uuid, not_null),
            ("endpoint_id", uuid, not_null),
            ("kind", text, not_null),
            ("subject_id", text, null),
            ("body", text, not_null),
            ("status", text, not_null),
            ("problem", text, null),
            ("attempts", integer, not_null),
            ("tries", json_binary, not_null),
            ("delivered_at", timestamp_with_time_zone, null),
            ("due_at", timestamp_with_time_zone, null),
            ("fence", big_integer, not_null),
            ("created_at", timestamp_with_time_zone, not_null),
            ("updated_at", timestamp_with_time_zone, not_null),
        ];
        // No key to the endpoint: what was posted stays when that is deleted.
        create(manager, "webhook_delivery", &["id"], columns, &["account"]).await?;
        for index in INDEXES {
            manager.get_connection().execute_unprepared(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "webhook_delivery").await?;
        drop(manager, "webhook_endpoint").await
    }
}

const INDEXES: &[&str] = &[
    "CREATE INDEX webhook_endpoint_account_index ON webhook_endpoint (account_id, id)",
    "CREATE INDEX webhook_delivery_due_index ON webhook_delivery (due_at, id) WHERE due_at IS NOT NULL",
    "CREATE INDEX webhook_delivery_account_index ON webhook_delivery (account_id, id)",
    "CREATE INDEX webhook_delivery_endpoint_index ON webhook_delivery (endpoint_id, id)",
];
