//! Use cases of events: each checks, then writes rows, audit entry and news in one transaction, in which the listener hears of it, too.

pub mod answered;
pub mod define;
pub mod occurrences;
pub mod remove;
pub mod steps;

use chrono::{DateTime, Utc};
use entity::{
    calendar, event,
    id::{CalendarId, EventId, OccurrenceId},
    occurrence,
};
use sea_orm::EntityTrait;
use serde_json::{Value, json};

use super::{
    listener::{Listener, SharedListener},
    plan::Changes,
    repository::Events,
    times::Times,
};
use crate::{
    app::App,
    audit,
    auth::Permit,
    calendars::repository::Calendars,
    db::Tx,
    error::{Outcome, Problem},
};

/// Where events are worked on: the application, and who hears what becomes of occurrences.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    /// The application.
    pub app: &'a App,
    /// Who hears.
    pub listener: &'a dyn Listener,
}

impl<'a> Desk<'a> {
    /// Of an application and a listener.
    pub fn new(app: &'a App, listener: &'a SharedListener) -> Self {
        Self { app, listener: &**listener }
    }
}

/// An event that is worked on: its row is locked.
pub(super) struct Open {
    pub(super) calendar: calendar::Model,
    pub(super) event: event::Model,
    pub(super) before: event::Model,
    pub(super) times: Times,
    pub(super) changes: Changes,
    pub(super) now: DateTime<Utc>,
}

/// Locks an event to work on it.
pub(super) async fn open(tx: &Tx, app: &App, permit: &Permit<'_>, id: EventId, path: &[&str]) -> Outcome<Open> {
    let event = Events(Calendars::of(permit)).locked(&**tx, id).await?.ok_or_else(|| Problem::not_found("event", path))?;
    let calendar = calendar_of(tx, event.calendar_id).await?;
    let now = app.clock.now();
    let times = Times::of(&event)?;
    Ok(Open { calendar, before: event.clone(), event, times, changes: Changes::at(now), now })
}

/// Locks the event of an occurrence to work on that.
pub(super) async fn open_occurrence(tx: &Tx, app: &App, permit: &Permit<'_>, id: OccurrenceId) -> Outcome<(Open, occurrence::Model)> {
    let missing = || Problem::not_found("occurrence", &["id"]);
    let known = Events(Calendars::of(permit)).occurrence(&**tx, id).await?.ok_or_else(missing)?;
    let open = open(tx, app, permit, known.event_id, &["id"]).await?;
    // As it is under the lock.
    let row = occurrence::Entity::find_by_id(id).one(&**tx).await?.ok_or_else(missing)?;
    Ok((open, row))
}

pub(super) async fn calendar_of(tx: &Tx, id: CalendarId) -> Outcome<calendar::Model> {
    let row = calendar::Entity::find_by_id(id).one(&**tx).await?;
    Ok(row.ok_or_else(|| anyhow::anyhow!("the calendar {id} of an event is gone"))?)
}

/// Writes down what was done with an event or an occurrence.
pub(super) async fn record(
    tx: &Tx,
    permit: &Permit<'_>,
    now: DateTime<Utc>,
    subject: String,
    before: Option<Value>,
    after: Option<Value>,
) -> Outcome<()> {
    let change = audit::Change { subject_id: Some(subject), reason: None, before, after };
    Ok(audit::record(tx, permit, now, change).await?)
}

/// An event as the audit log keeps it: the schema's names.
pub(super) fn described(row: &event::Model) -> Value {
    json!({
        "calendarId": row.calendar_id,
        "title": row.title,
        "description": row.description,
        "data": row.data,
        "start": row.local_start,
        "durationSeconds": row.duration_seconds,
        "timeZone": row.time_zone,
        "rule": row.rule,
        "besides": row.rdates,
        "leftOut": row.exdates,
        "status": row.status,
        "endsAt": row.ends_at,
    })
}

/// An occurrence as the audit log keeps it: the schema's names.
pub(super) fn described_occurrence(row: &occurrence::Model) -> Value {
    json!({ "state": row.state, "cause": row.cause, "startsAt": row.starts_at, "endsAt": row.ends_at })
}
