//! What a page of queues is asked about its week, one statement a kind for all of them.

use std::collections::HashMap;

use async_graphql::{Context, SchemaBuilder, dataloader::Loader};
use entity::{
    id::{AccountId, QueueId},
    rota_rule, rota_settings, service_slot, standing_turn,
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::settings::unset;
use crate::{
    db::Db,
    error::Fault,
    graphql::{batch::Batch, context::ContextExt},
};

type Key = (AccountId, QueueId);

/// Registers the loaders with a schema.
pub fn register<Q, M, S>(builder: SchemaBuilder<Q, M, S>, db: &Db) -> SchemaBuilder<Q, M, S> {
    builder
        .data(Batch::new(HoursLoader(db.clone())))
        .data(Batch::new(SettingsLoader(db.clone())))
        .data(Batch::new(RulesLoader(db.clone())))
        .data(Batch::new(StandingLoader(db.clone())))
}

/// The settings of the queue's rota: the defaults, if nobody has set any.
///
/// # Errors
/// The database's.
pub async fn settings(ctx: &Context<'_>, account_id: AccountId, queue: QueueId) -> Result<rota_settings::Model, Fault> {
    let row = Batch::<SettingsLoader>::of(ctx)?.one((account_id, queue)).await?;
    Ok(row.unwrap_or_else(|| unset(account_id, queue, ctx.app().clock.now())))
}

macro_rules! lists {
    ($($(#[$doc:meta])* $function:ident: $loader:ident, $table:ident by $($order:ident)+;)+) => {$(
        struct $loader(Db);

        impl Loader<Key> for $loader {
            type Value = Vec<$table::Model>;
            type Error = DbErr;

            async fn load(&self, keys: &[Key]) -> Result<HashMap<Key, Self::Value>, DbErr> {
                use $table::{Column as C, Entity, Model};
                let mut rows = Entity::find().filter(C::QueueId.is_in(keys.iter().map(|(_, id)| *id)));
                $(rows = rows.order_by_asc(C::$order);)+
                let mut lists: HashMap<Key, Vec<Model>> = HashMap::new();
                for row in rows.all(self.0.read()).await? {
                    lists.entry((row.account_id, row.queue_id)).or_default().push(row);
                }
                Ok(lists)
            }
        }

        $(#[$doc])*
        ///
        /// # Errors
        /// The database's.
        pub async fn $function(ctx: &Context<'_>, account_id: AccountId, queue: QueueId) -> Result<Vec<$table::Model>, Fault> {
            Ok(Batch::<$loader>::of(ctx)?.one((account_id, queue)).await?.unwrap_or_default())
        }
    )+};
}

lists! {
    /// The queue's service hours, in the order of the week.
    hours: HoursLoader, service_slot by Weekday StartsAt;
    /// The rules of the queue's rota, the oldest first.
    rules: RulesLoader, rota_rule by Id;
    /// The queue's standing turns, in the order of the week.
    standing_turns: StandingLoader, standing_turn by Weekday StartsAt Id;
}

struct SettingsLoader(Db);

impl Loader<Key> for SettingsLoader {
    type Value = rota_settings::Model;
    type Error = DbErr;

    async fn load(&self, keys: &[Key]) -> Result<HashMap<Key, Self::Value>, DbErr> {
        let queues = keys.iter().map(|(_, id)| *id);
        let rows = rota_settings::Entity::find().filter(rota_settings::Column::QueueId.is_in(queues)).all(self.0.read()).await?;
        Ok(rows.into_iter().map(|row| ((row.account_id, row.queue_id), row)).collect())
    }
}
