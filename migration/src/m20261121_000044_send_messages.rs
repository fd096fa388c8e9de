//! Messages that providers send: when one was begun, and from whom a provider's are.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut column = ColumnDef::new(Alias::new("begun_at")).timestamp_with_time_zone().null().take();
        manager.alter_table(Table::alter().table(Alias::new("message")).add_column(&mut column).take()).await?;
        let mut column = ColumnDef::new(Alias::new("message_sender")).text().null().take();
        manager.alter_table(Table::alter().table(Alias::new("provider")).add_column(&mut column).take()).await?;
        for index in INDEXES {
            manager.get_connection().execute_unprepared(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for index in ["message_contact_index", "message_recipient_index"] {
            manager.drop_index(Index::drop().name(index).table(Alias::new("message")).to_owned()).await?;
        }
        manager.alter_table(Table::alter().table(Alias::new("provider")).drop_column(Alias::new("message_sender")).take()).await?;
        manager.alter_table(Table::alter().table(Alias::new("message")).drop_column(Alias::new("begun_at")).take()).await
    }
}

const INDEXES: &[&str] = &[
    "CREATE INDEX message_contact_index ON message (contact_id, created_at, id)",
    "CREATE INDEX message_recipient_index ON message (recipient, created_at)",
];
