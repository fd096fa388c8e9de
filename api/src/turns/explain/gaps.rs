//! Where people will be missing: published slots that are short of them, and hours of service that no published week covers.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use entity::{
    id::{PersonId, TimetableId, TimetableSlotId},
    person, queue,
    stored::TimetableStatus,
    timetable, timetable_slot, turn,
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use crate::{
    graphql::interval::IntervalInput,
    queues::counters,
    turns::{shape::repository::Shape, timetable::instants, weekday::Weekday},
};

/// A time at which people are missing.
#[derive(Clone, Debug)]
pub(super) struct Gap {
    /// Local day.
    pub(super) day: NaiveDate,
    pub(super) starts_at: DateTime<Utc>,
    pub(super) ends_at: DateTime<Utc>,
    pub(super) wanted: i32,
    pub(super) missing: i32,
    /// Slot of a published timetable, if there is one.
    pub(super) slot: Option<timetable_slot::Model>,
}

/// The gaps of a queue that have any part in a stretch of time, the earliest first.
pub(super) async fn gaps(db: &impl ConnectionTrait, queue: &queue::Model, between: IntervalInput) -> Result<Vec<Gap>, DbErr> {
    let zone = counters::zone(queue);
    // A slot of yesterday ends at midnight at the latest.
    let (first, last) = (counters::day(zone, between.starts_at), counters::day(zone, between.ends_at));
    let weeks = published(db, queue, monday(first), monday(last)).await?;
    let mut gaps = short(db, queue, &weeks).await?;
    gaps.extend(unplanned(db, queue, zone, (first, last), &weeks).await?);
    gaps.retain(|gap| gap.starts_at < between.ends_at && gap.ends_at > between.starts_at);
    gaps.sort_by_key(|gap| gap.starts_at);
    Ok(gaps)
}

fn monday(day: NaiveDate) -> NaiveDate {
    day - TimeDelta::days(day.weekday().num_days_from_monday().into())
}

async fn published(
    db: &impl ConnectionTrait,
    queue: &queue::Model,
    from: NaiveDate,
    until: NaiveDate,
) -> Result<BTreeMap<NaiveDate, TimetableId>, DbErr> {
    use timetable::Column as C;
    let rows = timetable::Entity::find().filter(C::AccountId.eq(queue.account_id)).filter(C::QueueId.eq(queue.id));
    let rows = rows.filter(C::Week.between(from, until)).filter(C::Status.ne(TimetableStatus::Draft)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.week, row.id)).collect())
}

/// Slots of published weeks that lack people; who takes no part any more does not come.
async fn short(db: &impl ConnectionTrait, queue: &queue::Model, weeks: &BTreeMap<NaiveDate, TimetableId>) -> Result<Vec<Gap>, DbErr> {
    let inactive = person::Entity::find().filter(person::Column::AccountId.eq(queue.account_id)).filter(person::Column::Active.eq(false));
    let inactive: HashSet<PersonId> = inactive.all(db).await?.into_iter().map(|row| row.id).collect();
    let slots = timetable_slot::Entity::find().filter(timetable_slot::Column::TimetableId.is_in(weeks.values().copied())).all(db).await?;
    let mut there: HashMap<TimetableSlotId, i32> = HashMap::new();
    for row in turn::Entity::find().filter(turn::Column::TimetableId.is_in(weeks.values().copied())).all(db).await? {
        if row.person_id.is_some_and(|person| !inactive.contains(&person)) {
            *there.entry(row.slot_id).or_default() += 1;
        }
    }
    let gaps = slots.into_iter().map(|slot| Gap {
        day: slot.day,
        starts_at: slot.starts_at,
        ends_at: slot.ends_at,
        wanted: slot.demand,
        missing: slot.demand - there.get(&slot.id).copied().unwrap_or_default(),
        slot: Some(slot),
    });
    Ok(gaps.filter(|gap| gap.missing > 0).collect())
}

/// Hours of service in weeks that nobody has published.
async fn unplanned(
    db: &impl ConnectionTrait,
    queue: &queue::Model,
    zone: Tz,
    (first, last): (NaiveDate, NaiveDate),
    weeks: &BTreeMap<NaiveDate, TimetableId>,
) -> Result<Vec<Gap>, DbErr> {
    let shape = Shape(queue.account_id);
    let hours = shape.hours(db, queue.id).await?;
    let closed: HashSet<NaiveDate> =
        shape.closed_days(db, Some(queue.id), first, last).await?.into_iter().map(|row| row.closed_on).collect();
    let open = first.iter_days().take_while(|day| *day <= last).filter(|day| !weeks.contains_key(&monday(*day)) && !closed.contains(day));
    let gaps = open.flat_map(|day| {
        let of_day = hours.iter().filter(move |row| row.weekday == Weekday::of(day).number());
        of_day.map(move |row| Gap {
            day,
            starts_at: instants::begins(zone, day, row.starts_at),
            ends_at: instants::ends(zone, day, row.ends_at),
            wanted: row.demand,
            missing: row.demand,
            slot: None,
        })
    });
    Ok(gaps.collect())
}
