//! Reads what a comparison needs of the rota: slots around the present, settings, who can be rung, who is wanted, what was told.

use std::collections::HashMap;

use chrono::{DateTime, Days, TimeDelta, Utc};
use chrono_tz::Tz;
use entity::{
    id::{PersonId, QueueId, TimetableId, TimetableSlotId},
    person, queue, queue_assignment, rota_notice, rota_settings,
    stored::{QueueMode, TimetableStatus},
    timetable, timetable_slot, turn,
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{
    notice::{Missing, TOLD_WITHIN, Told, Unable},
    roster::Slot,
};
use crate::turns::shape::settings;

/// How far ahead slots are read: farther than any warning.
const AHEAD: TimeDelta = TimeDelta::days(3);
/// How long slots that are over are read: who leaves after an outage is still told which turn is over.
const PAST: TimeDelta = TimeDelta::days(1);
/// A week's slots end at most so many days after its Monday, in whatever zone.
const WEEK: Days = Days::new(9);

/// What is known of one queue's rota around the present.
#[derive(Clone, Debug)]
pub(super) struct Rota {
    pub(super) queue: queue::Model,
    /// Whether the rota decides who is in the queue.
    pub(super) driven: bool,
    /// How long before a slot it is told that somebody is missing.
    pub(super) warning: TimeDelta,
    /// Published slots, the earliest first.
    pub(super) slots: Vec<Slot>,
    /// Who is wanted in the queue, if the rota decides.
    pub(super) wanted: Vec<queue_assignment::Model>,
    pub(super) unable: Unable,
    pub(super) told: Told,
}

/// The rotas of all queues of all accounts, or of one; only of those that have one, or that it decides.
pub(super) async fn rotas(db: &impl ConnectionTrait, only: Option<QueueId>, now: DateTime<Utc>) -> Result<Vec<Rota>, DbErr> {
    let settings = settings_of(db, only).await?;
    let timetables = timetables(db, only, now).await?;
    let driven = settings.iter().filter(|(_, row)| row.duty_driven).map(|(queue, _)| *queue);
    let ids: Vec<QueueId> = driven.chain(timetables.iter().map(|(_, queue, _)| *queue)).collect();
    let queues = queue::Entity::find().filter(queue::Column::Id.is_in(ids)).order_by_asc(queue::Column::Id).all(db).await?;
    let mut slots = slots(db, &timetables, now).await?;
    let unable = unable(db, &slots).await?;
    let is_driven = |queue: &queue::Model| {
        queue.mode == QueueMode::Managed && settings.get(&queue.id).is_some_and(|row| row.duty_driven && row.account_id == queue.account_id)
    };
    let decided: Vec<QueueId> = queues.iter().filter(|queue| is_driven(queue)).map(|queue| queue.id).collect();
    let mut wanted = wanted(db, decided).await?;
    let mut told = told(db, queues.iter().map(|queue| queue.id).collect(), now).await?;
    let rotas = queues.into_iter().map(|queue| {
        let minutes = settings.get(&queue.id).map_or(settings::WARN_MINUTES, |row| row.warn_minutes);
        Rota {
            driven: is_driven(&queue),
            warning: TimeDelta::minutes(minutes.into()),
            slots: slots.remove(&queue.id).unwrap_or_default(),
            wanted: wanted.remove(&queue.id).unwrap_or_default(),
            told: told.remove(&queue.id).unwrap_or_default(),
            unable: unable.clone(),
            queue,
        }
    });
    Ok(rotas.collect())
}

async fn settings_of(db: &impl ConnectionTrait, only: Option<QueueId>) -> Result<HashMap<QueueId, rota_settings::Model>, DbErr> {
    let mut rows = rota_settings::Entity::find();
    if let Some(queue) = only {
        rows = rows.filter(rota_settings::Column::QueueId.eq(queue));
    }
    Ok(rows.all(db).await?.into_iter().map(|row| (row.queue_id, row)).collect())
}

/// The published timetables of the weeks around the present, with queue and zone.
async fn timetables(
    db: &impl ConnectionTrait,
    only: Option<QueueId>,
    now: DateTime<Utc>,
) -> Result<Vec<(TimetableId, QueueId, String)>, DbErr> {
    use timetable::Column as C;
    let today = now.date_naive();
    let mut rows = timetable::Entity::find()
        .select_only()
        .column(C::Id)
        .column(C::QueueId)
        .column(C::TimeZone)
        .filter(C::Status.eq(TimetableStatus::Published))
        .filter(C::Week.between(today - WEEK, today + WEEK));
    if let Some(queue) = only {
        rows = rows.filter(C::QueueId.eq(queue));
    }
    rows.into_tuple().all(db).await
}

async fn slots(
    db: &impl ConnectionTrait,
    timetables: &[(TimetableId, QueueId, String)],
    now: DateTime<Utc>,
) -> Result<HashMap<QueueId, Vec<Slot>>, DbErr> {
    use timetable_slot::Column as C;
    if timetables.is_empty() {
        return Ok(HashMap::new());
    }
    let of = || timetables.iter().map(|(id, ..)| *id);
    let rows = timetable_slot::Entity::find()
        .filter(C::TimetableId.is_in(of()))
        .filter(C::EndsAt.gt(now - PAST))
        .filter(C::StartsAt.lt(now + AHEAD))
        .order_by_asc(C::StartsAt)
        .order_by_asc(C::Id)
        .all(db)
        .await?;
    let turns = turn::Entity::find()
        .filter(turn::Column::TimetableId.is_in(of()))
        .filter(turn::Column::EndsAt.gt(now - PAST))
        .filter(turn::Column::StartsAt.lt(now + AHEAD))
        .order_by_asc(turn::Column::Line)
        .all(db)
        .await?;
    let mut lines: HashMap<TimetableSlotId, Vec<Option<PersonId>>> = HashMap::new();
    for turn in turns {
        let (of, place) = (lines.entry(turn.slot_id).or_default(), usize::try_from(turn.line - 1).unwrap_or_default());
        of.resize(of.len().max(place + 1), None);
        of[place] = turn.person_id;
    }
    let mut slots: HashMap<QueueId, Vec<Slot>> = HashMap::new();
    for row in rows {
        let Some((_, queue, zone)) = timetables.iter().find(|(id, ..)| *id == row.timetable_id) else { continue };
        let mut lines = lines.remove(&row.id).unwrap_or_default();
        lines.resize(lines.len().max(usize::try_from(row.demand).unwrap_or_default()), None);
        let zone = zone.parse().unwrap_or(Tz::UTC);
        slots.entry(*queue).or_default().push(Slot { starts_at: row.starts_at, ends_at: row.ends_at, zone, lines });
    }
    Ok(slots)
}

/// Of those in the slots, who cannot be rung.
async fn unable(db: &impl ConnectionTrait, slots: &HashMap<QueueId, Vec<Slot>>) -> Result<Unable, DbErr> {
    use person::Column as C;
    let mut persons: Vec<PersonId> = slots.values().flatten().flat_map(Slot::persons).collect();
    persons.sort_unstable();
    persons.dedup();
    let rows: Vec<(PersonId, bool, Option<String>)> = person::Entity::find()
        .select_only()
        .column(C::Id)
        .column(C::Active)
        .column(C::Extension)
        .filter(C::Id.is_in(persons))
        .into_tuple()
        .all(db)
        .await?;
    let why = |active, extension: Option<String>| match (active, extension) {
        (false, _) => Some(Missing::Inactive),
        (true, None) => Some(Missing::NoExtension),
        (true, Some(_)) => None,
    };
    Ok(rows.into_iter().filter_map(|(id, active, extension)| Some((id, why(active, extension)?))).collect())
}

async fn wanted(db: &impl ConnectionTrait, queues: Vec<QueueId>) -> Result<HashMap<QueueId, Vec<queue_assignment::Model>>, DbErr> {
    let rows = queue_assignment::Entity::find().filter(queue_assignment::Column::QueueId.is_in(queues)).all(db).await?;
    let mut wanted: HashMap<QueueId, Vec<queue_assignment::Model>> = HashMap::new();
    for row in rows {
        wanted.entry(row.queue_id).or_default().push(row);
    }
    Ok(wanted)
}

/// What was told about slots that something may still be told about.
async fn told(db: &impl ConnectionTrait, queues: Vec<QueueId>, now: DateTime<Utc>) -> Result<HashMap<QueueId, Told>, DbErr> {
    use rota_notice::Column as C;
    let rows = rota_notice::Entity::find().filter(C::QueueId.is_in(queues)).filter(C::SlotStartsAt.gte(now - TOLD_WITHIN)).all(db).await?;
    let mut told: HashMap<QueueId, Told> = HashMap::new();
    for row in rows {
        told.entry(row.queue_id).or_default().insert((row.kind, row.slot_starts_at));
    }
    Ok(told)
}
