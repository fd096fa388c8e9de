//! Since when a queue's past is known: older is pruned.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut column = ColumnDef::new(Alias::new("known_since")).timestamp_with_time_zone().null().take();
        manager.alter_table(Table::alter().table(Alias::new("queue")).add_column(&mut column).take()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table(Alias::new("queue")).drop_column(Alias::new("known_since")).take()).await
    }
}
