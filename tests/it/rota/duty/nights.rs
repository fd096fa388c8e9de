//! Nights in which the clocks are changed.

use acceptance::{TestApp, on_both};
use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use serde_json::json;

use super::{until_wanted, wishes};

fn utc(year: i32, month: u32, day: u32, hour: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(year, month, day, hour, 0, 0).single().expect("an instant")
}

/// Ana until the clocks are changed, at one o'clock in London, Pau for the hour after it; then nobody.
async fn a_night(app: &TestApp, change: DateTime<Utc>) -> Vec<serde_json::Value> {
    app.clock.advance(change - TimeDelta::hours(1) - app.now());
    let queue = app.managed_queue("support").await.id;
    app.driven_by_the_rota(queue).await;
    let (ana, pau) = (app.person("Ana").extension("1001").create().await, app.person("Pau").extension("1002").create().await);
    let week = app.published_week(queue, change).await;
    week.slot(change - TimeDelta::hours(1), 60, &[Some(&ana)]).await;
    week.slot(change, 60, &[Some(&pau)]).await;
    let _keeper = app.keeps_duty("one");

    until_wanted(app, queue, json!([["Ana", "TURN", null]])).await;
    app.clock.advance(TimeDelta::hours(1));
    until_wanted(app, queue, json!([["Pau", "TURN", null]])).await;
    app.clock.advance(TimeDelta::hours(1));
    until_wanted(app, queue, json!([])).await;

    wishes(app, queue).await.iter().map(|wish| wish[2].clone()).collect()
}

on_both!(in_the_night_of_spring_a_turn_begins_where_the_hour_is_missing);
async fn in_the_night_of_spring_a_turn_begins_where_the_hour_is_missing(app: TestApp) {
    let told = a_night(&app, utc(2027, 3, 28, 1)).await;

    assert_eq!(told, ["turn 01:00-03:00", "turn 03:00-04:00", "turn 01:00-03:00 is over", "turn 03:00-04:00 is over"]);
}

on_both!(in_the_night_of_autumn_the_hour_that_comes_twice_is_two_hours);
async fn in_the_night_of_autumn_the_hour_that_comes_twice_is_two_hours(app: TestApp) {
    let told = a_night(&app, utc(2027, 10, 31, 1)).await;

    assert_eq!(told, ["turn 02:00-02:00", "turn 02:00-03:00", "turn 02:00-02:00 is over", "turn 02:00-03:00 is over"]);
}
