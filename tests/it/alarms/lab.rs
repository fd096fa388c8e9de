//! Alarms over a real Asterisk: somebody is rung, hears the flow, presses a key or none, and what that means is kept, done and told.

use acceptance::{Lab, TestApp, courier::Courier, on_both};
use chrono::{TimeDelta, Timelike};
use chrono_tz::Tz;
use entity::stored::Role;
use serde_json::{Value, json};
use switchboard::alarms::keeper;
use tokio_util::sync::CancellationToken;

use super::desk::sealed;

/// Who is rung by whoever presses 3: answers, and hangs up soon.
const DESK: &str = "+12025550111";
/// Who is told that somebody could not be reached.
const OFFICE: &str = "+12025550118";

/// By the lab's dialplan the first ones press their last digit, 90 nothing, and 60 is a machine.
const PARTIES: [&str; 6] = ["+12025550191", "+12025550192", "+12025550193", "+12025550190", "+12025550199", "+12025550160"];

const MAKE: &str = "mutation ($input: AlarmCreateInput!) { alarmCreate(input: $input) { alarm { id } userErrors { code path message } } }";
const REMINDERS: &str = "query ($id: ID!) { alarm(id: $id) { notifyCount reminders(first: 9) { nodes {
    status reason tries keys answer { meaning } calls { status flowRun { results { node kind response } } } messages { to }
    occurrence { id state answer { meaning } } } } } }";

/// Asks for a key: 1 comes, 2 does not, 3 is joined to whom the alarm names.
fn document() -> Value {
    let means = |keys: &str, meaning: &str| json!({ "keys": keys, "outcome": { "meaning": meaning } });
    let ask = json!({
        "words": [{ "language": "en", "heard": { "play": "question" } }], "retries": 1, "timeoutSeconds": 3,
        "outcomes": [means("1", "CONFIRMED"), means("2", "CANCELED"), means("3", "RESCHEDULED")]
    });
    let choices: Vec<Value> = ["1", "2", "3"].into_iter().map(|key| json!({ "key": key, "label": key })).collect();
    json!({ "languages": ["en"], "start": "ask", "nodes": [
        { "id": "ask", "does": { "multipleChoice": { "ask": ask, "choices": choices } },
          "branches": [{ "on": "KEYS", "keys": "3", "to": "desk" }, { "on": "ANY", "to": null }] },
        { "id": "desk", "does": { "transfer": { "to": "{alarm.transfer}", "ringSeconds": 10 } } }
    ] })
}

on_both!(whoever_is_reminded_over_an_asterisk_is_rung_and_what_the_keys_mean_is_done_and_told);
async fn whoever_is_reminded_over_an_asterisk_is_rung_and_what_the_keys_mean_is_done_and_told(app: TestApp) {
    let Some(lab) = Lab::shared().await else { return };
    let _link = lab.link_and_dial(&app).await;
    let courier = Courier::new();
    let _sending = courier.link(&app, "courier").await;
    let hooks = crate::webhooks::desk::Desk::new(&app).await;
    let kinds = json!(["OCCURRENCE_CONFIRMED", "OCCURRENCE_CANCELED", "OCCURRENCE_RESCHEDULED", "REMINDER_FAILED"]);
    hooks.endpoint("https://example.org/", kinds).await;
    let (client, calendar) = (app.as_role(Role::Coordinator).await, app.calendar().await);
    let flow = sealed(&client, document()).await;
    let stop = CancellationToken::new();
    let _stopped = stop.clone().drop_guard();
    tokio::spawn(keeper::run(app.app().clone(), stop));
    let rung_before = lab.rung().await;

    // An hour before what is a little more than an hour away.
    let soon = (app.now() + TimeDelta::seconds(3602)).with_timezone(&Tz::Europe__Madrid);
    let start = soon.with_nanosecond(0).expect("a whole second").format("%Y-%m-%dT%H:%M:%S").to_string();
    let mut alarms = Vec::new();
    for to in PARTIES {
        let event = json!({ "calendarId": calendar, "title": to, "start": start, "durationSeconds": 3600 });
        let event = app.event(&client, event).await;
        let input = json!({
            "eventId": event, "beforeSeconds": 3600, "needsAnswer": true, "cancels": true, "transferTo": DESK,
            "machineBehavior": "HUMAN_ONLY", "retrySeconds": 1, "failure": { "to": OFFICE },
            "steps": [{ "method": "CALL", "number": to, "flowId": flow, "attempts": 2 }],
        });
        let made = client.query(MAKE, json!({ "input": input })).await["alarmCreate"].take();
        alarms.push(made["alarm"]["id"].as_str().unwrap_or_else(|| panic!("an alarm was refused: {made:#}")).to_owned());
    }
    let mut told = Vec::new();
    let mut subjects = Vec::new();
    for alarm in &alarms {
        let over = |answer: &Value| {
            let row = &answer["alarm"]["reminders"]["nodes"][0];
            (row["status"] == "SUCCESS" || row["status"] == "FAILURE")
                && (row["answer"]["meaning"] != "CANCELED" || row["occurrence"]["state"] == "CANCELED")
        };
        let row = app.until(&client, REMINDERS, json!({ "id": alarm }), over).await["alarm"]["reminders"]["nodes"][0].take();
        told.push(json!([row["status"], row["reason"], row["tries"], row["keys"], row["answer"]["meaning"], row["occurrence"]["state"]]));
        subjects.push(row);
    }

    let expected = [
        json!(["SUCCESS", null, 1, "1", "CONFIRMED", "PENDING"]),
        json!(["SUCCESS", null, 1, "2", "CANCELED", "CANCELED"]),
        json!(["SUCCESS", null, 1, "3", "RESCHEDULED", "PENDING"]),
        json!(["FAILURE", "NO_ANSWER", 2, null, null, "PENDING"]),
        json!(["FAILURE", "NO_ANSWER", 2, "9", null, "PENDING"]),
        json!(["FAILURE", "MACHINE", 2, null, null, "PENDING"]),
    ];
    assert_eq!(told, expected, "{subjects:#?}");
    let rung = lab.rung().await;
    let times = |number: &str| {
        let of = |rung: &std::collections::BTreeMap<String, usize>| rung.get(number.trim_start_matches('+')).copied().unwrap_or_default();
        of(&rung) - of(&rung_before)
    };
    let rings: Vec<usize> = PARTIES.into_iter().map(times).collect();
    assert_eq!((rings, times(DESK)), (vec![1, 1, 1, 2, 2, 2], 1));
    assert_eq!(subjects[2]["calls"][0]["flowRun"]["results"][1]["kind"], "JOINED");
    let failures: Vec<_> = courier.orders(3).await.into_iter().map(|order| order.to.to_string()).collect();
    assert_eq!(failures, [OFFICE, OFFICE, OFFICE]);
    let mut posted: Vec<String> = hooks.deliveries().await.iter().map(|row| row["kind"].as_str().expect("a kind").to_owned()).collect();
    posted.sort();
    let failed = "REMINDER_FAILED";
    assert_eq!(posted, ["OCCURRENCE_CANCELED", "OCCURRENCE_CONFIRMED", "OCCURRENCE_RESCHEDULED", failed, failed, failed]);
}
