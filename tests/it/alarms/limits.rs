//! What holds reminders: the calendar's calls at once, the account's, a provider that is down; and who goes first.

use std::collections::BTreeSet;

use acceptance::{TestApp, on_both};
use entity::stored::Role;
use serde_json::json;
use telephony::outgoing::CallProgress;

use super::desk::{Desk, NUMBER};

on_both!(a_calendar_has_no_more_calls_at_once_than_it_may);
async fn a_calendar_has_no_more_calls_at_once_than_it_may(app: TestApp) {
    let desk = Desk::new(&app).await;
    let limit = "mutation ($id: ID!) { calendarUpdate(id: $id, input: { maxConcurrent: 2 }) { userErrors { code } } }";
    desk.client.query(limit, json!({ "id": desk.calendar })).await;
    let event = desk.event(json!({})).await;
    for place in 0..5 {
        desk.alarm(&event, json!({ "steps": [desk.call(&format!("+3497218339{place}"))] })).await;
    }

    let first = desk.comes("2026-11-23T07:00:00Z").await;
    let orders = desk.carrier.orders(2).await;
    let none = app.remind().await;
    desk.carrier.tell(&orders[0], CallProgress::Completed).await;
    let over = "{ callAttempts(filter: { status: [COMPLETED] }) { nodes { id } } }";
    app.until(&desk.client, over, json!({}), |answer| answer["callAttempts"]["nodes"].as_array().is_some_and(|all| all.len() == 1)).await;
    let next = app.remind().await;

    assert_eq!((first, none, next), (2, 0, 1));
    desk.carrier.orders(3).await;
}

on_both!(the_limits_of_the_account_hold_for_reminders_too);
async fn the_limits_of_the_account_hold_for_reminders_too(app: TestApp) {
    let desk = Desk::new(&app).await;
    let admin = app.as_role(Role::Admin).await;
    let set = "mutation { callLimitsSet(input: { callsAtOnce: 1 }) { userErrors { code message } } }";
    let done = admin.query(set, json!({})).await;
    assert_eq!(done["callLimitsSet"]["userErrors"], json!([]), "{done:#}");
    let event = desk.event(json!({})).await;
    for place in 0..3 {
        desk.alarm(&event, json!({ "steps": [desk.call(&format!("+3497218339{place}"))] })).await;
    }

    let first = desk.comes("2026-11-23T07:00:00Z").await;

    desk.carrier.orders(1).await;
    assert_eq!((first, app.remind().await), (1, 0));
}

on_both!(the_first_of_each_calendar_goes_before_the_rest_of_any);
async fn the_first_of_each_calendar_goes_before_the_rest_of_any(app: TestApp) {
    let desk = Desk::new(&app).await;
    let admin = app.as_role(Role::Admin).await;
    admin.query("mutation { callLimitsSet(input: { callsAtOnce: 2 }) { userErrors { code } } }", json!({})).await;
    let crowded = desk.event(json!({})).await;
    for place in 0..4 {
        desk.alarm(&crowded, json!({ "steps": [desk.call(&format!("+3497218339{place}"))] })).await;
    }
    let owner = app.person("Other").create().await;
    let other = app.calendar_by(&desk.client, json!({ "name": "Other", "timeZone": "Europe/Madrid", "ownerPersonId": owner.id })).await;
    let lonely = desk.event(json!({ "calendarId": other })).await;
    desk.alarm(&lonely, json!({ "beforeSeconds": 3590 })).await;

    desk.comes("2026-11-23T07:00:30Z").await;

    let called: BTreeSet<String> = desk.carrier.orders(2).await.iter().map(|order| order.to.to_string()).collect();
    assert_eq!(called, BTreeSet::from(["+34972183390".to_owned(), NUMBER.to_owned()]));
}
