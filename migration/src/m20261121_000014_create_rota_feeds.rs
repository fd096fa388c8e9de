//! Calendar feeds, and what was told about the rota.

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
            ("person_id", uuid, null),
            ("queue_id", uuid, null),
            ("name", text, not_null),
            ("secret_hash", text, not_null),
            ("actor_kind", text, not_null),
            ("actor_id", uuid, null),
            ("actor_name", text, not_null),
            ("created_at", timestamp_with_time_zone, not_null),
            ("revoked_at", timestamp_with_time_zone, null),
            ("last_used_at", timestamp_with_time_zone, null),
        ];
        create(manager, "feed", &["id"], columns, &["account", "person", "queue"]).await?;
        let columns = columns![
            ("id", uuid, not_null),
            ("account_id", uuid, not_null),
            ("queue_id", uuid, not_null),
            ("kind", text, not_null),
            ("slot_starts_at", timestamp_with_time_zone, not_null),
            ("told_at", timestamp_with_time_zone, not_null),
            ("detail", json_binary, not_null),
        ];
        create(manager, "rota_notice", &["id"], columns, &["account", "queue"]).await?;
        for index in INDEXES {
            manager.get_connection().execute_unprepared(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["rota_notice", "feed"] {
            drop(manager, table).await?;
        }
        Ok(())
    }
}

const INDEXES: &[&str] = &[
    "CREATE UNIQUE INDEX feed_secret_key ON feed (secret_hash)",
    "CREATE INDEX feed_account_index ON feed (account_id, created_at, id)",
    "CREATE INDEX feed_person_index ON feed (person_id)",
    "CREATE UNIQUE INDEX rota_notice_slot_key ON rota_notice (kind, queue_id, slot_starts_at)",
    "CREATE INDEX rota_notice_queue_index ON rota_notice (queue_id, told_at)",
];
