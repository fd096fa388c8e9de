//! Endpoints by id: one statement a page of deliveries.

use std::collections::HashMap;

use async_graphql::{Context, SchemaBuilder, dataloader::Loader};
use entity::{
    id::{AccountId, WebhookEndpointId},
    webhook_endpoint,
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

use crate::{db::Db, error::Fault, graphql::batch::Batch};

struct EndpointLoader(Db);

impl Loader<(AccountId, WebhookEndpointId)> for EndpointLoader {
    type Value = webhook_endpoint::Model;
    type Error = DbErr;

    async fn load(
        &self,
        keys: &[(AccountId, WebhookEndpointId)],
    ) -> Result<HashMap<(AccountId, WebhookEndpointId), webhook_endpoint::Model>, DbErr> {
        let rows = webhook_endpoint::Entity::find().filter(webhook_endpoint::Column::Id.is_in(keys.iter().map(|(_, id)| *id)));
        Ok(rows.all(self.0.read()).await?.into_iter().map(|row| ((row.account_id, row.id), row)).collect())
    }
}

/// Registers the loader with a schema.
pub fn register<Q, M, S>(builder: SchemaBuilder<Q, M, S>, db: &Db) -> SchemaBuilder<Q, M, S> {
    builder.data(Batch::new(EndpointLoader(db.clone())))
}

/// The endpoint, if it is there.
///
/// # Errors
/// The database's.
pub async fn endpoint(ctx: &Context<'_>, account: AccountId, id: WebhookEndpointId) -> Result<Option<webhook_endpoint::Model>, Fault> {
    Ok(Batch::<EndpointLoader>::of(ctx)?.one((account, id)).await?)
}
