//! Occurrences that are moved, paused, resumed and canceled alone.

use acceptance::{Client, TestApp, on_both};
use chrono::TimeDelta;
use entity::stored::Role;
use serde_json::{Value, json};

use super::{begin, errors, occurrences, status};

/// One mutation of an occurrence.
pub(crate) async fn step(client: &Client, field: &str, id: &Value, arguments: &str) -> Value {
    let document = format!(
        "mutation ($id: ID!) {{ {field}(id: $id{arguments}) {{
            occurrence {{ state cause startsAt endsAt originalStart moved }} userErrors {{ code path message }} }} }}"
    );
    client.query(&document, json!({ "id": id })).await[field].clone()
}

async fn daily(app: &TestApp, client: &Client, count: u32) -> String {
    let calendar = app.calendar().await;
    let rule = format!("FREQ=DAILY;COUNT={count}");
    let input = json!({ "calendarId": calendar, "title": "x", "start": "2026-11-22T09:00:00", "rule": rule });
    app.event(client, input).await
}

on_both!(an_occurrence_is_moved_alone_and_remembers_where_it_was);
async fn an_occurrence_is_moved_alone_and_remembers_where_it_was(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let event = daily(&app, &coordinator, 3).await;
    let made = occurrences(&coordinator, &event, None).await;

    let moved = step(&coordinator, "occurrenceMove", &made[1]["id"], ", startsAt: \"2026-11-23T15:00:00Z\"").await;

    let expected = json!({
        "state": "PENDING", "cause": null, "startsAt": "2026-11-23T15:00:00+00:00", "endsAt": "2026-11-23T16:00:00+00:00",
        "originalStart": "2026-11-23T08:00:00+00:00", "moved": true,
    });
    assert_eq!((&moved["occurrence"], &moved["userErrors"]), (&expected, &json!([])));
    assert_eq!(begin(&occurrences(&coordinator, &event, None).await), ["11-22T08:00", "11-23T15:00", "11-24T08:00"]);
    let back = step(&coordinator, "occurrenceMove", &made[1]["id"], ", startsAt: \"2026-11-23T08:00:00Z\"").await;
    assert_eq!(back["occurrence"]["moved"], false);
}

on_both!(an_occurrence_is_not_moved_into_the_past_or_to_an_end_before_its_start);
async fn an_occurrence_is_not_moved_into_the_past_or_to_an_end_before_its_start(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let event = daily(&app, &coordinator, 1).await;
    let made = occurrences(&coordinator, &event, None).await;
    let table = [
        (", startsAt: \"2026-11-21T10:00:00Z\"", "startsAt", "INVALID"),
        (", startsAt: \"2026-11-23T10:00:00Z\", endsAt: \"2026-11-23T10:00:00Z\"", "endsAt", "INVALID"),
        (", startsAt: \"2026-11-23T10:00:00Z\", endsAt: \"2027-11-23T10:00:00Z\"", "endsAt", "LIMIT_REACHED"),
    ];

    for (arguments, path, code) in table {
        let refused = step(&coordinator, "occurrenceMove", &made[0]["id"], arguments).await;
        assert_eq!(errors(&refused), json!([[code, path]]), "{arguments}");
    }
}

