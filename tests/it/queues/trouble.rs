//! Hands at the telephone system, lost links, restarts, refusals: all converge, and nothing is invented.

use acceptance::{SOON, TestApp, extension, on_both};
use chrono::TimeDelta;
use entity::stored::Role;
use serde_json::json;
use telephony::port::CommandError;
use telephony::simulator::HangUp;

use super::{ADD, BOARD, Desk, MANAGE, PAUSE, support};

on_both!(a_pause_made_at_the_telephone_is_taken_over_as_a_fact);
async fn a_pause_made_at_the_telephone_is_taken_over_as_a_fact(app: TestApp) {
    let desk = Desk::with_ana(&app).await;
    desk.board(&app, |queue| queue["sync"]["state"] == "IN_SYNC").await;

    desk.telephones.system.pause_at_phone(None, &extension("1001"), "bell rang").expect("paused");
    let board = desk
        .board(&app, |queue| {
            queue["state"]["members"][0]["paused"]["reason"] == "bell rang" && queue["state"]["members"][0]["drift"] == json!([])
        })
        .await;

    assert_eq!(board["state"]["members"][0]["presence"], "PAUSED");
    assert_eq!(board["state"]["members"][0]["changedBy"]["kind"], "PROVIDER");
    assert_eq!(desk.truth(), [("1001".to_owned(), Some("bell rang".to_owned()))], "it is not undone");
    let entry = app.audit_log().await.pop().expect("an entry");
    assert_eq!((entry.action.as_str(), entry.reason.as_deref()), ("pausedAtProvider", Some("bell rang")));
}

on_both!(a_pause_made_at_the_telephone_is_in_the_history_as_a_wish_once);
async fn a_pause_made_at_the_telephone_is_in_the_history_as_a_wish_once(app: TestApp) {
    let desk = Desk::with_ana(&app).await;
    desk.board(&app, |queue| queue["sync"]["state"] == "IN_SYNC").await;

    desk.telephones.system.pause_at_phone(None, &extension("1001"), "bell rang").expect("paused");
    desk.board(&app, |queue| {
        queue["state"]["members"][0]["paused"]["reason"] == "bell rang" && queue["state"]["members"][0]["drift"] == json!([])
    })
    .await;

    let viewer = app.as_role(Role::Viewer).await;
    let history =
        "query ($queue: ID!) { queue(id: $queue) { history(first: 50) { nodes { what reason person { name } actor { kind } } } } }";
    let answer = viewer.query(history, json!({ "queue": desk.queue })).await;
    let taken_over = json!({ "what": "WANTED", "reason": "bell rang", "person": { "name": "Ana" }, "actor": { "kind": "PROVIDER" } });
    let entries = answer["queue"]["history"]["nodes"].as_array().expect("entries");
    assert_eq!(entries.iter().filter(|entry| **entry == taken_over).count(), 1, "{answer:#}");
}

on_both!(a_hand_at_the_console_is_told_and_then_mended);
async fn a_hand_at_the_console_is_told_and_then_mended(app: TestApp) {
    let desk = Desk::with_ana(&app).await;
    desk.board(&app, |queue| queue["sync"]["state"] == "IN_SYNC").await;
    let viewer = app.as_role(Role::Viewer).await;
    let mut told = viewer.subscribe("subscription { queueChanged { what actor { kind } member { extension } } }", json!({})).await;

    desk.telephones.system.console_removes(&support(), &extension("1001")).expect("removed");
    desk.telephones.system.console_adds(&support(), &extension("1003"), "A stranger").expect("added");

    let mut seen = Vec::new();
    while seen.len() < 4 {
        let change = told.next_within(SOON).await["queueChanged"].clone();
        if ["MEMBER_ADDED", "MEMBER_REMOVED"].contains(&change["what"].as_str().unwrap_or_default()) {
            seen.push(json!([change["what"], change["member"]["extension"]]));
        }
    }
    assert_eq!(seen[..2], [json!(["MEMBER_REMOVED", "1001"]), json!(["MEMBER_ADDED", "1003"])]);
    let mut mended = seen[2..].to_vec();
    mended.sort_by_key(ToString::to_string);
    assert_eq!(mended, [json!(["MEMBER_ADDED", "1001"]), json!(["MEMBER_REMOVED", "1003"])]);
    desk.board(&app, |queue| queue["sync"]["state"] == "IN_SYNC").await;
    assert_eq!(desk.truth(), [("1001".to_owned(), None)]);
}

