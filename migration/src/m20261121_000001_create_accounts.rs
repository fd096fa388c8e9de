//! Accounts, and the installation they live in.

use sea_orm_migration::prelude::*;

use crate::table::{columns, create, drop};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = columns![("id", uuid, not_null), ("name", text, not_null), ("created_at", timestamp_with_time_zone, not_null),];
        create(manager, "account", &["id"], columns, &[]).await?;
        let columns = columns![("id", integer, not_null), ("stream", uuid, not_null), ("pruned", big_integer, not_null),];
        create(manager, "installation", &["id"], columns, &[]).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "installation").await?;
        drop(manager, "account").await?;
        Ok(())
    }
}