on_both!(every_step_is_refused_in_every_state_that_it_is_not_for);
async fn every_step_is_refused_in_every_state_that_it_is_not_for(app: TestApp) {
    const STEPS: [(&str, &str); 4] = [
        ("occurrenceMove", ", startsAt: \"2026-12-24T10:00:00Z\""),
        ("occurrencePause", ""),
        ("occurrenceResume", ""),
        ("occurrenceCancel", ""),
    ];
    let coordinator = app.as_role(Role::Coordinator).await;
    let event = daily(&app, &coordinator, 5).await;
    let made = occurrences(&coordinator, &event, None).await;
    // The first passes, the second passes while it is paused; the others stay as they are now.
    step(&coordinator, "occurrencePause", &made[1]["id"], "").await;
    step(&coordinator, "occurrencePause", &made[3]["id"], "").await;
    step(&coordinator, "occurrenceCancel", &made[4]["id"], "").await;
    app.clock.advance(TimeDelta::days(2));
    app.keep_events().await;
    // Allowed are: nothing, nothing, move pause cancel, resume cancel, nothing.
    let table = [
        ("COMPLETED", ""),
        ("SKIPPED", ""),
        ("PENDING", "occurrenceResume"),
        ("PAUSED", "occurrenceMove occurrencePause"),
        ("CANCELED", ""),
    ];

    for ((state, refused), one) in table.iter().zip(&made) {
        let now = occurrences(&coordinator, &event, None).await.into_iter().find(|known| known["id"] == one["id"]).expect("it is there");
        assert_eq!(now["state"], *state);
        for (field, arguments) in STEPS.iter().filter(|(field, _)| refused.is_empty() || refused.contains(field)) {
            let answer = step(&coordinator, field, &one["id"], arguments).await;
            assert_eq!((errors(&answer), &answer["occurrence"]), (json!([["CONFLICT", "id"]]), &Value::Null), "{field} of {state}");
        }
        let after = occurrences(&coordinator, &event, None).await.into_iter().find(|known| known["id"] == one["id"]).expect("it is there");
        assert_eq!(after, now, "{state}");
    }
}

on_both!(what_is_paused_until_its_end_is_skipped_and_the_series_goes_on);
async fn what_is_paused_until_its_end_is_skipped_and_the_series_goes_on(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let event = daily(&app, &coordinator, 2).await;
    let made = occurrences(&coordinator, &event, None).await;
    let paused = step(&coordinator, "occurrencePause", &made[0]["id"], "").await;
    assert_eq!((&paused["occurrence"]["state"], &paused["occurrence"]["cause"]), (&json!("PAUSED"), &json!("ALONE")));

    // From ten on Saturday to half past eight on Sunday: it has begun, and has not ended.
    app.clock.advance(TimeDelta::minutes(22 * 60 + 30));
    app.keep_events().await;
    let meanwhile = occurrences(&coordinator, &event, None).await;
    app.clock.advance(TimeDelta::minutes(30));
    app.keep_events().await;

    assert_eq!(meanwhile[0]["state"], "PAUSED");
    let after = occurrences(&coordinator, &event, None).await;
    assert_eq!((&after[0]["state"], &after[1]["state"]), (&json!("SKIPPED"), &json!("PENDING")));
    assert_eq!(status(&coordinator, &event).await, "ACTIVE");
}

on_both!(what_is_resumed_after_its_start_is_completed_at_once);
async fn what_is_resumed_after_its_start_is_completed_at_once(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let event = daily(&app, &coordinator, 1).await;
    let made = occurrences(&coordinator, &event, None).await;
    step(&coordinator, "occurrencePause", &made[0]["id"], "").await;
    app.clock.advance(TimeDelta::minutes(22 * 60 + 30));

    let resumed = step(&coordinator, "occurrenceResume", &made[0]["id"], "").await;

    assert_eq!((&resumed["occurrence"]["state"], &resumed["userErrors"]), (&json!("COMPLETED"), &json!([])));
    assert_eq!(status(&coordinator, &event).await, "COMPLETED");
}

on_both!(what_has_begun_is_not_called_off_although_nobody_has_come_to_it_yet);
async fn what_has_begun_is_not_called_off_although_nobody_has_come_to_it_yet(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let event = daily(&app, &coordinator, 1).await;
    let made = occurrences(&coordinator, &event, None).await;
    app.clock.advance(TimeDelta::hours(22));

    let canceled = step(&coordinator, "occurrenceCancel", &made[0]["id"], "").await;

    assert_eq!(errors(&canceled), json!([["CONFLICT", "id"]]));
}

on_both!(nobody_touches_anothers_occurrence);
async fn nobody_touches_anothers_occurrence(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let event = daily(&app, &coordinator, 1).await;
    let made = occurrences(&coordinator, &event, None).await;
    let (berta, _) = app.calendar_user("Berta").await;
    let other = app.other_account().await.as_role(Role::Admin).await;

    for client in [&berta, &other] {
        let refused = step(client, "occurrenceCancel", &made[0]["id"], "").await;
        assert_eq!(errors(&refused), json!([["NOT_FOUND", "id"]]));
    }
}