on_both!(while_the_link_is_down_the_state_is_stale_and_nothing_can_be_changed);
async fn while_the_link_is_down_the_state_is_stale_and_nothing_can_be_changed(app: TestApp) {
    let desk = Desk::with_ana(&app).await;
    let lead = app.as_role(Role::Coordinator).await;

    desk.telephones.system.link_drops();
    desk.telephones.until_health("DOWN").await;
    let stale = lead.query(BOARD, json!({})).await;
    let refused = lead.query(PAUSE, json!({ "person": desk.ana.id, "reason": "tea" })).await;
    desk.telephones.system.link_comes_back();
    desk.telephones.until_health("UP").await;
    let fresh = lead.query(BOARD, json!({})).await;

    assert_eq!(stale["queues"]["nodes"][0]["state"]["stale"], true);
    assert_eq!(stale["queues"]["nodes"][0]["state"]["members"][0]["extension"], "1001", "what was last known is still told");
    assert_eq!(refused["queueMemberPause"]["userErrors"][0]["code"], "PROVIDER_UNAVAILABLE");
    assert_eq!(fresh["queues"]["nodes"][0]["state"]["stale"], false);
    assert_eq!(desk.truth(), [("1001".to_owned(), None)], "the refused pause is not made up for later");
}

on_both!(after_a_lost_link_the_state_is_the_telephone_systems_and_nothing_is_invented);
async fn after_a_lost_link_the_state_is_the_telephone_systems_and_nothing_is_invented(app: TestApp) {
    let desk = Desk::with_ana(&app).await;
    let waits = desk.telephones.call("support", Some("+34972183386"));
    desk.telephones.answer("1001");
    let gone = desk.telephones.call("support", Some("+34972183387"));
    desk.board(&app, |queue| queue["state"]["counters"]["answered"] == 1 && queue["state"]["counters"]["waiting"] == 1).await;

    desk.telephones.system.link_drops();
    desk.telephones.until_health("DOWN").await;
    desk.telephones.system.hang_up(&gone, HangUp::ByCaller).expect("the caller hangs up unseen");
    desk.telephones.system.hang_up(&waits, HangUp::ByCaller).expect("the other, too");
    desk.telephones.system.pause_at_phone(None, &extension("1001"), "unseen").expect("paused");
    desk.telephones.system.link_comes_back();
    let board =
        desk.board(&app, |queue| queue["state"]["stale"] == false && queue["state"]["members"][0]["paused"]["reason"] == "unseen").await;

    assert_eq!(board["state"]["waiting"], json!([]));
    assert_eq!(board["state"]["counters"]["other"], 1, "how the wait ended was not seen");
    assert_eq!(board["state"]["counters"]["abandoned"], 0);
    let viewer = app.as_role(Role::Viewer).await;
    let log = viewer.query("{ calls { nodes { status cause talkSeconds } } }", json!({})).await;
    let unknown = json!({ "status": "UNKNOWN", "cause": "UNKNOWN", "talkSeconds": null });
    assert_eq!(log["calls"]["nodes"], json!([unknown, unknown]));
}

