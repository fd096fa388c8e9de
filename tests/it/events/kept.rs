//! What becomes of events by themselves: occurrences completed, skipped and made, by one task of all processes.

use acceptance::{SOON, TestApp, on_both};
use chrono::TimeDelta;
use entity::stored::Role;
use serde_json::json;
use switchboard::events::{keeper, listener};
use tokio_util::sync::CancellationToken;

use super::{begin, occurrences, status};

on_both!(an_outage_of_three_days_leaves_each_occurrence_in_one_state_and_the_series_alive);
async fn an_outage_of_three_days_leaves_each_occurrence_in_one_state_and_the_series_alive(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let calendar = app.calendar().await;
    let often = json!({ "calendarId": calendar, "title": "often", "start": "2026-11-21T11:05:00", "durationSeconds": 60, "rule": "FREQ=MINUTELY;INTERVAL=5" });
    let daily = json!({ "calendarId": calendar, "title": "daily", "start": "2026-11-22T09:00:00", "rule": "FREQ=DAILY" });
    let (often, daily) = (app.event(&coordinator, often).await, app.event(&coordinator, daily).await);
    let made = occurrences(&coordinator, &daily, None).await;
    let pause = "mutation ($id: ID!) { occurrencePause(id: $id) { userErrors { code } } }";
    coordinator.query(pause, json!({ "id": made[1]["id"] })).await;

    app.clock.advance(TimeDelta::days(3));
    app.keep_events().await;

    let after = occurrences(&coordinator, &daily, None).await;
    let states: Vec<&str> = after.iter().take(4).filter_map(|one| one["state"].as_str()).collect();
    assert_eq!(states, ["COMPLETED", "SKIPPED", "COMPLETED", "PENDING"]);
    // Every five minutes of three days, from ten o'clock on; the five hundred that were made ahead were not enough.
    const COUNTS: &str = "query ($id: ID!, $after: String) { event(id: $id) {
        occurrences(first: 200, after: $after) { nodes { state originalStart } pageInfo { endCursor hasNextPage } } } }";
    let (mut seen, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let page = coordinator.query(COUNTS, json!({ "id": often, "after": cursor })).await["event"]["occurrences"].clone();
        seen.extend(page["nodes"].as_array().expect("nodes").clone());
        cursor = page["pageInfo"]["endCursor"].as_str().map(str::to_owned);
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    let of = |state: &str| seen.iter().filter(|one| one["state"] == state).count();
    assert_eq!((of("COMPLETED"), of("PENDING"), seen.len()), (3 * 24 * 12, 500, 3 * 24 * 12 + 500));
    let mut starts: Vec<&str> = seen.iter().filter_map(|one| one["originalStart"].as_str()).collect();
    starts.dedup();
    assert_eq!(starts.len(), seen.len());
    assert_eq!((status(&coordinator, &often).await, status(&coordinator, &daily).await), (json!("ACTIVE"), json!("ACTIVE")));
}

on_both!(occurrences_are_made_sixty_days_ahead_and_the_next_one_however_far_it_is);
async fn occurrences_are_made_sixty_days_ahead_and_the_next_one_however_far_it_is(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let calendar = app.calendar().await;
    let by = |rule: &str| json!({ "calendarId": calendar, "title": "x", "start": "2026-11-22T09:00:00", "rule": rule });
    let daily = app.event(&coordinator, by("FREQ=DAILY")).await;
    let yearly = app.event(&coordinator, by("FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=1,2")).await;

    assert_eq!(occurrences(&coordinator, &daily, None).await.len(), 60);
    assert_eq!(begin(&occurrences(&coordinator, &yearly, None).await), ["07-01T07:00"]);
    // The second is made when it is sixty days away, and not only when the first is over.
    app.clock.advance(TimeDelta::days(163));
    app.keep_events().await;
    assert_eq!(begin(&occurrences(&coordinator, &yearly, None).await), ["07-01T07:00", "07-02T07:00"]);
}

on_both!(nine_oclock_stays_nine_oclock_across_the_change_of_the_clock);
async fn nine_oclock_stays_nine_oclock_across_the_change_of_the_clock(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let calendar = app.calendar().await;
    let input = json!({ "calendarId": calendar, "title": "x", "start": "2027-03-26T09:00:00", "rule": "FREQ=DAILY;COUNT=4" });
    let event = app.event(&coordinator, input).await;
    app.clock.advance(TimeDelta::days(90));
    app.keep_events().await;

    let made = occurrences(&coordinator, &event, None).await;

    assert_eq!(begin(&made), ["03-26T08:00", "03-27T08:00", "03-28T07:00", "03-29T07:00"]);
}

on_both!(the_count_of_a_series_is_that_of_the_whole_series);
async fn the_count_of_a_series_is_that_of_the_whole_series(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let calendar = app.calendar().await;
    let input = json!({ "calendarId": calendar, "title": "x", "start": "2026-11-22T09:00:00", "rule": "FREQ=DAILY;COUNT=3" });
    let event = app.event(&coordinator, input).await;

    for _ in 0..9 {
        app.clock.advance(TimeDelta::days(1));
        app.keep_events().await;
    }

    assert_eq!(begin(&occurrences(&coordinator, &event, None).await), ["11-22T08:00", "11-23T08:00", "11-24T08:00"]);
    assert_eq!(status(&coordinator, &event).await, "COMPLETED");
}

on_both!(of_two_processes_that_keep_events_each_occurrence_is_completed_once);
async fn of_two_processes_that_keep_events_each_occurrence_is_completed_once(app: TestApp) {
    const CHANGES: &str = "subscription { occurrenceChanged { what occurrence { startsAt } } }";
    let coordinator = app.as_role(Role::Coordinator).await;
    let calendar = app.calendar().await;
    let other = app.another_process().await;
    let stop = CancellationToken::new();
    let keepers = [app.app(), other.app_behind()].map(|app| tokio::spawn(keeper::run(app.clone(), listener::nobody(), stop.clone())));
    for title in ["one", "two", "three", "four"] {
        let input = json!({ "calendarId": calendar, "title": title, "start": "2026-11-21T12:00:00", "rule": "FREQ=DAILY;COUNT=2" });
        app.event(&coordinator, input).await;
    }
    let mut changes = coordinator.subscribe(CHANGES, json!({})).await;

    app.clock.advance(TimeDelta::hours(1));

    for _ in 0..4 {
        let change = changes.next_within(SOON).await;
        let expected = json!({ "what": "COMPLETED", "occurrence": { "startsAt": "2026-11-21T11:00:00+00:00" } });
        assert_eq!(change["occurrenceChanged"], expected);
    }
    stop.cancel();
    for keeper in keepers {
        keeper.await.expect("a keeper ends");
    }
    let completed = app.news().await.iter().filter(|news| news.payload["what"] == "COMPLETED").count();
    assert_eq!(completed, 4);
}
