//! Service hours, closed days, and how a rota is made.

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
            ("weekday", small_integer, not_null),
            ("starts_at", time, not_null),
            ("ends_at", time, not_null),
            ("demand", integer, not_null),
            ("created_at", timestamp_with_time_zone, not_null),
            ("updated_at", timestamp_with_time_zone, not_null),
        ];
        create(manager, "service_slot", &["id"], columns, &["account", "queue"]).await?;
        let columns = columns![
            ("id", uuid, not_null),
            ("account_id", uuid, not_null),
            ("queue_id", uuid, null),
            ("closed_on", date, not_null),
            ("reason", text, not_null),
            ("created_at", timestamp_with_time_zone, not_null),
            ("updated_at", timestamp_with_time_zone, not_null),
        ];
        create(manager, "closed_day", &["id"], columns, &["account", "queue"]).await?;
        let columns = columns![
            ("queue_id", uuid, not_null),
            ("account_id", uuid, not_null),
            ("duty_driven", boolean, not_null),
            ("max_overload", integer, not_null),
            ("close_lines", boolean, not_null),
            ("max_empty_per_slot", integer, not_null),
            ("max_per_day", integer, not_null),
            ("forgive_credit", boolean, not_null),
            ("weights", json_binary, not_null),
            ("change_weight", integer, not_null),
            ("warn_minutes", integer, not_null),
            ("created_at", timestamp_with_time_zone, not_null),
            ("updated_at", timestamp_with_time_zone, not_null),
        ];
        create(manager, "rota_settings", &["queue_id"], columns, &["account", "queue"]).await?;
        let columns = columns![
            ("id", uuid, not_null),
            ("account_id", uuid, not_null),
            ("queue_id", uuid, not_null),
            ("kind", text, not_null),
            ("group_name", text, null),
            ("limit", integer, not_null),
            ("required", boolean, not_null),
            ("weight", integer, not_null),
            ("created_at", timestamp_with_time_zone, not_null),
            ("updated_at", timestamp_with_time_zone, not_null),
        ];
        create(manager, "rota_rule", &["id"], columns, &["account", "queue"]).await?;
        for index in INDEXES {
            manager.get_connection().execute_unprepared(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["rota_rule", "rota_settings", "closed_day", "service_slot"] {
            drop(manager, table).await?;
        }
        Ok(())
    }
}

const INDEXES: &[&str] = &[
    "CREATE UNIQUE INDEX service_slot_start_key ON service_slot (queue_id, weekday, starts_at)",
    "CREATE UNIQUE INDEX closed_day_queue_key ON closed_day (queue_id, closed_on) WHERE queue_id IS NOT NULL",
    "CREATE UNIQUE INDEX closed_day_account_key ON closed_day (account_id, closed_on) WHERE queue_id IS NULL",
    "CREATE INDEX closed_day_date_index ON closed_day (account_id, closed_on)",
    "CREATE UNIQUE INDEX rota_rule_subject_key ON rota_rule (queue_id, kind, group_name)",
    "CREATE UNIQUE INDEX rota_rule_every_room_key ON rota_rule (queue_id, kind) WHERE group_name IS NULL",
];
