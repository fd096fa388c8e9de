//! People's part in the rota: loads, busy times, standing turns.

use sea_orm_migration::prelude::*;

use crate::table::{columns, create, drop};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = columns![
            ("person_id", uuid, not_null),
            ("account_id", uuid, not_null),
            ("ideal_load", integer, null),
            ("max_per_day", integer, null),
            ("room", text, null),
            ("created_at", timestamp_with_time_zone, not_null),
            ("updated_at", timestamp_with_time_zone, not_null),
        ];
        create(manager, "person_rota", &["person_id"], columns, &["account", "person"]).await?;
        let columns = columns![
            ("id", uuid, not_null),
            ("account_id", uuid, not_null),
            ("person_id", uuid, not_null),
            ("weekday", small_integer, null),
            ("on_date", date, null),
            ("starts_at", time, null),
            ("ends_at", time, null),
            ("required", boolean, not_null),
            ("day_off", boolean, not_null),
            ("reason", text, not_null),
            ("created_at", timestamp_with_time_zone, not_null),
            ("updated_at", timestamp_with_time_zone, not_null),
        ];
        create(manager, "busy_entry", &["id"], columns, &["account", "person"]).await?;
        let columns = columns![
            ("id", uuid, not_null),
            ("account_id", uuid, not_null),
            ("queue_id", uuid, not_null),
            ("person_id", uuid, not_null),
            ("weekday", small_integer, not_null),
            ("starts_at", time, not_null),
            ("created_at", timestamp_with_time_zone, not_null),
            ("updated_at", timestamp_with_time_zone, not_null),
        ];
        create(manager, "standing_turn", &["id"], columns, &["account", "queue", "person"]).await?;
        for index in INDEXES {
            manager.get_connection().execute_unprepared(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["standing_turn", "busy_entry", "person_rota"] {
            drop(manager, table).await?;
        }
        Ok(())
    }
}

const INDEXES: &[&str] = &[
    "CREATE INDEX busy_entry_person_index ON busy_entry (person_id, id)",
    "CREATE INDEX busy_entry_date_index ON busy_entry (account_id, on_date)",
    "CREATE UNIQUE INDEX standing_turn_person_key ON standing_turn (queue_id, person_id, weekday, starts_at)",
    "CREATE INDEX standing_turn_person_index ON standing_turn (person_id)",
];
