//! Timetables, their slots and turns, loads, history, swaps.

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
            ("week", date, not_null),
            ("status", text, not_null),
            ("version", integer, not_null),
            ("time_zone", text, not_null),
            ("published_at", timestamp_with_time_zone, null),
            ("archived_at", timestamp_with_time_zone, null),
            ("created_at", timestamp_with_time_zone, not_null),
            ("updated_at", timestamp_with_time_zone, not_null),
        ];
        create(manager, "timetable", &["id"], columns, &["account", "queue"]).await?;
        let columns = columns![
            ("id", uuid, not_null),
            ("account_id", uuid, not_null),
            ("timetable_id", uuid, not_null),
            ("day", date, not_null),
            ("ordinal", small_integer, not_null),
            ("local_start", time, not_null),
            ("local_end", time, not_null),
            ("starts_at", timestamp_with_time_zone, not_null),
            ("ends_at", timestamp_with_time_zone, not_null),
            ("demand", integer, not_null),
            ("created_at", timestamp_with_time_zone, not_null),
            ("updated_at", timestamp_with_time_zone, not_null),
        ];
        create(manager, "timetable_slot", &["id"], columns, &["account", "timetable"]).await?;
        let columns = columns![
            ("id", uuid, not_null),
            ("account_id", uuid, not_null),
            ("timetable_id", uuid, not_null),
            ("slot_id", uuid, not_null),
            ("queue_id", uuid, not_null),
            ("line", integer, not_null),
            ("person_id", uuid, null),
            ("starts_at", timestamp_with_time_zone, not_null),
            ("ends_at", timestamp_with_time_zone, not_null),
            ("standing", boolean, not_null),
            ("sequence", integer, not_null),
            ("changed_at", timestamp_with_time_zone, not_null),
            ("created_at", timestamp_with_time_zone, not_null),
        ];
        create(manager, "turn", &["id"], columns, &["account", "timetable", "timetable_slot as slot", "queue", "person"]).await?;
        let columns = columns![
            ("timetable_id", uuid, not_null),
            ("person_id", uuid, not_null),
            ("account_id", uuid, not_null),
            ("ideal_tenths", integer, not_null),
            ("load", integer, not_null),
            ("assigned", integer, not_null),
            ("overload_tenths", integer, not_null),
            ("credit_before_tenths", integer, not_null),
            ("created_at", timestamp_with_time_zone, not_null),
            ("updated_at", timestamp_with_time_zone, not_null),
        ];
        create(manager, "timetable_load", &["timetable_id", "person_id"], columns, &["account", "timetable", "person"]).await?;
        let columns = columns![
            ("id", uuid, not_null),
            ("account_id", uuid, not_null),
            ("timetable_id", uuid, not_null),
            ("version", integer, not_null),
            ("occurred_at", timestamp_with_time_zone, not_null),
            ("actor_kind", text, not_null),
            ("actor_id", uuid, null),
            ("actor_name", text, not_null),
            ("what", text, not_null),
            ("reason", text, null),
            ("cells", json_binary, not_null),
            ("undoes", uuid, null),
            ("undone_by", uuid, null),
        ];
        create(manager, "timetable_entry", &["id"], columns, &["account", "timetable"]).await?;
        let columns = columns![
            ("id", uuid, not_null),
            ("account_id", uuid, not_null),
            ("timetable_id", uuid, not_null),
            ("turn_id", uuid, not_null),
            ("wanted_turn_id", uuid, null),
            ("from_person_id", uuid, not_null),
            ("to_person_id", uuid, null),
            ("message", text, null),
            ("status", text, not_null),
            ("decided_by_id", uuid, null),
            ("decided_at", timestamp_with_time_zone, null),
            ("expires_at", timestamp_with_time_zone, not_null),
            ("created_at", timestamp_with_time_zone, not_null),
            ("updated_at", timestamp_with_time_zone, not_null),
        ];
        create(manager, "swap_request", &["id"], columns, &["account", "timetable", "person as from_person", "person as to_person"])
            .await?;
        for index in INDEXES {
            manager.get_connection().execute_unprepared(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["swap_request", "timetable_entry", "timetable_load", "turn", "timetable_slot", "timetable"] {
            drop(manager, table).await?;
        }
        Ok(())
    }
}

const INDEXES: &[&str] = &[
    "CREATE UNIQUE INDEX timetable_week_key ON timetable (queue_id, week)",
    "CREATE INDEX timetable_account_index ON timetable (account_id, week)",
    "CREATE UNIQUE INDEX timetable_slot_place_key ON timetable_slot (timetable_id, day, ordinal)",
    "CREATE UNIQUE INDEX turn_line_key ON turn (slot_id, line)",
    "CREATE INDEX turn_timetable_index ON turn (timetable_id)",
    "CREATE INDEX turn_queue_index ON turn (queue_id, starts_at)",
    "CREATE INDEX turn_person_index ON turn (person_id, starts_at)",
    "CREATE INDEX timetable_load_person_index ON timetable_load (person_id)",
    "CREATE UNIQUE INDEX timetable_entry_version_key ON timetable_entry (timetable_id, version)",
    "CREATE UNIQUE INDEX swap_request_open_key ON swap_request (turn_id, from_person_id) WHERE status = 'OPEN'",
    "CREATE INDEX swap_request_expiry_index ON swap_request (expires_at) WHERE status = 'OPEN'",
    "CREATE INDEX swap_request_account_index ON swap_request (account_id, created_at, id)",
];
