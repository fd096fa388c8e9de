//! Reminders follow what becomes of their occurrences and alarms, up to the very submit.

use acceptance::{SOON, TestApp, carrier::Plan, on_both};
use serde_json::{Value, json};
use telephony::outgoing::{CallProgress, OrderError};

use super::desk::{Desk, errors};

const UPDATE: &str = "mutation ($id: ID!, $version: Int!, $input: AlarmUpdateInput!) {
    alarmUpdate(id: $id, version: $version, input: $input) {
        alarm { version name enabled beforeSeconds window { from to timeZone } failure { to } transferTo machineBehavior }
        userErrors { code path } } }";
const DELETE: &str = "mutation ($id: ID!) { alarmDelete(id: $id) { deletedId userErrors { code path } } }";

async fn does(desk: &Desk, mutation: &str, id: &Value) {
    let document = format!("mutation ($id: ID!) {{ {mutation}(id: $id) {{ userErrors {{ code message }} }} }}");
    let done = desk.client.query(&document, json!({ "id": id })).await;
    assert_eq!(done[mutation]["userErrors"], json!([]), "{done:#}");
}

async fn moves(desk: &Desk, id: &Value, to: &str) {
    let document = "mutation ($id: ID!, $to: DateTime!) { occurrenceMove(id: $id, startsAt: $to) { userErrors { code message } } }";
    let done = desk.client.query(document, json!({ "id": id, "to": to })).await;
    assert_eq!(done["occurrenceMove"]["userErrors"], json!([]), "{done:#}");
}

/// Status, reason and when it is due.
fn brief(row: &Value) -> Value {
    json!([row["status"], row["reason"], row["dueAt"]])
}

on_both!(what_becomes_of_an_occurrence_becomes_of_its_reminder);
async fn what_becomes_of_an_occurrence_becomes_of_its_reminder(app: TestApp) {
    let desk = Desk::new(&app).await;
    let event = desk.event(json!({ "rule": "FREQ=DAILY;COUNT=3" })).await;
    let alarm = desk.alarm(&event, json!({})).await;
    let ids: Vec<Value> = desk.reminders(&alarm).await.iter().map(|row| row["occurrence"]["id"].clone()).collect();

    moves(&desk, &ids[0], "2026-11-23T12:00:00Z").await;
    does(&desk, "occurrencePause", &ids[1]).await;
    does(&desk, "occurrenceCancel", &ids[2]).await;
    let changed: Vec<Value> = desk.reminders(&alarm).await.iter().map(brief).collect();
    does(&desk, "occurrenceResume", &ids[1]).await;
    let resumed = desk.reminders(&alarm).await;

    assert_eq!(
        json!(changed),
        json!([
            ["PENDING", null, "2026-11-23T11:00:00+00:00"],
            ["PENDING", "OCCURRENCE_PAUSED", null],
            ["CANCELED", "OCCURRENCE_CANCELED", null]
        ])
    );
    assert_eq!(brief(&resumed[1]), json!(["PENDING", null, "2026-11-24T07:00:00+00:00"]));
}

on_both!(what_is_paused_is_not_reminded_of_and_what_is_skipped_neither);
async fn what_is_paused_is_not_reminded_of_and_what_is_skipped_neither(app: TestApp) {
    let desk = Desk::new(&app).await;
    let event = desk.event(json!({ "rule": "FREQ=DAILY;COUNT=2" })).await;
    let alarm = desk.alarm(&event, json!({})).await;
    let first = desk.reminders(&alarm).await[0]["occurrence"]["id"].clone();
    does(&desk, "occurrencePause", &first).await;

    desk.comes("2026-11-23T07:00:00Z").await;
    desk.comes("2026-11-23T09:00:00Z").await;

    let rows: Vec<Value> = desk.reminders(&alarm).await.iter().map(brief).collect();
    assert_eq!(json!(rows), json!([["SKIPPED", "OCCURRENCE_SKIPPED", null], ["PENDING", null, "2026-11-24T07:00:00+00:00"]]));
    assert_eq!(desk.carrier.rings_in_all(), 0);
}

on_both!(a_call_that_its_provider_has_not_taken_is_withdrawn_when_its_occurrence_is_canceled);
async fn a_call_that_its_provider_has_not_taken_is_withdrawn_when_its_occurrence_is_canceled(app: TestApp) {
    let desk = Desk::new(&app).await;
    desk.carrier.plan([Plan::Answer(OrderError::RateLimited { retry_after: Some(std::time::Duration::from_secs(30)) })]);
    let event = desk.event(json!({})).await;
    let alarm = desk.alarm(&event, json!({})).await;

    desk.comes("2026-11-23T07:00:00Z").await;
    desk.carrier.orders(1).await;
    let put_off = |answer: &Value| answer["callAttempts"]["nodes"][0]["status"] == "CREATED";
    app.until(&desk.client, "{ callAttempts { nodes { status } } }", json!({}), put_off).await;
    does(&desk, "eventCancel", &json!(event)).await;
    desk.passes("2026-11-23T07:01:00Z").await;

    let retried = desk.until(&alarm, "RETRY").await;
    app.remind().await;
    let row = desk.until(&alarm, "CANCELED").await;
    assert_eq!((&retried["reason"], &row["reason"]), (&json!("WITHDRAWN"), &json!("OCCURRENCE_CANCELED")));
    assert_eq!((&row["calls"][0]["status"], &row["calls"][0]["cause"]), (&json!("CANCELED"), &json!("NOT_ALLOWED")));
    assert_eq!((desk.carrier.rings_in_all(), row["calls"].as_array().map(Vec::len)), (0, Some(1)));
}

