//! Events that are deleted, and those that are not.

use acceptance::{Client, SOON, TestApp, on_both};
use chrono::TimeDelta;
use entity::stored::Role;
use serde_json::{Value, json};

use super::errors;

const DELETE: &str = "mutation ($id: ID!) { eventDelete(id: $id) { deletedId userErrors { code path message } } }";
const FIND: &str = "query ($id: ID!) { event(id: $id) { id } occurrences { nodes { id } } }";

async fn delete(client: &Client, id: &str) -> Value {
    client.query(DELETE, json!({ "id": id })).await["eventDelete"].take()
}

/// An event that happens tomorrow and the day after.
async fn ahead(app: &TestApp, client: &Client) -> String {
    let calendar = app.calendar().await;
    let input = json!({ "calendarId": calendar, "title": "A slip", "start": "2026-11-22T09:00:00", "rule": "FREQ=DAILY;COUNT=2" });
    app.event(client, input).await
}

on_both!(an_event_of_which_nothing_has_happened_is_deleted_with_its_occurrences_and_told);
async fn an_event_of_which_nothing_has_happened_is_deleted_with_its_occurrences_and_told(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let event = ahead(&app, &coordinator).await;
    let mut changes = coordinator.subscribe("subscription { eventChanged { kind nodeId event { id } } }", json!({})).await;

    let deleted = delete(&coordinator, &event).await;

    assert_eq!(deleted, json!({ "deletedId": event, "userErrors": [] }));
    assert_eq!(coordinator.query(FIND, json!({ "id": event })).await, json!({ "event": null, "occurrences": { "nodes": [] } }));
    let change = changes.next_within(SOON).await["eventChanged"].take();
    assert_eq!(change, json!({ "kind": "DELETED", "nodeId": event, "event": null }));
    let entry = app.audit_log().await.pop().expect("an entry");
    assert_eq!((entry.action.as_str(), entry.subject_id), ("eventDelete", Some(event.clone())));
    assert_eq!(entry.before.map(|before| before["title"].clone()), Some(json!("A slip")));
    assert_eq!(errors(&delete(&coordinator, &event).await), json!([["NOT_FOUND", "id"]]));
}

on_both!(an_event_of_which_something_has_happened_is_kept_whether_or_not_somebody_looked);
async fn an_event_of_which_something_has_happened_is_kept_whether_or_not_somebody_looked(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let event = ahead(&app, &coordinator).await;
    app.clock.advance(TimeDelta::days(1));

    let unseen = delete(&coordinator, &event).await;
    app.keep_events().await;
    let seen = delete(&coordinator, &event).await;

    for refused in [unseen, seen] {
        assert_eq!(errors(&refused), json!([["CONFLICT", "id"]]));
        assert!(refused["userErrors"][0]["message"].as_str().is_some_and(|message| message.contains("eventCancel")), "{refused}");
    }
    assert_eq!(coordinator.query(FIND, json!({ "id": event })).await["occurrences"]["nodes"].as_array().map(Vec::len), Some(2));
}

on_both!(a_calendar_user_deletes_the_own_events_alone);
async fn a_calendar_user_deletes_the_own_events_alone(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let (berta, _) = app.calendar_user("Berta").await;
    let bertas = app.calendar_by(&berta, json!({ "name": "Berta's", "timeZone": "Europe/Madrid" })).await;
    let own = app.event(&berta, json!({ "calendarId": bertas, "title": "own", "start": "2026-11-23T09:00:00" })).await;
    let theirs = ahead(&app, &coordinator).await;

    let foreign = delete(&berta, &theirs).await;
    let done = delete(&berta, &own).await;

    assert_eq!((errors(&foreign), &done["deletedId"]), (json!([["NOT_FOUND", "id"]]), &json!(own)));
}
