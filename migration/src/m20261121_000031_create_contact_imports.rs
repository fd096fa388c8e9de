//! Imports of contacts, and their rows.

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
            ("header", boolean, not_null),
            ("columns", json_binary, not_null),
            ("mapping", json_binary, null),
            ("country", text, null),
            ("metadata_mode", json_binary, not_null),
            ("rows", big_integer, not_null),
            ("position", big_integer, not_null),
            ("created", big_integer, not_null),
            ("updated", big_integer, not_null),
            ("unchanged", big_integer, not_null),
            ("duplicate", big_integer, not_null),
            ("rejected", big_integer, not_null),
            ("problem", text, null),
            ("actor_kind", text, not_null),
            ("actor_id", uuid, null),
            ("actor_name", text, not_null),
            ("due_at", timestamp_with_time_zone, null),
            ("fence", big_integer, not_null),
            ("created_at", timestamp_with_time_zone, not_null),
            ("updated_at", timestamp_with_time_zone, not_null),
        ];
        create(manager, "contact_import", &["id"], columns, &["account"]).await?;
        let columns = columns![
            ("import_id", uuid, not_null),
            ("position", big_integer, not_null),
            ("line", big_integer, not_null),
            ("cells", json_binary, not_null),
            ("number", text, null),
            ("verdict", text, null),
            ("reason", text, null),
        ];
        create(manager, "contact_import_row", &["import_id", "position"], columns, &["contact_import as import"]).await?;
        for index in INDEXES {
            manager.get_connection().execute_unprepared(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["contact_import_row", "contact_import"] {
            drop(manager, table).await?;
        }
        Ok(())
    }
}

const INDEXES: &[&str] = &[
    "CREATE INDEX contact_import_account_index ON contact_import (account_id, id)",
    "CREATE INDEX contact_import_due_index ON contact_import (due_at) WHERE due_at IS NOT NULL",
    "CREATE INDEX contact_import_row_number_index ON contact_import_row (import_id, number, position)",
    "CREATE INDEX contact_import_row_verdict_index ON contact_import_row (import_id, verdict, position)",
];
