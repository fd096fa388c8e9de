//! Persons watched: what subscribers are told, and from where on.

use std::time::Duration;

use acceptance::{TestApp, on_both};
use entity::stored::Role;
use serde_json::json;

use super::{CREATE, DEACTIVATE};

const SOON: Duration = Duration::from_secs(5);

const CHANGED: &str = "subscription ($personId: ID, $after: LiveCursor) {
    personChanged(personId: $personId, after: $after) { cursor occurredAt kind nodeId person { name active } }
}";

on_both!(subscribers_are_told_of_each_change_with_the_person_as_it_is_now);
async fn subscribers_are_told_of_each_change_with_the_person_as_it_is_now(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let mut changes = app.as_role(Role::Viewer).await.subscribe(CHANGED, json!({})).await;
    let created = coordinator.query(CREATE, json!({ "input": { "name": "Ana" } })).await["personCreate"]["person"]["id"].clone();

    let first = changes.next_within(SOON).await["personChanged"].take();
    app.clock.advance(chrono::TimeDelta::seconds(1));
    coordinator.query(DEACTIVATE, json!({ "id": created })).await;
    let second = changes.next_within(SOON).await["personChanged"].take();

    assert_eq!(
        (&first["kind"], &first["nodeId"], &first["person"]),
        (&json!("CREATED"), &created, &json!({ "name": "Ana", "active": true }))
    );
    assert_eq!((&second["kind"], &second["person"]["active"]), (&json!("UPDATED"), &json!(false)));
    assert_eq!(second["occurredAt"], "2026-11-21T10:00:01+00:00");
}

on_both!(whoever_returns_with_a_cursor_gets_what_it_missed_of_its_person_and_account);
async fn whoever_returns_with_a_cursor_gets_what_it_missed_of_its_person_and_account(app: TestApp) {
    let (ana, berta) = (app.person("Ana").create().await, app.person("Berta").create().await);
    let other = app.other_account().await;
    let theirs = other.person("Zoe").create().await;
    let coordinator = app.as_role(Role::Coordinator).await;
    let cursor = coordinator.query("{ liveCursor }", json!({})).await["liveCursor"].clone();
    other.as_role(Role::Admin).await.query(DEACTIVATE, json!({ "id": theirs.id })).await;
    for person in [&berta, &ana] {
        coordinator.query(DEACTIVATE, json!({ "id": person.id })).await;
    }

    let mut everyone = coordinator.subscribe(CHANGED, json!({ "after": cursor })).await;
    let mut only_ana = coordinator.subscribe(CHANGED, json!({ "after": cursor, "personId": ana.id })).await;

    assert_eq!(everyone.next_within(SOON).await["personChanged"]["nodeId"], json!(berta.id));
    assert_eq!(everyone.next_within(SOON).await["personChanged"]["nodeId"], json!(ana.id));
    assert_eq!(only_ana.next_within(SOON).await["personChanged"]["nodeId"], json!(ana.id));
}

on_both!(a_cursor_that_is_none_or_another_databases_is_refused_with_its_code);
async fn a_cursor_that_is_none_or_another_databases_is_refused_with_its_code(app: TestApp) {
    let viewer = app.as_role(Role::Viewer).await;
    let foreign = switchboard::live::cursor::encode(sea_orm::prelude::Uuid::now_v7(), switchboard::live::Position(1));

    let unreadable = viewer.subscribe(CHANGED, json!({ "after": "42" })).await.error_within(SOON).await;
    let elsewhere = viewer.subscribe(CHANGED, json!({ "after": foreign })).await.error_within(SOON).await;

    assert_eq!((unreadable.code.as_str(), elsewhere.code.as_str()), ("CURSOR_INVALID", "CURSOR_EXPIRED"));
}

on_both!(a_cursor_whose_changes_were_pruned_has_expired);
async fn a_cursor_whose_changes_were_pruned_has_expired(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let before = coordinator.query("{ liveCursor }", json!({})).await["liveCursor"].clone();
    coordinator.query(CREATE, json!({ "input": { "name": "Ana" } })).await;
    app.app().live.catch_up().await.expect("the change gets its place");
    app.app().live.log().prune(app.now() + chrono::TimeDelta::hours(1)).await.expect("the outbox is pruned");

    // The process that has the change in memory would still tell it.
    let viewer = app.another_process().await.as_role(Role::Viewer).await;
    let expired = viewer.subscribe(CHANGED, json!({ "after": before })).await.error_within(SOON).await;

    assert_eq!(expired.code, "CURSOR_EXPIRED");
}
