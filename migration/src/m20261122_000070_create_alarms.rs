//! Alarms, and their reminders: one for each occurrence.

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
            ("event_id", uuid, not_null),
            ("name", text, null),
            ("enabled", boolean, not_null),
            ("before_seconds", big_integer, null),
            ("at", timestamp_with_time_zone, null),
            ("window_from", time, null),
            ("window_to", time, null),
            ("time_zone", text, null),
            ("urgent", boolean, not_null),
            ("past_end", boolean, not_null),
            ("late", text, not_null),
            ("late_seconds", big_integer, not_null),
            ("retry_seconds", big_integer, not_null),
            ("retry_factor", double, not_null),
            ("steps", json_binary, not_null),
            ("failure", json_binary, null),
            ("machine_behavior", text, null),
            ("answers", json_binary, not_null),
            ("needs_answer", boolean, not_null),
            ("cancels", boolean, not_null),
            ("transfer_to", text, null),
            ("version", integer, not_null),
            ("created_at", timestamp_with_time_zone, not_null),
            ("updated_at", timestamp_with_time_zone, not_null),
        ];
        create(manager, "alarm", &["id"], columns, &["account", "calendar", "event"]).await?;
        let columns = columns![
            ("id", uuid, not_null),
            ("account_id", uuid, not_null),
            ("calendar_id", uuid, not_null),
            ("event_id", uuid, not_null),
            ("alarm_id", uuid, not_null),
            ("occurrence_id", uuid, not_null),
            ("status", text, not_null),
            ("step", integer, not_null),
            ("method", text, not_null),
            ("tried", integer, not_null),
            ("tries", integer, not_null),
            ("planned_at", timestamp_with_time_zone, not_null),
            ("due_at", timestamp_with_time_zone, null),
            ("attempt_id", uuid, null),
            ("message_id", uuid, null),
            ("calling", boolean, not_null),
            ("answer", text, null),
            ("keys", text, null),
            ("reason", text, null),
            ("merged_into", uuid, null),
            ("cancels", boolean, not_null),
            ("created_at", timestamp_with_time_zone, not_null),
            ("updated_at", timestamp_with_time_zone, not_null),
            ("ended_at", timestamp_with_time_zone, null),
        ];
        create(manager, "reminder", &["id"], columns, &["account", "calendar", "event", "alarm", "occurrence"]).await?;
        let mut column = ColumnDef::new(Alias::new("reminder_id")).uuid().null().take();
        manager.alter_table(Table::alter().table(Alias::new("call_attempt")).add_column(&mut column).take()).await?;
        for index in INDEXES {
            manager.get_connection().execute_unprepared(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("call_attempt_reminder_key").table(Alias::new("call_attempt")).to_owned()).await?;
        manager.alter_table(Table::alter().table(Alias::new("call_attempt")).drop_column(Alias::new("reminder_id")).take()).await?;
        drop(manager, "reminder").await?;
        drop(manager, "alarm").await
    }
}

const INDEXES: &[&str] = &[
    "CREATE INDEX alarm_event_index ON alarm (event_id, id)",
    "CREATE UNIQUE INDEX reminder_occurrence_key ON reminder (occurrence_id, alarm_id)",
    "CREATE INDEX reminder_alarm_index ON reminder (alarm_id, id)",
    "CREATE INDEX reminder_due_index ON reminder (due_at, id) WHERE due_at IS NOT NULL",
    "CREATE INDEX reminder_calling_index ON reminder (calendar_id) WHERE calling",
    "CREATE INDEX reminder_cancels_index ON reminder (id) WHERE cancels",
    "CREATE INDEX reminder_message_index ON reminder (message_id) WHERE status = 'IN_PROCESS' AND message_id IS NOT NULL",
    "CREATE UNIQUE INDEX call_attempt_reminder_key ON call_attempt (reminder_id, number) WHERE reminder_id IS NOT NULL",
];
