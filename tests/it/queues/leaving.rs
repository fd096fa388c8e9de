//! Who is not wanted any more: gone at once, or after the call; and who is named for it.

use acceptance::{TestApp, extension, on_both};
use chrono::TimeDelta;
use entity::stored::{MemberSource, Role};
use sea_orm::{EntityTrait, sea_query::Expr};
use serde_json::{Value, json};
use telephony::{port::CallKey, simulator::HangUp};

use super::{ADD, BOARD, Desk, PAUSE, REMOVE, support};

const HISTORY: &str = "query ($queue: ID!) { queue(id: $queue) {
    history(first: 50) { nodes { what reason person { name } actor { kind name } } } } }";

/// Ana talks with a caller of the queue.
async fn talking(app: &TestApp, desk: &Desk) -> CallKey {
    let call = desk.telephones.call("support", Some("+34972183386"));
    desk.telephones.answer("1001");
    desk.board(app, |queue| queue["state"]["members"][0]["presence"] == "ON_CALL").await;
    call
}

/// The newest entry of that kind in the queue's history.
async fn newest(app: &TestApp, desk: &Desk, what: &str) -> Value {
    let viewer = app.as_role(Role::Viewer).await;
    let history = viewer.query(HISTORY, json!({ "queue": desk.queue })).await;
    let entries = history["queue"]["history"]["nodes"].as_array().expect("entries");
    entries.iter().find(|entry| entry["what"] == what).cloned().unwrap_or_default()
}

on_both!(one_who_talks_leaves_after_the_call_and_is_shown_as_not_wanted_until_then);
async fn one_who_talks_leaves_after_the_call_and_is_shown_as_not_wanted_until_then(app: TestApp) {
    let desk = Desk::with_ana(&app).await;
    let lead = app.as_role(Role::Coordinator).await;
    let call = talking(&app, &desk).await;

    lead.query(REMOVE, json!({ "queue": desk.queue, "person": desk.ana.id })).await;
    lead.query(ADD, json!({ "queue": desk.queue, "person": desk.pau.id })).await;
    let there = |queue: &Value| {
        queue["state"]["members"].as_array().map(|members| members.iter().filter(|member| member["extension"].is_string()).count())
    };
    let meanwhile = desk.board(&app, |queue| there(queue) == Some(2)).await;
    let truth = desk.truth();
    desk.telephones.system.hang_up(&call, HangUp::ByCaller).expect("hung up");
    desk.board(&app, |queue| queue["sync"]["state"] == "IN_SYNC").await;

    assert_eq!(meanwhile["sync"]["state"], "CHANGING");
    let members = meanwhile["state"]["members"].as_array().expect("members");
    let ana = members.iter().find(|member| member["extension"] == "1001").expect("Ana");
    assert_eq!((&ana["presence"], &ana["drift"]), (&json!("ON_CALL"), &json!(["UNEXPECTED"])));
    assert_eq!(truth, [("1001".to_owned(), None), ("1002".to_owned(), None)], "who comes does not wait for who leaves");
    assert_eq!(desk.truth(), [("1002".to_owned(), None)]);
}

on_both!(one_who_was_on_duty_by_a_turn_leaves_after_the_call_too);
async fn one_who_was_on_duty_by_a_turn_leaves_after_the_call_too(app: TestApp) {
    let desk = Desk::with_ana(&app).await;
    let lead = app.as_role(Role::Coordinator).await;
    entity::queue_assignment::Entity::update_many()
        .col_expr(entity::queue_assignment::Column::Source, Expr::value(MemberSource::Turn))
        .exec(app.app().db.admin())
        .await
        .expect("on duty");
    let call = talking(&app, &desk).await;

    lead.query(REMOVE, json!({ "queue": desk.queue, "person": desk.ana.id })).await;
    let truth = desk.truth();
    desk.telephones.system.hang_up(&call, HangUp::ByCaller).expect("hung up");
    desk.board(&app, |queue| queue["sync"]["state"] == "IN_SYNC").await;

    assert_eq!((truth, desk.truth()), (vec![("1001".to_owned(), None)], vec![]));
}

