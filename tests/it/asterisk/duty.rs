//! The rota and a real Asterisk: whose turn it is, is in the queue.

use acceptance::{Caller, Client, Lab, ShownQueue, TestApp, on_both};
use chrono::TimeDelta;
use entity::stored::Role;
use serde_json::{Value, json};

use super::desk::Desk;

const MONDAY: &str = "2026-11-23";

const HOURS: &str = "mutation ($queue: ID!, $slots: [ServiceSlotInput!]!) {
    done: serviceHoursSet(queueId: $queue, slots: $slots) { userErrors { code path } } }";

const DRIVEN: &str = "mutation ($queue: ID!) {
    done: rotaSettingsUpdate(queueId: $queue, input: { dutyDriven: true }) { userErrors { code path } } }";

const CREATE: &str = "mutation ($queue: ID!, $week: Date!) { done: timetableCreate(queueId: $queue, week: $week) {
    timetable { id version slots { turns { id } } } userErrors { code path } } }";

const ASSIGN: &str = "mutation ($turn: ID!, $person: ID!, $version: Int!) {
    done: turnAssign(id: $turn, personId: $person, version: $version, ignoreWarnings: true) { timetable { version } userErrors { code path } } }";

const PUBLISH: &str = "mutation ($id: ID!, $version: Int!) {
    done: timetablePublish(id: $id, version: $version) { timetable { status } userErrors { code path } } }";

async fn done(lead: &Client, document: &str, variables: Value) -> Value {
    let answer = lead.query(document, variables).await["done"].clone();
    assert_eq!(answer["userErrors"], json!([]), "{document}");
    answer
}

/// Publishes a Monday whose first slot is Ana's and whose second is Pau's.
async fn publish(lead: &Client, queue: &Value, ana: &Value, pau: &Value) {
    let slot = |from: &str, to: &str| json!({ "weekday": "MONDAY", "startsAt": from, "endsAt": to, "demand": 1 });
    done(lead, HOURS, json!({ "queue": queue, "slots": [slot("09:00", "10:15"), slot("10:15", "11:30")] })).await;
    done(lead, DRIVEN, json!({ "queue": queue })).await;
    let timetable = done(lead, CREATE, json!({ "queue": queue, "week": MONDAY })).await["timetable"].clone();
    let mut version = timetable["version"].clone();
    for (slot, person) in [(0, ana), (1, pau)] {
        let turn = &timetable["slots"][slot]["turns"][0]["id"];
        version = done(lead, ASSIGN, json!({ "turn": turn, "person": person, "version": version })).await["timetable"]["version"].clone();
    }
    done(lead, PUBLISH, json!({ "id": timetable["id"], "version": version })).await;
}

fn extensions(shown: &ShownQueue) -> Vec<&str> {
    shown.members.iter().map(|member| member.extension.as_str()).collect()
}

on_both!(at_a_boundary_of_a_published_week_queue_show_shows_those_whose_turn_begins);
async fn at_a_boundary_of_a_published_week_queue_show_shows_those_whose_turn_begins(app: TestApp) {
    let Some(lab) = Lab::shared().await else { return };
    let ana = app.person("Ana").extension("1001").create().await;
    let pau = app.person("Pau").extension("1002").create().await;
    // Three seconds before 10:15 on Monday in Madrid.
    app.clock.advance(TimeDelta::hours(47) + TimeDelta::minutes(15) - TimeDelta::seconds(3));
    let _link = lab.link_at_standing_clock(&app).await;
    let desk = Desk::managing(&app, "support").await;
    let zone =
        "mutation ($queue: ID!) { done: queueUpdate(id: $queue, input: { timeZone: \"Europe/Madrid\" }) { userErrors { code path } } }";
    done(&app.as_role(Role::Admin).await, zone, json!({ "queue": desk.queue })).await;
    let keeper = app.keeps_duty("one");

    publish(&app.as_role(Role::Coordinator).await, &desk.queue, &json!(ana.id), &json!(pau.id)).await;
    let before = lab.until_shows("support", |shown| shown.member("1001").is_some()).await;
    lab.call("support", Caller::default()).await;
    desk.until(&app, |queue| queue["state"]["members"][0]["presence"] == "ON_CALL").await;
    // Who keeps duty is killed, the boundary passes, and another begins.
    keeper.is_killed().await;
    app.clock.advance(TimeDelta::seconds(15));
    let _successor = app.keeps_duty("two");
    lab.until_shows("support", |shown| shown.member("1002").is_some()).await;
    let unexpected =
        |queue: &Value| queue["state"]["members"].as_array().unwrap().iter().any(|member| member["drift"] == json!(["UNEXPECTED"]));
    desk.until(&app, unexpected).await;
    let talking = lab.shows("support").await;
    lab.hang_up_all().await;
    lab.until_shows("support", |shown| shown.member("1001").is_none()).await;
    let after = desk.is_what_the_console_shows(&app, &lab).await;

    assert_eq!(extensions(&before), ["1001"]);
    assert_eq!(extensions(&talking), ["1001", "1002"], "the call is not cut");
    assert_eq!(extensions(&after), ["1002"]);
}
