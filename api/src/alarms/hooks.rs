//! What other programs are told of reminders: what was said by whoever was reminded, and that nobody could be. Pure.

use entity::{
    occurrence, reminder,
    stored::{ReminderStatus, WebhookKind},
};
use flow::Outcome;
use serde_json::{Value, json};

use super::{after::has_failed, world::Around};
use crate::webhooks::Event;

/// What is told when a reminder that was so is as it is now.
pub(super) fn events(
    around: &Around,
    occurrence: &occurrence::Model,
    (status, answer): (ReminderStatus, Option<&str>),
    row: &reminder::Model,
) -> Vec<Event> {
    let mut events = Vec::new();
    let said = row.answer.as_deref().filter(|said| Some(*said) != answer).and_then(|said| said.parse().ok());
    let kind = match said {
        Some(Outcome::Confirmed) => Some(WebhookKind::OccurrenceConfirmed),
        Some(Outcome::Canceled) => Some(WebhookKind::OccurrenceCanceled),
        Some(Outcome::Rescheduled) => Some(WebhookKind::OccurrenceRescheduled),
        Some(Outcome::Other(_)) | None => None,
    };
    if let Some(kind) = kind {
        let mut data = known(around, occurrence, row);
        data["eventData"] = around.event.data.clone();
        data["keys"] = json!(row.keys);
        events.push(Event { kind, subject_id: occurrence.id.to_string(), data });
    }
    if has_failed(status, row.status) {
        let mut data = known(around, occurrence, row);
        data["attempts"] = json!(row.tries);
        data["reason"] = json!(row.reason);
        events.push(Event { kind: WebhookKind::ReminderFailed, subject_id: row.id.to_string(), data });
    }
    events
}

fn known(around: &Around, occurrence: &occurrence::Model, row: &reminder::Model) -> Value {
    json!({
        "reminderId": row.id,
        "occurrenceId": occurrence.id,
        "eventId": row.event_id,
        "calendarId": row.calendar_id,
        "title": around.event.title,
        "startsAt": occurrence.starts_at,
    })
}
