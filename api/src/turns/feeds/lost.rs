//! Turns that somebody lost after they were published: calendars show them as called off, instead of showing nothing all of a
//! sudden. They are found in the timetables' history.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use entity::{
    feed,
    id::{PersonId, TimetableId, TurnId},
    stored::TimetableStatus,
    timetable, timetable_entry, turn,
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Deserialize;
use serde_json::Value;

use super::{calendar::Shift, read::shift};

/// What of an entry's cells matters here. Entries that changed no turn's person are of other shapes.
#[derive(Deserialize)]
struct Cell {
    turn: TurnId,
    before: Option<PersonId>,
    after: Option<PersonId>,
}

/// A published timetable.
struct Week {
    zone: Tz,
    published_at: DateTime<Utc>,
}

/// The turns that the feed's person, or anybody of its team, lost since they were published, if they end after `since`. A turn whose
/// line was closed is not there any more, and not told.
pub(super) async fn shifts(db: &impl ConnectionTrait, feed: &feed::Model, since: DateTime<Utc>) -> Result<Vec<Shift>, DbErr> {
    let weeks = weeks(db, feed, since).await?;
    if weeks.is_empty() {
        return Ok(Vec::new());
    }
    let lost = losses(db, feed, &weeks).await?;
    let turns: HashSet<TurnId> = lost.iter().map(|(turn, _)| *turn).collect();
    if turns.is_empty() {
        return Ok(Vec::new());
    }
    let rows = turn::Entity::find().filter(turn::Column::Id.is_in(turns)).filter(turn::Column::EndsAt.gt(since)).all(db).await?;
    let rows: HashMap<TurnId, turn::Model> = rows.into_iter().map(|row| (row.id, row)).collect();
    let still_lost = lost.into_iter().filter_map(|(turn, person)| {
        let row = rows.get(&turn).filter(|row| row.person_id != Some(person))?;
        Some(shift(row, person, weeks.get(&row.timetable_id)?.zone, true))
    });
    Ok(still_lost.collect())
}

/// The timetables that were published and may have turns after `since`.
async fn weeks(db: &impl ConnectionTrait, feed: &feed::Model, since: DateTime<Utc>) -> Result<HashMap<TimetableId, Week>, DbErr> {
    let first = (since - TimeDelta::days(9)).date_naive();
    let mut rows = timetable::Entity::find()
        .select_only()
        .columns([timetable::Column::Id, timetable::Column::TimeZone, timetable::Column::PublishedAt])
        .filter(timetable::Column::AccountId.eq(feed.account_id))
        .filter(timetable::Column::Status.ne(TimetableStatus::Draft))
        .filter(timetable::Column::Week.gte(first));
    if let Some(queue) = feed.queue_id {
        rows = rows.filter(timetable::Column::QueueId.eq(queue));
    }
    let rows: Vec<(TimetableId, String, Option<DateTime<Utc>>)> = rows.into_tuple().all(db).await?;
    let read = |(id, zone, published_at): (TimetableId, String, Option<DateTime<Utc>>)| {
        Some((id, Week { zone: zone.parse().ok()?, published_at: published_at? }))
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Who lost which turn, each pair once.
async fn losses(
    db: &impl ConnectionTrait,
    feed: &feed::Model,
    weeks: &HashMap<TimetableId, Week>,
) -> Result<HashSet<(TurnId, PersonId)>, DbErr> {
    let entries: Vec<(TimetableId, DateTime<Utc>, Value)> = timetable_entry::Entity::find()
        .select_only()
        .columns([timetable_entry::Column::TimetableId, timetable_entry::Column::OccurredAt, timetable_entry::Column::Cells])
        .filter(timetable_entry::Column::TimetableId.is_in(weeks.keys().copied()))
        .order_by_asc(timetable_entry::Column::Version)
        .into_tuple()
        .all(db)
        .await?;
    let told = entries.into_iter().filter(|(id, at, _)| weeks.get(id).is_some_and(|week| *at >= week.published_at));
    let cells = told.flat_map(|(_, _, cells)| match cells {
        Value::Array(cells) => cells,
        _ => Vec::new(),
    });
    let cells = cells.filter_map(|cell| serde_json::from_value::<Cell>(cell).ok());
    let pairs = cells.filter(|cell| cell.before != cell.after).filter_map(|cell| Some((cell.turn, cell.before?)));
    Ok(pairs.filter(|(_, person)| feed.person_id.is_none_or(|own| own == *person)).collect())
}
