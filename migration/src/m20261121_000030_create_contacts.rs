//! Contacts, what is known of them, and the ledger of who does not want to be reached.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

use crate::table::{columns, create, drop};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = columns![
            ("id", uuid, not_null),
            ("account_id", uuid, not_null),
            ("number", text, not_null),
            ("name", text, not_null),
            ("name_folded", text, not_null),
            ("metadata", json_binary, not_null),
            ("time_zone", text, null),
            ("time_zone_source", text, null),
            ("do_not_call_at", timestamp_with_time_zone, null),
            ("do_not_call_reason", text, null),
            ("created_at", timestamp_with_time_zone, not_null),
            ("updated_at", timestamp_with_time_zone, not_null),
        ];
        create(manager, "contact", &["id"], columns, &["account"]).await?;
        let columns = columns![
            ("contact_id", uuid, not_null),
            ("account_id", uuid, not_null),
            ("path", text, not_null),
            ("position", integer, not_null),
            ("kind", text, not_null),
            ("text", text, null),
            ("rest", text, not_null),
            ("number", double, null),
            ("instant", big_integer, null),
        ];
        create(manager, "contact_value", &["contact_id", "path", "position"], columns, &["contact", "account"]).await?;
        let columns = columns![
            ("id", uuid, not_null),
            ("account_id", uuid, not_null),
            ("number", text, not_null),
            ("channel", text, not_null),
            ("sender", text, not_null),
            ("state", text, not_null),
            ("current", boolean, not_null),
            ("evidence", text, not_null),
            ("detail", text, null),
            ("actor_kind", text, not_null),
            ("actor_id", uuid, null),
            ("actor_name", text, not_null),
            ("occurred_at", timestamp_with_time_zone, not_null),
        ];
        create(manager, "contact_consent", &["id"], columns, &["account"]).await?;
        let connection = manager.get_connection();
        if manager.get_database_backend() == DbBackend::Postgres {
            for collation in BY_CODE_POINT {
                connection.execute_unprepared(collation).await?;
            }
        }
        for index in INDEXES {
            connection.execute_unprepared(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["contact_consent", "contact_value", "contact"] {
            drop(manager, table).await?;
        }
        Ok(())
    }
}

/// Texts are compared alike on both databases, whatever the locale: SQLite compares them so by itself.
const BY_CODE_POINT: &[&str] = &[
    "ALTER TABLE contact ALTER COLUMN number TYPE text COLLATE \"C\"",
    "ALTER TABLE contact ALTER COLUMN name_folded TYPE text COLLATE \"C\"",
    "ALTER TABLE contact_value ALTER COLUMN path TYPE text COLLATE \"C\"",
    "ALTER TABLE contact_value ALTER COLUMN text TYPE text COLLATE \"C\"",
    "ALTER TABLE contact_value ALTER COLUMN rest TYPE text COLLATE \"C\"",
];

const INDEXES: &[&str] = &[
    "CREATE UNIQUE INDEX contact_number_key ON contact (account_id, number)",
    "CREATE INDEX contact_account_index ON contact (account_id, id)",
    "CREATE INDEX contact_name_index ON contact (account_id, name_folded, id)",
    "CREATE INDEX contact_value_text_index ON contact_value (account_id, path, text) WHERE text IS NOT NULL",
    "CREATE INDEX contact_value_number_index ON contact_value (account_id, path, number) WHERE number IS NOT NULL",
    "CREATE INDEX contact_value_instant_index ON contact_value (account_id, path, instant) WHERE instant IS NOT NULL",
    "CREATE UNIQUE INDEX contact_consent_current_key ON contact_consent (account_id, number, channel, sender) WHERE current",
    "CREATE INDEX contact_consent_number_index ON contact_consent (account_id, number, id)",
];
