//! What comes too late, and what would be told twice.

use acceptance::{TestApp, on_both};
use serde_json::{Value, json};

use super::desk::{Desk, NUMBER, OTHER};

/// Status and reason of each.
fn brief(rows: &[Value]) -> Value {
    rows.iter().map(|row| json!([row["status"], row["reason"]])).collect()
}

on_both!(an_outage_of_three_days_leaves_each_missed_time_in_one_state_and_the_series_alive);
async fn an_outage_of_three_days_leaves_each_missed_time_in_one_state_and_the_series_alive(app: TestApp) {
    let desk = Desk::new(&app).await;
    let event = desk.event(json!({ "rule": "FREQ=DAILY;COUNT=5" })).await;
    let mut alarms = Vec::new();
    for (late, number) in [("SEND", "+34972183381"), ("SKIP", "+34972183382"), ("SHIFT", "+34972183383"), ("EXPIRE", "+34972183384")] {
        alarms.push(desk.alarm(&event, json!({ "late": late, "steps": [desk.call(number)] })).await);
    }

    // Nobody looked on Monday, Tuesday and Wednesday.
    desk.comes("2026-11-26T06:00:00Z").await;
    desk.carrier.orders(3).await;

    let mut seen = Vec::new();
    for alarm in &alarms {
        seen.push(brief(&desk.reminders(alarm).await));
    }
    let to_come = [json!(["PENDING", null]), json!(["PENDING", null])];
    let three = |one: Value| json!([one, one, one, to_come[0], to_come[1]]);
    assert_eq!(
        seen,
        [
            three(json!(["IN_PROCESS", "LATE"])),
            three(json!(["SKIPPED", "LATE"])),
            // The day after, each would have been over.
            three(json!(["EXPIRED", "LATE"])),
            three(json!(["EXPIRED", "LATE"])),
        ]
    );
    let status =
        desk.client.query("query ($id: ID!) { event(id: $id) { status nextOccurrence { startsAt } } }", json!({ "id": event })).await;
    assert_eq!(status["event"], json!({ "status": "ACTIVE", "nextOccurrence": { "startsAt": "2026-11-26T08:00:00+00:00" } }));
    assert_eq!(desk.carrier.rings_in_all(), 3);
}

on_both!(an_alarm_that_is_made_late_leaves_out_what_it_should_have_told_before);
async fn an_alarm_that_is_made_late_leaves_out_what_it_should_have_told_before(app: TestApp) {
    let desk = Desk::new(&app).await;
    let event = desk.event(json!({ "rule": "FREQ=WEEKLY;COUNT=2" })).await;

    let alarm = desk.alarm(&event, json!({ "beforeSeconds": 3 * 86_400 })).await;
    app.remind().await;

    assert_eq!(brief(&desk.reminders(&alarm).await), json!([["SKIPPED", "LATE"], ["PENDING", null]]));
}

on_both!(what_tells_the_same_people_the_same_at_the_same_time_is_sent_once);
async fn what_tells_the_same_people_the_same_at_the_same_time_is_sent_once(app: TestApp) {
    let desk = Desk::new(&app).await;
    let event = desk.event(json!({})).await;
    let one = desk.alarm(&event, json!({})).await;
    let same = desk.alarm(&event, json!({ "beforeSeconds": 3590 })).await;
    let other = desk.alarm(&event, json!({ "steps": [desk.call(OTHER)] })).await;
    let later = desk.alarm(&event, json!({ "beforeSeconds": 1800, "steps": [desk.call(NUMBER)] })).await;

    desk.comes("2026-11-23T07:00:30Z").await;
    desk.carrier.orders(2).await;
    let seen = [&one, &same, &other, &later];
    let mut rows = Vec::new();
    for alarm in seen {
        rows.push(desk.reminders(alarm).await[0].clone());
    }

    let statuses: Vec<&Value> = rows.iter().map(|row| &row["status"]).collect();
    assert_eq!(json!(statuses), json!(["IN_PROCESS", "MERGED", "IN_PROCESS", "PENDING"]));
    assert_eq!((&rows[1]["mergedIntoId"], &rows[1]["reason"]), (&rows[0]["id"], &json!("DUPLICATE")));
    assert_eq!(desk.carrier.rings_in_all(), 2);
}
