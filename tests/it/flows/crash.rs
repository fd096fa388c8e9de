//! Processes that die, as by `kill -9`, in the middle of a turn of a call that is led.

use std::{os::unix::process::ExitStatusExt, time::Duration};

use acceptance::{Backend, TestApp, workers::Place};
use entity::{flow_recording, flow_result, flow_run, message};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use switchboard::failpoint::Failpoint;
use tokio::time::timeout;

use super::desk::{Desk, confirm, say};

/// Signal that nobody can argue with.
const KILL: i32 = 9;
/// For a process to be gone that was asked.
const LIMIT: Duration = Duration::from_secs(60);

/// What is posted turn by turn: somebody answers, presses a key, speaks, upon which something is written, and has heard that.
const TURNS: [(&str, &str); 4] = [
    ("turn=0", "CallStatus=in-progress"),
    ("turn=1&after=keys", "Digits=1"),
    ("turn=2&after=recording", "RecordingSid=RE0123456789abcdef0123456789abcdef&RecordingDuration=3"),
    ("turn=3&after=prompts", "CallStatus=in-progress"),
];

#[test]
fn a_call_whose_processes_die_in_its_turns_goes_on_where_it_was_and_nothing_of_it_happens_twice() {
    if let Some(backend) = Backend::postgres() {
        acceptance::run(backend, processes_die_in_every_turn);
    }
}

async fn processes_die_in_every_turn(app: TestApp) {
    let place = Place::new(&app, env!("CARGO_BIN_EXE_worker"), 1).await;
    let desk = Desk::new(&app).await;
    let mut asked = confirm();
    asked["branches"] = json!([{ "on": "ANY", "to": "speak" }]);
    let nodes = json!([
        asked,
        { "id": "speak", "does": { "record": { "words": say("Speak.") } }, "branches": [{ "on": "NEXT", "to": "text" }] },
        { "id": "text", "does": { "sendMessage": { "words": say("Thanks"), "message": [{ "language": "en", "text": "Thanks" }] } } }
    ]);
    let (flow, _) = desk.sealed(nodes).await;
    let call = desk.call("one", &flow, json!({})).await;

    for (query, body) in TURNS {
        for failpoint in Failpoint::TURNS {
            let mut worker = place.answerer(Some((failpoint.name(), 1))).await;

            let answer = place.asks(&call.id, query, body).await;

            assert_eq!(answer, None, "no process died at {} of {query}", failpoint.name());
            let gone = timeout(LIMIT, worker.gone()).await.expect("it is gone").expect("it is waited for");
            assert_eq!(gone.signal(), Some(KILL), "{query} {}: {gone}", failpoint.name());
        }
        let worker = place.answerer(None).await;
        assert_eq!(place.asks(&call.id, query, body).await, Some(200), "{query}");
        assert_eq!(place.asks(&call.id, query, body).await, Some(200), "{query}, once more");
        worker.end().await;
    }

    let db = app.app().db.read();
    let run = call.run().await;
    assert_eq!(
        (&run["status"], &run["turns"], &run["outcome"]["meaning"]),
        (&json!("COMPLETED"), &json!(4), &json!("CONFIRMED")),
        "{run:#}"
    );
    let visits: Vec<&Value> = run["results"].as_array().expect("results").iter().map(|result| &result["visits"]).collect();
    assert!(visits.iter().all(|visits| **visits == json!(1)), "{run:#}");
    let counts = [
        flow_run::Entity::find().count(db).await.expect("a count"),
        flow_recording::Entity::find().count(db).await.expect("a count"),
        message::Entity::find().count(db).await.expect("a count"),
        flow_result::Entity::find().count(db).await.expect("a count"),
    ];
    assert_eq!(counts[..3], [1, 1, 1], "{run:#}");
    assert_eq!(Some(counts[3]), run["results"].as_array().map(|results| results.len() as u64));
}
