//! The telephone system itself ends and comes back: a lab of the test's own.

use acceptance::{Caller, Lab, LabLink, TestApp, on_both};
use entity::{person, stored::Role};
use serde_json::{Value, json};

use super::desk::{ADD, Desk, PAUSE};

const STARTED: &str = "{ providers { startedAt health } }";

/// A managed queue, and who is wanted in it: Ana, paused for lunch, with a penalty; Pau, free.
struct Team {
    _link: LabLink,
    desk: Desk,
    ana: person::Model,
}

impl Team {
    async fn gather(app: &TestApp, lab: &Lab) -> Self {
        let ana = app.person("Ana").extension("1001").create().await;
        let pau = app.person("Pau").extension("1002").create().await;
        let link = lab.link(app).await;
        let desk = Desk::managing(app, "support").await;
        let lead = app.as_role(Role::Coordinator).await;
        lead.query(ADD, json!({ "queue": desk.queue, "person": ana.id, "penalty": 2 })).await;
        lead.query(ADD, json!({ "queue": desk.queue, "person": pau.id })).await;
        lead.query(PAUSE, json!({ "person": ana.id, "reason": "lunch" })).await;
        Self { _link: link, desk, ana }
    }
}

/// When the telephone system says it was started, once it is another instant than `before`.
async fn started_anew(app: &TestApp, desk: &Desk, before: &Value) {
    let again = |answer: &Value| {
        answer["providers"][0]["health"] == "UP" && answer["providers"][0]["startedAt"] != before["providers"][0]["startedAt"]
    };
    app.until(&desk.viewer, STARTED, json!({}), again).await;
}

on_both!(after_a_crash_calls_are_told_as_ended_unknown_and_nothing_is_invented);
async fn after_a_crash_calls_are_told_as_ended_unknown_and_nothing_is_invented(app: TestApp) {
    let Some(lab) = Lab::own().await else { return };
    let Team { _link, desk, ana } = Team::gather(&app, &lab).await;
    lab.call("support", Caller { name: "Talks", ..Caller::default() }).await;
    desk.until(&app, |queue| queue["state"]["counters"]["answered"] == 1).await;
    lab.call("support", Caller { name: "Waits", ..Caller::default() }).await;
    desk.until(&app, |queue| queue["state"]["counters"]["waiting"] == 1).await;
    let before = desk.viewer.query(STARTED, json!({})).await;

    lab.does("kill").await;
    lab.until_health(&app, "DOWN").await;
    let stale = desk.now().await;
    let lead = app.as_role(Role::Coordinator).await;
    let refused = lead.query(PAUSE, json!({ "person": ana.id, "reason": "tea" })).await;
    lab.does("start").await;
    started_anew(&app, &desk, &before).await;
    let shown = desk.is_what_the_console_shows(&app, &lab).await;
    let after = desk.now().await;

    assert_eq!(stale["state"]["stale"], true);
    assert_eq!(stale["state"]["waiting"][0]["name"], "Waits", "what was last known is still told");
    assert_eq!(refused["queueMemberPause"]["userErrors"], json!([{ "code": "PROVIDER_UNAVAILABLE" }]));
    assert_eq!(shown.member("1001").unwrap().paused.as_deref(), Some("lunch"));
    assert_eq!((shown.members.len(), shown.member("1001").unwrap().penalty, shown.waiting), (2, 2, 0));
    let counters = json!({ "waiting": 0, "offered": 2, "answered": 1, "abandoned": 0, "timedOut": 0, "other": 1 });
    assert_eq!(after["state"]["counters"], counters, "how the wait ended was not seen");
    let log = desk.viewer.query("{ calls { nodes { fromName status cause talkSeconds queueOutcome } } }", json!({})).await;
    let unknown = |name: &str, outcome: &str| json!({ "fromName": name, "status": "UNKNOWN", "cause": "UNKNOWN", "talkSeconds": null, "queueOutcome": outcome });
    assert_eq!(log["calls"]["nodes"], json!([unknown("Waits", "UNKNOWN"), unknown("Talks", "ANSWERED")]));
}

on_both!(after_a_restart_that_keeps_the_members_all_is_as_it_was);
async fn after_a_restart_that_keeps_the_members_all_is_as_it_was(app: TestApp) {
    restarted(app, "restart").await;
}

on_both!(after_a_restart_that_forgets_the_members_the_wishes_are_restored);
async fn after_a_restart_that_forgets_the_members_the_wishes_are_restored(app: TestApp) {
    restarted(app, "reset").await;
}

async fn restarted(app: TestApp, command: &str) {
    let Some(lab) = Lab::own().await else { return };
    let Team { _link, desk, .. } = Team::gather(&app, &lab).await;
    let shown_before = desk.is_what_the_console_shows(&app, &lab).await;
    let before = desk.viewer.query(STARTED, json!({})).await;

    lab.does(command).await;
    started_anew(&app, &desk, &before).await;
    let no_drift = |queue: &Value| queue["state"]["members"].as_array().unwrap().iter().all(|member| member["drift"] == json!([]));
    desk.until(&app, |queue| queue["state"]["stale"] == false && queue["sync"]["state"] == "IN_SYNC" && no_drift(queue)).await;
    let shown_after = desk.is_what_the_console_shows(&app, &lab).await;

    assert_eq!(shown_after, shown_before);
    assert_eq!(shown_after.member("1001").unwrap().paused.as_deref(), Some("lunch"));
}

on_both!(a_telephone_system_that_hangs_is_told_and_taken_up_again);
async fn a_telephone_system_that_hangs_is_told_and_taken_up_again(app: TestApp) {
    let Some(lab) = Lab::own().await else { return };
    let Team { _link, desk, .. } = Team::gather(&app, &lab).await;

    lab.does("pause").await;
    lab.until_health(&app, "DOWN").await;
    let stale = desk.now().await;
    lab.does("resume").await;
    lab.until_health(&app, "UP").await;

    assert_eq!(stale["state"]["stale"], true);
    desk.is_what_the_console_shows(&app, &lab).await;
}
