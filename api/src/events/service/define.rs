//! Events are made, changed, and told when to end.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    calendar, event,
    id::{CalendarId, EventId},
    stored::{ChangeKind, EventStatus, OccurrenceCause},
};
use sea_orm::{EntityTrait, IntoActiveModel};

use super::{Desk, Open, described, open, record};
use crate::{
    auth::Permit,
    calendars::{check::Check, repository::Calendars},
    db::Tx,
    error::{Outcome, Problem, ProblemCode, Refusal, is_taken},
    events::{
        definition::{Texts, Wish, wished},
        plan::{self, Changes, Replanned},
        state::{self, Step},
        times::{Times, just_after},
    },
};

/// Said of an event of which nothing is to come.
pub(in crate::events) const OVER: &str = "All of it is over already: nothing would happen.";

/// Makes an event, and its occurrences that are near.
///
/// # Errors
/// Every field that cannot be right; `NOT_FOUND` calendar; `INVALID`, when all of it is over.
pub async fn create(desk: Desk<'_>, permit: Permit<'_>, calendar: CalendarId, wish: Wish) -> Outcome<event::Model> {
    let tx = desk.app.db.begin().await?;
    let missing = || Problem::not_found("calendar", &["input", "calendarId"]);
    // Locked, so that it is not deleted meanwhile.
    let calendar = Calendars::of(&permit).locked(&*tx, calendar).await?.ok_or_else(missing)?;
    let event = add(&tx, desk, &permit, &calendar, None, wish).await?;
    tx.commit().await?;
    Ok(event)
}

/// As [`create`], within a transaction, in a calendar that is locked, known to other programs by `uid`. What is refused leaves nothing.
pub(in crate::events) async fn add(
    tx: &Tx,
    desk: Desk<'_>,
    permit: &Permit<'_>,
    calendar: &calendar::Model,
    uid: Option<String>,
    wish: Wish,
) -> Outcome<event::Model> {
    let zone = calendar.time_zone.parse().map_err(|_| anyhow::anyhow!("the time zone of the calendar {} is none", calendar.id))?;
    let mut check = Check::at(&["input"]);
    let texts = Texts::none().wished(&Wish { title: Some(wish.title.clone().unwrap_or_default()), ..wish.clone() }, &mut check);
    let times = wished(None, zone, wish.times, &mut check);
    check.done()?;
    let times = times.ok_or_else(|| Problem::invalid(&["input", "start"], "It cannot be read when it happens."))?;

    let now = desk.app.clock.now();
    // What has ended already is not made.
    let made_until = now - times.duration;
    if times.series().is_ok_and(|series| series.from(just_after(made_until)).next().is_none()) {
        return Err(Problem::invalid(&["input", "start"], OVER).into());
    }
    let id = EventId::new();
    let mut event = event::Model {
        id,
        account_id: calendar.account_id,
        calendar_id: calendar.id,
        uid: uid.unwrap_or_else(|| format!("{id}@switchboard")),
        title: texts.title,
        description: texts.description,
        data: texts.data,
        local_start: times.start,
        duration_seconds: times.duration.num_seconds(),
        time_zone: String::new(),
        rule: None,
        rdates: serde_json::Value::Null,
        exdates: serde_json::Value::Null,
        status: EventStatus::Active,
        ends_at: None,
        made_until,
        sequence: 0,
        due_at: None,
        fence: 0,
        created_at: now,
        updated_at: now,
    };
    times.write(&mut event);
    event::Entity::insert(event.clone().into_active_model()).exec_without_returning(&**tx).await.map_err(taken)?;
    let mut changes = Changes::at(now);
    plan::make(tx, &mut event, &times, &mut changes).await?;
    plan::settle(tx, &event, &mut changes).await?;
    plan::finish(tx, desk.listener, calendar, &mut event, Some(ChangeKind::Created), changes).await?;
    record(tx, permit, now, id.to_string(), None, Some(described(&event))).await?;
    Ok(event)
}

