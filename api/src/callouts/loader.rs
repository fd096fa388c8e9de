//! Callouts by id, and what is counted of them: one statement a page.

use std::collections::HashMap;

use async_graphql::{Context, SchemaBuilder, dataloader::Loader};
use entity::{
    callout,
    id::{AccountId, CalloutId},
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

use super::tally::{self, Delta};
use crate::{db::Db, error::Fault, graphql::batch::Batch};

/// Reads callouts. A key names its account: an id of another account finds nothing.
struct CalloutLoader(Db);

impl Loader<(AccountId, CalloutId)> for CalloutLoader {
    type Value = callout::Model;
    type Error = DbErr;

    async fn load(&self, keys: &[(AccountId, CalloutId)]) -> Result<HashMap<(AccountId, CalloutId), callout::Model>, DbErr> {
        let rows = callout::Entity::find().filter(callout::Column::Id.is_in(keys.iter().map(|(_, id)| *id)));
        Ok(rows.all(self.0.read()).await?.into_iter().map(|row| ((row.account_id, row.id), row)).collect())
    }
}

/// Reads what is counted. Who has the callout has its account.
struct TallyLoader(Db);

impl Loader<(AccountId, CalloutId)> for TallyLoader {
    type Value = Delta;
    type Error = DbErr;

    async fn load(&self, keys: &[(AccountId, CalloutId)]) -> Result<HashMap<(AccountId, CalloutId), Delta>, DbErr> {
        let ids: Vec<CalloutId> = keys.iter().map(|(_, id)| *id).collect();
        let counted = tally::read_all(self.0.read(), &ids).await?;
        Ok(keys.iter().filter_map(|key| Some((*key, *counted.get(&key.1)?))).collect())
    }
}

/// Registers the loaders with a schema.
pub fn register<Q, M, S>(builder: SchemaBuilder<Q, M, S>, db: &Db) -> SchemaBuilder<Q, M, S> {
    builder.data(Batch::new(CalloutLoader(db.clone()))).data(Batch::new(TallyLoader(db.clone())))
}

/// The callout of that id in the account, if there is one.
///
/// # Errors
/// The database's.
pub async fn callout(ctx: &Context<'_>, account_id: AccountId, id: CalloutId) -> Result<Option<callout::Model>, Fault> {
    Ok(Batch::<CalloutLoader>::of(ctx)?.one((account_id, id)).await?)
}

/// What is counted of a callout of the account.
///
/// # Errors
/// The database's.
pub async fn counted(ctx: &Context<'_>, account_id: AccountId, id: CalloutId) -> Result<Delta, Fault> {
    Ok(Batch::<TallyLoader>::of(ctx)?.one((account_id, id)).await?.unwrap_or_default())
}
