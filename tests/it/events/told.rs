//! What subscribers and listeners hear of events and occurrences.

use std::sync::{Arc, Mutex};

use acceptance::{SOON, TestApp, on_both};
use chrono::TimeDelta;
use entity::stored::Role;
use futures_util::{FutureExt, future::BoxFuture};
use sea_orm::DbErr;
use serde_json::json;
use switchboard::{
    db::Tx,
    events::{
        keeper,
        listener::{Listener, SharedListener, Told},
    },
};

use super::{alone::step, occurrences};

on_both!(a_subscriber_hears_what_becomes_of_one_calendar_and_a_calendar_user_only_of_the_own);
async fn a_subscriber_hears_what_becomes_of_one_calendar_and_a_calendar_user_only_of_the_own(app: TestApp) {
    const OCCURRENCES: &str = "subscription ($calendar: ID) { occurrenceChanged(calendarId: $calendar) {
        kind what occurrence { state event { title } } } }";
    const EVENTS: &str = "subscription { eventChanged { kind event { title status } } }";
    let coordinator = app.as_role(Role::Coordinator).await;
    let (berta, _) = app.calendar_user("Berta").await;
    let bertas = app.calendar_by(&berta, json!({ "name": "Berta's", "timeZone": "Europe/Madrid" })).await;
    let teams = app.calendar().await;
    let mut own = berta.subscribe(OCCURRENCES, json!({})).await;
    let mut own_events = berta.subscribe(EVENTS, json!({})).await;
    let mut of_one = coordinator.subscribe(OCCURRENCES, json!({ "calendar": bertas })).await;

    for (calendar, title) in [(&teams, "theirs"), (&bertas, "own")] {
        app.event(&coordinator, json!({ "calendarId": calendar, "title": title, "start": "2026-11-23T09:00:00" })).await;
    }

    let expected = json!({ "kind": "CREATED", "what": "MADE", "occurrence": { "state": "PENDING", "event": { "title": "own" } } });
    assert_eq!(own.next_within(SOON).await["occurrenceChanged"], expected);
    assert_eq!(of_one.next_within(SOON).await["occurrenceChanged"], expected);
    let expected = json!({ "kind": "CREATED", "event": { "title": "own", "status": "ACTIVE" } });
    assert_eq!(own_events.next_within(SOON).await["eventChanged"], expected);
    assert!(own.is_silent() && own_events.is_silent() && of_one.is_silent());
}

/// Writes down what it hears, and refuses when told to.
#[derive(Default)]
struct Ear {
    heard: Mutex<Vec<String>>,
    refuses: Mutex<bool>,
}

impl Listener for Ear {
    fn hear<'a>(&'a self, _: &'a Tx, told: Told<'a>) -> BoxFuture<'a, Result<(), DbErr>> {
        let mut heard = self.heard.lock().expect("no panic");
        heard.extend(told.happened.iter().map(|happened| format!("{:?}", happened.what)));
        let refuses = *self.refuses.lock().expect("no panic");
        let answer = if refuses { Err(DbErr::Custom("not now".to_owned())) } else { Ok(()) };
        std::future::ready(answer).boxed()
    }
}

on_both!(a_listener_hears_in_the_same_transaction_and_what_it_refuses_does_not_happen);
async fn a_listener_hears_in_the_same_transaction_and_what_it_refuses_does_not_happen(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let calendar = app.calendar().await;
    let input = json!({ "calendarId": calendar, "title": "x", "start": "2026-11-22T09:00:00", "rule": "FREQ=DAILY;COUNT=2" });
    let event = app.event(&coordinator, input).await;
    let made = occurrences(&coordinator, &event, None).await;
    step(&coordinator, "occurrencePause", &made[0]["id"], "").await;
    app.clock.advance(TimeDelta::days(2));
    let ear = Arc::new(Ear::default());
    let listener: SharedListener = Arc::clone(&ear) as SharedListener;

    *ear.refuses.lock().expect("no panic") = true;
    let refused = keeper::once(app.app(), &listener).await;
    let meanwhile = occurrences(&coordinator, &event, None).await;
    *ear.refuses.lock().expect("no panic") = false;
    ear.heard.lock().expect("no panic").clear();
    // Whoever took it up and failed leaves it to the next after the lease.
    app.clock.advance(TimeDelta::minutes(2));
    keeper::once(app.app(), &listener).await.expect("events are kept");

    assert!(refused.is_err());
    assert_eq!((&meanwhile[0]["state"], &meanwhile[1]["state"]), (&json!("PAUSED"), &json!("PENDING")));
    assert_eq!(*ear.heard.lock().expect("no panic"), ["Completed", "Skipped"]);
}
