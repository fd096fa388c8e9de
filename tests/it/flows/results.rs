//! What is counted of all calls that a version led.

use acceptance::{TestApp, on_both};
use flow::voice::{Heard, RecordingKey};
use serde_json::{Value, json};

use super::desk::{CONVERSES, Desk, confirm, say};

const RESULTS: &str = "query ($id: ID!) { flowVersion(id: $id) { results { runs
    statuses { status count } outcomes { outcome { meaning own } count }
    nodes { node label total responses { kind response count } recordings { to20 to40 to60 to90 longer } }
} runs { nodes { status } } } }";

on_both!(each_call_counts_once_for_each_node_by_what_it_heard_there_last);
async fn each_call_counts_once_for_each_node_by_what_it_heard_there_last(app: TestApp) {
    let desk = Desk::new(&app).await;
    app.able_provider("pbx", &CONVERSES).await;
    let (flow, version) = desk.sealed(json!([confirm()])).await;

    for (place, keys) in [&["1"][..], &["1"], &["2"], &["9", "9"], &["", ""], &["9"]].into_iter().enumerate() {
        desk.call(&format!("call {place}"), &flow, json!({})).await.presses(keys).await;
    }

    let answer = desk.client.query(RESULTS, json!({ "id": version })).await["flowVersion"].take();
    let expected = json!({
        "runs": 6,
        "statuses": [{ "status": "COMPLETED", "count": 5 }, { "status": "RUNNING", "count": 1 }],
        "outcomes": [
            { "outcome": null, "count": 3 },
            { "outcome": { "meaning": "CONFIRMED", "own": null }, "count": 2 },
            { "outcome": { "meaning": null, "own": "calls back" }, "count": 1 },
        ],
        "nodes": [{
            "node": "confirm", "label": "Will you come?", "total": 5, "recordings": null,
            "responses": [
                { "kind": "ANSWER", "response": "yes", "count": 2 },
                { "kind": "ANSWER", "response": "no", "count": 1 },
                { "kind": "INVALID", "response": null, "count": 1 },
                { "kind": "SILENCE", "response": null, "count": 1 },
            ],
        }],
    });
    assert_eq!(answer["results"], expected);
    assert_eq!(answer["runs"]["nodes"].as_array().map(Vec::len), Some(6));
}

on_both!(recordings_are_counted_by_their_length);
async fn recordings_are_counted_by_their_length(app: TestApp) {
    let desk = Desk::new(&app).await;
    app.able_provider("pbx", &CONVERSES).await;
    let (flow, version) = desk.sealed(json!([{ "id": "speak", "does": { "record": { "words": say("Speak.") } } }])).await;

    for (place, seconds) in [0, 20, 21, 40, 41, 60, 61, 90, 91, 600].into_iter().enumerate() {
        let call = desk.call(&format!("call {place}"), &flow, json!({})).await;
        call.turn(0, Heard::Answered { by: None }).await;
        call.turn(1, Heard::Recorded { recording: RecordingKey(format!("RE{place}")), seconds }).await;
    }

    let answer = desk.client.query(RESULTS, json!({ "id": version })).await["flowVersion"]["results"]["nodes"].take();
    let counted = json!({ "to20": 2, "to40": 2, "to60": 2, "to90": 2, "longer": 2 });
    let responses = json!([{ "kind": "RECORDING", "response": null, "count": 10 }]);
    assert_eq!(answer, json!([{ "node": "speak", "label": null, "total": 10, "responses": responses, "recordings": counted }]));
}

on_both!(a_call_that_comes_by_a_node_again_counts_by_the_last_and_says_how_often);
async fn a_call_that_comes_by_a_node_again_counts_by_the_last_and_says_how_often(app: TestApp) {
    let desk = Desk::new(&app).await;
    app.able_provider("pbx", &CONVERSES).await;
    let mut again = confirm();
    again["branches"] = json!([{ "on": "KEYS", "keys": "2", "to": "confirm" }, { "on": "ANY" }]);
    let (flow, version) = desk.sealed(json!([again])).await;
    let call = desk.call("one", &flow, json!({})).await;

    call.presses(&["2", "2", "1"]).await;

    let run = call.run().await;
    let last: Vec<&Value> = ["response", "visits"].map(|field| &run["results"][0][field]).into();
    assert_eq!((last, &run["outcome"]["meaning"]), (vec![&json!("yes"), &json!(3)], &json!("CONFIRMED")));
    let answer = desk.client.query(RESULTS, json!({ "id": version })).await["flowVersion"]["results"]["nodes"][0].take();
    assert_eq!((&answer["total"], &answer["responses"][0]["response"]), (&json!(1), &json!("yes")));
}
