//! Clocks that are wrong, or are set: ours and the telephone system's.

use acceptance::{Telephones, TestApp, extension, on_both};
use chrono::TimeDelta;
use entity::stored::Role;
use serde_json::{Value, json};
use telephony::simulator::{Config, HangUp, ManualClock, QueueConfig};

use super::support;

const BOARD: &str = "{ queues { nodes { id timeZone state { stale members { lastCallAt paused { reason since } } waiting { since }
    counters { since waiting abandoned answered longestWaitSeconds } } } } }";

async fn board(app: &TestApp, holds: impl Fn(&Value) -> bool) -> Value {
    let viewer = app.as_role(Role::Viewer).await;
    let answer = app.until(&viewer, BOARD, json!({}), |answer| holds(&answer["queues"]["nodes"][0])).await;
    answer["queues"]["nodes"][0].clone()
}

/// A telephone system with a clock of its own, which is as far from ours as said, and Ana in its queue.
async fn telephones(app: &TestApp, apart: TimeDelta) -> (Telephones, ManualClock) {
    let clock = ManualClock::new(app.now() + apart);
    let config = Config::new(vec![QueueConfig::new("support")], vec![extension("1001")]);
    let telephones = app.telephones_by(config, clock.clock()).await;
    telephones.system.console_adds(&support(), &extension("1001"), "Ana").expect("added");
    board(app, |queue| queue["state"]["members"].as_array().is_some_and(|members| members.len() == 1)).await;
    (telephones, clock)
}

/// Somebody calls, and gives up at once.
fn call_in_vain(telephones: &Telephones) {
    let call = telephones.call("support", Some("+34972183386"));
    telephones.system.hang_up(&call, HangUp::ByCaller).expect("the caller hangs up");
}

fn abandoned(calls: i32) -> impl Fn(&Value) -> bool {
    move |queue| queue["state"]["counters"]["abandoned"] == calls
}

on_both!(a_clock_that_was_ahead_and_is_set_back_is_believed_again);
async fn a_clock_that_was_ahead_and_is_set_back_is_believed_again(app: TestApp) {
    let (telephones, _clock) = telephones(&app, TimeDelta::zero()).await;
    call_in_vain(&telephones);
    board(&app, abandoned(1)).await;
    app.clock.advance(TimeDelta::days(1));
    call_in_vain(&telephones);
    call_in_vain(&telephones);
    board(&app, abandoned(2)).await;

    app.clock.advance(TimeDelta::days(-1));
    telephones.system.pause_at_phone(None, &extension("1001"), "tea").expect("paused");
    call_in_vain(&telephones);
    let today = board(&app, abandoned(2)).await;
    app.clock.advance(TimeDelta::seconds(1));
    let past = "query ($id: ID!, $at: DateTime!) { queue(id: $id) { state(at: $at) { members { paused { since } } }
        history(first: 1) { nodes { occurredAt } } } }";
    let then = app.now() - TimeDelta::milliseconds(1);
    let viewer = app.as_role(Role::Viewer).await;
    let seen = viewer.query(past, json!({ "id": today["id"], "at": then })).await;
    app.clock.advance(TimeDelta::days(1));
    call_in_vain(&telephones);
    let tomorrow = board(&app, abandoned(3)).await;

    assert_eq!(today["state"]["members"][0]["paused"]["since"], "2026-11-21T10:00:00+00:00");
    assert_eq!(seen["queue"]["state"]["members"], json!([{ "paused": { "since": "2026-11-21T10:00:00+00:00" } }]), "it is so from now on");
    assert_eq!(tomorrow["state"]["counters"]["since"], "2026-11-22T00:00:00+00:00", "what was counted there is counted on");
}

