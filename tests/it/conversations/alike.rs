//! One flow over Twilio, the simulator and a real Asterisk, to the same parties: the results are the same.

use std::{sync::Arc, time::Duration};

use acceptance::{Client, Lab, TestApp, on_both, twilio::TwilioWorld};
use chrono::TimeDelta;
use entity::stored::Role;
use numbering::DialTarget;
use serde_json::{Value, json};
use switchboard::exchange::dial;
use telephony::{
    Deed,
    simulator::{Fate, Plan},
    twilio::fake::Outcome,
};
use tokio_util::sync::CancellationToken;

/// Whom one calls: by the lab's dialplan each presses its last digit, 90 nothing.
const PARTIES: [(&str, &str); 5] =
    [("+12025550191", "1"), ("+12025550192", "2"), ("+12025550193", "3"), ("+12025550190", ""), ("+12025550199", "9")];
/// Who is rung by whoever presses 3: answers, and hangs up soon.
const DESK: &str = "+12025550111";

const CREATE: &str = "mutation ($input: FlowCreateInput!) { flowCreate(input: $input) { flow { id } userErrors { code path message } } }";
const SEAL: &str =
    "mutation ($id: ID!) { flowSeal(id: $id, version: 1, name: \"one\") { flowVersion { id } userErrors { code path message } } }";
const ORIGINATE: &str = "mutation ($input: CallOriginateInput!) { callOriginate(input: $input) {
    callAttempt { id } userErrors { code path message } } }";
const RUN: &str = "query ($id: ID!) { callAttempt(id: $id) { status flowRun { status outcome { meaning }
    results { node kind response keys visits } } } }";

/// Asks for a key: 1 hears thanks, 2 is recorded, 3 is joined to the desk and hears thanks.
fn document() -> Value {
    let question = json!([{ "language": "en", "heard": { "play": "question" } }]);
    let means = |keys: &str, meaning: &str| json!({ "keys": keys, "outcome": { "meaning": meaning } });
    let ask = json!({
        "words": question, "retries": 1, "timeoutSeconds": 3,
        "outcomes": [means("1", "CONFIRMED"), means("2", "CANCELED"), means("3", "RESCHEDULED")]
    });
    let choices = json!([{ "key": "1", "label": "comes" }, { "key": "2", "label": "does not" }, { "key": "3", "label": "asks" }]);
    let to = |keys: &str, to: &str| json!({ "on": "KEYS", "keys": keys, "to": to });
    json!({
        "languages": ["en"], "start": "choose",
        "nodes": [
            { "id": "choose", "label": "Will you come?", "does": { "multipleChoice": { "ask": ask, "choices": choices } },
              "branches": [to("1", "thanks"), to("2", "speak"), to("3", "desk"), { "on": "INVALID", "to": "thanks" }] },
            { "id": "thanks", "does": { "playMessage": { "words": question } } },
            { "id": "speak", "does": { "record": { "words": question, "longestSeconds": 10, "silenceSeconds": 2 } } },
            { "id": "desk", "does": { "transfer": { "to": DESK, "ringSeconds": 10 } }, "branches": [{ "on": "NEXT", "to": "thanks" }] }
        ]
    })
}

/// What each call comes to: of the run its status, what the answer means, and of each node what was heard.
fn expected() -> Vec<Value> {
    let heard = |node: &str, kind: &str, response: Value, keys: Value, visits: i32| json!({ "node": node, "kind": kind, "response": response, "keys": keys, "visits": visits });
    let chosen = |label: &str, keys: &str| heard("choose", "ANSWER", json!(label), json!(keys), 1);
    let run = |outcome: Value, results: Value| json!({ "status": "COMPLETED", "outcome": outcome, "results": results });
    let means = |meaning: &str| json!({ "meaning": meaning });
    vec![
        run(means("CONFIRMED"), json!([chosen("comes", "1")])),
        run(means("CANCELED"), json!([chosen("does not", "2"), heard("speak", "SILENCE", Value::Null, Value::Null, 1)])),
        run(means("RESCHEDULED"), json!([chosen("asks", "3"), heard("desk", "JOINED", json!(DESK), Value::Null, 1)])),
        run(Value::Null, json!([heard("choose", "SILENCE", Value::Null, Value::Null, 1)])),
        run(Value::Null, json!([heard("choose", "INVALID", Value::Null, json!("9"), 1)])),
    ]
}

