//! Reading a feed by its secret.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use entity::{
    calendar as calendars, feed,
    id::{PersonId, QueueId, TimetableId},
    person, queue,
    stored::TimetableStatus,
    timetable, turn, user,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select, prelude::Expr,
};

use super::{
    calendar::{self, AlarmWish, Names, Shift},
    lost,
};
use crate::{
    app::App,
    error::Fault,
    events::ics::{self, Kept},
    ical::secret,
};

/// How far back a feed goes.
const PAST: TimeDelta = TimeDelta::weeks(4);
/// How exactly the last use is kept.
const USE_EVERY: TimeDelta = TimeDelta::hours(1);

/// The calendar behind a secret, as it is sent; none when there is no such feed, it was revoked, or its person has
/// left: all one from outside.
///
/// A text that is no secret at all costs the same look-up as one that could be.
///
/// # Errors
/// The database's.
pub async fn calendar(app: &App, shown: &str, alarm: AlarmWish) -> Result<Option<String>, Fault> {
    let now = app.clock.now();
    // One of 256 random bits by its hash: what the index compares tells nothing about the secret.
    let found = feed::Entity::find()
        .filter(feed::Column::SecretHash.eq(secret::hash(shown)))
        .filter(feed::Column::RevokedAt.is_null())
        .one(app.db.read())
        .await?;
    let Some(feed) = found else { return Ok(None) };
    let db = app.db.snapshot().await?;
    if let Some(id) = feed.calendar_id {
        let Some(row) = calendars::Entity::find_by_id(id).one(&db).await? else { return Ok(None) };
        if is_of_somebody_who_may_not_log_in(&db, &row).await? {
            return Ok(None);
        }
        let written = ics::calendar(&db, &row, &feed.name, Kept::Lately(now)).await?.write();
        db.commit().await?;
        told_used(app, &feed, now).await;
        return Ok(Some(written));
    }
    if is_of_somebody_who_left(&db, &feed).await? {
        return Ok(None);
    }
    let mut shifts = shifts(&db, &feed, now - PAST).await?;
    shifts.extend(lost::shifts(&db, &feed, now - PAST).await?);
    shifts.sort_by_key(|shift| (shift.starts_at, shift.turn_id, shift.lost, shift.person_id));
    let names = names(&db, &shifts).await?;
    db.commit().await?;
    told_used(app, &feed, now).await;
    Ok(Some(calendar::calendar(&feed.name, &shifts, &names, feed.person_id.is_some(), alarm).write()))
}

/// Writes down that a feed was read; that it could not be is no reason to keep the calendar from its reader.
async fn told_used(app: &App, feed: &feed::Model, now: DateTime<Utc>) {
    if let Err(error) = used(app, feed, now).await {
        tracing::warn!(error = %error, feed.id = %feed.id, "a feed was read, which could not be written down");
    }
}

/// Whether it is the calendar of a person who was deactivated, or of a calendar user who was.
async fn is_of_somebody_who_may_not_log_in(db: &impl ConnectionTrait, calendar: &calendars::Model) -> Result<bool, DbErr> {
    if let Some(id) = calendar.owner_person_id {
        return Ok(person::Entity::find_by_id(id).one(db).await?.is_none_or(|person| !person.active));
    }
    let Some(id) = calendar.owner_user_id else { return Ok(false) };
    Ok(user::Entity::find_by_id(id).one(db).await?.is_none_or(|user| !user.active))
}

/// Whether it is the calendar of a person who was deactivated: with the person's other ways in, this one is closed, too.
async fn is_of_somebody_who_left(db: &impl ConnectionTrait, feed: &feed::Model) -> Result<bool, DbErr> {
    let Some(person) = feed.person_id else { return Ok(false) };
    Ok(person::Entity::find_by_id(person).one(db).await?.is_none_or(|person| !person.active))
}

