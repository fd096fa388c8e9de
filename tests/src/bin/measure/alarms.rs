//! Reminders at size: so many are due within one minute, over what answers as Twilio, which is a process of its own; how long after it is
//! due each call is there. `SWITCHBOARD_MEASURE_REMINDERS` says another number of them.

use std::{
    env,
    sync::Arc,
    time::{Duration, Instant},
};

use acceptance::{Backend, TestAccount};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    call_attempt,
    id::{AlarmId, OccurrenceId, ReminderId},
    occurrence, reminder,
    stored::{AlarmMethod, OccurrenceState, ReminderStatus, Role},
};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect};
use serde_json::{Value, json};
use switchboard::alarms::keeper;
use tokio_util::sync::CancellationToken;

use crate::{
    backends,
    dispatch::{Carrier, pass},
    door::Door,
};

/// Reminders that are due within a minute.
const REMINDERS: usize = 100_000;
/// Rows of one INSERT.
const PIECE: usize = 500;
/// Between the start and the first that is due.
const LEAD: TimeDelta = TimeDelta::seconds(5);

/// Measures on each database.
pub(crate) async fn measure() {
    let count = env::var("SWITCHBOARD_MEASURE_REMINDERS").ok().and_then(|count| count.parse().ok()).unwrap_or(REMINDERS);
    for (name, backend) in backends() {
        on(name, backend, count).await;
    }
}

async fn on(name: &str, backend: Backend, count: usize) {
    let door = Door::open(backend).await;
    let _carrier = Carrier::start(&door).await;
    let stop = CancellationToken::new();
    let _stop = stop.clone().drop_guard();
    let first = door.app.now() + LEAD;
    let millis = |place: usize| i64::try_from(place * 60_000 / count.max(1)).expect("a minute");
    reminders(&door, count, |place| first + TimeDelta::milliseconds(millis(place))).await;
    tokio::spawn(keeper::run(door.app.app().clone(), stop.clone()));
    let begun = Instant::now();
    tokio::spawn(pass(Arc::clone(&door.app.clock), stop));
    until(&door, count).await;

    let mut late = lateness(&door).await;
    late.sort_unstable();
    let at = |hundredth: usize| late[(late.len() - 1) * hundredth / 100];
    println!("alarms, {name}: {count} reminders due within a minute, over what answers as Twilio; all placed in {:.0?}", begun.elapsed());
    println!("{:>8}  ms from due to Twilio's answer, p50", at(50));
    println!("{:>8}  ms, p99 (bar: 1000)", at(99));
}

