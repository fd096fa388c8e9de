//! Flows, their sealed versions, and templates of texts.

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
            ("description", text, null),
            ("document", json_binary, not_null),
            ("version", integer, not_null),
            ("sealed", integer, not_null),
            ("created_at", timestamp_with_time_zone, not_null),
            ("updated_at", timestamp_with_time_zone, not_null),
        ];
        create(manager, "flow", &["id"], columns, &["account"]).await?;
        let columns = columns![
            ("id", uuid, not_null),
            ("account_id", uuid, not_null),
            ("flow_id", uuid, not_null),
            ("number", integer, not_null),
            ("name", text, null),
            ("document", json_binary, not_null),
            ("actor_kind", text, not_null),
            ("actor_id", uuid, null),
            ("actor_name", text, not_null),
            ("sealed_at", timestamp_with_time_zone, not_null),
        ];
        create(manager, "flow_version", &["id"], columns, &["account", "flow"]).await?;
        let columns = columns![
            ("id", uuid, not_null),
            ("account_id", uuid, not_null),
            ("key", text, not_null),
            ("name", text, not_null),
            ("medium", text, not_null),
            ("language", text, null),
            ("subject", text, null),
            ("body", text, not_null),
            ("html", text, null),
            ("sender", text, null),
            ("unknown", text, not_null),
            ("version", integer, not_null),
            ("created_at", timestamp_with_time_zone, not_null),
            ("updated_at", timestamp_with_time_zone, not_null),
        ];
        create(manager, "template", &["id"], columns, &["account"]).await?;
        for index in INDEXES {
            manager.get_connection().execute_unprepared(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "template").await?;
        drop(manager, "flow_version").await?;
        drop(manager, "flow").await
    }
}

const INDEXES: &[&str] = &[
    "CREATE INDEX flow_account_index ON flow (account_id, id)",
    "CREATE UNIQUE INDEX flow_version_number_key ON flow_version (flow_id, number)",
    "CREATE UNIQUE INDEX template_key_key ON template (account_id, key)",
];
