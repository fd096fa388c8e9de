//! Calls that come in: from the first moment to the last.

use acceptance::{Caller, Lab, SOON, TestApp, on_both};
use entity::stored::Role;
use serde_json::{Value, json};

use super::desk::{ADD, Desk};

const LOG: &str = "{ calls { nodes { direction status from fromName withheld waitSeconds talkSeconds cause queueOutcome
    person { name } queue { key } answeredAt legs { role state person { name } } } } }";

/// Extension of an agent who answers after a second, and hangs up after two more.
const BRISK: &str = "2001";

on_both!(an_incoming_call_is_seen_waiting_ringing_answered_and_ended);
async fn an_incoming_call_is_seen_waiting_ringing_answered_and_ended(app: TestApp) {
    let Some(lab) = Lab::shared().await else { return };
    let ana = app.person("Ana").extension(BRISK).create().await;
    let _link = lab.link(&app).await;
    let desk = Desk::managing(&app, "support").await;
    app.as_role(Role::Coordinator).await.query(ADD, json!({ "queue": desk.queue, "person": ana.id })).await;
    let rings = "subscription { incomingCall { person { name } queue { key } call { from } } }";
    let mut anas = app.as_agent(&ana).await.subscribe(rings, json!({})).await;
    let mut calls = desk.viewer.subscribe("subscription { callChanged { status } }", json!({})).await;
    let in_queue = "subscription ($queue: ID!) { queueChanged(queueId: $queue) {
        what member { presence } waitingCall { name number withheld ringing { name } } } }";
    let mut changes = desk.viewer.subscribe(in_queue, json!({ "queue": desk.queue })).await;
    let idle = desk.now().await;

    lab.call("support", Caller::default()).await;
    let rung = anas.next_within(SOON).await;
    let (mut presences, mut waits) = (Vec::<Value>::new(), Vec::new());
    while presences.last().is_none_or(|presence| presence != "AVAILABLE") {
        let change = changes.next_within(SOON).await["queueChanged"].clone();
        presences.extend(change["member"].get("presence").cloned());
        waits.extend((change["what"] == "CALL_RINGING").then(|| change["waitingCall"].clone()));
    }
    let mut steps = Vec::<Value>::new();
    while steps.last().is_none_or(|status| status != "COMPLETED") {
        steps.push(calls.next_within(SOON).await["callChanged"]["status"].clone());
    }
    let log = desk.viewer.query(LOG, json!({})).await["calls"]["nodes"].clone();
    let after = desk.now().await;

    assert_eq!(idle["state"]["members"][0]["presence"], "AVAILABLE");
    let expected = json!({ "person": { "name": "Ana" }, "queue": { "key": "support" }, "call": { "from": "+34972183386" } });
    assert_eq!(rung["incomingCall"], expected);
    let waiting = json!({ "name": "Caller One", "number": "+34972183386", "withheld": false, "ringing": [{ "name": "Ana" }] });
    assert_eq!(waits, [waiting]);
    presences.dedup();
    assert_eq!(presences, ["RINGING", "ON_CALL", "AVAILABLE"]);
    steps.dedup();
    assert_eq!(steps, ["RINGING", "WAITING", "IN_PROGRESS", "COMPLETED"]);
    assert_eq!(log.as_array().unwrap().len(), 1);
    let call = &log[0];
    let said =
        json!([call["direction"], call["from"], call["fromName"], call["person"]["name"], call["queue"]["key"], call["queueOutcome"]]);
    assert_eq!(said, json!(["INBOUND", "+34972183386", "Caller One", "Ana", "support", "ANSWERED"]));
    // It is Ana who hangs up.
    assert_eq!(call["cause"], "CALLEE_HANGUP");
    let seconds = |name: &str| call[name].as_i64().unwrap();
    // Rung for a second, which in whole seconds may be none.
    assert!((0..=3).contains(&seconds("waitSeconds")), "rung for a second: {call:#}");
    assert!((1..=3).contains(&seconds("talkSeconds")), "talked for two: {call:#}");
    let agent = json!({ "role": "AGENT", "state": "ENDED", "person": { "name": "Ana" } });
    assert!(call["legs"].as_array().unwrap().contains(&agent), "{call:#}");
    let counters = json!({ "waiting": 0, "offered": 1, "answered": 1, "abandoned": 0, "timedOut": 0, "other": 0 });
    assert_eq!(after["state"]["counters"], counters);
}

on_both!(who_gave_up_who_waited_too_long_and_who_found_nobody_are_told_apart);
async fn who_gave_up_who_waited_too_long_and_who_found_nobody_are_told_apart(app: TestApp) {
    let Some(lab) = Lab::shared().await else { return };
    let _link = lab.link(&app).await;
    let support = Desk::observing(&app, "support").await;
    let picky = Desk::observing(&app, "picky").await;

    lab.call("support", Caller { behaves: "quit1", name: "Gives up", ..Caller::default() }).await;
    lab.call("support", Caller { max_wait: 1, name: "Waits", ..Caller::default() }).await;
    lab.call("picky", Caller { name: "Finds nobody", ..Caller::default() }).await;
    let over = |log: &Value| {
        let calls = log["calls"]["nodes"].as_array().unwrap();
        calls.len() == 3 && calls.iter().all(|call| !call["cause"].is_null())
    };
    let log = app.until(&support.viewer, LOG, json!({}), over).await["calls"]["nodes"].clone();
    let (support, picky) = (support.now().await, picky.now().await);

    let mut ends: Vec<_> = log
        .as_array()
        .unwrap()
        .iter()
        .map(|call| [&call["fromName"], &call["status"], &call["queueOutcome"], &call["cause"]].map(|value| value.as_str().unwrap()))
        .collect();
    ends.sort_unstable();
    let expected = [
        ["Finds nobody", "NO_ANSWER", "NO_AGENTS", "NO_AGENT"],
        ["Gives up", "ABANDONED", "ABANDONED", "CALLER_HANGUP"],
        ["Waits", "NO_ANSWER", "TIMED_OUT", "QUEUE_TIMEOUT"],
    ];
    assert_eq!(ends, expected);
    let counters = json!({ "waiting": 0, "offered": 2, "answered": 0, "abandoned": 1, "timedOut": 1, "other": 0 });
    assert_eq!(support["state"]["counters"], counters);
    let counters = json!({ "waiting": 0, "offered": 1, "answered": 0, "abandoned": 0, "timedOut": 0, "other": 1 });
    assert_eq!(picky["state"]["counters"], counters);
}

on_both!(a_withheld_number_stays_withheld);
async fn a_withheld_number_stays_withheld(app: TestApp) {
    let Some(lab) = Lab::shared().await else { return };
    let _link = lab.link(&app).await;
    let desk = Desk::observing(&app, "support").await;

    lab.call("support", Caller { withheld: true, ..Caller::default() }).await;
    let waiting = desk.until(&app, |queue| !queue["state"]["waiting"][0].is_null()).await;
    lab.hang_up_all().await;
    let log = app.until(&desk.viewer, LOG, json!({}), |log| log["calls"]["nodes"][0]["status"] == "ABANDONED").await;

    assert_eq!(waiting["state"]["waiting"], json!([{ "name": null, "number": null, "withheld": true, "ringing": [] }]));
    let call = &log["calls"]["nodes"][0];
    assert_eq!(json!([call["from"], call["fromName"], call["withheld"]]), json!([null, null, true]));
    // Nor is it told to anybody, in whatever field.
    for change in app.news().await {
        assert!(!change.payload.to_string().contains("972183386"), "{}", change.payload);
    }
}
