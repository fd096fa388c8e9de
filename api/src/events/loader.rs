//! Events by id, and their last and next occurrences: one statement a page, or two.

use std::collections::HashMap;

use async_graphql::{Context, SchemaBuilder, dataloader::Loader};
use chrono::{DateTime, Utc};
use entity::{
    event,
    id::{AccountId, EventId, OccurrenceId},
    occurrence,
};
use sea_orm::{ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use super::plan::is_open;
use crate::{app::App, db::Db, error::Fault, graphql::batch::Batch};

/// Reads events. A key names its account: an id of another account finds nothing.
struct EventLoader(Db);

impl Loader<(AccountId, EventId)> for EventLoader {
    type Value = event::Model;
    type Error = DbErr;

    async fn load(&self, keys: &[(AccountId, EventId)]) -> Result<HashMap<(AccountId, EventId), event::Model>, DbErr> {
        let rows = event::Entity::find().filter(event::Column::Id.is_in(keys.iter().map(|(_, id)| *id)));
        Ok(rows.all(self.0.read()).await?.into_iter().map(|row| ((row.account_id, row.id), row)).collect())
    }
}

/// Reads occurrences.
struct OccurrenceLoader(Db);

impl Loader<(AccountId, OccurrenceId)> for OccurrenceLoader {
    type Value = occurrence::Model;
    type Error = DbErr;

    async fn load(&self, keys: &[(AccountId, OccurrenceId)]) -> Result<HashMap<(AccountId, OccurrenceId), occurrence::Model>, DbErr> {
        let rows = occurrence::Entity::find().filter(occurrence::Column::Id.is_in(keys.iter().map(|(_, id)| *id)));
        Ok(rows.all(self.0.read()).await?.into_iter().map(|row| ((row.account_id, row.id), row)).collect())
    }
}

/// Reads which occurrence of each event began last.
struct LastLoader(App);

impl Loader<EventId> for LastLoader {
    type Value = occurrence::Model;
    type Error = DbErr;

    async fn load(&self, keys: &[EventId]) -> Result<HashMap<EventId, occurrence::Model>, DbErr> {
        let begun = Condition::all().add(occurrence::Column::StartsAt.lte(self.0.clock.now()));
        at_the_edge(&self.0.db, keys, begun, Edge::Last).await
    }
}

/// Reads which occurrence of each event begins next.
struct NextLoader(App);

impl Loader<EventId> for NextLoader {
    type Value = occurrence::Model;
    type Error = DbErr;

    async fn load(&self, keys: &[EventId]) -> Result<HashMap<EventId, occurrence::Model>, DbErr> {
        let to_come = is_open().add(occurrence::Column::StartsAt.gt(self.0.clock.now()));
        at_the_edge(&self.0.db, keys, to_come, Edge::First).await
    }
}

/// Which end of a list.
#[derive(Clone, Copy)]
enum Edge {
    First,
    Last,
}

/// Of each event the first or the last occurrence of which `only` holds.
async fn at_the_edge(db: &Db, keys: &[EventId], only: Condition, edge: Edge) -> Result<HashMap<EventId, occurrence::Model>, DbErr> {
    use occurrence::Column as C;

    let those =
        || -> Select<occurrence::Entity> { occurrence::Entity::find().filter(C::EventId.is_in(keys.iter().copied())).filter(only.clone()) };
    let at = match edge {
        Edge::First => C::StartsAt.min(),
        Edge::Last => C::StartsAt.max(),
    };
    let edges: Vec<(EventId, DateTime<Utc>)> =
        those().select_only().column(C::EventId).column_as(at, "at").group_by(C::EventId).into_tuple().all(db.read()).await?;
    let each = edges.into_iter().map(|(event, at)| Condition::all().add(C::EventId.eq(event)).add(C::StartsAt.eq(at)));
    let each = each.fold(Condition::any(), Condition::add);
    if each.is_empty() {
        return Ok(HashMap::new());
    }
    // Of several at one instant, the last that was made.
    let rows = those().filter(each).order_by_asc(C::Id).all(db.read()).await?;
    Ok(rows.into_iter().map(|row| (row.event_id, row)).collect())
}

/// Registers the loaders with a schema.
pub fn register<Q, M, S>(builder: SchemaBuilder<Q, M, S>, app: &App) -> SchemaBuilder<Q, M, S> {
    builder
        .data(Batch::new(EventLoader(app.db.clone())))
        .data(Batch::new(OccurrenceLoader(app.db.clone())))
        .data(Batch::new(LastLoader(app.clone())))
        .data(Batch::new(NextLoader(app.clone())))
}

/// The event of that id in the account, if there is one. Whether its reader may see it is asked before.
///
/// # Errors
/// The database's.
pub async fn event(ctx: &Context<'_>, account_id: AccountId, id: EventId) -> Result<Option<event::Model>, Fault> {
    Ok(Batch::<EventLoader>::of(ctx)?.one((account_id, id)).await?)
}

/// The occurrence of that id in the account, if there is one. Whether its reader may see it is asked before.
///
/// # Errors
/// The database's.
pub async fn occurrence(ctx: &Context<'_>, account_id: AccountId, id: OccurrenceId) -> Result<Option<occurrence::Model>, Fault> {
    Ok(Batch::<OccurrenceLoader>::of(ctx)?.one((account_id, id)).await?)
}

/// The occurrence of an event that began last.
///
/// # Errors
/// The database's.
pub async fn last(ctx: &Context<'_>, id: EventId) -> Result<Option<occurrence::Model>, Fault> {
    Ok(Batch::<LastLoader>::of(ctx)?.one(id).await?)
}

/// The occurrence of an event that begins next.
///
/// # Errors
/// The database's.
pub async fn next(ctx: &Context<'_>, id: EventId) -> Result<Option<occurrence::Model>, Fault> {
    Ok(Batch::<NextLoader>::of(ctx)?.one(id).await?)
}