/// Waits until Twilio has so many calls. Looked at seldom: each look is work for the same machine.
async fn until(door: &Door, count: usize) {
    let count = u64::try_from(count).expect("few");
    let deadline = Instant::now() + Duration::from_secs(600);
    loop {
        let sent = call_attempt::Entity::find().filter(call_attempt::Column::SentAt.is_not_null());
        let there = sent.count(door.app.app().db.read()).await.expect("a count");
        if there >= count {
            return;
        }
        assert!(Instant::now() < deadline, "only {there} of {count} calls were placed in time");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// Milliseconds from when each was due to when Twilio had its call.
async fn lateness(door: &Door) -> Vec<i64> {
    use call_attempt::Column as C;
    let db = door.app.app().db.read();
    let due = reminder::Entity::find().select_only().columns([reminder::Column::Id, reminder::Column::PlannedAt]);
    let due: std::collections::HashMap<ReminderId, DateTime<Utc>> =
        due.into_tuple().all(db).await.expect("reminders").into_iter().collect();
    let calls = call_attempt::Entity::find().select_only().columns([C::ReminderId, C::SentAt]).filter(C::SentAt.is_not_null());
    let calls: Vec<(ReminderId, DateTime<Utc>)> = calls.into_tuple().all(db).await.expect("calls");
    calls.into_iter().map(|(id, sent)| (sent - due[&id]).num_milliseconds()).collect()
}

/// So many reminders of one alarm, each of an occurrence of its own.
async fn reminders(door: &Door, count: usize, due: impl Fn(usize) -> DateTime<Utc>) {
    let now = door.app.now();
    let client = door.app.as_role(Role::Coordinator).await;
    let event = json!({ "calendarId": door.app.calendar().await, "title": "Check-up", "start": "2026-12-24T09:00:00" });
    let event = door.app.event(&client, event).await;
    let alarm = alarm(&door.app, &event).await;
    let of = occurrence::Entity::find().one(door.app.app().db.read()).await.expect("it is read").expect("an occurrence");
    let places: Vec<usize> = (0..count).collect();
    for piece in places.chunks(PIECE) {
        let rows: Vec<(occurrence::Model, reminder::Model)> = piece.iter().map(|place| row(&of, alarm, due(*place), now)).collect();
        let tx = door.app.app().db.begin().await.expect("a transaction");
        let (occurrences, reminders): (Vec<_>, Vec<_>) =
            rows.into_iter().map(|(one, other)| (one.into_active_model(), other.into_active_model())).unzip();
        occurrence::Entity::insert_many(occurrences).exec_without_returning(&*tx).await.expect("occurrences");
        reminder::Entity::insert_many(reminders).exec_without_returning(&*tx).await.expect("reminders");
        tx.commit().await.expect("they are kept");
    }
}

fn row(of: &occurrence::Model, alarm: AlarmId, due: DateTime<Utc>, now: DateTime<Utc>) -> (occurrence::Model, reminder::Model) {
    let id = OccurrenceId::new();
    let starts_at = due + TimeDelta::hours(1);
    // No two of an event have the same.
    let apart = TimeDelta::microseconds(i64::try_from(id.0.as_u128() % 1_000_000).expect("a part of a second"));
    let ends_at = starts_at + TimeDelta::hours(1);
    let occurrence = occurrence::Model { id, original_start: starts_at + apart, starts_at, ends_at, ..of.clone() };
    let reminder = reminder::Model {
        id: ReminderId::new(),
        account_id: of.account_id,
        calendar_id: of.calendar_id,
        event_id: of.event_id,
        alarm_id: alarm,
        occurrence_id: id,
        status: ReminderStatus::Pending,
        step: 0,
        method: AlarmMethod::Call,
        tried: 0,
        tries: 0,
        planned_at: due,
        due_at: Some(due),
        attempt_id: None,
        message_id: None,
        calling: false,
        answer: None,
        keys: None,
        reason: None,
        merged_into: None,
        cancels: false,
        created_at: now,
        updated_at: now,
        ended_at: None,
    };
    (occurrence::Model { state: OccurrenceState::Pending, ..occurrence }, reminder)
}

/// An alarm that calls a number by a flow, of an event.
async fn alarm(account: &TestAccount, event: &str) -> AlarmId {
    let client = account.as_role(Role::Coordinator).await;
    let say = json!([{ "language": "en", "heard": { "say": "Come" } }]);
    let nodes = json!([{ "id": "say", "does": { "playMessage": { "words": say } } }]);
    let document = json!({ "languages": ["en"], "start": "say", "nodes": nodes });
    let flow = "mutation ($document: FlowDocumentInput!) { flowCreate(input: { name: \"Come\", document: $document }) { flow { id } } }";
    let flow: Value = client.query(flow, json!({ "document": document })).await["flowCreate"]["flow"]["id"].clone();
    client.query("mutation ($id: ID!) { flowSeal(id: $id, version: 1) { userErrors { code } } }", json!({ "id": flow })).await;
    let make = "mutation ($event: ID!, $flow: ID!) { alarmCreate(input: { eventId: $event, beforeSeconds: 3600,
        steps: [{ method: CALL, number: \"+34972183386\", flowId: $flow }] }) { alarm { id } userErrors { code path message } } }";
    let made = client.query(make, json!({ "event": event, "flow": flow })).await["alarmCreate"].take();
    let id = made["alarm"]["id"].as_str().unwrap_or_else(|| panic!("an alarm was refused: {made:#}"));
    id.parse().expect("an id of an alarm")
}
