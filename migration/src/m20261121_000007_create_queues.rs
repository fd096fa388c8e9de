//! Queues, who is wanted in them, who is in them.

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
            ("provider_id", uuid, not_null),
            ("key", text, not_null),
            ("name", text, not_null),
            ("mode", text, not_null),
            ("time_zone", text, not_null),
            ("service_level_seconds", integer, not_null),
            ("sync_state", text, not_null),
            ("sync_pending", integer, not_null),
            ("sync_problem", text, null),
            ("last_synced_at", timestamp_with_time_zone, null),
            ("created_at", timestamp_with_time_zone, not_null),
            ("updated_at", timestamp_with_time_zone, not_null),
        ];
        create(manager, "queue", &["id"], columns, &["account", "provider"]).await?;
        manager.get_connection().execute_unprepared("CREATE UNIQUE INDEX queue_key_key ON queue (provider_id, key)").await?;
        manager.get_connection().execute_unprepared("CREATE INDEX queue_name_index ON queue (account_id, name, id)").await?;
        let columns = columns![
            ("id", uuid, not_null),
            ("account_id", uuid, not_null),
            ("queue_id", uuid, not_null),
            ("person_id", uuid, not_null),
            ("source", text, not_null),
            ("penalty", integer, not_null),
            ("paused_reason", text, null),
            ("paused_at", timestamp_with_time_zone, null),
            ("settled", boolean, not_null),
            ("actor_kind", text, not_null),
            ("actor_id", uuid, null),
            ("actor_name", text, not_null),
            ("reason", text, null),
            ("created_at", timestamp_with_time_zone, not_null),
            ("updated_at", timestamp_with_time_zone, not_null),
            ("revision", integer, not_null),
        ];
        create(manager, "queue_assignment", &["id"], columns, &["account", "queue", "person"]).await?;
        manager
            .get_connection()
            .execute_unprepared("CREATE UNIQUE INDEX queue_assignment_person_key ON queue_assignment (queue_id, person_id)")
            .await?;
        manager.get_connection().execute_unprepared("CREATE INDEX queue_assignment_person_index ON queue_assignment (person_id)").await?;
        let columns = columns![
            ("id", uuid, not_null),
            ("member_id", uuid, not_null),
            ("account_id", uuid, not_null),
            ("queue_id", uuid, not_null),
            ("endpoint", text, not_null),
            ("extension", text, null),
            ("person_id", uuid, null),
            ("name", text, not_null),
            ("fixed", boolean, not_null),
            ("presence", text, not_null),
            ("since", timestamp_with_time_zone, not_null),
            ("paused_reason", text, null),
            ("paused_at", timestamp_with_time_zone, null),
            ("penalty", integer, not_null),
            ("calls_taken", integer, not_null),
            ("last_call_at", timestamp_with_time_zone, null),
            ("call_id", uuid, null),
            ("actor_kind", text, not_null),
            ("actor_id", uuid, null),
            ("actor_name", text, not_null),
            ("valid_from", timestamp_with_time_zone, not_null),
            ("valid_to", timestamp_with_time_zone, null),
        ];
        create(manager, "queue_member", &["id"], columns, &["queue"]).await?;
        manager
            .get_connection()
            .execute_unprepared("CREATE UNIQUE INDEX queue_member_now_key ON queue_member (queue_id, endpoint) WHERE valid_to IS NULL")
            .await?;
        manager
            .get_connection()
            .execute_unprepared("CREATE INDEX queue_member_time_index ON queue_member (queue_id, valid_to, valid_from)")
            .await?;
        manager
            .get_connection()
            .execute_unprepared("CREATE INDEX queue_member_person_index ON queue_member (person_id) WHERE valid_to IS NULL")
            .await?;
        let columns = columns![
            ("id", uuid, not_null),
            ("account_id", uuid, not_null),
            ("queue_id", uuid, not_null),
            ("person_id", uuid, null),
            ("command", json_binary, not_null),
            ("status", text, not_null),
            ("error", text, null),
            ("fence", big_integer, not_null),
            ("created_at", timestamp_with_time_zone, not_null),
            ("finished_at", timestamp_with_time_zone, null),
        ];
        create(manager, "queue_command", &["id"], columns, &["queue"]).await?;
        manager.get_connection().execute_unprepared("CREATE INDEX queue_command_queue_index ON queue_command (queue_id, id)").await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "queue_command").await?;
        drop(manager, "queue_member").await?;
        drop(manager, "queue_assignment").await?;
        drop(manager, "queue").await?;
        Ok(())
    }
}
