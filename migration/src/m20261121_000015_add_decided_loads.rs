//! Loads of a week that somebody decides instead of having them found.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut column = ColumnDef::new(Alias::new("decided")).integer().null().take();
        manager.alter_table(Table::alter().table(Alias::new("timetable_load")).add_column(&mut column).take()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table(Alias::new("timetable_load")).drop_column(Alias::new("decided")).take()).await
    }
}
