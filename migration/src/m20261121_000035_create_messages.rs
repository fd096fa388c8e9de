//! Messages to persons and contacts.

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
            ("channel", text, not_null),
            ("status", text, not_null),
            ("cause", text, not_null),
            ("cause_id", uuid, null),
            ("dedupe_key", text, not_null),
            ("person_id", uuid, null),
            ("contact_id", uuid, null),
            ("provider_id", uuid, null),
            ("provider_key", text, null),
            ("sender", text, null),
            ("recipient", text, not_null),
            ("subject", text, null),
            ("body", text, not_null),
            ("attempts", integer, not_null),
            ("problem", text, null),
            ("problem_code", text, null),
            ("problem_message", text, null),
            ("expires_at", timestamp_with_time_zone, null),
            ("due_at", timestamp_with_time_zone, null),
            ("fence", big_integer, not_null),
            ("created_at", timestamp_with_time_zone, not_null),
            ("updated_at", timestamp_with_time_zone, not_null),
            ("sent_at", timestamp_with_time_zone, null),
        ];
        create(manager, "message", &["id"], columns, &["account", "person", "provider"]).await?;
        for index in INDEXES {
            manager.get_connection().execute_unprepared(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "message").await
    }
}

const INDEXES: &[&str] = &[
    "CREATE UNIQUE INDEX message_dedupe_key ON message (account_id, dedupe_key)",
    "CREATE INDEX message_due_index ON message (due_at, id) WHERE due_at IS NOT NULL",
    "CREATE INDEX message_account_index ON message (account_id, created_at, id)",
    "CREATE INDEX message_person_index ON message (person_id, created_at, id)",
    "CREATE INDEX message_provider_key_index ON message (provider_id, provider_key)",
];
