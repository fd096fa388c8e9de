//! Inputs of the events' fields.

use async_graphql::{ID, InputObject, MaybeUndefined};
use entity::id::{CalendarId, EventId};
use serde_json::Value;

use super::{
    definition::{End, TimesWish, Wish},
    repository::{EventsWanted, OccurrencesWanted},
    types::{EventStatus, OccurrenceState},
};
use crate::{
    error::{Fault, Problem},
    graphql::{id, interval::IntervalInput, local::LocalDateTime, scalars::TimeZone},
};

/// A new event.
#[derive(Clone, Debug, InputObject)]
pub struct EventCreateInput {
    /// Id of the calendar it is in.
    pub calendar_id: ID,
    /// Title, one line of 1 to 255 characters.
    pub title: String,
    /// More about it, at most 4000 characters.
    pub description: Option<String>,
    /// What texts about it may name, an object: at most 16 KiB and 5 levels.
    pub data: Option<Value>,
    /// What the clock shows when it begins, the first time.
    pub start: LocalDateTime,
    /// What the clock shows when it ends, the first time; later than the start, at most 31 days.
    pub end: Option<LocalDateTime>,
    /// How long it lasts, instead of `end`; without either an hour.
    pub duration_seconds: Option<i32>,
    /// Time zone of that clock; absent: the calendar's.
    pub time_zone: Option<TimeZone>,
    /// When again, by RFC 5545, e.g. `FREQ=WEEKLY;BYDAY=MO,WE;COUNT=10`; absent: once.
    pub rule: Option<String>,
    /// Local times besides, at most 1000.
    pub besides: Option<Vec<LocalDateTime>>,
    /// Local times that are left out, at most 1000.
    pub left_out: Option<Vec<LocalDateTime>>,
}

/// Changes to an event: an absent field keeps its value, null clears it.
#[derive(Clone, Debug, InputObject)]
pub struct EventUpdateInput {
    /// Title, one line of 1 to 255 characters.
    pub title: Option<String>,
    /// More about it, at most 4000 characters.
    pub description: MaybeUndefined<String>,
    /// What texts about it may name, an object: at most 16 KiB and 5 levels.
    pub data: MaybeUndefined<Value>,
    /// What the clock shows when it begins, the first time.
    pub start: Option<LocalDateTime>,
    /// What the clock shows when it ends, the first time; later than the start, at most 31 days. Absent: it lasts as long as before.
    pub end: Option<LocalDateTime>,
    /// How long it lasts, instead of `end`.
    pub duration_seconds: Option<i32>,
    /// Time zone of that clock.
    pub time_zone: Option<TimeZone>,
    /// When again, by RFC 5545; null: once.
    pub rule: MaybeUndefined<String>,
    /// Local times besides, at most 1000; null: none.
    pub besides: MaybeUndefined<Vec<LocalDateTime>>,
    /// Local times that are left out, at most 1000; null: none.
    pub left_out: MaybeUndefined<Vec<LocalDateTime>>,
}

/// Which events are wanted: those for which all that is given holds.
#[derive(Clone, Debug, Default, InputObject)]
pub struct EventFilter {
    /// Id of the calendar they are in.
    pub calendar_id: Option<ID>,
    /// How far they have come.
    pub status: Option<EventStatus>,
}

/// Which occurrences are wanted: those for which all that is given holds.
#[derive(Clone, Debug, Default, InputObject)]
pub struct OccurrenceFilter {
    /// Id of the calendar they are in.
    pub calendar_id: Option<ID>,
    /// Id of their event.
    pub event_id: Option<ID>,
    /// How far they have come.
    pub states: Option<Vec<OccurrenceState>>,
    /// When they begin.
    pub between: Option<IntervalInput>,
}

fn end(end: Option<&LocalDateTime>, seconds: Option<i32>) -> Result<Option<End>, Problem> {
    match (end, seconds) {
        (Some(_), Some(_)) => Err(Problem::invalid(&["input", "end"], "Give `end` or `durationSeconds`, not both.")),
        (Some(end), None) => Ok(Some(End::At(end.parse(&["input", "end"])?))),
        (None, seconds) => Ok(seconds.map(End::After)),
    }
}

fn locals(given: &[LocalDateTime], field: &str) -> Result<Vec<chrono::NaiveDateTime>, Problem> {
    given.iter().map(|local| local.parse(&["input", field])).collect()
}

fn listed(given: MaybeUndefined<Vec<LocalDateTime>>, field: &str) -> Result<Option<Vec<chrono::NaiveDateTime>>, Problem> {
    match given {
        MaybeUndefined::Undefined => Ok(None),
        MaybeUndefined::Null => Ok(Some(Vec::new())),
        MaybeUndefined::Value(given) => locals(&given, field).map(Some),
    }
}

impl EventCreateInput {
    pub(super) fn read(self) -> Result<(CalendarId, Wish), Problem> {
        let times = TimesWish {
            start: Some(self.start.parse(&["input", "start"])?),
            end: end(self.end.as_ref(), self.duration_seconds)?,
            zone: self.time_zone.map(|zone| zone.0),
            rule: Some(self.rule),
            besides: Some(locals(&self.besides.unwrap_or_default(), "besides")?),
            left_out: Some(locals(&self.left_out.unwrap_or_default(), "leftOut")?),
        };
        let wish = Wish { title: Some(self.title), description: self.description.map(Some), data: self.data, times };
        Ok((id::parse(&self.calendar_id, &["input", "calendarId"])?, wish))
    }
}

impl EventUpdateInput {
    pub(super) fn read(self) -> Result<Wish, Problem> {
        let times = TimesWish {
            start: self.start.map(|start| start.parse(&["input", "start"])).transpose()?,
            end: end(self.end.as_ref(), self.duration_seconds)?,
            zone: self.time_zone.map(|zone| zone.0),
            rule: self.rule.into(),
            besides: listed(self.besides, "besides")?,
            left_out: listed(self.left_out, "leftOut")?,
        };
        let data = match self.data {
            MaybeUndefined::Undefined => None,
            MaybeUndefined::Null => Some(Value::Null),
            MaybeUndefined::Value(data) => Some(data),
        };
        Ok(Wish { title: self.title, description: self.description.into(), data, times })
    }
}

fn calendar(id: Option<ID>) -> Result<Option<CalendarId>, Fault> {
    id.map(|id| id::argument(&id, "filter.calendarId")).transpose()
}

impl EventFilter {
    pub(super) fn read(self) -> Result<EventsWanted, Fault> {
        Ok(EventsWanted { calendar: calendar(self.calendar_id)?, status: self.status.map(Into::into) })
    }
}

impl OccurrenceFilter {
    pub(super) fn read(self) -> Result<OccurrencesWanted, Fault> {
        let event: Option<EventId> = self.event_id.map(|id| id::argument(&id, "filter.eventId")).transpose()?;
        Ok(OccurrencesWanted {
            calendar: calendar(self.calendar_id)?,
            event,
            states: self.states.map(|states| states.into_iter().map(Into::into).collect()),
            between: self.between,
        })
    }
}
