//! Users, sessions, refresh tokens and API keys.

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
            ("email", text, not_null),
            ("password_hash", text, not_null),
            ("role", text, not_null),
            ("person_id", uuid, null),
            ("active", boolean, not_null),
            ("created_at", timestamp_with_time_zone, not_null),
            ("last_login_at", timestamp_with_time_zone, null),
        ];
        create(manager, "user", &["id"], columns, &["account", "person"]).await?;
        manager.get_connection().execute_unprepared(r#"CREATE UNIQUE INDEX user_email_key ON "user" (email)"#).await?;
        let columns = columns![
            ("id", uuid, not_null),
            ("account_id", uuid, not_null),
            ("user_id", uuid, not_null),
            ("created_at", timestamp_with_time_zone, not_null),
            ("expires_at", timestamp_with_time_zone, not_null),
            ("revoked_at", timestamp_with_time_zone, null),
            ("revoked_reason", text, null),
        ];
        create(manager, "session", &["id"], columns, &["account", "user"]).await?;
        manager.get_connection().execute_unprepared("CREATE INDEX session_user_index ON session (user_id)").await?;
        manager
            .get_connection()
            .execute_unprepared("CREATE INDEX session_revoked_index ON session (revoked_at) WHERE revoked_at IS NOT NULL")
            .await?;
        let columns = columns![
            ("id", uuid, not_null),
            ("session_id", uuid, not_null),
            ("hash", blob, not_null),
            ("created_at", timestamp_with_time_zone, not_null),
            ("expires_at", timestamp_with_time_zone, not_null),
            ("used_at", timestamp_with_time_zone, null),
        ];
        create(manager, "refresh_token", &["id"], columns, &["session"]).await?;
        manager.get_connection().execute_unprepared("CREATE UNIQUE INDEX refresh_token_hash_key ON refresh_token (hash)").await?;
        manager.get_connection().execute_unprepared("CREATE INDEX refresh_token_session_index ON refresh_token (session_id)").await?;
        let columns = columns![
            ("id", uuid, not_null),
            ("account_id", uuid, not_null),
            ("name", text, not_null),
            ("hash", blob, not_null),
            ("role", text, not_null),
            ("scopes", json_binary, not_null),
            ("created_by", uuid, not_null),
            ("created_at", timestamp_with_time_zone, not_null),
            ("expires_at", timestamp_with_time_zone, null),
            ("last_used_at", timestamp_with_time_zone, null),
            ("revoked_at", timestamp_with_time_zone, null),
        ];
        create(manager, "api_key", &["id"], columns, &["account"]).await?;
        manager.get_connection().execute_unprepared("CREATE INDEX api_key_account_index ON api_key (account_id, id)").await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "api_key").await?;
        drop(manager, "refresh_token").await?;
        drop(manager, "session").await?;
        drop(manager, "user").await?;
        Ok(())
    }
}
