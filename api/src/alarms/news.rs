//! What the news of reminders carry, so that who waits for one calendar's need not look at each.

use chrono::{DateTime, Utc};
use entity::{
    calendar,
    id::{AlarmId, CalendarId, EventId, UserId},
    reminder,
    stored::{ChangeKind, ReminderStatus, Topic},
};
use serde::{Deserialize, Serialize};

use crate::live::outbox::News;

/// Payload of a change of topic `REMINDER`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReminderNews {
    /// How far it has come.
    pub status: ReminderStatus,
    /// By which alarm.
    pub alarm: AlarmId,
    /// Of which event.
    pub event: EventId,
    /// In which calendar.
    pub calendar: CalendarId,
    /// The calendar user whose that is: others of that role do not hear of it.
    pub owner: Option<UserId>,
}

/// That a reminder has come so far.
pub(super) fn told(row: &reminder::Model, calendar: &calendar::Model, kind: ChangeKind, at: DateTime<Utc>) -> News {
    let payload = ReminderNews {
        status: row.status,
        alarm: row.alarm_id,
        event: row.event_id,
        calendar: row.calendar_id,
        owner: calendar.owner_user_id,
    };
    // A struct of plain values: it always serialises.
    News { payload: serde_json::to_value(payload).unwrap_or_default(), ..News::new(row.account_id, at, Topic::Reminder, kind, row.id.0) }
}
