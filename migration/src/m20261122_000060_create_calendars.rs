//! Calendars, what those who own them may do, and the users who own nothing else.

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
            ("caller_id", text, null),
            ("ring_seconds", integer, not_null),
            ("machine_behavior", text, not_null),
            ("created_at", timestamp_with_time_zone, not_null),
            ("updated_at", timestamp_with_time_zone, not_null),
        ];
        create(manager, "calendar_settings", &["id"], columns, &["account"]).await?;
        let columns = columns![("settings_id", uuid, not_null), ("provider_id", uuid, not_null), ("account_id", uuid, not_null)];
        let parents = ["calendar_settings as settings", "provider", "account"];
        create(manager, "calendar_settings_provider", &["settings_id", "provider_id"], columns, &parents).await?;
        let columns = columns![("user_id", uuid, not_null), ("account_id", uuid, not_null), ("settings_id", uuid, not_null)];
        create(manager, "calendar_user", &["user_id"], columns, &["user", "account", "calendar_settings as settings"]).await?;
        let columns = columns![
            ("id", uuid, not_null),
            ("account_id", uuid, not_null),
            ("name", text, not_null),
            ("time_zone", text, not_null),
            ("owner_person_id", uuid, null),
            ("owner_user_id", uuid, null),
            ("settings_id", uuid, null),
            ("max_concurrent", integer, null),
            ("created_at", timestamp_with_time_zone, not_null),
            ("updated_at", timestamp_with_time_zone, not_null),
        ];
        let parents = ["account", "person as owner_person", "user as owner_user", "calendar_settings as settings"];
        create(manager, "calendar", &["id"], columns, &parents).await?;
        for index in INDEXES {
            manager.get_connection().execute_unprepared(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["calendar", "calendar_user", "calendar_settings_provider", "calendar_settings"] {
            drop(manager, table).await?;
        }
        Ok(())
    }
}

const INDEXES: &[&str] = &[
    "CREATE UNIQUE INDEX calendar_settings_name_key ON calendar_settings (account_id, name)",
    "CREATE INDEX calendar_settings_provider_index ON calendar_settings_provider (provider_id)",
    "CREATE INDEX calendar_user_settings_index ON calendar_user (settings_id)",
    "CREATE INDEX calendar_account_index ON calendar (account_id, id)",
    "CREATE INDEX calendar_owner_person_index ON calendar (owner_person_id) WHERE owner_person_id IS NOT NULL",
    "CREATE INDEX calendar_owner_user_index ON calendar (owner_user_id) WHERE owner_user_id IS NOT NULL",
    "CREATE INDEX calendar_settings_index ON calendar (settings_id) WHERE settings_id IS NOT NULL",
];
