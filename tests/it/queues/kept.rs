//! How far back the past reaches: as far as it was seen, and as it is kept.

use acceptance::{Client, TestApp, on_both};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{call, call_leg, queue_event, queue_member, queue_visit, stored::Role};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use switchboard::worker::housekeeping;
use telephony::simulator::HangUp;

use super::Desk;

const PAST: &str = "query ($queue: ID!, $at: DateTime!) { queue(id: $queue) {
    state(at: $at) { members { extension } waiting { number } counters { offered } } } }";

async fn past(client: &Client, queue: &Value, at: DateTime<Utc>) -> Value {
    client.query(PAST, json!({ "queue": queue, "at": at })).await["queue"]["state"].take()
}

async fn too_long_ago(client: &Client, queue: &Value, at: DateTime<Utc>) -> bool {
    client.error(PAST, json!({ "queue": queue, "at": at })).await.code == "BAD_REQUEST"
}

async fn count<E: EntityTrait<Model: Sync>>(app: &TestApp) -> u64 {
    E::find().count(app.app().db.read()).await.expect("counted")
}

on_both!(of_an_instant_before_a_queue_was_found_nothing_is_said);
async fn of_an_instant_before_a_queue_was_found_nothing_is_said(app: TestApp) {
    let desk = Desk::with_ana(&app).await;
    let viewer = app.as_role(Role::Viewer).await;
    let found = app.now();
    app.clock.advance(TimeDelta::seconds(10));

    let refused = too_long_ago(&viewer, &desk.queue, found - TimeDelta::seconds(1)).await;
    let told = past(&viewer, &desk.queue, found).await;

    assert!(refused);
    assert_eq!(told["members"], json!([{ "extension": "1001" }]));
}

on_both!(what_is_older_than_is_kept_goes_and_the_rest_stays);
async fn what_is_older_than_is_kept_goes_and_the_rest_stays(app: TestApp) {
    let desk = Desk::with_ana(&app).await;
    let talks = desk.telephones.call("support", Some("+34972183386"));
    desk.telephones.answer("1001");
    desk.telephones.system.hang_up(&talks, HangUp::ByCaller).expect("hung up");
    desk.board(&app, |queue| queue["state"]["counters"]["answered"] == 1 && queue["state"]["members"][0]["presence"] == "AVAILABLE").await;
    let long_ago = app.now();
    app.clock.advance(TimeDelta::days(300));
    let stays = desk.telephones.call("support", Some("+34972183387"));
    desk.telephones.system.hang_up(&stays, HangUp::ByCaller).expect("hung up");
    desk.board(&app, |queue| queue["state"]["counters"]["abandoned"] == 1).await;
    let lately = app.now();
    let versions = count::<queue_member::Entity>(&app).await;

    app.clock.advance(TimeDelta::days(100));
    housekeeping::once(app.app()).await.expect("cleaned up");
    let before = [count::<call::Entity>(&app).await, count::<queue_visit::Entity>(&app).await];
    app.clock.advance(TimeDelta::days(3));
    housekeeping::once(app.app()).await.expect("cleaned up");
    app.clock.advance(TimeDelta::seconds(1));
    let viewer = app.as_role(Role::Viewer).await;

    assert_eq!(before, [2, 2], "not yet");
    assert_eq!((count::<call::Entity>(&app).await, count::<queue_visit::Entity>(&app).await), (1, 1));
    assert!(count::<queue_member::Entity>(&app).await < versions);
    assert!(app.commands().await.is_empty());
    assert!(!app.audit_log().await.is_empty(), "the audit log is always kept");
    let events = queue_event::Entity::find().all(app.app().db.read()).await.expect("read");
    assert!(!events.is_empty() && events.iter().all(|event| event.occurred_at >= lately), "{events:#?}");
    let legs = call_leg::Entity::find().all(app.app().db.read()).await.expect("read");
    assert!(legs.iter().all(|leg| leg.started_at >= lately), "{legs:#?}");
    assert!(too_long_ago(&viewer, &desk.queue, long_ago).await);
    let told = past(&viewer, &desk.queue, lately).await;
    assert_eq!((&told["members"], &told["counters"]["offered"]), (&json!([{ "extension": "1001" }]), &json!(1)));
}
