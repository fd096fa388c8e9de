//! Events as a whole: paused, resumed, canceled, ended and changed.

use acceptance::{Client, TestApp, on_both};
use chrono::TimeDelta;
use entity::stored::Role;
use serde_json::{Value, json};

use super::{alone::step as alone, begin, errors, occurrences, status};

/// One mutation of an event.
async fn step(client: &Client, field: &str, id: &str) -> Value {
    let document = format!("mutation ($id: ID!) {{ {field}(id: $id) {{ event {{ status sequence }} userErrors {{ code path }} }} }}");
    client.query(&document, json!({ "id": id })).await[field].clone()
}

async fn end(client: &Client, id: &str, at: Value) -> Value {
    const END: &str = "mutation ($id: ID!, $at: DateTime) { eventEnd(id: $id, at: $at) {
        event { status endsAt } replan { kept keptMoved added withdrawn restored } userErrors { code path } } }";
    client.query(END, json!({ "id": id, "at": at })).await["eventEnd"].clone()
}

async fn change(client: &Client, id: &str, input: Value) -> Value {
    const CHANGE: &str = "mutation ($id: ID!, $input: EventUpdateInput!) { eventUpdate(id: $id, input: $input) {
        event { title sequence rule durationSeconds status } replan { kept keptMoved added withdrawn restored } userErrors { code path } } }";
    client.query(CHANGE, json!({ "id": id, "input": input })).await["eventUpdate"].clone()
}

async fn by_rule(app: &TestApp, client: &Client, rule: &str) -> String {
    let calendar = app.calendar().await;
    app.event(client, json!({ "calendarId": calendar, "title": "x", "start": "2026-11-22T09:00:00", "rule": rule })).await
}

async fn states(client: &Client, event: &str) -> Vec<String> {
    let states = occurrences(client, event, None).await.into_iter();
    let told = |one: Value| match one["cause"].as_str() {
        Some(cause) => format!("{} {cause}", one["state"].as_str().unwrap_or_default()),
        None => one["state"].as_str().unwrap_or_default().to_owned(),
    };
    states.map(told).collect()
}

on_both!(an_event_is_paused_and_resumed_and_what_was_paused_alone_stays);
async fn an_event_is_paused_and_resumed_and_what_was_paused_alone_stays(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let event = by_rule(&app, &coordinator, "FREQ=DAILY;COUNT=3").await;
    let made = occurrences(&coordinator, &event, None).await;
    alone(&coordinator, "occurrencePause", &made[1]["id"], "").await;

    let paused = step(&coordinator, "eventPause", &event).await;
    let meanwhile = states(&coordinator, &event).await;
    let refused = alone(&coordinator, "occurrenceResume", &made[0]["id"], "").await;
    step(&coordinator, "eventResume", &event).await;

    assert_eq!(paused["event"]["status"], "PAUSED");
    assert_eq!(meanwhile, ["PAUSED EVENT", "PAUSED ALONE", "PAUSED EVENT"]);
    assert_eq!(errors(&refused), json!([["CONFLICT", "id"]]));
    assert_eq!(states(&coordinator, &event).await, ["PENDING", "PAUSED ALONE", "PENDING"]);
}

on_both!(what_of_a_paused_event_passes_is_skipped_and_the_rest_goes_on);
async fn what_of_a_paused_event_passes_is_skipped_and_the_rest_goes_on(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let event = by_rule(&app, &coordinator, "FREQ=DAILY;COUNT=3").await;
    step(&coordinator, "eventPause", &event).await;
    // Far longer than half a day, after which a series once was lost.
    app.clock.advance(TimeDelta::hours(48));
    app.keep_events().await;

    let resumed = step(&coordinator, "eventResume", &event).await;

    assert_eq!(resumed["event"]["status"], "ACTIVE");
    assert_eq!(states(&coordinator, &event).await, ["SKIPPED", "SKIPPED", "PENDING"]);
}