on_both!(what_a_telephone_system_says_whose_clock_is_wrong_is_told_by_ours);
async fn what_a_telephone_system_says_whose_clock_is_wrong_is_told_by_ours(app: TestApp) {
    let (telephones, clock) = telephones(&app, TimeDelta::hours(-1)).await;
    let pass = |seconds| {
        clock.advance(TimeDelta::seconds(seconds));
        app.clock.advance(TimeDelta::seconds(seconds));
    };
    let waits = telephones.call("support", Some("+34972183386"));
    let waiting = board(&app, |queue| queue["state"]["waiting"] != json!([])).await;
    pass(4);
    telephones.answer("1001");
    board(&app, |queue| queue["state"]["counters"]["answered"] == 1).await;
    pass(4);
    telephones.system.hang_up(&waits, HangUp::ByCaller).expect("the caller hangs up");
    let talked = board(&app, |queue| queue["state"]["members"][0]["lastCallAt"] != json!(null)).await;
    telephones.system.link_drops();
    telephones.until_health("DOWN").await;
    pass(4);
    telephones.system.console_removes(&support(), &extension("1001")).expect("removed");
    telephones.system.link_comes_back();
    board(&app, |queue| queue["state"]["members"] == json!([])).await;
    telephones.system.link_drops();
    telephones.until_health("DOWN").await;
    telephones.system.console_adds(&support(), &extension("1001"), "Ana").expect("added");
    telephones.system.pause_at_phone(None, &extension("1001"), "tea").expect("paused unseen");
    telephones.call("support", Some("+34972183387"));
    pass(4);
    telephones.system.link_comes_back();
    let back = board(&app, |queue| queue["state"]["waiting"] != json!([]) && queue["state"]["stale"] == false).await;
    let log = app.as_role(Role::Viewer).await.query("{ calls { nodes { startedAt } } }", json!({})).await;

    assert_eq!(waiting["state"]["waiting"], json!([{ "since": "2026-11-21T10:00:00+00:00" }]));
    assert_eq!(talked["state"]["members"][0]["lastCallAt"], "2026-11-21T10:00:08+00:00");
    assert_eq!(talked["state"]["counters"]["longestWaitSeconds"], 4);
    assert_eq!(back["state"]["waiting"], json!([{ "since": "2026-11-21T10:00:12+00:00" }]));
    assert_eq!(back["state"]["members"][0]["paused"], json!({ "reason": "tea", "since": "2026-11-21T10:00:12+00:00" }));
    let begun = json!([{ "startedAt": "2026-11-21T10:00:12+00:00" }, { "startedAt": "2026-11-21T10:00:00+00:00" }]);
    assert_eq!(log["calls"]["nodes"], begun);
}

on_both!(a_zone_that_is_changed_over_midnight_and_back_loses_no_count);
async fn a_zone_that_is_changed_over_midnight_and_back_loses_no_count(app: TestApp) {
    let (telephones, clock) = telephones(&app, TimeDelta::zero()).await;
    let pass = |minutes| {
        clock.advance(TimeDelta::minutes(minutes));
        app.clock.advance(TimeDelta::minutes(minutes));
    };
    let queue = board(&app, |_| true).await["id"].clone();
    let moves_to = async |zone: &str| {
        let admin = app.as_role(Role::Admin).await;
        let update = "mutation ($id: ID!, $zone: TimeZone!) { queueUpdate(id: $id, input: { timeZone: $zone }) { userErrors { code } } }";
        let done = admin.query(update, json!({ "id": queue, "zone": zone })).await;
        assert_eq!(done["queueUpdate"]["userErrors"], json!([]));
    };
    // 22:30, then 23:30 in UTC; half past midnight in Madrid.
    pass(750);
    call_in_vain(&telephones);
    board(&app, abandoned(1)).await;
    pass(60);
    call_in_vain(&telephones);
    board(&app, abandoned(2)).await;

    moves_to("Europe/Madrid").await;
    let of_the_new_day = board(&app, abandoned(1)).await;
    call_in_vain(&telephones);
    board(&app, abandoned(2)).await;
    moves_to("UTC").await;
    let of_the_old_day = board(&app, abandoned(3)).await;
    pass(60);
    let of_the_next = board(&app, abandoned(0)).await;
    call_in_vain(&telephones);
    board(&app, abandoned(1)).await;
    moves_to("Europe/Madrid").await;
    let again = board(&app, abandoned(3)).await;

    assert_eq!(of_the_new_day["state"]["counters"]["since"], "2026-11-21T23:00:00+00:00");
    assert_eq!(of_the_old_day["state"]["counters"]["since"], "2026-11-21T00:00:00+00:00");
    assert_eq!(of_the_next["state"]["counters"]["since"], "2026-11-22T00:00:00+00:00");
    assert_eq!(again["state"]["counters"]["since"], "2026-11-21T23:00:00+00:00");
}
