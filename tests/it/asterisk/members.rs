//! Members: what the API is asked is so at the console, what the console does is told.

use std::time::Duration;

use acceptance::{Lab, ShownMember, TestApp, on_both};
use entity::stored::{ActorKind, Role};
use serde_json::{Value, json};

use super::desk::{ADD, CHANGES, Desk, PAUSE, REMOVE, RESUME};

on_both!(a_member_added_paused_resumed_and_removed_over_the_api_is_so_in_queue_show);
async fn a_member_added_paused_resumed_and_removed_over_the_api_is_so_in_queue_show(app: TestApp) {
    let Some(lab) = Lab::shared().await else { return };
    let _link = lab.link(&app).await;
    let desk = Desk::managing(&app, "support").await;
    let lead = app.as_role(Role::Coordinator).await;
    // Nobody knew her when the link came up.
    let create = r#"mutation { personCreate(input: { name: "Ana Ríos", extension: "1001" }) { person { id } userErrors { code } } }"#;
    let ana = lead.query(create, json!({})).await["personCreate"]["person"]["id"].clone();

    let added = lead.query(ADD, json!({ "queue": desk.queue, "person": ana, "penalty": 3 })).await;
    let after_add = lab.shows("support").await;
    let paused = lead.query(PAUSE, json!({ "person": ana, "reason": "lunch, back at 3" })).await;
    let after_pause = lab.shows("support").await;
    let resumed = lead.query(RESUME, json!({ "person": ana })).await;
    let after_resume = lab.shows("support").await;
    let removed = lead.query(REMOVE, json!({ "queue": desk.queue, "person": ana })).await;
    let after_remove = lab.shows("support").await;

    let member = |paused: Option<&str>| ShownMember {
        extension: "1001".to_owned(),
        name: "Ana Ríos".to_owned(),
        penalty: 3,
        paused: paused.map(str::to_owned),
    };
    assert_eq!(added["queueMemberAdd"], json!({ "member": { "drift": [] }, "userErrors": [] }));
    assert_eq!(after_add.members, [member(None)]);
    assert_eq!(paused["queueMemberPause"], json!({ "members": [{ "drift": [] }], "userErrors": [] }));
    assert_eq!(after_pause.members, [member(Some("lunch, back at 3"))]);
    assert_eq!(resumed["queueMemberResume"], json!({ "members": [{ "drift": [] }], "userErrors": [] }));
    assert_eq!(after_resume.members, [member(None)]);
    assert_eq!(removed["queueMemberRemove"], json!({ "queue": { "state": { "members": [] } }, "userErrors": [] }));
    assert_eq!(after_remove.members, []);
}

on_both!(what_is_changed_at_the_console_is_told_to_subscribers_within_a_second);
async fn what_is_changed_at_the_console_is_told_to_subscribers_within_a_second(app: TestApp) {
    let Some(lab) = Lab::shared().await else { return };
    let _link = lab.link(&app).await;
    let desk = Desk::observing(&app, "support").await;
    let mut changes = desk.viewer.subscribe(CHANGES, json!({ "queue": desk.queue })).await;

    let mut told = Vec::new();
    for words in [
        "queue add member Local/1001@agents to support penalty 2 as Hand state_interface Custom:a1001",
        "queue pause member Local/1001@agents queue support reason tea",
        "queue unpause member Local/1001@agents queue support",
        "queue set penalty 4 on Local/1001@agents in support",
        "queue remove member Local/1001@agents from support",
    ] {
        lab.cli(words).await;
        told.push(changes.next_within(Duration::from_secs(1)).await["queueChanged"].clone());
    }

    let change = |what: &str, penalty: u32, paused: Option<&str>| {
        let member = json!({ "extension": "1001", "penalty": penalty, "paused": paused.map(|reason| json!({ "reason": reason })) });
        json!({ "what": what, "outcome": null, "member": member, "waitingCall": null })
    };
    let expected = [
        change("MEMBER_ADDED", 2, None),
        change("MEMBER_CHANGED", 2, Some("tea")),
        change("MEMBER_CHANGED", 2, None),
        change("MEMBER_CHANGED", 4, None),
        change("MEMBER_REMOVED", 4, None),
    ];
    assert_eq!(told, expected);
}

on_both!(a_pause_made_at_the_console_is_taken_over_as_a_fact);
async fn a_pause_made_at_the_console_is_taken_over_as_a_fact(app: TestApp) {
    let Some(lab) = Lab::shared().await else { return };
    let ana = app.person("Ana").extension("1001").create().await;
    let _link = lab.link(&app).await;
    let desk = Desk::managing(&app, "support").await;
    let lead = app.as_role(Role::Coordinator).await;
    lead.query(ADD, json!({ "queue": desk.queue, "person": ana.id })).await;
    desk.is_what_the_console_shows(&app, &lab).await;

    lab.cli("queue pause member Local/1001@agents queue support reason tea").await;
    let is =
        |queue: &Value| queue["state"]["members"][0]["paused"]["reason"] == "tea" && queue["state"]["members"][0]["drift"] == json!([]);
    desk.until(&app, is).await;
    let shown = desk.is_what_the_console_shows(&app, &lab).await;

    assert_eq!(shown.member("1001").unwrap().paused.as_deref(), Some("tea"), "it is not undone");
    let entry = app.audit_log().await.pop().unwrap();
    assert_eq!((entry.action.as_str(), entry.actor_kind, entry.reason.as_deref()), ("pausedAtProvider", ActorKind::Provider, Some("tea")));
}
