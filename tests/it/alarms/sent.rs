//! Reminders that call: once, again, and step by step, up to the failure that is told once.

use acceptance::{TestApp, courier::Courier, on_both};
use flow::voice::Who;
use serde_json::{Value, json};
use telephony::outgoing::CallProgress;

use super::desk::{Desk, NUMBER, OTHER};

on_both!(somebody_is_called_an_hour_before_each_time_and_that_is_counted);
async fn somebody_is_called_an_hour_before_each_time_and_that_is_counted(app: TestApp) {
    let desk = Desk::new(&app).await;
    let event = desk.event(json!({ "rule": "FREQ=DAILY;COUNT=2" })).await;
    let alarm = desk.alarm(&event, json!({})).await;

    let before = desk.comes("2026-11-23T06:59:59Z").await;
    let then = desk.comes("2026-11-23T07:00:00Z").await;
    let orders = desk.carrier.orders(1).await;
    let trying = desk.reminders(&alarm).await;
    desk.answers(&orders[0], Some(Who::Human)).await;
    desk.carrier.tell(&orders[0], CallProgress::Completed).await;
    let reached = desk.until(&alarm, "SUCCESS").await;
    let again = app.remind().await;

    assert_eq!((before, then, again), (0, 1, 0));
    let brief = |row: &Value| json!([row["status"], row["plannedAt"], row["dueAt"], row["tries"]]);
    let both: Vec<Value> = trying.iter().map(brief).collect();
    assert_eq!(
        json!(both),
        json!([
            ["IN_PROCESS", "2026-11-23T07:00:00+00:00", null, 1],
            ["PENDING", "2026-11-24T07:00:00+00:00", "2026-11-24T07:00:00+00:00", 0]
        ])
    );
    assert_eq!((orders[0].to.to_string(), desk.carrier.rings_in_all()), (NUMBER.to_owned(), 1));
    assert_eq!(
        reached["calls"],
        json!([{ "number": 1, "status": "COMPLETED", "cause": "NORMAL", "target": NUMBER, "answeredBy": null }])
    );
    assert_eq!((&reached["reason"], desk.notified(&alarm).await), (&Value::Null, json!(1)));
}

on_both!(who_is_engaged_is_called_again_later_and_later_then_the_next_step_follows_and_the_failure_is_told_once);
async fn who_is_engaged_is_called_again_later_and_later_then_the_next_step_follows_and_the_failure_is_told_once(app: TestApp) {
    let desk = Desk::new(&app).await;
    let courier = Courier::new();
    let _sending = courier.link(&app, "courier").await;
    let event = desk.event(json!({})).await;
    let first = json!({ "method": "CALL", "number": NUMBER, "flowId": desk.flow, "attempts": 3 });
    let second = json!({ "method": "CALL", "number": OTHER, "flowId": desk.flow, "afterSeconds": 600 });
    let alarm = desk
        .alarm(&event, json!({ "steps": [first, second], "retrySeconds": 60, "retryFactor": 2.0, "failure": { "to": "+34600000001" } }))
        .await;

    let mut due = Vec::new();
    for (count, at) in [(1, "07:00:00"), (2, "07:01:00"), (3, "07:03:00"), (4, "07:13:00")] {
        desk.comes(&format!("2026-11-23T{at}Z")).await;
        let orders = desk.carrier.orders(count).await;
        desk.carrier.tell(&orders[count - 1], CallProgress::Busy).await;
        let row = desk.until(&alarm, if count == 4 { "FAILURE" } else { "RETRY" }).await;
        due.push(json!([row["dueAt"], row["step"], row["reason"]]));
    }
    let told = courier.orders(1).await;
    for at in ["2026-11-23T07:20:00Z", "2026-11-23T08:30:00Z"] {
        desk.comes(at).await;
    }

    assert_eq!(
        json!(due),
        json!([
            ["2026-11-23T07:01:00+00:00", 0, "BUSY"],
            ["2026-11-23T07:03:00+00:00", 0, "BUSY"],
            ["2026-11-23T07:13:00+00:00", 1, "BUSY"],
            [null, 1, "BUSY"]
        ])
    );
    assert_eq!((told[0].to.to_string(), courier.sent().len()), ("+34600000001".to_owned(), 1));
    assert_eq!(told[0].body, format!("\"Dentist\" on 2026-11-23 at 09:00: nobody was reached at {NUMBER} in 4 tries."));
    assert_eq!((desk.carrier.rings_in_all(), desk.notified(&alarm).await), (4, json!(0)));
}

on_both!(a_retry_that_would_be_after_the_end_is_not_made);
async fn a_retry_that_would_be_after_the_end_is_not_made(app: TestApp) {
    let desk = Desk::new(&app).await;
    let event = desk.event(json!({})).await;
    let step = json!({ "method": "CALL", "number": NUMBER, "flowId": desk.flow, "attempts": 3 });
    let alarm = desk.alarm(&event, json!({ "steps": [step], "beforeSeconds": 0, "retrySeconds": 7200 })).await;

    desk.comes("2026-11-23T08:00:00Z").await;
    let orders = desk.carrier.orders(1).await;
    desk.carrier.tell(&orders[0], CallProgress::NoAnswer).await;

    let row = desk.until(&alarm, "FAILURE").await;
    assert_eq!((&row["reason"], &row["tries"]), (&json!("NOT_ANSWERED"), &json!(1)));
    // At its start it is completed, and reminded of all the same.
    assert_eq!(row["occurrence"]["state"], "COMPLETED");
}

on_both!(who_is_not_to_be_called_is_not_and_the_next_step_follows_at_once);
async fn who_is_not_to_be_called_is_not_and_the_next_step_follows_at_once(app: TestApp) {
    let desk = Desk::new(&app).await;
    let contact = app.contact(&desk.client, json!({ "number": NUMBER })).await;
    let event = desk.event(json!({})).await;
    let alarm = desk.alarm(&event, json!({ "steps": [desk.call(NUMBER), desk.call(OTHER)] })).await;
    let never = "mutation ($id: ID!) { contactDoNotCallSet(id: $id) { userErrors { code } } }";
    desk.client.query(never, json!({ "id": contact.id })).await;

    desk.comes("2026-11-23T07:00:00Z").await;

    let orders = desk.carrier.orders(1).await;
    let row = desk.until(&alarm, "IN_PROCESS").await;
    assert_eq!((orders[0].to.to_string(), &row["step"], &row["tries"]), (OTHER.to_owned(), &json!(1), &json!(1)));
}

on_both!(what_is_said_in_the_call_knows_the_event_and_whom_it_is_for);
async fn what_is_said_in_the_call_knows_the_event_and_whom_it_is_for(app: TestApp) {
    let desk = Desk::new(&app).await;
    let contact = app.contact(&desk.client, json!({ "number": NUMBER, "name": "Marta" })).await;
    let event = desk.event(json!({})).await;
    let step = json!({ "method": "CALL", "contactId": contact.id, "flowId": desk.flow });
    desk.alarm(&event, json!({ "steps": [step] })).await;

    desk.comes("2026-11-23T07:00:00Z").await;
    let orders = desk.carrier.orders(1).await;
    let act = desk.answers(&orders[0], None).await;

    assert!(format!("{act:?}").contains("Dentist at 09:00: will you come, Marta?"), "{act:?}");
}