on_both!(one_who_is_wanted_again_before_the_call_is_over_stays);
async fn one_who_is_wanted_again_before_the_call_is_over_stays(app: TestApp) {
    let desk = Desk::with_ana(&app).await;
    let lead = app.as_role(Role::Coordinator).await;
    let call = talking(&app, &desk).await;
    lead.query(REMOVE, json!({ "queue": desk.queue, "person": desk.ana.id })).await;

    lead.query(ADD, json!({ "queue": desk.queue, "person": desk.ana.id })).await;
    desk.telephones.system.hang_up(&call, HangUp::ByCaller).expect("hung up");
    desk.board(&app, |queue| queue["sync"]["state"] == "IN_SYNC" && queue["state"]["members"][0]["presence"] == "AVAILABLE").await;

    assert_eq!(desk.truth(), [("1001".to_owned(), None)]);
    assert_eq!(app.commands().await.len(), 1, "nothing but the first addition was sent");
}

on_both!(a_pause_does_not_keep_one_who_is_not_wanted);
async fn a_pause_does_not_keep_one_who_is_not_wanted(app: TestApp) {
    let desk = Desk::with_ana(&app).await;
    let lead = app.as_role(Role::Coordinator).await;
    lead.query(PAUSE, json!({ "person": desk.ana.id, "reason": "lunch" })).await;

    lead.query(REMOVE, json!({ "queue": desk.queue, "person": desk.ana.id })).await;
    desk.board(&app, |queue| queue["sync"]["state"] == "IN_SYNC").await;

    assert_eq!(desk.truth(), []);
}

on_both!(a_removal_bears_the_name_of_who_asked_for_it_also_after_the_call);
async fn a_removal_bears_the_name_of_who_asked_for_it_also_after_the_call(app: TestApp) {
    let desk = Desk::with_ana(&app).await;
    let lead = app.as_role(Role::Coordinator).await;
    let call = talking(&app, &desk).await;

    lead.query(REMOVE, json!({ "queue": desk.queue, "person": desk.ana.id })).await;
    desk.telephones.system.hang_up(&call, HangUp::ByCaller).expect("hung up");
    desk.board(&app, |queue| queue["sync"]["state"] == "IN_SYNC").await;

    let name = lead.caller().expect("a caller").name.clone();
    let told =
        json!({ "what": "MEMBER_REMOVED", "reason": "going home", "person": { "name": "Ana" }, "actor": { "kind": "USER", "name": name } });
    assert_eq!(newest(&app, &desk, "MEMBER_REMOVED").await, told);
}

on_both!(one_whom_the_console_puts_back_is_taken_out_by_switchboard_itself);
async fn one_whom_the_console_puts_back_is_taken_out_by_switchboard_itself(app: TestApp) {
    let desk = Desk::with_ana(&app).await;
    let lead = app.as_role(Role::Coordinator).await;
    lead.query(REMOVE, json!({ "queue": desk.queue, "person": desk.ana.id })).await;
    desk.board(&app, |queue| queue["sync"]["state"] == "IN_SYNC").await;
    app.clock.advance(TimeDelta::seconds(2));

    let mut told = lead.subscribe("subscription { queueChanged { what actor { kind } } }", json!({})).await;
    desk.telephones.system.console_adds(&support(), &extension("1001"), "Ana").expect("added");
    let removed = loop {
        let change = told.next_within(acceptance::SOON).await["queueChanged"].clone();
        if change["what"] == "MEMBER_REMOVED" {
            break change;
        }
    };

    assert_eq!(removed["actor"]["kind"], "SYSTEM");
    assert_eq!(lead.query(BOARD, json!({})).await["queues"]["nodes"][0]["state"]["members"], json!([]));
}
