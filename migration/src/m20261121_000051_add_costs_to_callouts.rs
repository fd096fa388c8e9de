//! What a callout may cost, and what of that is counted.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut cap = ColumnDef::new(Alias::new("cost_cap")).json_binary().null().take();
        manager.alter_table(Table::alter().table(Alias::new("callout")).add_column(&mut cap).take()).await?;
        let mut minutes = ColumnDef::new(Alias::new("talk_minutes")).big_integer().not_null().default(0).take();
        manager.alter_table(Table::alter().table(Alias::new("callout_tally")).add_column(&mut minutes).take()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table(Alias::new("callout_tally")).drop_column(Alias::new("talk_minutes")).take()).await?;
        manager.alter_table(Table::alter().table(Alias::new("callout")).drop_column(Alias::new("cost_cap")).take()).await
    }
}
