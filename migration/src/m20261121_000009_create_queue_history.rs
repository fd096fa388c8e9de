//! Waits in queues, counters and history.

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
            ("queue_id", uuid, not_null),
            ("call_id", uuid, not_null),
            ("number", text, null),
            ("name", text, null),
            ("withheld", boolean, not_null),
            ("ringing", json_binary, not_null),
            ("joined_at", timestamp_with_time_zone, not_null),
            ("left_at", timestamp_with_time_zone, null),
            ("outcome", text, null),
            ("person_id", uuid, null),
            ("wait_seconds", integer, null),
            ("talk_seconds", integer, null),
        ];
        create(manager, "queue_visit", &["id"], columns, &["queue", "call"]).await?;
        manager.get_connection().execute_unprepared("CREATE INDEX queue_visit_time_index ON queue_visit (queue_id, joined_at)").await?;
        manager
            .get_connection()
            .execute_unprepared("CREATE INDEX queue_visit_open_index ON queue_visit (queue_id) WHERE left_at IS NULL")
            .await?;
        manager.get_connection().execute_unprepared("CREATE INDEX queue_visit_call_index ON queue_visit (call_id)").await?;
        let columns = columns![
            ("id", uuid, not_null),
            ("account_id", uuid, not_null),
            ("queue_id", uuid, not_null),
            ("occurred_at", timestamp_with_time_zone, not_null),
            ("kind", text, not_null),
            ("member_id", uuid, null),
            ("version_id", uuid, null),
            ("person_id", uuid, null),
            ("call_id", uuid, null),
            ("outcome", text, null),
            ("actor_kind", text, not_null),
            ("actor_id", uuid, null),
            ("actor_name", text, not_null),
            ("reason", text, null),
        ];
        create(manager, "queue_event", &["id"], columns, &["queue"]).await?;
        manager
            .get_connection()
            .execute_unprepared("CREATE INDEX queue_event_time_index ON queue_event (queue_id, occurred_at, id)")
            .await?;
        let columns = columns![
            ("queue_id", uuid, not_null),
            ("day", date, not_null),
            ("account_id", uuid, not_null),
            ("offered", integer, not_null),
            ("answered", integer, not_null),
            ("abandoned", integer, not_null),
            ("timed_out", integer, not_null),
            ("other", integer, not_null),
            ("in_time", integer, not_null),
            ("answered_wait_seconds", big_integer, not_null),
            ("talk_seconds", big_integer, not_null),
            ("talks", integer, not_null),
            ("longest_wait_seconds", integer, not_null),
        ];
        create(manager, "queue_day", &["queue_id", "day"], columns, &["queue"]).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "queue_day").await?;
        drop(manager, "queue_event").await?;
        drop(manager, "queue_visit").await?;
        Ok(())
    }
}