/// Changes an event. Occurrences that have begun stay as they are; what becomes of those ahead is told.
///
/// # Errors
/// As [`create`]; `NOT_FOUND`; `CONFLICT` for one that is canceled.
pub async fn update(desk: Desk<'_>, permit: Permit<'_>, id: EventId, wish: Wish) -> Outcome<(event::Model, Replanned)> {
    let tx = desk.app.db.begin().await?;
    let done = change(&tx, desk, &permit, id, wish).await?;
    tx.commit().await?;
    Ok(done)
}

/// As [`update`], within a transaction. What is refused changes nothing.
pub(in crate::events) async fn change(
    tx: &Tx,
    desk: Desk<'_>,
    permit: &Permit<'_>,
    id: EventId,
    wish: Wish,
) -> Outcome<(event::Model, Replanned)> {
    let Open { calendar, mut event, before, times, mut changes, now } = open(tx, desk.app, permit, id, &["id"]).await?;
    state::step(event.status, Step::Change, &["id"])?;
    let mut check = Check::at(&["input"]);
    let known = Texts { title: event.title.clone(), description: event.description.clone(), data: event.data.clone() };
    let texts = known.wished(&wish, &mut check);
    let after = wished(Some(&times), times.zone, wish.times, &mut check);
    check.done()?;
    let after: Times = after.ok_or_else(|| Problem::invalid(&["input", "start"], "It cannot be read when it happens."))?;
    (event.title, event.description, event.data) = (texts.title, texts.description, texts.data);
    after.write(&mut event);
    if event == before {
        return Ok((before, Replanned::default()));
    }
    event.sequence += 1;
    // What is due first becomes what it was to become.
    plan::settle(tx, &event, &mut changes).await?;
    let done = if after == times {
        plan::make(tx, &mut event, &after, &mut changes).await?;
        Replanned::default()
    } else {
        plan::replan(tx, &mut event, &after, OccurrenceCause::Edit, &mut changes).await?
    };
    plan::finish(tx, desk.listener, &calendar, &mut event, Some(ChangeKind::Updated), changes).await?;
    record(tx, permit, now, id.to_string(), Some(described(&before)), Some(described(&event))).await?;
    Ok((event, done))
}

/// Tells an event when to end: nothing of it begins after `at`. Without an instant it ends as its rule says, and what an end had taken
/// away comes back.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` for one that is canceled.
pub async fn end(desk: Desk<'_>, permit: Permit<'_>, id: EventId, at: Option<DateTime<Utc>>) -> Outcome<(event::Model, Replanned)> {
    let tx = desk.app.db.begin().await?;
    let Open { calendar, mut event, before, times, mut changes, now } = open(&tx, desk.app, &permit, id, &["id"]).await?;
    state::step(event.status, Step::Change, &["id"])?;
    if at.is_some_and(|at| at < before.created_at - TimeDelta::days(366)) {
        return Err(Problem::invalid(&["at"], "This is long before the event was made.").into());
    }
    if event.ends_at == at {
        return Ok((before, Replanned::default()));
    }
    event.ends_at = at;
    event.sequence += 1;
    plan::settle(&tx, &event, &mut changes).await?;
    let done = plan::replan(&tx, &mut event, &times, OccurrenceCause::End, &mut changes).await?;
    plan::finish(&tx, desk.listener, &calendar, &mut event, Some(ChangeKind::Updated), changes).await?;
    record(&tx, &permit, now, id.to_string(), Some(described(&before)), Some(described(&event))).await?;
    tx.commit().await?;
    Ok((event, done))
}

fn taken(error: sea_orm::DbErr) -> Refusal {
    if is_taken(&error, "event_uid_key", "event.calendar_id, event.uid") {
        return Problem::new(ProblemCode::Taken, &["input", "uid"], "Another event of the calendar is known by this.").into();
    }
    error.into()
}
