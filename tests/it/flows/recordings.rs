//! What was recorded in calls that flows lead: heard through us, and deleted at its provider when its time is over.

use std::sync::Arc;

use acceptance::{TestApp, carrier::Carrier, on_both};
use chrono::TimeDelta;
use entity::id::FlowRecordingId;
use flow::voice::{Heard, RecordingKey};
use serde_json::{Value, json};
use switchboard::exchange::{
    Link,
    conversations::Conversations,
    recordings::{self, Recordings},
};
use tokio_util::sync::CancellationToken;

use super::desk::{CONVERSES, Desk, say};

const RECORDINGS: &str = "query ($id: ID!) { callAttempt(id: $id) { flowRun { recordings { id status deletedAt } } } }";

/// Somebody has spoken: the attempt, and the recording.
pub(super) async fn spoken(desk: &Desk) -> (String, FlowRecordingId) {
    let (flow, _) = desk.sealed(json!([{ "id": "speak", "does": { "record": { "words": say("Speak.") } } }])).await;
    let call = desk.call("one", &flow, json!({})).await;
    call.turn(0, Heard::Answered { by: None }).await;
    call.turn(1, Heard::Recorded { recording: RecordingKey("RE1".to_owned()), seconds: 3 }).await;
    let recording = desk.client.query(RECORDINGS, json!({ "id": call.id })).await["callAttempt"]["flowRun"]["recordings"][0].take();
    let id = recording["id"].as_str().expect("an id").parse().expect("an id of a recording");
    (call.id, id)
}

on_both!(a_recording_is_deleted_at_its_provider_when_its_time_is_over);
async fn a_recording_is_deleted_at_its_provider_when_its_time_is_over(app: TestApp) {
    let (desk, carrier) = (Desk::new(&app).await, Carrier::shared());
    let provider = app.able_provider("carrier", &CONVERSES).await;
    let _line = carrier.dials(&app, &provider);
    let (attempt, _) = spoken(&desk).await;
    assert_eq!(carrier.deleted_recordings(), []);
    app.clock.advance(TimeDelta::days(90));

    let stop = CancellationToken::new();
    tokio::spawn(recordings::run(app.app().clone(), app.outgoing().lines, stop.clone()));

    let gone = |answer: &Value| answer["callAttempt"]["flowRun"]["recordings"][0]["status"] == "DELETED";
    let seen = app.until(&desk.client, RECORDINGS, json!({ "id": attempt }), gone).await;
    assert_eq!(seen["callAttempt"]["flowRun"]["recordings"][0]["deletedAt"], "2027-02-19T10:00:00+00:00");
    assert_eq!(carrier.deleted_recordings(), [RecordingKey("RE1".to_owned())]);
    stop.cancel();
}

on_both!(a_recording_is_heard_through_us_by_its_account_alone);
async fn a_recording_is_heard_through_us_by_its_account_alone(app: TestApp) {
    let (desk, carrier) = (Desk::new(&app).await, Carrier::shared());
    let _link = carrier.link(&app, "carrier").await;
    let (_, recording) = spoken(&desk).await;
    let link = Link { name: "carrier".to_owned(), account: None, country: None, provider: Arc::new(carrier) };
    let recordings = Recordings::of(app.app().clone(), &Conversations::new(Arc::clone(&desk.conductor), [link].iter()));

    let heard = recordings.hear(app.account().id, recording).await.expect("it is asked");
    let foreign = recordings.hear(app.other_account().await.id, recording).await.expect("it is asked");

    assert_eq!(heard.map(|heard| String::from_utf8_lossy(&heard.body).into_owned()).as_deref(), Some("what was said in RE1"));
    assert_eq!(foreign, None);
}