/// Calls all parties by the flow, at once, and waits for what each comes to.
async fn results(app: &TestApp) -> Vec<Value> {
    let client: Client = app.as_role(Role::Coordinator).await;
    let input = json!({ "input": { "name": "Appointments", "document": document() } });
    let flow = client.query(CREATE, input).await["flowCreate"].take();
    assert_eq!(flow["userErrors"], json!([]));
    let sealed = client.query(SEAL, json!({ "id": flow["flow"]["id"] })).await["flowSeal"].take();
    assert_eq!(sealed["userErrors"], json!([]));
    let mut calls = Vec::new();
    for (to, _) in PARTIES {
        let input = json!({ "requestId": to, "to": to, "flow": { "id": flow["flow"]["id"] } });
        let answer = client.query(ORIGINATE, json!({ "input": input })).await["callOriginate"].take();
        assert_eq!(answer["userErrors"], json!([]));
        calls.push(answer["callAttempt"]["id"].clone());
    }
    let mut results = Vec::new();
    for call in calls {
        let over =
            |answer: &Value| answer["callAttempt"]["status"] == "COMPLETED" && answer["callAttempt"]["flowRun"]["status"] != "RUNNING";
        results.push(app.until(&client, RUN, json!({ "id": call }), over).await["callAttempt"]["flowRun"].take());
    }
    results
}

on_both!(over_twilio_the_flow_comes_to_its_results);
async fn over_twilio_the_flow_comes_to_its_results(app: TestApp) {
    let world = TwilioWorld::of(&app).await;
    let answers = Outcome::Answers { after: 1, talks: 2, by: "human" };
    for (to, keys) in PARTIES {
        world.fake.set_outcome(to, answers.clone());
        // Whose key is not among those asked for is asked again.
        world.fake.set_deeds(to, std::iter::repeat_n(Deed::presses(keys), if keys == "9" { 2 } else { 1 }));
    }
    world.fake.set_outcome(DESK, answers);

    let results = results(&app).await;

    assert_eq!(results, expected());
    assert_eq!(world.fake.faults(), Vec::<String>::new());
}

on_both!(over_the_simulator_the_flow_comes_to_its_results);
async fn over_the_simulator_the_flow_comes_to_its_results(app: TestApp) {
    let telephones = app.telephones(&["support"], &[]).await;
    let number = |text: &str| DialTarget::Number(text.parse().expect("a number"));
    for (to, keys) in PARTIES {
        telephones.system.plan_for(number(to), Plan::of(Fate::Answers));
        telephones.system.plan_deeds(number(to), std::iter::repeat_n(Deed::presses(keys), if keys == "9" { 2 } else { 1 }));
    }
    telephones.system.plan_for(number(DESK), Plan::of(Fate::Answers));
    let stop = CancellationToken::new();
    let _stopped = stop.clone().drop_guard();
    tokio::spawn(dial::run(app.app().clone(), app.outgoing(), stop.clone()));
    let (clock, system) = (Arc::clone(&app.clock), telephones.system.clone());
    tokio::spawn(async move {
        let mut ticks = tokio::time::interval(Duration::from_millis(20));
        while stop.run_until_cancelled(ticks.tick()).await.is_some() {
            clock.advance(TimeDelta::milliseconds(500));
            system.tick();
        }
    });

    assert_eq!(results(&app).await, expected());
}

on_both!(over_an_asterisk_the_flow_comes_to_its_results);
async fn over_an_asterisk_the_flow_comes_to_its_results(app: TestApp) {
    let Some(lab) = Lab::shared().await else { return };
    let _link = lab.link_and_dial(&app).await;

    assert_eq!(results(&app).await, expected());
}
