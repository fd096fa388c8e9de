//! Who keeps duty is killed, or there are several: what is true in the end is the same.

use acceptance::{TestApp, on_both};
use chrono::TimeDelta;
use entity::{id::QueueId, person};
use serde_json::json;
use switchboard::lease::LIFE;

use super::{until_wanted, wishes};

/// Turns of an hour: Ana's, which has begun, Pau's, Mar's.
async fn a_morning(app: &TestApp) -> (QueueId, [person::Model; 3]) {
    let queue = app.managed_queue("support").await.id;
    app.driven_by_the_rota(queue).await;
    let ana = app.person("Ana").extension("1001").create().await;
    let pau = app.person("Pau").extension("1002").create().await;
    let mar = app.person("Mar").extension("1003").create().await;
    let week = app.published_week(queue, app.now()).await;
    for (hour, person) in (0..).zip([&ana, &pau, &mar]) {
        week.slot(app.now() + TimeDelta::hours(hour), 60, &[Some(person)]).await;
    }
    (queue, [ana, pau, mar])
}

on_both!(one_killed_before_it_could_compare_is_made_good_by_its_successor);
async fn one_killed_before_it_could_compare_is_made_good_by_its_successor(app: TestApp) {
    let (queue, _team) = a_morning(&app).await;
    let keeper = app.keeps_duty("one");
    until_wanted(&app, queue, json!([["Ana", "TURN", null]])).await;

    keeper.is_killed().await;
    app.clock.advance(TimeDelta::hours(1));
    let successor = app.another_process().await;
    let _keeper = successor.keeps_duty("two");

    until_wanted(&app, queue, json!([["Pau", "TURN", null]])).await;
    assert_eq!(wishes(&app, queue).await.len(), 3);
}

on_both!(boundaries_missed_by_everybody_are_not_gone_through_one_by_one);
async fn boundaries_missed_by_everybody_are_not_gone_through_one_by_one(app: TestApp) {
    let (queue, _team) = a_morning(&app).await;
    let keeper = app.keeps_duty("one");
    until_wanted(&app, queue, json!([["Ana", "TURN", null]])).await;

    keeper.ends().await;
    app.clock.advance(TimeDelta::minutes(150));
    let _keeper = app.keeps_duty("one");
    until_wanted(&app, queue, json!([["Mar", "TURN", null]])).await;

    let expected = [
        json!(["Ana", "SYSTEM", "turn 11:00-12:00"]),
        json!(["Mar", "SYSTEM", "turn 13:00-14:00"]),
        json!(["Ana", "SYSTEM", "no longer on duty"]),
    ];
    assert_eq!(wishes(&app, queue).await, expected, "Pau's turn came and went");
}

on_both!(a_restart_within_a_turn_changes_nothing);
async fn a_restart_within_a_turn_changes_nothing(app: TestApp) {
    let (queue, [ana, ..]) = a_morning(&app).await;
    let keeper = app.keeps_duty("one");
    until_wanted(&app, queue, json!([["Ana", "TURN", null]])).await;
    let before = wishes(&app, queue).await;

    keeper.is_killed().await;
    app.clock.advance(LIFE);
    let _keeper = app.keeps_duty("two");
    let last = app.managed_queue("last").await.id;
    super::a_comparison(&app, last, &ana).await;

    assert_eq!(wishes(&app, queue).await, before);
}

on_both!(of_two_who_keep_duty_one_acts);
async fn of_two_who_keep_duty_one_acts(app: TestApp) {
    let (queue, _team) = a_morning(&app).await;
    let other = app.another_process().await;
    let _keepers = [app.keeps_duty("one"), other.keeps_duty("two")];
    until_wanted(&app, queue, json!([["Ana", "TURN", null]])).await;

    // The lease of whoever holds it has long expired by then: both may take it.
    app.clock.advance(TimeDelta::hours(1));
    until_wanted(&app, queue, json!([["Pau", "TURN", null]])).await;
    app.clock.advance(TimeDelta::hours(1));
    until_wanted(&app, queue, json!([["Mar", "TURN", null]])).await;

    let names: Vec<_> = wishes(&app, queue).await.iter().map(|wish| wish[0].clone()).collect();
    assert_eq!(names, ["Ana", "Pau", "Ana", "Mar", "Pau"], "each came once and went once");
    let told = app.news().await.into_iter().filter(|news| news.topic == entity::stored::Topic::RotaNotice).count();
    assert_eq!(told, 3, "and each hand-off was told once");
}
