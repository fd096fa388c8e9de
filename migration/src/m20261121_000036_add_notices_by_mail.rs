//! Who is told about the rota by mail: what a queue's settings say, and who would rather not.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut column = ColumnDef::new(Alias::new("notice_by_mail")).json_binary().null().take();
        manager.alter_table(Table::alter().table(Alias::new("rota_settings")).add_column(&mut column).take()).await?;
        let mut column = ColumnDef::new(Alias::new("no_mail")).boolean().not_null().default(false).take();
        manager.alter_table(Table::alter().table(Alias::new("person_rota")).add_column(&mut column).take()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table(Alias::new("person_rota")).drop_column(Alias::new("no_mail")).take()).await?;
        manager.alter_table(Table::alter().table(Alias::new("rota_settings")).drop_column(Alias::new("notice_by_mail")).take()).await
    }
}
