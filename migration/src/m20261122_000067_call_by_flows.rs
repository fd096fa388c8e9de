//! Callouts whose calls are led by a flow.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut column = ColumnDef::new(Alias::new("flow_version_id")).uuid().null().take();
        manager.alter_table(Table::alter().table(Alias::new("callout")).add_column(&mut column).take()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table(Alias::new("callout")).drop_column(Alias::new("flow_version_id")).take()).await
    }
}
