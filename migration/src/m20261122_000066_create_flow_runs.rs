//! Runs of flows: calls that are led by one, what each of their nodes heard, and what was recorded.

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
            ("flow_version_id", uuid, not_null),
            ("call_attempt_id", uuid, not_null),
            ("callout_id", uuid, null),
            ("contact_id", uuid, null),
            ("status", text, not_null),
            ("outcome", text, null),
            ("problem", text, null),
            ("node", text, null),
            ("language", text, not_null),
            ("turn", integer, not_null),
            ("state", json_binary, not_null),
            ("act", json_binary, not_null),
            ("started_at", timestamp_with_time_zone, not_null),
            ("updated_at", timestamp_with_time_zone, not_null),
            ("ended_at", timestamp_with_time_zone, null),
        ];
        create(manager, "flow_run", &["id"], columns, &["account", "flow_version", "call_attempt"]).await?;
        let columns = columns![
            ("run_id", uuid, not_null),
            ("node", text, not_null),
            ("account_id", uuid, not_null),
            ("flow_version_id", uuid, not_null),
            ("kind", text, not_null),
            ("response", text, null),
            ("keys", text, null),
            ("outcome", text, null),
            ("recording_id", uuid, null),
            ("seconds", integer, null),
            ("visits", integer, not_null),
            ("heard_at", timestamp_with_time_zone, not_null),
        ];
        create(manager, "flow_result", &["run_id", "node"], columns, &["account", "flow_version", "flow_run as run"]).await?;
        let columns = columns![
            ("id", uuid, not_null),
            ("account_id", uuid, not_null),
            ("run_id", uuid, not_null),
            ("flow_version_id", uuid, not_null),
            ("node", text, not_null),
            ("provider_id", uuid, not_null),
            ("provider_key", text, not_null),
            ("seconds", integer, not_null),
            ("status", text, not_null),
            ("recorded_at", timestamp_with_time_zone, not_null),
            ("deleted_at", timestamp_with_time_zone, null),
            ("problem", text, null),
            ("due_at", timestamp_with_time_zone, null),
            ("fence", big_integer, not_null),
        ];
        create(manager, "flow_recording", &["id"], columns, &["account", "flow_version", "flow_run as run", "provider"]).await?;
        for index in INDEXES {
            manager.get_connection().execute_unprepared(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "flow_recording").await?;
        drop(manager, "flow_result").await?;
        drop(manager, "flow_run").await
    }
}

const INDEXES: &[&str] = &[
    "CREATE UNIQUE INDEX flow_run_attempt_key ON flow_run (call_attempt_id)",
    "CREATE INDEX flow_run_version_index ON flow_run (flow_version_id, id)",
    "CREATE INDEX flow_result_version_index ON flow_result (flow_version_id, node, kind, response)",
    "CREATE INDEX flow_recording_version_index ON flow_recording (flow_version_id, node)",
    "CREATE INDEX flow_recording_run_index ON flow_recording (run_id)",
    "CREATE INDEX flow_recording_due_index ON flow_recording (due_at, id) WHERE due_at IS NOT NULL",
];
