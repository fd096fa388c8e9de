//! What a page is asked about turns and timetables, one statement a kind for all of it.

use std::{collections::HashMap, hash::Hash};

use async_graphql::{Context, SchemaBuilder, dataloader::Loader};
use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, PersonId, QueueId, TimetableId, TimetableSlotId, TurnId},
    timetable, timetable_load, timetable_slot, turn,
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::{repository::known, turn::Turn};
use crate::{
    db::Db,
    error::Fault,
    graphql::{batch::Batch, id::Key, interval::IntervalInput},
};

type Scoped<K> = (AccountId, K);

/// A person's turns within a stretch of time.
type PersonsTurns = (PersonId, DateTime<Utc>, DateTime<Utc>);

macro_rules! loaders {
    ($($loader:ident($key:ty) -> $value:ty: |$db:ident, $keys:ident| $load:expr;)+) => {
        /// Registers the loaders with a schema.
        pub fn register<Q, M, S>(builder: SchemaBuilder<Q, M, S>, db: &Db) -> SchemaBuilder<Q, M, S> {
            builder$(.data(Batch::new($loader(db.clone()))))+
        }

        $(
            struct $loader(Db);

            impl Loader<Scoped<$key>> for $loader {
                type Value = $value;
                type Error = DbErr;

                async fn load(&self, $keys: &[Scoped<$key>]) -> Result<HashMap<Scoped<$key>, $value>, DbErr> {
                    let $db = self.0.read();
                    Ok($load)
                }
            }
        )+
    };
}

loaders! {
    TimetableLoader(TimetableId) -> timetable::Model: |db, keys| {
        let rows = timetable::Entity::find().filter(timetable::Column::Id.is_in(ids(keys))).all(db).await?;
        rows.into_iter().map(|row| ((row.account_id, row.id), row)).collect()
    };
    SlotLoader(TimetableSlotId) -> timetable_slot::Model: |db, keys| {
        let rows = timetable_slot::Entity::find().filter(timetable_slot::Column::Id.is_in(ids(keys))).all(db).await?;
        rows.into_iter().map(|row| ((row.account_id, row.id), row)).collect()
    };
    TurnLoader(TurnId) -> turn::Model: |db, keys| {
        let rows = turn::Entity::find().filter(turn::Column::Id.is_in(ids(keys))).all(db).await?;
        rows.into_iter().map(|row| ((row.account_id, row.id), row)).collect()
    };
    SlotsLoader(TimetableId) -> Vec<timetable_slot::Model>: |db, keys| {
        use timetable_slot::Column as C;
        let rows = timetable_slot::Entity::find().filter(C::TimetableId.is_in(ids(keys)));
        grouped(rows.order_by_asc(C::Day).order_by_asc(C::Ordinal).all(db).await?, |row| (row.account_id, row.timetable_id))
    };
    TurnsOfSlotLoader(TimetableSlotId) -> Vec<turn::Model>: |db, keys| {
        let rows = turn::Entity::find().filter(turn::Column::SlotId.is_in(ids(keys)));
        grouped(rows.order_by_asc(turn::Column::Line).all(db).await?, |row| (row.account_id, row.slot_id))
    };
    LoadsLoader(TimetableId) -> Vec<timetable_load::Model>: |db, keys| {
        use timetable_load::Column as C;
        let rows = timetable_load::Entity::find().filter(C::TimetableId.is_in(ids(keys)));
        grouped(rows.order_by_asc(C::PersonId).all(db).await?, |row| (row.account_id, row.timetable_id))
    };
    TurnsOfPersonLoader(PersonsTurns) -> Vec<Turn>: |db, keys| {
        use turn::Column as C;
        let mut found = HashMap::new();
        // One stretch of time a document, nearly always.
        for (starts_at, ends_at) in distinct(keys, |(_, starts_at, ends_at)| (*starts_at, *ends_at)) {
            let persons = keys.iter().filter(|(_, key)| (key.1, key.2) == (starts_at, ends_at)).map(|(_, key)| key.0);
            let rows = turn::Entity::find()
                .filter(C::PersonId.is_in(persons))
                .filter(C::StartsAt.lt(ends_at))
                .filter(C::EndsAt.gt(starts_at));
            for turn in Turn::read(known(rows).order_by_asc(C::StartsAt).order_by_asc(C::Id)).all(db).await? {
                let Some(Key(person)) = turn.person_id else { continue };
                found.entry((turn.account_id, (person, starts_at, ends_at))).or_insert_with(Vec::new).push(turn);
            }
        }
        found
    };
    OnDutyLoader((QueueId, DateTime<Utc>)) -> Vec<turn::Model>: |db, keys| {
        use turn::Column as C;
        let mut found = HashMap::new();
        for at in distinct(keys, |(_, at)| *at) {
            let queues = keys.iter().filter(|(_, key)| key.1 == at).map(|(_, key)| key.0);
            let rows = turn::Entity::find()
                .filter(C::QueueId.is_in(queues))
                .filter(C::PersonId.is_not_null())
                .filter(C::StartsAt.lte(at))
                .filter(C::EndsAt.gt(at));
            for row in known(rows).order_by_asc(C::StartsAt).order_by_asc(C::Line).order_by_asc(C::Id).all(db).await? {
                found.entry((row.account_id, (row.queue_id, at))).or_insert_with(Vec::new).push(row);
            }
        }
        found
    };
}