on_both!(after_a_restart_of_the_telephone_system_everything_wanted_is_there_again);
async fn after_a_restart_of_the_telephone_system_everything_wanted_is_there_again(app: TestApp) {
    let ana = app.person("Ana").extension("1001").create().await;
    let config = telephony::simulator::Config {
        keeps_members: false,
        ..telephony::simulator::Config::new(vec![telephony::simulator::QueueConfig::new("support")], vec![extension("1001")])
    };
    let telephones = app.telephones_as(config).await;
    let admin = app.as_role(Role::Admin).await;
    let queue = admin.query(BOARD, json!({})).await["queues"]["nodes"][0]["id"].clone();
    admin.query(MANAGE, json!({ "queue": queue })).await;
    admin.query(ADD, json!({ "queue": queue, "person": ana.id, "penalty": 2 })).await;
    admin.query(PAUSE, json!({ "person": ana.id, "reason": "lunch" })).await;
    let desk = Desk { telephones, queue, pau: ana.clone(), ana };

    let started = "{ providers { startedAt } }";
    let before = admin.query(started, json!({})).await;
    app.clock.advance(TimeDelta::seconds(5));
    desk.telephones.system.restarts();
    desk.telephones.system.link_comes_back();
    app.until(&admin, started, json!({}), |answer| *answer != before).await;
    desk.board(&app, |queue| {
        queue["sync"]["state"] == "IN_SYNC" && queue["state"]["stale"] == false && queue["state"]["members"][0]["drift"] == json!([])
    })
    .await;

    assert_eq!(desk.truth(), [("1001".to_owned(), Some("lunch".to_owned()))]);
}

on_both!(a_refused_command_is_shown_and_tried_again);
async fn a_refused_command_is_shown_and_tried_again(app: TestApp) {
    let desk = Desk::open(&app).await;
    let lead = app.as_role(Role::Coordinator).await;
    desk.telephones.system.refuse_next_command(CommandError::Rejected("not today".to_owned()));

    let answer = lead.query(ADD, json!({ "queue": desk.queue, "person": desk.ana.id })).await;
    let failing = desk.board(&app, |queue| queue["sync"]["state"] == "FAILING").await;
    app.clock.advance(TimeDelta::seconds(3));
    let mended = desk.board(&app, |queue| queue["sync"]["state"] == "IN_SYNC").await;

    assert_eq!(answer["queueMemberAdd"]["member"]["drift"], json!(["MISSING"]));
    assert_eq!(failing["sync"]["problem"], "refused by the provider: not today");
    assert_eq!(mended["state"]["members"][0]["extension"], "1001");
}

on_both!(a_lost_answer_is_looked_at_before_the_command_is_repeated);
async fn a_lost_answer_is_looked_at_before_the_command_is_repeated(app: TestApp) {
    let desk = Desk::open(&app).await;
    let lead = app.as_role(Role::Coordinator).await;
    desk.telephones.system.lose_next_answer();

    let answer = lead.query(ADD, json!({ "queue": desk.queue, "person": desk.ana.id })).await;

    assert_eq!(answer["queueMemberAdd"]["member"]["drift"], json!([]), "it was done, and that shows");
    desk.board(&app, |queue| queue["sync"]["state"] == "IN_SYNC").await;
    let commands = app.commands().await;
    assert_eq!(commands.len(), 1, "it is not sent again");
    assert_eq!(commands[0].status, entity::stored::CommandStatus::Unknown);
}

on_both!(who_asked_for_what_was_refused_is_not_named_for_what_is_done_at_the_telephone);
async fn who_asked_for_what_was_refused_is_not_named_for_what_is_done_at_the_telephone(app: TestApp) {
    let desk = Desk::with_ana(&app).await;
    let lead = app.as_role(Role::Coordinator).await;
    desk.board(&app, |queue| queue["sync"]["state"] == "IN_SYNC").await;
    desk.telephones.system.refuse_next_command(CommandError::Rejected("not today".to_owned()));
    lead.query(PAUSE, json!({ "person": desk.ana.id, "reason": "tea" })).await;
    desk.board(&app, |queue| queue["sync"]["state"] == "FAILING").await;

    desk.telephones.system.pause_at_phone(None, &extension("1001"), "tea").expect("paused");
    let board = desk.board(&app, |queue| queue["state"]["members"][0]["paused"]["reason"] == "tea").await;

    assert_eq!(board["state"]["members"][0]["changedBy"]["kind"], "PROVIDER");
}
