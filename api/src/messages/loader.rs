//! Messages by id, for changes that name one: one statement for all that were waiting.

use std::collections::HashMap;

use async_graphql::{Context, SchemaBuilder, dataloader::Loader};
use entity::{
    id::{AccountId, MessageId},
    message,
    stored::Topic,
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

use crate::{db::Db, error::Fault, graphql::batch::Batch};

struct MessageLoader(Db);

impl Loader<(AccountId, MessageId)> for MessageLoader {
    type Value = message::Model;
    type Error = DbErr;

    async fn load(&self, keys: &[(AccountId, MessageId)]) -> Result<HashMap<(AccountId, MessageId), message::Model>, DbErr> {
        let rows = message::Entity::find().filter(message::Column::Id.is_in(keys.iter().map(|(_, id)| *id)));
        Ok(rows.all(self.0.read()).await?.into_iter().map(|row| ((row.account_id, row.id), row)).collect())
    }
}

/// Registers the loader with a schema.
pub fn register<Q, M, S>(builder: SchemaBuilder<Q, M, S>, db: &Db) -> SchemaBuilder<Q, M, S> {
    builder.data(Batch::new(MessageLoader(db.clone())).changing_with(Topic::Message))
}

/// The message.
///
/// # Errors
/// The database's.
pub async fn message(ctx: &Context<'_>, account: AccountId, id: MessageId) -> Result<Option<message::Model>, Fault> {
    Ok(Batch::<MessageLoader>::of(ctx)?.one((account, id)).await?)
}
