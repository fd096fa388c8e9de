//! How long runs of flows are kept.

use acceptance::{TestApp, carrier::Carrier, on_both};
use chrono::TimeDelta;
use entity::{flow_recording, flow_result, flow_run};
use flow::voice::Heard;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use switchboard::{exchange::recordings, worker::housekeeping};
use tokio_util::sync::CancellationToken;

use super::{
    desk::{CONVERSES, Desk, confirm},
    recordings::spoken,
};

/// How many runs, results and recordings there are.
async fn rows(app: &TestApp) -> [u64; 3] {
    let db = app.app().db.read();
    [
        flow_run::Entity::find().count(db).await.expect("a count"),
        flow_result::Entity::find().count(db).await.expect("a count"),
        flow_recording::Entity::find().count(db).await.expect("a count"),
    ]
}

on_both!(runs_go_when_they_were_over_long_enough_and_one_that_goes_on_stays);
async fn runs_go_when_they_were_over_long_enough_and_one_that_goes_on_stays(app: TestApp) {
    let desk = Desk::new(&app).await;
    app.able_provider("pbx", &CONVERSES).await;
    let (flow, _) = desk.sealed(json!([confirm()])).await;
    desk.call("one", &flow, json!({})).await.presses(&["1"]).await;
    desk.call("two", &flow, json!({})).await.turn(0, Heard::Answered { by: None }).await;
    assert_eq!(rows(&app).await, [2, 1, 0]);

    app.clock.advance(TimeDelta::days(400));
    housekeeping::once(app.app()).await.expect("it is cleaned up");
    let before = rows(&app).await;
    app.clock.advance(TimeDelta::days(1));
    housekeeping::once(app.app()).await.expect("it is cleaned up");

    assert_eq!((before, rows(&app).await), ([2, 1, 0], [1, 0, 0]));
}

on_both!(a_run_stays_until_what_was_recorded_in_it_is_deleted_at_its_provider);
async fn a_run_stays_until_what_was_recorded_in_it_is_deleted_at_its_provider(app: TestApp) {
    let (desk, carrier) = (Desk::new(&app).await, Carrier::shared());
    let provider = app.able_provider("carrier", &CONVERSES).await;
    let (attempt, _) = spoken(&desk).await;
    app.clock.advance(TimeDelta::days(401));

    housekeeping::once(app.app()).await.expect("it is cleaned up");
    let kept = rows(&app).await;
    let _line = carrier.dials(&app, &provider);
    let stop = CancellationToken::new();
    let _stopped = stop.clone().drop_guard();
    tokio::spawn(recordings::run(app.app().clone(), app.outgoing().lines, stop));
    let document = "query ($id: ID!) { callAttempt(id: $id) { flowRun { recordings { status } } } }";
    let deleted = |answer: &Value| answer["callAttempt"]["flowRun"]["recordings"][0]["status"] == "DELETED";
    app.until(&desk.client, document, json!({ "id": attempt }), deleted).await;
    housekeeping::once(app.app()).await.expect("it is cleaned up");

    assert_eq!((kept, rows(&app).await), ([1, 1, 1], [0, 0, 0]));
}