/// The timetable.
///
/// # Errors
/// The database's.
pub async fn timetable(ctx: &Context<'_>, account: AccountId, id: TimetableId) -> Result<Option<timetable::Model>, Fault> {
    Ok(Batch::<TimetableLoader>::of(ctx)?.one((account, id)).await?)
}

/// The slot.
///
/// # Errors
/// The database's.
pub async fn slot(ctx: &Context<'_>, account: AccountId, id: TimetableSlotId) -> Result<Option<timetable_slot::Model>, Fault> {
    Ok(Batch::<SlotLoader>::of(ctx)?.one((account, id)).await?)
}

/// The turn.
///
/// # Errors
/// The database's.
pub async fn turn(ctx: &Context<'_>, account: AccountId, id: TurnId) -> Result<Option<turn::Model>, Fault> {
    Ok(Batch::<TurnLoader>::of(ctx)?.one((account, id)).await?)
}

/// The slots of the timetable, the earliest first.
///
/// # Errors
/// The database's.
pub async fn slots(ctx: &Context<'_>, account: AccountId, id: TimetableId) -> Result<Vec<timetable_slot::Model>, Fault> {
    Ok(Batch::<SlotsLoader>::of(ctx)?.one((account, id)).await?.unwrap_or_default())
}

/// The turns of the slot, by line.
///
/// # Errors
/// The database's.
pub async fn turns_of_slot(ctx: &Context<'_>, account: AccountId, id: TimetableSlotId) -> Result<Vec<turn::Model>, Fault> {
    Ok(Batch::<TurnsOfSlotLoader>::of(ctx)?.one((account, id)).await?.unwrap_or_default())
}

/// What each carries in the timetable.
///
/// # Errors
/// The database's.
pub async fn loads(ctx: &Context<'_>, account: AccountId, id: TimetableId) -> Result<Vec<timetable_load::Model>, Fault> {
    Ok(Batch::<LoadsLoader>::of(ctx)?.one((account, id)).await?.unwrap_or_default())
}

/// The person's turns within a stretch of time, the earliest first, without those of drafts.
///
/// # Errors
/// The database's.
pub async fn turns_of_person(ctx: &Context<'_>, account: AccountId, person: PersonId, between: IntervalInput) -> Result<Vec<Turn>, Fault> {
    let key = (account, (person, between.starts_at, between.ends_at));
    Ok(Batch::<TurnsOfPersonLoader>::of(ctx)?.one(key).await?.unwrap_or_default())
}

/// The turns of the queue that somebody has at an instant, by line, without those of drafts.
///
/// # Errors
/// The database's.
pub async fn on_duty(ctx: &Context<'_>, account: AccountId, queue: QueueId, at: DateTime<Utc>) -> Result<Vec<turn::Model>, Fault> {
    Ok(Batch::<OnDutyLoader>::of(ctx)?.one((account, (queue, at))).await?.unwrap_or_default())
}

fn ids<K: Copy>(keys: &[Scoped<K>]) -> impl Iterator<Item = K> {
    keys.iter().map(|(_, key)| *key)
}

fn distinct<K, P: PartialEq>(keys: &[Scoped<K>], part: impl Fn(&K) -> P) -> Vec<P> {
    let mut parts = Vec::new();
    for (_, key) in keys {
        let part = part(key);
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts
}

fn grouped<K: Hash + Eq, R>(rows: Vec<R>, key: impl Fn(&R) -> K) -> HashMap<K, Vec<R>> {
    let mut groups: HashMap<K, Vec<R>> = HashMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(row);
    }
    groups
}
