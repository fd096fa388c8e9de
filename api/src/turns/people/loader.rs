//! What a page of persons is asked about the rota, one statement a kind for all of them.

use std::collections::HashMap;

use async_graphql::{Context, SchemaBuilder, dataloader::Loader};
use entity::{
    busy_entry,
    id::{AccountId, PersonId},
    person_rota,
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use crate::{db::Db, error::Fault, graphql::batch::Batch};

type Key = (AccountId, PersonId);

/// Registers the loaders with a schema.
pub fn register<Q, M, S>(builder: SchemaBuilder<Q, M, S>, db: &Db) -> SchemaBuilder<Q, M, S> {
    builder.data(Batch::new(RotaLoader(db.clone()))).data(Batch::new(BusyLoader(db.clone())))
}

/// The person's part in the rota, if somebody has told it.
///
/// # Errors
/// The database's.
pub async fn rota(ctx: &Context<'_>, account_id: AccountId, person: PersonId) -> Result<Option<person_rota::Model>, Fault> {
    Ok(Batch::<RotaLoader>::of(ctx)?.one((account_id, person)).await?)
}

/// When the person is busy, the oldest entry first.
///
/// # Errors
/// The database's.
pub async fn busy(ctx: &Context<'_>, account_id: AccountId, person: PersonId) -> Result<Vec<busy_entry::Model>, Fault> {
    Ok(Batch::<BusyLoader>::of(ctx)?.one((account_id, person)).await?.unwrap_or_default())
}

struct RotaLoader(Db);

impl Loader<Key> for RotaLoader {
    type Value = person_rota::Model;
    type Error = DbErr;

    async fn load(&self, keys: &[Key]) -> Result<HashMap<Key, Self::Value>, DbErr> {
        let persons = keys.iter().map(|(_, id)| *id);
        let rows = person_rota::Entity::find().filter(person_rota::Column::PersonId.is_in(persons)).all(self.0.read()).await?;
        Ok(rows.into_iter().map(|row| ((row.account_id, row.person_id), row)).collect())
    }
}

struct BusyLoader(Db);

impl Loader<Key> for BusyLoader {
    type Value = Vec<busy_entry::Model>;
    type Error = DbErr;

    async fn load(&self, keys: &[Key]) -> Result<HashMap<Key, Self::Value>, DbErr> {
        let persons = keys.iter().map(|(_, id)| *id);
        let rows = busy_entry::Entity::find().filter(busy_entry::Column::PersonId.is_in(persons));
        let mut lists: HashMap<Key, Vec<busy_entry::Model>> = HashMap::new();
        for row in rows.order_by_asc(busy_entry::Column::Id).all(self.0.read()).await? {
            lists.entry((row.account_id, row.person_id)).or_default().push(row);
        }
        Ok(lists)
    }
}
