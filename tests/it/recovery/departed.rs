//! A provider that is taken out of the configuration, and put back.

use acceptance::{TestApp, extension, on_both};
use chrono::TimeDelta;
use entity::stored::Role;
use serde_json::json;
use switchboard::exchange::close_departed;

use super::{BOARD, CALLS, Linked, Outside, ana};

on_both!(what_is_open_at_a_provider_that_is_not_configured_any_more_is_over);
async fn what_is_open_at_a_provider_that_is_not_configured_any_more_is_over(app: TestApp) {
    ana(&app).await;
    let outside = Outside::with_ana(&app);
    let before = Linked::up(&app, &outside).await;
    outside.call();
    outside.system.agent_answers(&extension("1001")).expect("answered");
    outside.call();
    before.board(|queue| queue["state"]["counters"]["answered"] == 1 && queue["state"]["counters"]["waiting"] == 1).await;
    before.ends().await;
    app.clock.advance(TimeDelta::seconds(61));

    let closed = close_departed(app.app(), &[(None, "another".to_owned())], "test").await.expect("closed");
    let viewer = app.as_role(Role::Viewer).await;
    let board = viewer.query(BOARD, json!({})).await["queues"]["nodes"][0]["state"].take();
    let calls = viewer.query(CALLS, json!({})).await["calls"]["nodes"].take();
    let providers = viewer.query("{ providers { health problem { code } } }", json!({})).await["providers"].take();
    let history = "{ queues { nodes { history(first: 20) { nodes { what reason actor { kind } outcome } } } } }";
    let history = viewer.query(history, json!({})).await["queues"]["nodes"][0]["history"]["nodes"].take();

    assert!(closed);
    assert_eq!((&board["members"], &board["waiting"], &board["stale"]), (&json!([]), &json!([]), &json!(true)));
    assert_eq!((&board["counters"]["answered"], &board["counters"]["other"]), (&json!(1), &json!(1)));
    for call in calls.as_array().expect("calls") {
        assert_eq!(call["status"], "UNKNOWN", "{calls:#}");
        assert!(call["legs"].as_array().expect("legs").iter().all(|leg| leg["state"] == "ENDED"), "{calls:#}");
    }
    assert_eq!(providers, json!([{ "health": "DOWN", "problem": { "code": "NOT_CONFIGURED" } }]));
    let why = "The provider is not in the configuration any more.";
    let removed = json!({ "what": "MEMBER_REMOVED", "reason": why, "actor": { "kind": "SYSTEM" }, "outcome": null });
    assert!(history.as_array().expect("a history").contains(&removed), "{history:#}");
    assert!(history.as_array().expect("a history").iter().any(|entry| entry["outcome"] == "UNKNOWN"), "{history:#}");
}

on_both!(a_provider_that_is_configured_again_is_there_as_before);
async fn a_provider_that_is_configured_again_is_there_as_before(app: TestApp) {
    ana(&app).await;
    let outside = Outside::with_ana(&app);
    Linked::up(&app, &outside).await.ends().await;
    app.clock.advance(TimeDelta::seconds(61));
    close_departed(app.app(), &[], "test").await.expect("closed");

    let linked = Linked::up(&app, &outside).await;
    let board = linked.board(|queue| queue["state"]["stale"] == false).await;

    assert_eq!(board["state"]["members"].as_array().map(Vec::len), Some(1));
}

on_both!(a_provider_that_is_configured_or_was_just_heard_of_is_left_alone);
async fn a_provider_that_is_configured_or_was_just_heard_of_is_left_alone(app: TestApp) {
    ana(&app).await;
    let outside = Outside::with_ana(&app);
    let linked = Linked::up(&app, &outside).await;

    let heard_of = close_departed(app.app(), &[], "another").await.expect("looked at");
    linked.ends().await;
    app.clock.advance(TimeDelta::seconds(61));
    let configured = close_departed(app.app(), &[(Some(app.name().await), "pbx".to_owned())], "another").await.expect("looked at");
    let viewer = app.as_role(Role::Viewer).await;
    let board = viewer.query(BOARD, json!({})).await;

    assert_eq!((heard_of, configured), (false, true));
    assert_eq!(board["queues"]["nodes"][0]["state"]["members"].as_array().map(Vec::len), Some(1));
}
