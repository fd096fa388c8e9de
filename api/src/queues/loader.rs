//! What a page of queues is asked for, one statement a kind for all of them.

use std::collections::HashMap;

use async_graphql::{Context, SchemaBuilder, dataloader::Loader};
use entity::{
    id::{AccountId, MemberVersionId, ProviderId, QueueId},
    provider, queue, queue_assignment, queue_member,
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

use super::{present, repository::grouped};
use crate::{db::Db, error::Fault, graphql::batch::Batch};

type Scoped<K> = (AccountId, K);

/// Registers the loaders with a schema.
pub fn register<Q, M, S>(builder: SchemaBuilder<Q, M, S>, db: &Db) -> SchemaBuilder<Q, M, S> {
    present::register(builder, db)
        .data(Batch::new(QueueLoader(db.clone())))
        .data(Batch::new(MembersLoader(db.clone())))
        .data(Batch::new(WantedLoader(db.clone())))
        .data(Batch::new(ProviderLoader(db.clone())))
        .data(Batch::new(VersionLoader(db.clone())))
}

macro_rules! reads {
    ($(#[$doc:meta])* $loader:ident, $function:ident($key:ty) -> $value:ty, default) => {
        reads!($(#[$doc])* $loader, $function($key) -> $value, |found| found.unwrap_or_default());
    };
    ($(#[$doc:meta])* $loader:ident, $function:ident($key:ty) -> $value:ty, option) => {
        reads!($(#[$doc])* $loader, $function($key) -> Option<$value>, |found| found);
    };
    ($(#[$doc:meta])* $loader:ident, $function:ident($key:ty) -> $value:ty, $finish:expr) => {
        struct $loader(Db);

        $(#[$doc])*
        ///
        /// # Errors
        /// The database's.
        pub async fn $function(ctx: &Context<'_>, account_id: AccountId, key: $key) -> Result<$value, Fault> {
            let found = Batch::<$loader>::of(ctx)?.one((account_id, key)).await?;
            let finish: fn(Option<_>) -> $value = $finish;
            Ok(finish(found))
        }
    };
}

reads!(/// The queue.
    QueueLoader, queue(QueueId) -> queue::Model, option);
reads!(/// Who is in the queue now.
    MembersLoader, members(QueueId) -> Vec<queue_member::Model>, default);
reads!(/// Who is wanted in the queue.
    WantedLoader, wanted(QueueId) -> Vec<queue_assignment::Model>, default);
reads!(/// The provider.
    ProviderLoader, provider(ProviderId) -> provider::Model, option);
reads!(/// A member as one change left it.
    VersionLoader, version(MemberVersionId) -> queue_member::Model, option);

impl Loader<Scoped<QueueId>> for QueueLoader {
    type Value = queue::Model;
    type Error = DbErr;

    async fn load(&self, keys: &[Scoped<QueueId>]) -> Result<HashMap<Scoped<QueueId>, queue::Model>, DbErr> {
        let rows = queue::Entity::find().filter(queue::Column::Id.is_in(keys.iter().map(|(_, id)| *id))).all(self.0.read()).await?;
        Ok(rows.into_iter().map(|row| ((row.account_id, row.id), row)).collect())
    }
}

impl Loader<Scoped<QueueId>> for MembersLoader {
    type Value = Vec<queue_member::Model>;
    type Error = DbErr;

    async fn load(&self, keys: &[Scoped<QueueId>]) -> Result<HashMap<Scoped<QueueId>, Self::Value>, DbErr> {
        let queues: Vec<QueueId> = keys.iter().map(|(_, id)| *id).collect();
        let rows = present::members(self.0.read(), &queues).await?;
        Ok(grouped(rows, |row| (row.account_id, row.queue_id)))
    }
}

impl Loader<Scoped<QueueId>> for WantedLoader {
    type Value = Vec<queue_assignment::Model>;
    type Error = DbErr;

    async fn load(&self, keys: &[Scoped<QueueId>]) -> Result<HashMap<Scoped<QueueId>, Self::Value>, DbErr> {
        let queues: Vec<QueueId> = keys.iter().map(|(_, id)| *id).collect();
        let rows = present::wanted(self.0.read(), &queues).await?;
        Ok(grouped(rows, |row| (row.account_id, row.queue_id)))
    }
}

impl Loader<Scoped<ProviderId>> for ProviderLoader {
    type Value = provider::Model;
    type Error = DbErr;

    async fn load(&self, keys: &[Scoped<ProviderId>]) -> Result<HashMap<Scoped<ProviderId>, Self::Value>, DbErr> {
        let ids = keys.iter().map(|(_, id)| *id);
        let rows = provider::Entity::find().filter(provider::Column::Id.is_in(ids)).all(self.0.read()).await?;
        Ok(rows.into_iter().map(|row| ((row.account_id, row.id), row)).collect())
    }
}

impl Loader<Scoped<MemberVersionId>> for VersionLoader {
    type Value = queue_member::Model;
    type Error = DbErr;

    async fn load(&self, keys: &[Scoped<MemberVersionId>]) -> Result<HashMap<Scoped<MemberVersionId>, queue_member::Model>, DbErr> {
        let ids = keys.iter().map(|(_, id)| *id);
        let rows = queue_member::Entity::find().filter(queue_member::Column::Id.is_in(ids)).all(self.0.read()).await?;
        Ok(rows.into_iter().map(|row| ((row.account_id, row.id), row)).collect())
    }
}
