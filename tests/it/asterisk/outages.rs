//! The link: cut, stalled, refused. What is told meanwhile, and what afterwards.

use std::{
    io::Write,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use acceptance::{Cable, Caller, Lab, SOON, Subscribed, TestApp, on_both};
use entity::stored::Role;
use serde_json::{Value, json};
use tracing_subscriber::fmt::MakeWriter;

use super::desk::{ADD, CHANGES, Desk, PAUSE};

const PROVIDERS: &str = "{ providers { health problem { code message } } }";

on_both!(while_the_link_is_cut_state_is_stale_and_changes_are_refused_at_once);
async fn while_the_link_is_cut_state_is_stale_and_changes_are_refused_at_once(app: TestApp) {
    let Some(lab) = Lab::shared().await else { return };
    let ana = app.person("Ana").extension("1001").create().await;
    let _link = lab.link(&app).await;
    let desk = Desk::managing(&app, "support").await;
    let lead = app.as_role(Role::Coordinator).await;
    lead.query(ADD, json!({ "queue": desk.queue, "person": ana.id })).await;

    lab.cable(Cable::Cut);
    lab.until_health(&app, "DOWN").await;
    let stale = desk.now().await;
    let providers = lead.query(PROVIDERS, json!({})).await;
    let asked = Instant::now();
    let refused = lead.query(PAUSE, json!({ "person": ana.id, "reason": "tea" })).await;
    let took = asked.elapsed();
    lab.cable(Cable::Whole);
    lab.until_health(&app, "UP").await;
    let shown = desk.is_what_the_console_shows(&app, &lab).await;

    assert_eq!(stale["state"]["stale"], true);
    assert_eq!(stale["state"]["staleSeconds"].as_u64().map(|seconds| seconds < 10), Some(true), "{stale:#}");
    assert_eq!(stale["state"]["members"][0]["extension"], "1001", "what was last known is still told");
    assert_eq!(providers["providers"][0]["problem"]["code"], "UNREACHABLE");
    assert_eq!(refused["queueMemberPause"]["userErrors"], json!([{ "code": "PROVIDER_UNAVAILABLE" }]));
    assert!(took < Duration::from_secs(1), "it took {took:?}");
    assert_eq!(shown.member("1001").unwrap().paused, None, "the refused pause is not made up for later");
}

on_both!(after_a_cut_link_subscribers_get_the_differences_and_nothing_else);
async fn after_a_cut_link_subscribers_get_the_differences_and_nothing_else(app: TestApp) {
    differences_are_told_after(app, Cable::Cut, "UNREACHABLE").await;
}

on_both!(after_a_stalled_link_subscribers_get_the_differences_and_nothing_else);
async fn after_a_stalled_link_subscribers_get_the_differences_and_nothing_else(app: TestApp) {
    differences_are_told_after(app, Cable::Stalled, "STALLED").await;
}

async fn differences_are_told_after(app: TestApp, trouble: Cable, code: &str) {
    let Some(lab) = Lab::shared().await else { return };
    let _link = lab.link(&app).await;
    let desk = Desk::observing(&app, "support").await;
    let mut changes = desk.viewer.subscribe(CHANGES, json!({ "queue": desk.queue })).await;
    for number in ["1001", "1002"] {
        lab.cli(&add(number)).await;
        lab.cli(&format!("queue pause member Local/{number}@agents queue support reason tea")).await;
    }
    lab.call("support", Caller { name: "Goes unseen", ..Caller::default() }).await;
    until_told(&mut changes, |change| change["what"] == "CALL_JOINED").await;

    lab.cable(trouble);
    lab.until_health(&app, "DOWN").await;
    let providers = desk.viewer.query(PROVIDERS, json!({})).await;
    lab.hang_up_all().await;
    lab.cli("queue remove member Local/1001@agents from support").await;
    lab.cli("queue pause member Local/1002@agents queue support reason lunch").await;
    lab.cli(&add("7003")).await;
    lab.cli("queue pause member Local/7003@agents queue support reason new").await;
    lab.call("support", Caller { name: "Comes unseen", ..Caller::default() }).await;
    lab.until_shows("support", |queue| queue.waiting == 1).await;
    lab.cable(Cable::Whole);
    lab.until_health(&app, "UP").await;
    let shown = desk.is_what_the_console_shows(&app, &lab).await;
    lab.cli(&add("1009")).await;
    let told = until_told(&mut changes, |change| change["member"]["extension"] == "1009").await;

    assert_eq!(providers["providers"][0]["problem"]["code"], code);
    assert_eq!((shown.members.len(), shown.waiting), (2, 1));
    let mut told: Vec<_> = told
        .iter()
        .map(|change| {
            let pause = &change["member"]["paused"]["reason"];
            json!([change["what"], change["member"]["extension"], pause, change["waitingCall"]["name"], change["outcome"]])
        })
        .collect();
    // Those two are in this order; what the snapshot told is in any.
    assert_eq!(told.remove(0), json!(["LINK_CHANGED", null, null, null, null]));
    assert_eq!(told.pop(), Some(json!(["MEMBER_ADDED", "1009", null, null, null])));
    told.sort_by_key(ToString::to_string);
    let expected = [
        json!(["CALL_JOINED", null, null, "Comes unseen", null]),
        json!(["CALL_LEFT", null, null, null, null]),
        json!(["CALL_RESULT", null, null, null, "UNKNOWN"]),
        json!(["LINK_CHANGED", null, null, null, null]),
        json!(["MEMBER_ADDED", "7003", "new", null, null]),
        json!(["MEMBER_CHANGED", "1002", "lunch", null, null]),
        json!(["MEMBER_REMOVED", "1001", "tea", null, null]),
    ];
    assert_eq!(told, expected);
    let log = desk.viewer.query("{ calls { nodes { fromName status cause } } }", json!({})).await;
    let expected = json!([
        { "fromName": "Comes unseen", "status": "WAITING", "cause": null },
        { "fromName": "Goes unseen", "status": "UNKNOWN", "cause": "UNKNOWN" },
    ]);
    assert_eq!(log["calls"]["nodes"], expected);
}

on_both!(a_wrong_secret_is_told_as_such_and_shows_nowhere);
async fn a_wrong_secret_is_told_as_such_and_shows_nowhere(app: TestApp) {
    let Some(lab) = Lab::shared().await else { return };
    let written = Written::default();
    let log = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(written.clone()).with_ansi(false).finish();
    let _capturing = tracing::subscriber::set_default(log);
    let viewer = app.as_role(Role::Viewer).await;

    let _link = lab.link_by(&app, "Wr0ngHunter2");
    let told = app.until(&viewer, PROVIDERS, json!({}), |answer| answer["providers"][0]["health"] == "DOWN").await;

    let problem = json!({ "code": "AUTHENTICATION_FAILED", "message": "log-in refused: Authentication failed" });
    assert_eq!(told["providers"][0]["problem"], problem);
    let log = written.text();
    assert!(log.lines().any(|line| line.contains("log-in refused")), "the log says it, too:\n{log}");
    assert!(!log.contains("Wr0ngHunter2"), "{log}");
}

/// What is logged.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Written {
    fn write(&mut self, text: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(text)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Written {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

fn add(number: &str) -> String {
    format!("queue add member Local/{number}@agents to support penalty 0 as Hand state_interface Custom:a{number}")
}

/// All that is told, to the change that `last` describes.
async fn until_told(changes: &mut Subscribed, last: impl Fn(&Value) -> bool) -> Vec<Value> {
    let mut told = Vec::new();
    while told.last().is_none_or(|change| !last(change)) {
        told.push(changes.next_within(SOON).await["queueChanged"].clone());
    }
    told
}
