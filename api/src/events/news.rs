//! What the news of events and occurrences carry, so that who waits for one calendar's need not look at each.

use chrono::{DateTime, Utc};
use entity::{
    calendar, event,
    id::{CalendarId, EventId, UserId},
    stored::{ChangeKind, Topic},
};
use serde::{Deserialize, Serialize};

use super::listener::{Happened, What};
use crate::live::outbox::News;

/// Payload of a change of topic `EVENT`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventNews {
    /// In which calendar.
    pub calendar: CalendarId,
    /// The calendar user whose that is: others of that role do not hear of it.
    pub owner: Option<UserId>,
}

/// Payload of a change of topic `OCCURRENCE`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OccurrenceNews {
    /// What became of it.
    pub what: What,
    /// Of which event.
    pub event: EventId,
    /// In which calendar.
    pub calendar: CalendarId,
    /// The calendar user whose that is.
    pub owner: Option<UserId>,
}

/// That an event was made, changed or came on.
pub(super) fn event(row: &event::Model, calendar: &calendar::Model, kind: ChangeKind, at: DateTime<Utc>) -> News {
    let payload = EventNews { calendar: row.calendar_id, owner: calendar.owner_user_id };
    // A struct of plain values: it always serialises.
    News { payload: serde_json::to_value(payload).unwrap_or_default(), ..News::new(row.account_id, at, Topic::Event, kind, row.id.0) }
}

/// What became of an occurrence.
pub(super) fn occurrence(happened: &Happened, calendar: &calendar::Model, at: DateTime<Utc>) -> News {
    let row = &happened.occurrence;
    let payload = OccurrenceNews { what: happened.what, event: row.event_id, calendar: row.calendar_id, owner: calendar.owner_user_id };
    let kind = if happened.what == What::Made { ChangeKind::Created } else { ChangeKind::Updated };
    News { payload: serde_json::to_value(payload).unwrap_or_default(), ..News::new(row.account_id, at, Topic::Occurrence, kind, row.id.0) }
}
