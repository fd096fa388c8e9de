//! Events, and the times at which they happen.

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
            ("calendar_id", uuid, not_null),
            ("uid", text, not_null),
            ("title", text, not_null),
            ("description", text, null),
            ("data", json_binary, not_null),
            ("local_start", timestamp, not_null),
            ("duration_seconds", big_integer, not_null),
            ("time_zone", text, not_null),
            ("rule", text, null),
            ("rdates", json_binary, not_null),
            ("exdates", json_binary, not_null),
            ("status", text, not_null),
            ("ends_at", timestamp_with_time_zone, null),
            ("made_until", timestamp_with_time_zone, not_null),
            ("sequence", integer, not_null),
            ("due_at", timestamp_with_time_zone, null),
            ("fence", big_integer, not_null),
            ("created_at", timestamp_with_time_zone, not_null),
            ("updated_at", timestamp_with_time_zone, not_null),
        ];
        create(manager, "event", &["id"], columns, &["account", "calendar"]).await?;
        let columns = columns![
            ("id", uuid, not_null),
            ("account_id", uuid, not_null),
            ("calendar_id", uuid, not_null),
            ("event_id", uuid, not_null),
            ("original_start", timestamp_with_time_zone, not_null),
            ("starts_at", timestamp_with_time_zone, not_null),
            ("ends_at", timestamp_with_time_zone, not_null),
            ("state", text, not_null),
            ("cause", text, null),
            ("moved", boolean, not_null),
            ("created_at", timestamp_with_time_zone, not_null),
            ("updated_at", timestamp_with_time_zone, not_null),
        ];
        create(manager, "occurrence", &["id"], columns, &["account", "calendar", "event"]).await?;
        for index in INDEXES {
            manager.get_connection().execute_unprepared(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "occurrence").await?;
        drop(manager, "event").await
    }
}

const INDEXES: &[&str] = &[
    "CREATE UNIQUE INDEX event_uid_key ON event (calendar_id, uid)",
    "CREATE INDEX event_account_index ON event (account_id, id)",
    "CREATE INDEX event_due_index ON event (due_at, id) WHERE due_at IS NOT NULL",
    "CREATE UNIQUE INDEX occurrence_original_key ON occurrence (event_id, original_start)",
    "CREATE INDEX occurrence_event_index ON occurrence (event_id, starts_at, id)",
    "CREATE INDEX occurrence_calendar_index ON occurrence (calendar_id, starts_at, id)",
    "CREATE INDEX occurrence_account_index ON occurrence (account_id, starts_at, id)",
    "CREATE INDEX occurrence_open_index ON occurrence (event_id, starts_at) WHERE state IN ('PENDING', 'PAUSED')",
];
