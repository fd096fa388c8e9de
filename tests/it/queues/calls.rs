//! Calls that wait, ring, are answered or not, and are counted.

use acceptance::{SOON, TestApp, on_both};
use entity::stored::Role;
use serde_json::json;
use telephony::simulator::HangUp;

use super::{ADD, Desk};

on_both!(a_call_is_seen_waiting_ringing_answered_and_counted);
async fn a_call_is_seen_waiting_ringing_answered_and_counted(app: TestApp) {
    let desk = Desk::with_ana(&app).await;

    let call = desk.telephones.call("support", Some("972183386"));
    let ringing = desk.board(&app, |queue| queue["state"]["members"][0]["presence"] == "RINGING").await;
    desk.telephones.answer("1001");
    let talking = desk
        .board(&app, |queue| queue["state"]["members"][0]["presence"] == "ON_CALL" && queue["state"]["counters"]["answered"] == 1)
        .await;
    desk.telephones.system.hang_up(&call, HangUp::ByCaller).expect("the caller hangs up");
    let over = desk.board(&app, |queue| queue["state"]["members"][0]["presence"] == "AVAILABLE").await;

    assert_eq!(
        ringing["state"]["waiting"],
        json!([{ "position": 1, "number": "+34972183386", "withheld": false, "ringing": [{ "name": "Ana" }] }])
    );
    assert_eq!(ringing["state"]["counters"]["waiting"], 1);
    assert_eq!(talking["state"]["waiting"], json!([]));
    assert_eq!(talking["state"]["answering"], json!([{ "from": "+34972183386", "person": { "name": "Ana" } }]));
    assert_eq!(talking["state"]["members"][0]["currentCall"]["from"], "+34972183386");
    assert_eq!(over["state"]["answering"], json!([]));
    assert_eq!(over["state"]["members"][0]["currentCall"], json!(null));
    assert_eq!(over["state"]["members"][0]["callsTaken"], 1);
    let counters = json!({ "waiting": 0, "offered": 1, "answered": 1, "abandoned": 0, "timedOut": 0, "other": 0, "serviceLevel": 1.0 });
    assert_eq!(over["state"]["counters"], counters);
    let log =
        "{ calls { nodes { from status cause queueOutcome waitSeconds talkSeconds person { name } queue { key } legs { role state } } } }";
    let viewer = app.as_role(Role::Viewer).await;
    let ended = app.until(&viewer, log, json!({}), |answer| answer["calls"]["nodes"][0]["status"] == "COMPLETED").await;
    let call = &ended["calls"]["nodes"][0];
    assert_eq!((&call["from"], &call["person"]["name"], &call["queue"]["key"]), (&json!("+34972183386"), &json!("Ana"), &json!("support")));
    assert_eq!(call["queueOutcome"], "ANSWERED");
    assert_eq!(call["legs"], json!([{ "role": "CALLER", "state": "ENDED" }, { "role": "AGENT", "state": "ENDED" }]));
}

on_both!(abandoned_and_timed_out_are_told_apart);
async fn abandoned_and_timed_out_are_told_apart(app: TestApp) {
    let desk = Desk::open(&app).await;

    let first = desk.telephones.call("support", None);
    let second = desk.telephones.call("support", Some("+34972183387"));
    let waiting = desk.board(&app, |queue| queue["state"]["counters"]["waiting"] == 2).await;
    desk.telephones.system.hang_up(&first, HangUp::ByCaller).expect("the caller hangs up");
    desk.telephones.system.caller_times_out(&second).expect("the wait ends");
    let over = desk.board(&app, |queue| queue["state"]["counters"]["offered"] == 2).await;

    assert_eq!(waiting["state"]["waiting"][0], json!({ "position": 1, "number": null, "withheld": true, "ringing": [] }));
    let counters = json!({ "waiting": 0, "offered": 2, "answered": 0, "abandoned": 1, "timedOut": 1, "other": 0, "serviceLevel": 0.0 });
    assert_eq!(over["state"]["counters"], counters);
    let viewer = app.as_role(Role::Viewer).await;
    let log = viewer.query("{ calls { nodes { withheld from status queueOutcome } } }", json!({})).await;
    assert_eq!(
        log["calls"]["nodes"],
        json!([
            { "withheld": false, "from": "+34972183387", "status": "NO_ANSWER", "queueOutcome": "TIMED_OUT" },
            { "withheld": true, "from": null, "status": "ABANDONED", "queueOutcome": "ABANDONED" },
        ])
    );
}

on_both!(the_person_whose_telephone_rings_is_told_and_nobody_else);
async fn the_person_whose_telephone_rings_is_told_and_nobody_else(app: TestApp) {
    let desk = Desk::with_ana(&app).await;
    let ring = "subscription { incomingCall { person { name } queue { key } call { from } } }";
    let mut anas = app.as_agent(&desk.ana).await.subscribe(ring, json!({})).await;
    let mut paus = app.as_agent(&desk.pau).await.subscribe(ring, json!({})).await;

    desk.telephones.call("support", Some("+34972183386"));

    let told = anas.next_within(SOON).await;
    let expected = json!({ "person": { "name": "Ana" }, "queue": { "key": "support" }, "call": { "from": "+34972183386" } });
    assert_eq!(told["incomingCall"], expected);
    // Once Pau is in, his own telephone is the first he hears of.
    let lead = app.as_role(Role::Coordinator).await;
    lead.query(ADD, json!({ "queue": desk.queue, "person": desk.pau.id })).await;
    desk.telephones.call("support", Some("+34972183387"));
    let told = paus.next_within(SOON).await;
    assert_eq!(told["incomingCall"]["person"]["name"], "Pau");
}
