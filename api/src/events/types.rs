//! Events and their occurrences as clients see them.

use async_graphql::{Enum, ID, Json, SimpleObject, Value};
use chrono::{DateTime, Utc};
use entity::{
    event,
    id::{AccountId, CalendarId, EventId, OccurrenceId},
    occurrence,
};
use sea_orm::DbErr;

use super::times::Times;
use crate::{
    calendars::types::zone,
    graphql::{local::LocalDateTime, rows::Plain, scalars::TimeZone},
};

/// How far an event has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::EventStatus")]
pub enum EventStatus {
    /// It happens.
    Active,
    /// Nothing of it happens for the moment; what is not resumed before its end is skipped.
    Paused,
    /// Nothing of it happens any more.
    Canceled,
    /// All that was to happen of it did, or was left out.
    Completed,
}

/// How far an occurrence has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::OccurrenceState")]
pub enum OccurrenceState {
    /// Its start is to come.
    Pending,
    /// Held back.
    Paused,
    /// Called off.
    Canceled,
    /// Its start came.
    Completed,
    /// Its end came while it was held back.
    Skipped,
}

/// Why an occurrence is paused or canceled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::OccurrenceCause")]
pub enum OccurrenceCause {
    /// Somebody did so with this one.
    Alone,
    /// Somebody did so with the event.
    Event,
    /// The event ends before.
    End,
    /// The event is at other times since it was changed.
    Edit,
}

/// What happens in a calendar: once, or again and again.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Event {
    /// Id of the event.
    #[graphql(owned)]
    pub id: ID,
    /// By what other programs know the event: the UID of iCalendar.
    pub uid: String,
    /// Title of the event, one line.
    pub title: String,
    /// More about it.
    pub description: Option<String>,
    /// What texts about it may name, an object.
    pub data: Json<Value>,
    /// How far it has come.
    pub status: EventStatus,
    /// What the clock shows when it begins, the first time.
    pub start: LocalDateTime,
    /// Time zone of that clock.
    pub time_zone: TimeZone,
    /// How long it lasts, in seconds that pass: at a change of the clock it ends earlier or later on the clock.
    pub duration_seconds: i32,
    /// When again, by RFC 5545, e.g. `FREQ=WEEKLY;BYDAY=MO,WE`; null: not by a rule.
    pub rule: Option<String>,
    /// Local times besides the rule.
    pub besides: Vec<LocalDateTime>,
    /// Local times that are left out.
    pub left_out: Vec<LocalDateTime>,
    /// Nothing of it is after this instant; null: it ends as its rule says.
    pub ends_at: Option<DateTime<Utc>>,
    /// One more at each change of it.
    pub sequence: i32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// The same id, typed.
    #[graphql(skip)]
    pub key: EventId,
    /// Whose.
    #[graphql(skip)]
    pub account_id: AccountId,
    /// In which calendar.
    #[graphql(skip)]
    pub calendar_id: CalendarId,
}

impl Plain for Event {}

impl TryFrom<event::Model> for Event {
    type Error = DbErr;

    fn try_from(row: event::Model) -> Result<Self, DbErr> {
        let times = Times::of(&row)?;
        let locals = |locals: Vec<chrono::NaiveDateTime>| locals.into_iter().map(LocalDateTime::from).collect();
        Ok(Self {
            id: row.id.into(),
            uid: row.uid,
            title: row.title,
            description: row.description,
            data: Json(Value::from_json(row.data).map_err(|error| DbErr::Json(error.to_string()))?),
            status: row.status.into(),
            start: row.local_start.into(),
            time_zone: zone(&row.time_zone)?,
            duration_seconds: i32::try_from(row.duration_seconds).unwrap_or(i32::MAX),
            rule: row.rule,
            besides: locals(times.besides),
            left_out: locals(times.left_out),
            ends_at: row.ends_at,
            sequence: row.sequence,
            created_at: row.created_at,
            updated_at: row.updated_at,
            key: row.id,
            account_id: row.account_id,
            calendar_id: row.calendar_id,
        })
    }
}

/// One time at which an event happens.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Occurrence {
    /// Id of the occurrence.
    #[graphql(owned)]
    pub id: ID,
    /// How far it has come.
    pub state: OccurrenceState,
    /// Why it is paused or canceled; null in other states.
    pub cause: Option<OccurrenceCause>,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// When it begins by the event's rule: no two of an event have the same.
    pub original_start: DateTime<Utc>,
    /// Whether somebody gave it another time than the event would.
    pub moved: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// The same id, typed.
    #[graphql(skip)]
    pub key: OccurrenceId,
    /// Whose.
    #[graphql(skip)]
    pub account_id: AccountId,
    /// Of which event.
    #[graphql(skip)]
    pub event_id: EventId,
}

impl Plain for Occurrence {}

impl From<occurrence::Model> for Occurrence {
    fn from(row: occurrence::Model) -> Self {
        Self {
            id: row.id.into(),
            state: row.state.into(),
            cause: row.cause.map(Into::into),
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            original_start: row.original_start,
            moved: row.moved,
            created_at: row.created_at,
            updated_at: row.updated_at,
            key: row.id,
            account_id: row.account_id,
            event_id: row.event_id,
        }
    }
}
