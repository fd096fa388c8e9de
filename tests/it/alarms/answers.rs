//! What whoever is reminded says, and what follows from it.

use acceptance::{TestApp, on_both};
use flow::voice::{Heard, Joined, Then, Who};
use serde_json::{Value, json};
use telephony::outgoing::CallProgress;

use super::desk::Desk;

/// One who presses a key, of an alarm with what is given besides.
async fn pressed(desk: &Desk, key: &str, besides: Value) -> (String, Value) {
    let event = desk.event(json!({})).await;
    let alarm = desk.alarm(&event, besides).await;
    desk.comes("2026-11-23T07:00:00Z").await;
    let orders = desk.carrier.orders(1).await;
    desk.presses(&orders[0], key).await;
    let row = desk.until(&alarm, "SUCCESS").await;
    (alarm, row)
}

on_both!(who_confirms_is_heard_with_the_keys_and_the_occurrence_says_so);
async fn who_confirms_is_heard_with_the_keys_and_the_occurrence_says_so(app: TestApp) {
    let desk = Desk::new(&app).await;

    let (_, row) = pressed(&desk, "1", json!({ "cancels": true })).await;
    app.remind().await;

    assert_eq!((&row["answer"], &row["keys"]), (&json!({ "meaning": "CONFIRMED", "own": null }), &json!("1")));
    assert_eq!((&row["occurrence"]["answer"]["meaning"], &row["occurrence"]["state"]), (&json!("CONFIRMED"), &json!("PENDING")));
}

on_both!(who_cancels_has_the_occurrence_canceled_where_the_alarm_says_so);
async fn who_cancels_has_the_occurrence_canceled_where_the_alarm_says_so(app: TestApp) {
    let desk = Desk::new(&app).await;

    let (alarm, row) = pressed(&desk, "2", json!({ "cancels": true })).await;
    app.remind().await;
    let after = desk.reminders(&alarm).await;

    assert_eq!((&row["answer"]["meaning"], &row["keys"]), (&json!("CANCELED"), &json!("2")));
    assert_eq!((&after[0]["status"], &after[0]["occurrence"]["state"]), (&json!("SUCCESS"), &json!("CANCELED")));
    let log = app.audit_log().await;
    let entry = log.iter().find(|entry| entry.action == "occurrenceCancel").expect("an entry");
    assert_eq!(entry.reason.as_deref(), Some("Whoever was reminded of it said so."));
}

on_both!(who_cancels_has_nothing_canceled_where_the_alarm_does_not_say_so);
async fn who_cancels_has_nothing_canceled_where_the_alarm_does_not_say_so(app: TestApp) {
    let desk = Desk::new(&app).await;

    let (alarm, row) = pressed(&desk, "2", json!({})).await;
    app.remind().await;

    assert_eq!(row["answer"]["meaning"], "CANCELED");
    assert_eq!(desk.reminders(&alarm).await[0]["occurrence"]["state"], "PENDING");
}

on_both!(keys_to_which_the_flow_gives_no_meaning_mean_what_the_alarm_says);
async fn keys_to_which_the_flow_gives_no_meaning_mean_what_the_alarm_says(app: TestApp) {
    let desk = Desk::new(&app).await;

    let (_, row) = pressed(&desk, "4", json!({ "answers": [{ "answer": "4", "means": "calls back" }] })).await;

    assert_eq!((&row["answer"], &row["keys"]), (&json!({ "meaning": null, "own": "calls back" }), &json!("4")));
}

on_both!(who_wants_another_time_is_joined_to_whom_the_alarm_names);
async fn who_wants_another_time_is_joined_to_whom_the_alarm_names(app: TestApp) {
    let desk = Desk::new(&app).await;
    let event = desk.event(json!({})).await;
    let alarm = desk.alarm(&event, json!({ "transferTo": "+34 972 183 400" })).await;
    desk.comes("2026-11-23T07:00:00Z").await;
    let orders = desk.carrier.orders(1).await;

    desk.answers(&orders[0], Some(Who::Human)).await;
    let act = desk.hears(&orders[0], 1, Heard::Keys { keys: "3".to_owned() }).await;
    desk.hears(&orders[0], 2, Heard::Joined { outcome: Joined::Answered { seconds: 20 } }).await;
    desk.carrier.tell(&orders[0], CallProgress::Completed).await;

    let row = desk.until(&alarm, "SUCCESS").await;
    assert!(matches!(&act.then, Then::Connect { to, .. } if format!("{to:?}").contains("34972183400")), "{act:?}");
    assert_eq!((&row["answer"]["meaning"], &row["keys"]), (&json!("RESCHEDULED"), &json!("3")));
}

on_both!(who_says_nothing_was_not_reached_where_an_answer_is_needed);
async fn who_says_nothing_was_not_reached_where_an_answer_is_needed(app: TestApp) {
    let desk = Desk::new(&app).await;
    let event = desk.event(json!({})).await;
    let step = json!({ "method": "CALL", "number": super::desk::NUMBER, "flowId": desk.flow, "attempts": 2 });
    let alarm = desk.alarm(&event, json!({ "steps": [step], "needsAnswer": true, "retrySeconds": 60 })).await;
    desk.comes("2026-11-23T07:00:00Z").await;
    let orders = desk.carrier.orders(1).await;
    desk.answers(&orders[0], Some(Who::Human)).await;
    desk.carrier.tell(&orders[0], CallProgress::Completed).await;
    let silent = desk.until(&alarm, "RETRY").await;

    desk.comes("2026-11-23T07:01:00Z").await;
    let orders = desk.carrier.orders(2).await;
    desk.presses(&orders[1], "1").await;

    let row = desk.until(&alarm, "SUCCESS").await;
    assert_eq!((&silent["reason"], &row["answer"]["meaning"], &row["tries"]), (&json!("NO_ANSWER"), &json!("CONFIRMED"), &json!(2)));
}

on_both!(what_is_answered_and_that_nobody_could_be_reached_is_told_by_webhooks_once);
async fn what_is_answered_and_that_nobody_could_be_reached_is_told_by_webhooks_once(app: TestApp) {
    let hooks = crate::webhooks::desk::Desk::new(&app).await;
    hooks.endpoint("https://example.org/", json!(["OCCURRENCE_CONFIRMED", "OCCURRENCE_CANCELED", "REMINDER_FAILED"])).await;
    let desk = Desk::new(&app).await;

    let (_, row) = pressed(&desk, "1", json!({})).await;
    let event = desk.event(json!({ "title": "Other" })).await;
    let lost = desk.alarm(&event, json!({ "steps": [desk.call("+34972183388")] })).await;
    app.remind().await;
    let orders = desk.carrier.orders(2).await;
    desk.carrier.tell(&orders[1], CallProgress::Busy).await;
    let failed = desk.until(&lost, "FAILURE").await;

    let told = hooks.deliveries().await;
    let told: Vec<Value> = told.iter().map(|row| json!([row["kind"], row["subjectId"]])).collect();
    let expected = json!([["REMINDER_FAILED", failed["id"]], ["OCCURRENCE_CONFIRMED", row["occurrence"]["id"]]]);
    assert_eq!(json!(told), expected);
}
