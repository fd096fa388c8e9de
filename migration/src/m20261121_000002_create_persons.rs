//! Persons.

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
            ("email", text, null),
            ("extension", text, null),
            ("phone_numbers", json_binary, not_null),
            ("colour", text, null),
            ("groups", json_binary, not_null),
            ("time_zone", text, null),
            ("active", boolean, not_null),
            ("created_at", timestamp_with_time_zone, not_null),
            ("updated_at", timestamp_with_time_zone, not_null),
        ];
        create(manager, "person", &["id"], columns, &["account"]).await?;
        manager
            .get_connection()
            .execute_unprepared("CREATE UNIQUE INDEX person_extension_key ON person (account_id, extension) WHERE active")
            .await?;
        manager.get_connection().execute_unprepared("CREATE INDEX person_name_index ON person (account_id, name, id)").await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "person").await?;
        Ok(())
    }
}