on_both!(who_was_reminded_of_what_is_moved_is_reminded_again_of_the_new_time);
async fn who_was_reminded_of_what_is_moved_is_reminded_again_of_the_new_time(app: TestApp) {
    let desk = Desk::new(&app).await;
    let event = desk.event(json!({})).await;
    let alarm = desk.alarm(&event, json!({})).await;
    desk.comes("2026-11-23T07:00:00Z").await;
    let orders = desk.carrier.orders(1).await;
    desk.presses(&orders[0], "1").await;
    let first = desk.until(&alarm, "SUCCESS").await;

    moves(&desk, &first["occurrence"]["id"], "2026-11-24T08:00:00Z").await;
    let again = desk.reminders(&alarm).await;
    desk.comes("2026-11-24T07:00:00Z").await;
    let orders = desk.carrier.orders(2).await;
    desk.presses(&orders[1], "1").await;

    let row = desk.until(&alarm, "SUCCESS").await;
    assert_eq!(brief(&again[0]), json!(["PENDING", null, "2026-11-24T07:00:00+00:00"]));
    assert_eq!((&again[0]["answer"], row["calls"].as_array().map(Vec::len)), (&Value::Null, Some(2)));
}

on_both!(an_alarm_that_is_changed_turned_off_and_on_takes_its_reminders_with_it);
async fn an_alarm_that_is_changed_turned_off_and_on_takes_its_reminders_with_it(app: TestApp) {
    let desk = Desk::new(&app).await;
    let event = desk.event(json!({})).await;
    let window = json!({ "from": "08:30", "to": "20:00", "timeZone": "Europe/Madrid" });
    let alarm =
        desk.alarm(&event, json!({ "name": "One", "window": window, "failure": { "to": "+34600000001" }, "transferTo": "1001" })).await;
    let update = async |version: i32, input: Value| {
        desk.client.query(UPDATE, json!({ "id": alarm, "version": version, "input": input })).await["alarmUpdate"].take()
    };

    let planned = desk.reminders(&alarm).await;
    let earlier = update(1, json!({ "beforeSeconds": 1800 })).await;
    let moved = desk.reminders(&alarm).await;
    let stale = update(1, json!({ "enabled": false })).await;
    let off = update(2, json!({ "enabled": false })).await;
    let canceled = desk.reminders(&alarm).await;
    let on = update(3, json!({ "enabled": true, "name": null, "window": null, "failure": null, "transferTo": null })).await;
    let back = desk.reminders(&alarm).await;
    let deleted = desk.client.query(DELETE, json!({ "id": alarm })).await;

    let rows: Vec<Value> = [&planned, &moved, &canceled, &back].iter().map(|rows| brief(&rows[0])).collect();
    assert_eq!(
        json!(rows),
        json!([
            ["PENDING", "WINDOW", "2026-11-23T07:30:00+00:00"],
            ["PENDING", null, "2026-11-23T07:30:00+00:00"],
            ["CANCELED", "ALARM_DISABLED", null],
            ["PENDING", null, "2026-11-23T07:30:00+00:00"]
        ])
    );
    let expected = json!({ "version": 2, "name": "One", "enabled": true, "beforeSeconds": 1800, "window": window,
        "failure": { "to": "+34600000001" }, "transferTo": "1001", "machineBehavior": null });
    assert_eq!(earlier["alarm"], expected);
    assert_eq!((errors(&stale), &stale["alarm"]["version"]), (json!([["CONFLICT", "version"]]), &json!(2)));
    assert_eq!((&off["alarm"]["enabled"], &on["alarm"]["version"]), (&json!(false), &json!(4)));
    assert_eq!([&on["alarm"]["name"], &on["alarm"]["window"], &on["alarm"]["failure"], &on["alarm"]["transferTo"]], [&Value::Null; 4]);
    assert_eq!(deleted["alarmDelete"]["deletedId"], json!(alarm));
}

on_both!(an_alarm_that_has_reminded_somebody_is_not_deleted);
async fn an_alarm_that_has_reminded_somebody_is_not_deleted(app: TestApp) {
    let desk = Desk::new(&app).await;
    let event = desk.event(json!({})).await;
    let alarm = desk.alarm(&event, json!({})).await;
    desk.comes("2026-11-23T07:00:00Z").await;

    let refused = desk.client.query(DELETE, json!({ "id": alarm })).await;

    assert_eq!(errors(&refused["alarmDelete"]), json!([["CONFLICT", "id"]]));
}

on_both!(subscribers_hear_what_becomes_of_reminders_of_their_calendar);
async fn subscribers_hear_what_becomes_of_reminders_of_their_calendar(app: TestApp) {
    let desk = Desk::new(&app).await;
    let event = desk.event(json!({})).await;
    let changed = "subscription ($event: ID) { reminderChanged(eventId: $event) { kind status reminder { status tries } } }";
    let mut all = desk.client.subscribe(changed, json!({ "event": event })).await;
    let mut theirs = app.calendar_user("Theirs").await.0.subscribe(changed, json!({})).await;

    let alarm = desk.alarm(&event, json!({})).await;
    let made = all.next_within(SOON).await;
    desk.comes("2026-11-23T07:00:00Z").await;
    let trying = all.next_within(SOON).await;
    let orders = desk.carrier.orders(1).await;
    desk.carrier.tell(&orders[0], CallProgress::Busy).await;
    let over = all.next_within(SOON).await;

    let told = [made, trying, over].map(|change| json!([change["reminderChanged"]["kind"], change["reminderChanged"]["status"]]));
    assert_eq!(json!(told), json!([["CREATED", "PENDING"], ["UPDATED", "IN_PROCESS"], ["UPDATED", "FAILURE"]]));
    assert!(theirs.is_silent(), "it is nobody's calendar user's");
    desk.until(&alarm, "FAILURE").await;
}
