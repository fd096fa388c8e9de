//! Runs of the solver.

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
            ("timetable_id", uuid, not_null),
            ("base_version", integer, not_null),
            ("status", text, not_null),
            ("options", json_binary, not_null),
            ("incumbent", big_integer, null),
            ("bound", double, null),
            ("gap", double, null),
            ("columns", integer, null),
            ("rows", integer, null),
            ("seconds", double, null),
            ("attempts", integer, not_null),
            ("stop_requested", boolean, not_null),
            ("problem", text, null),
            ("conflict", json_binary, null),
            ("result", json_binary, null),
            ("fence", big_integer, null),
            ("actor_kind", text, not_null),
            ("actor_id", uuid, null),
            ("actor_name", text, not_null),
            ("created_at", timestamp_with_time_zone, not_null),
            ("started_at", timestamp_with_time_zone, null),
            ("ended_at", timestamp_with_time_zone, null),
            ("updated_at", timestamp_with_time_zone, not_null),
        ];
        create(manager, "solver_run", &["id"], columns, &["account", "timetable"]).await?;
        for index in INDEXES {
            manager.get_connection().execute_unprepared(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "solver_run").await
    }
}

const INDEXES: &[&str] = &[
    "CREATE UNIQUE INDEX solver_run_active_key ON solver_run (timetable_id) WHERE status IN ('QUEUED', 'RUNNING')",
    "CREATE INDEX solver_run_timetable_index ON solver_run (timetable_id, id)",
    "CREATE INDEX solver_run_waiting_index ON solver_run (created_at) WHERE status IN ('QUEUED', 'RUNNING')",
];