on_both!(a_canceled_event_is_over_for_good);
async fn a_canceled_event_is_over_for_good(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let event = by_rule(&app, &coordinator, "FREQ=DAILY").await;
    app.clock.advance(TimeDelta::days(1));
    app.keep_events().await;

    let canceled = step(&coordinator, "eventCancel", &event).await;

    assert_eq!(canceled["event"]["status"], "CANCELED");
    let after = states(&coordinator, &event).await;
    assert_eq!((&after[0], after[1..].iter().all(|state| state == "CANCELED EVENT")), (&"COMPLETED".to_owned(), true));
    for field in ["eventPause", "eventResume", "eventCancel"] {
        assert_eq!(errors(&step(&coordinator, field, &event).await), json!([["CONFLICT", "id"]]), "{field}");
    }
    assert_eq!(errors(&change(&coordinator, &event, json!({ "title": "y" })).await), json!([["CONFLICT", "id"]]));
    assert_eq!(errors(&end(&coordinator, &event, Value::Null).await), json!([["CONFLICT", "id"]]));
    app.clock.advance(TimeDelta::days(90));
    app.keep_events().await;
    assert_eq!(occurrences(&coordinator, &event, Some(&["PENDING"])).await.len(), 0);
}

on_both!(every_step_of_an_event_is_refused_in_every_status_that_it_is_not_for);
async fn every_step_of_an_event_is_refused_in_every_status_that_it_is_not_for(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let [active, paused, completed] = [
        by_rule(&app, &coordinator, "FREQ=DAILY").await,
        by_rule(&app, &coordinator, "FREQ=DAILY").await,
        by_rule(&app, &coordinator, "FREQ=DAILY;COUNT=1").await,
    ];
    step(&coordinator, "eventPause", &paused).await;
    app.clock.advance(TimeDelta::days(1));
    app.keep_events().await;
    let table = [
        ("ACTIVE", &active, ["eventResume"].as_slice()),
        ("PAUSED", &paused, &["eventPause"]),
        ("COMPLETED", &completed, &["eventPause", "eventResume", "eventCancel"]),
    ];

    for (expected, event, refused) in table {
        assert_eq!(status(&coordinator, event).await, expected);
        for field in refused {
            assert_eq!(errors(&step(&coordinator, field, event).await), json!([["CONFLICT", "id"]]), "{field} of {expected}");
        }
    }
}

on_both!(an_end_cuts_off_what_comes_after_and_gives_it_back_when_it_is_taken_away);
async fn an_end_cuts_off_what_comes_after_and_gives_it_back_when_it_is_taken_away(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let event = by_rule(&app, &coordinator, "FREQ=DAILY;COUNT=4").await;

    let ended = end(&coordinator, &event, json!("2026-11-23T08:00:00Z")).await;
    let meanwhile = states(&coordinator, &event).await;
    let longer = end(&coordinator, &event, json!("2026-11-24T08:00:00Z")).await;
    let endless = end(&coordinator, &event, Value::Null).await;

    let done = |kept: u32, withdrawn: u32, restored: u32| json!({ "kept": kept, "keptMoved": 0, "added": 0, "withdrawn": withdrawn, "restored": restored });
    assert_eq!(
        (&ended["replan"], meanwhile),
        (&done(2, 2, 0), vec!["PENDING".to_owned(), "PENDING".to_owned(), "CANCELED END".to_owned(), "CANCELED END".to_owned()])
    );
    assert_eq!((&longer["replan"], &endless["replan"]), (&done(2, 0, 1), &done(3, 0, 1)));
    assert_eq!(states(&coordinator, &event).await, ["PENDING"; 4]);
}

on_both!(an_event_that_ended_is_completed_when_its_last_has_begun_and_opens_again_when_it_is_changed);
async fn an_event_that_ended_is_completed_when_its_last_has_begun_and_opens_again_when_it_is_changed(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let event = by_rule(&app, &coordinator, "FREQ=DAILY").await;
    end(&coordinator, &event, json!("2026-11-23T08:00:00Z")).await;
    app.clock.advance(TimeDelta::days(2));
    app.keep_events().await;
    assert_eq!(status(&coordinator, &event).await, "COMPLETED");

    let again = end(&coordinator, &event, json!("2026-11-25T08:00:00Z")).await;

    assert_eq!((&again["event"]["status"], &again["replan"]["restored"]), (&json!("ACTIVE"), &json!(2)));
    assert_eq!(begin(&occurrences(&coordinator, &event, Some(&["PENDING"])).await), ["11-24T08:00", "11-25T08:00"]);
}