/// The turns that somebody has, in timetables that were published.
async fn shifts(db: &impl ConnectionTrait, feed: &feed::Model, since: DateTime<Utc>) -> Result<Vec<Shift>, DbErr> {
    let rows = turns(feed).filter(turn::Column::EndsAt.gt(since));
    let rows = rows.order_by_asc(turn::Column::StartsAt).order_by_asc(turn::Column::Id).all(db).await?;
    let zones = zones(db, rows.iter().map(|row| row.timetable_id)).await?;
    Ok(rows.into_iter().filter_map(|row| Some(shift(&row, row.person_id?, *zones.get(&row.timetable_id)?, false))).collect())
}

/// The feed's turns that somebody has, in timetables that were published.
fn turns(feed: &feed::Model) -> Select<turn::Entity> {
    let published = timetable::Entity::find()
        .select_only()
        .column(timetable::Column::Id)
        .filter(timetable::Column::AccountId.eq(feed.account_id))
        .filter(timetable::Column::Status.ne(TimetableStatus::Draft));
    let mut rows = turn::Entity::find()
        .filter(turn::Column::AccountId.eq(feed.account_id))
        .filter(turn::Column::TimetableId.in_subquery(published.into_query()))
        .filter(turn::Column::PersonId.is_not_null());
    if let Some(person) = feed.person_id {
        rows = rows.filter(turn::Column::PersonId.eq(person));
    }
    if let Some(queue) = feed.queue_id {
        rows = rows.filter(turn::Column::QueueId.eq(queue));
    }
    rows
}

pub(super) fn shift(row: &turn::Model, person_id: PersonId, zone: Tz, lost: bool) -> Shift {
    Shift {
        turn_id: row.id,
        person_id,
        queue_id: row.queue_id,
        zone,
        line: row.line,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        sequence: row.sequence,
        changed_at: row.changed_at,
        lost,
    }
}

/// Time zones of timetables.
async fn zones(db: &impl ConnectionTrait, timetables: impl Iterator<Item = TimetableId>) -> Result<HashMap<TimetableId, Tz>, DbErr> {
    let ids: HashSet<TimetableId> = timetables.collect();
    let rows: Vec<(TimetableId, String)> = timetable::Entity::find()
        .select_only()
        .columns([timetable::Column::Id, timetable::Column::TimeZone])
        .filter(timetable::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    let read = |name: String| name.parse::<Tz>().map_err(|_| DbErr::Type(format!("`{name}` is stored as a time zone and is none")));
    rows.into_iter().map(|(id, zone)| Ok((id, read(zone)?))).collect()
}

async fn names(db: &impl ConnectionTrait, shifts: &[Shift]) -> Result<Names, DbErr> {
    let persons: HashSet<PersonId> = shifts.iter().map(|shift| shift.person_id).collect();
    let queues: HashSet<QueueId> = shifts.iter().map(|shift| shift.queue_id).collect();
    let person = person::Entity::find().select_only().columns([person::Column::Id, person::Column::Name]);
    let queue = queue::Entity::find().select_only().columns([queue::Column::Id, queue::Column::Name]);
    let persons: Vec<(PersonId, String)> = person.filter(person::Column::Id.is_in(persons)).into_tuple().all(db).await?;
    let queues: Vec<(QueueId, String)> = queue.filter(queue::Column::Id.is_in(queues)).into_tuple().all(db).await?;
    Ok(Names { persons: persons.into_iter().collect(), queues: queues.into_iter().collect() })
}

/// Writes down that the feed was read, once an hour whatever the number of readers and processes.
async fn used(app: &App, feed: &feed::Model, now: DateTime<Utc>) -> Result<(), DbErr> {
    if feed.last_used_at.is_some_and(|last| now - last < USE_EVERY) {
        return Ok(());
    }
    let stale = Condition::any().add(feed::Column::LastUsedAt.is_null()).add(feed::Column::LastUsedAt.lte(now - USE_EVERY));
    let tx = app.db.begin().await?;
    feed::Entity::update_many()
        .col_expr(feed::Column::LastUsedAt, Expr::value(now))
        .filter(feed::Column::Id.eq(feed.id))
        .filter(stale)
        .exec(&*tx)
        .await?;
    tx.commit().await
}
