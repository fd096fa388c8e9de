//! Calls and their legs.

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
            ("provider_key", text, not_null),
            ("direction", text, not_null),
            ("status", text, not_null),
            ("from_number", text, null),
            ("from_name", text, null),
            ("withheld", boolean, not_null),
            ("dialled", text, null),
            ("queue_id", uuid, null),
            ("person_id", uuid, null),
            ("queue_outcome", text, null),
            ("started_at", timestamp_with_time_zone, not_null),
            ("answered_at", timestamp_with_time_zone, null),
            ("ended_at", timestamp_with_time_zone, null),
            ("wait_seconds", integer, null),
            ("talk_seconds", integer, null),
            ("cause", text, null),
            ("provider_code", text, null),
        ];
        create(manager, "call", &["id"], columns, &["account", "provider"]).await?;
        manager
            .get_connection()
            .execute_unprepared("CREATE UNIQUE INDEX call_provider_key_key ON call (provider_id, provider_key)")
            .await?;
        manager.get_connection().execute_unprepared("CREATE INDEX call_started_index ON call (account_id, started_at, id)").await?;
        manager.get_connection().execute_unprepared("CREATE INDEX call_queue_index ON call (queue_id, started_at, id)").await?;
        manager.get_connection().execute_unprepared("CREATE INDEX call_person_index ON call (person_id, started_at, id)").await?;
        manager.get_connection().execute_unprepared("CREATE INDEX call_number_index ON call (account_id, from_number, started_at)").await?;
        manager.get_connection().execute_unprepared("CREATE INDEX call_open_index ON call (provider_id) WHERE ended_at IS NULL").await?;
        manager.get_connection().execute_unprepared("CREATE INDEX call_answering_index ON call (queue_id) WHERE ended_at IS NULL").await?;
        let columns = columns![
            ("id", uuid, not_null),
            ("account_id", uuid, not_null),
            ("call_id", uuid, not_null),
            ("provider_key", text, not_null),
            ("role", text, not_null),
            ("person_id", uuid, null),
            ("endpoint", text, null),
            ("extension", text, null),
            ("number", text, null),
            ("state", text, not_null),
            ("started_at", timestamp_with_time_zone, not_null),
            ("ringing_at", timestamp_with_time_zone, null),
            ("answered_at", timestamp_with_time_zone, null),
            ("ended_at", timestamp_with_time_zone, null),
            ("cause", text, null),
            ("provider_code", text, null),
        ];
        create(manager, "call_leg", &["id"], columns, &["call"]).await?;
        manager.get_connection().execute_unprepared("CREATE UNIQUE INDEX call_leg_key_key ON call_leg (call_id, provider_key)").await?;
        manager
            .get_connection()
            .execute_unprepared("CREATE INDEX call_leg_person_index ON call_leg (person_id) WHERE ended_at IS NULL")
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "call_leg").await?;
        drop(manager, "call").await?;
        Ok(())
    }
}