on_both!(a_change_keeps_what_was_moved_alone_where_it_still_exists_and_says_what_it_did);
async fn a_change_keeps_what_was_moved_alone_where_it_still_exists_and_says_what_it_did(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    // Sunday, Monday, Tuesday, Wednesday; Monday and Tuesday are moved, Wednesday is canceled.
    let event = by_rule(&app, &coordinator, "FREQ=DAILY;COUNT=4").await;
    let made = occurrences(&coordinator, &event, None).await;
    alone(&coordinator, "occurrenceMove", &made[1]["id"], ", startsAt: \"2026-11-23T20:00:00Z\"").await;
    alone(&coordinator, "occurrenceMove", &made[2]["id"], ", startsAt: \"2026-11-24T20:00:00Z\"").await;
    alone(&coordinator, "occurrenceCancel", &made[3]["id"], "").await;

    let changed = change(&coordinator, &event, json!({ "rule": "FREQ=WEEKLY;BYDAY=SU,MO,WE;COUNT=5", "durationSeconds": 600 })).await;

    assert_eq!(changed["replan"], json!({ "kept": 2, "keptMoved": 1, "added": 2, "withdrawn": 1, "restored": 0 }));
    let after = occurrences(&coordinator, &event, Some(&["PENDING"])).await;
    assert_eq!(begin(&after), ["11-22T08:00", "11-23T20:00", "11-29T08:00", "11-30T08:00"]);
    assert_eq!((&after[0]["endsAt"], &after[1]["endsAt"]), (&json!("2026-11-22T08:10:00+00:00"), &json!("2026-11-23T21:00:00+00:00")));
    // What was canceled alone stays so; what the change took away comes back with another.
    let back = change(&coordinator, &event, json!({ "rule": "FREQ=DAILY;COUNT=4" })).await;
    assert_eq!(back["replan"], json!({ "kept": 2, "keptMoved": 1, "added": 0, "withdrawn": 2, "restored": 1 }));
    let after = states(&coordinator, &event).await;
    assert_eq!(after.iter().filter(|state| *state == "CANCELED ALONE").count(), 1, "{after:?}");
}

on_both!(a_change_leaves_what_was_before_it_alone);
async fn a_change_leaves_what_was_before_it_alone(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let event = by_rule(&app, &coordinator, "FREQ=DAILY;COUNT=3").await;
    app.clock.advance(TimeDelta::days(1));

    let changed = change(&coordinator, &event, json!({ "start": "2026-11-22T18:00:00", "title": "later" })).await;

    assert_eq!((&changed["event"]["title"], &changed["event"]["sequence"]), (&json!("later"), &json!(1)));
    assert_eq!(begin(&occurrences(&coordinator, &event, Some(&["COMPLETED"])).await), ["11-22T08:00"]);
    assert_eq!(begin(&occurrences(&coordinator, &event, Some(&["PENDING"])).await), ["11-22T17:00", "11-23T17:00", "11-24T17:00"]);
}

on_both!(what_is_as_it_was_changes_nothing);
async fn what_is_as_it_was_changes_nothing(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let event = by_rule(&app, &coordinator, "FREQ=DAILY;COUNT=3").await;
    let before = (app.audit_log().await.len(), app.news().await.len());

    let changed = change(&coordinator, &event, json!({ "title": "x", "rule": "COUNT=3;FREQ=DAILY" })).await;

    assert_eq!((&changed["event"]["sequence"], &changed["replan"]["kept"]), (&json!(0), &json!(0)));
    assert_eq!((app.audit_log().await.len(), app.news().await.len()), before);
}
