//! Feeds of calendars, beside those of turns.
//!
//! The column is no foreign key, which SQLite could not take off again: a calendar takes its feeds with it when it goes.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut column = ColumnDef::new(Alias::new("calendar_id")).uuid().null().take();
        manager.alter_table(Table::alter().table(Alias::new("feed")).add_column(&mut column).take()).await?;
        let index = "CREATE INDEX feed_calendar_index ON feed (calendar_id) WHERE calendar_id IS NOT NULL";
        manager.get_connection().execute_unprepared(index).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("DROP INDEX feed_calendar_index").await?;
        manager.alter_table(Table::alter().table(Alias::new("feed")).drop_column(Alias::new("calendar_id")).take()).await
    }
}
