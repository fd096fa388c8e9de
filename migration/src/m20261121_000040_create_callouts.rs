//! Callouts, whom they call, and the attempts to reach them.

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
            ("name", text, not_null),
            ("status", text, not_null),
            ("priority", integer, not_null),
            ("metadata", json_binary, not_null),
            ("script", json_binary, null),
            ("routes", json_binary, not_null),
            ("detect_machine", boolean, not_null),
            ("ring_seconds", integer, not_null),
            ("limit_seconds", integer, null),
            ("pacing", json_binary, not_null),
            ("retry", json_binary, not_null),
            ("policy", json_binary, not_null),
            ("expires_at", timestamp_with_time_zone, null),
            ("starts_at", timestamp_with_time_zone, null),
            ("started_at", timestamp_with_time_zone, null),
            ("stopped_at", timestamp_with_time_zone, null),
            ("completed_at", timestamp_with_time_zone, null),
            ("error_code", text, null),
            ("error_message", text, null),
            ("version", integer, not_null),
            ("tokens", double, not_null),
            ("tokens_at", timestamp_with_time_zone, not_null),
            ("due_at", timestamp_with_time_zone, null),
            ("fence", big_integer, not_null),
            ("created_at", timestamp_with_time_zone, not_null),
            ("updated_at", timestamp_with_time_zone, not_null),
        ];
        create(manager, "callout", &["id"], columns, &["account"]).await?;
        let columns = columns![
            ("id", uuid, not_null),
            ("account_id", uuid, not_null),
            ("callout_id", uuid, not_null),
            ("status", text, not_null),
            ("filter", json_binary, not_null),
            ("metadata", json_binary, not_null),
            ("matched", big_integer, not_null),
            ("added", big_integer, not_null),
            ("position", uuid, null),
            ("error_code", text, null),
            ("error_message", text, null),
            ("due_at", timestamp_with_time_zone, null),
            ("fence", big_integer, not_null),
            ("created_at", timestamp_with_time_zone, not_null),
            ("updated_at", timestamp_with_time_zone, not_null),
            ("finished_at", timestamp_with_time_zone, null),
        ];
        create(manager, "callout_population", &["id"], columns, &["account", "callout"]).await?;
        let columns = columns![
            ("id", uuid, not_null),
            ("account_id", uuid, not_null),
            ("callout_id", uuid, not_null),
            ("contact_id", uuid, not_null),
            ("population_id", uuid, null),
            ("msisdn", text, not_null),
            ("status", text, not_null),
            ("attempts", integer, not_null),
            ("route", integer, not_null),
            ("last_status", text, null),
            ("last_attempt_id", uuid, null),
            ("reason", text, null),
            ("metadata", json_binary, not_null),
            ("due_at", timestamp_with_time_zone, null),
            ("created_at", timestamp_with_time_zone, not_null),
            ("updated_at", timestamp_with_time_zone, not_null),
        ];
        create(manager, "callout_participation", &["id"], columns, &["account", "callout", "contact"]).await?;
        let columns = columns![
            ("callout_id", uuid, not_null),
            ("stripe", integer, not_null),
            ("parts_pending", big_integer, not_null),
            ("parts_in_flight", big_integer, not_null),
            ("parts_waiting", big_integer, not_null),
            ("parts_answered", big_integer, not_null),
            ("parts_exhausted", big_integer, not_null),
            ("parts_skipped", big_integer, not_null),
            ("calls_created", big_integer, not_null),
            ("calls_dispatching", big_integer, not_null),
            ("calls_sent", big_integer, not_null),
            ("calls_in_progress", big_integer, not_null),
            ("calls_completed", big_integer, not_null),
            ("calls_busy", big_integer, not_null),
            ("calls_not_answered", big_integer, not_null),
            ("calls_failed", big_integer, not_null),
            ("calls_canceled", big_integer, not_null),
            ("calls_errored", big_integer, not_null),
            ("calls_unknown", big_integer, not_null),
            ("calls_expired", big_integer, not_null),
        ];
        create(manager, "callout_tally", &["callout_id", "stripe"], columns, &["callout"]).await?;
        let columns = columns![
            ("id", uuid, not_null),
            ("account_id", uuid, not_null),
            ("provider_id", uuid, not_null),
            ("callout_id", uuid, null),
            ("participation_id", uuid, null),
            ("contact_id", uuid, null),
            ("number", integer, not_null),
            ("target", text, not_null),
            ("from_number", text, null),
            ("order", json_binary, not_null),
            ("status", text, not_null),
            ("provider_key", text, null),
            ("provider_status", text, null),
            ("sequence", integer, null),
            ("answered_by", text, null),
            ("cause", text, null),
            ("provider_code", text, null),
            ("problem", text, null),
            ("verdict", json_binary, null),
            ("hang_up_wanted", boolean, not_null),
            ("actor_kind", text, not_null),
            ("actor_id", uuid, null),
            ("actor_name", text, not_null),
            ("created_at", timestamp_with_time_zone, not_null),
            ("dispatched_at", timestamp_with_time_zone, null),
            ("sent_at", timestamp_with_time_zone, null),
            ("answered_at", timestamp_with_time_zone, null),
            ("ended_at", timestamp_with_time_zone, null),
            ("talk_seconds", integer, null),
            ("updated_at", timestamp_with_time_zone, not_null),
            ("due_at", timestamp_with_time_zone, null),
            ("fence", big_integer, not_null),
        ];
        create(manager, "call_attempt", &["id"], columns, &["account", "provider"]).await?;
        for index in INDEXES {
            manager.get_connection().execute_unprepared(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "call_attempt").await?;
        drop(manager, "callout_tally").await?;
        drop(manager, "callout_participation").await?;
        drop(manager, "callout_population").await?;
        drop(manager, "callout").await
    }
}

const INDEXES: &[&str] = &[
    "CREATE INDEX callout_account_index ON callout (account_id, id)",
    "CREATE INDEX callout_due_index ON callout (due_at) WHERE due_at IS NOT NULL",
    "CREATE INDEX callout_population_callout_index ON callout_population (callout_id, id)",
    "CREATE INDEX callout_population_due_index ON callout_population (due_at) WHERE due_at IS NOT NULL",
    "CREATE UNIQUE INDEX callout_participation_contact_key ON callout_participation (callout_id, contact_id)",
    "CREATE UNIQUE INDEX callout_participation_msisdn_key ON callout_participation (callout_id, msisdn)",
    "CREATE INDEX callout_participation_due_index ON callout_participation (callout_id, due_at, id) WHERE due_at IS NOT NULL",
    "CREATE INDEX callout_participation_list_index ON callout_participation (callout_id, id)",
    "CREATE INDEX callout_participation_of_contact_index ON callout_participation (contact_id, id)",
    "CREATE UNIQUE INDEX call_attempt_number_key ON call_attempt (participation_id, number) WHERE participation_id IS NOT NULL",
    "CREATE UNIQUE INDEX call_attempt_provider_key ON call_attempt (provider_id, provider_key) WHERE provider_key IS NOT NULL",
    "CREATE INDEX call_attempt_due_index ON call_attempt (provider_id, due_at) WHERE due_at IS NOT NULL",
    "CREATE INDEX call_attempt_account_index ON call_attempt (account_id, id)",
    "CREATE INDEX call_attempt_callout_index ON call_attempt (callout_id, id) WHERE callout_id IS NOT NULL",
    "CREATE INDEX call_attempt_target_index ON call_attempt (account_id, target, created_at)",
];
