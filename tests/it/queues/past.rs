//! What was so at a past instant, and who made it so.

use acceptance::{TestApp, on_both};
use chrono::TimeDelta;
use entity::stored::Role;
use serde_json::json;
use telephony::simulator::HangUp;

use super::{Desk, PAUSE};

on_both!(a_queue_can_be_read_as_it_was_at_a_past_instant);
async fn a_queue_can_be_read_as_it_was_at_a_past_instant(app: TestApp) {
    let desk = Desk::with_ana(&app).await;
    let lead = app.as_role(Role::Coordinator).await;
    app.clock.advance(TimeDelta::seconds(2));
    let call = desk.telephones.call("support", Some("+34972183386"));
    desk.board(&app, |queue| queue["state"]["members"][0]["presence"] == "RINGING").await;
    let then = app.now();
    app.clock.advance(TimeDelta::seconds(2));
    desk.telephones.system.hang_up(&call, HangUp::ByCaller).expect("the caller hangs up");
    desk.board(&app, |queue| queue["state"]["counters"]["abandoned"] == 1).await;
    lead.query(PAUSE, json!({ "person": desk.ana.id, "reason": "tea" })).await;

    let past = "query ($queue: ID!, $at: DateTime!) { queue(id: $queue) {
        state(at: $at) { asOf members { presence paused { reason } } waiting { number } counters { waiting offered } }
        state2: state { members { presence } counters { waiting offered } } } }";
    let answer = lead.query(past, json!({ "queue": desk.queue, "at": then })).await;

    let state = &answer["queue"]["state"];
    assert_eq!(state["members"], json!([{ "presence": "RINGING", "paused": null }]));
    assert_eq!(state["waiting"], json!([{ "number": "+34972183386" }]));
    assert_eq!(state["counters"], json!({ "waiting": 1, "offered": 0 }));
    assert_eq!(answer["queue"]["state2"], json!({ "members": [{ "presence": "PAUSED" }], "counters": { "waiting": 0, "offered": 1 } }));
}

on_both!(the_history_says_who_and_why);
async fn the_history_says_who_and_why(app: TestApp) {
    let desk = Desk::with_ana(&app).await;
    let ana = app.as_agent(&desk.ana).await;
    ana.query(PAUSE, json!({ "person": desk.ana.id, "reason": "tea" })).await;

    let history = "query ($queue: ID!) { queue(id: $queue) { history(first: 2) { nodes { what reason actor { kind name } person { name } member { presence } } } } }";
    let answer = ana.query(history, json!({ "queue": desk.queue })).await;

    let name = ana.caller().expect("a caller").name.clone();
    let actor = json!({ "kind": "USER", "name": name });
    assert_eq!(
        answer["queue"]["history"]["nodes"],
        json!([
            { "what": "MEMBER_CHANGED", "reason": "tea", "actor": actor, "person": { "name": "Ana" }, "member": { "presence": "PAUSED" } },
            { "what": "WANTED", "reason": "tea", "actor": actor, "person": { "name": "Ana" }, "member": null },
        ])
    );
}
