//! Requests that are done once, and what providers told by themselves.

use sea_orm_migration::prelude::*;

use crate::table::{columns, create, drop};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = columns![
            ("account_id", uuid, not_null),
            ("key", text, not_null),
            ("operation", text, not_null),
            ("digest", text, not_null),
            ("subject_id", text, not_null),
            ("created_at", timestamp_with_time_zone, not_null),
        ];
        create(manager, "request", &["account_id", "key"], columns, &["account"]).await?;
        let columns = columns![
            ("id", uuid, not_null),
            ("provider_id", uuid, not_null),
            ("dedupe_key", text, not_null),
            ("reference", text, null),
            ("report", json_binary, not_null),
            ("body", json_binary, not_null),
            ("received_at", timestamp_with_time_zone, not_null),
        ];
        create(manager, "provider_callback", &["id"], columns, &["provider"]).await?;
        for index in INDEXES {
            manager.get_connection().execute_unprepared(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "provider_callback").await?;
        drop(manager, "request").await
    }
}

const INDEXES: &[&str] = &[
    "CREATE INDEX request_created_index ON request (created_at)",
    "CREATE UNIQUE INDEX provider_callback_dedupe_key ON provider_callback (provider_id, dedupe_key)",
    "CREATE INDEX provider_callback_reference_index ON provider_callback (reference, id) WHERE reference IS NOT NULL",
    "CREATE INDEX provider_callback_received_index ON provider_callback (received_at)",
];
