//! From an edit of the rota to the queue: what is published, taken over or switched on takes effect at once.

use acceptance::{TestApp, on_both};
use chrono::TimeDelta;
use entity::{
    queue,
    stored::{QueueMode, QueueSyncState},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::json;

use super::{
    super::desk::{Desk, MONDAY, edits, turn},
    until_wanted,
};

/// A coordinator at work on the rota of a managed queue.
async fn desk(app: &TestApp) -> Desk {
    let desk = Desk::of(app).await;
    queue::Entity::update_many()
        .col_expr(queue::Column::Mode, Expr::value(QueueMode::Managed))
        .col_expr(queue::Column::SyncState, Expr::value(QueueSyncState::InSync))
        .filter(queue::Column::Id.eq(desk.queue))
        .exec(app.app().db.admin())
        .await
        .expect("it is managed");
    desk
}

/// It is half past nine on Monday in Madrid: the first slot is going on.
fn monday_morning(app: &TestApp) {
    app.clock.advance(TimeDelta::hours(46) + TimeDelta::minutes(30));
}

on_both!(a_week_that_is_published_takes_effect_at_once_and_at_its_boundaries);
async fn a_week_that_is_published_takes_effect_at_once_and_at_its_boundaries(app: TestApp) {
    let desk = desk(&app).await;
    let ana = app.person("Ana").extension("1001").create().await;
    let pau = app.person("Pau").extension("1002").create().await;
    desk.settings(json!({ "dutyDriven": true })).await;
    monday_morning(&app);
    let _keeper = app.keeps_duty("one");

    desk.published(MONDAY, &[(0, 0, &ana), (0, 1, &pau), (1, 0, &pau)]).await;
    until_wanted(&app, desk.queue, json!([["Ana", "TURN", null], ["Pau", "TURN", null]])).await;
    app.clock.advance(TimeDelta::minutes(45));
    until_wanted(&app, desk.queue, json!([["Pau", "TURN", null]])).await;
    app.clock.advance(TimeDelta::minutes(75));

    until_wanted(&app, desk.queue, json!([])).await;
}

on_both!(a_running_turn_that_is_taken_over_takes_effect_at_once);
async fn a_running_turn_that_is_taken_over_takes_effect_at_once(app: TestApp) {
    let desk = desk(&app).await;
    let ana = app.person("Ana").extension("1001").create().await;
    let pau = app.person("Pau").extension("1002").create().await;
    desk.settings(json!({ "dutyDriven": true })).await;
    let timetable = desk.published(MONDAY, &[(0, 0, &ana)]).await;
    monday_morning(&app);
    let _keeper = app.keeps_duty("one");
    until_wanted(&app, desk.queue, json!([["Ana", "TURN", null]])).await;

    let agent = app.as_agent(&pau).await;
    edits(&agent, "turnTakeOver(id: $id)", json!({ "id": turn(&timetable, 0, 0) })).await;

    until_wanted(&app, desk.queue, json!([["Pau", "TURN", null]])).await;
}

on_both!(a_queue_is_driven_from_the_moment_its_settings_say_so_and_kept_as_it_is_when_they_say_so_no_more);
async fn a_queue_is_driven_from_the_moment_its_settings_say_so_and_kept_as_it_is_when_they_say_so_no_more(app: TestApp) {
    let (desk, last) = (desk(&app).await, app.managed_queue("last").await.id);
    let ana = app.person("Ana").extension("1001").create().await;
    desk.published(MONDAY, &[(0, 0, &ana)]).await;
    monday_morning(&app);
    let _keeper = app.keeps_duty("one");

    desk.settings(json!({ "dutyDriven": true })).await;
    until_wanted(&app, desk.queue, json!([["Ana", "TURN", null]])).await;
    desk.settings(json!({ "dutyDriven": false })).await;
    app.clock.advance(TimeDelta::minutes(45));
    super::a_comparison(&app, last, &ana).await;

    until_wanted(&app, desk.queue, json!([["Ana", "TURN", null]])).await;
}
