//! Somebody who has a calendar with a flow that asks, and reminds people over a carrier.

use std::sync::Arc;

use acceptance::{
    Client, TestAccount, TestApp,
    carrier::{Carrier, CarrierLink},
};
use chrono::{DateTime, Utc};
use entity::stored::Role;
use flow::voice::{Act, Heard, Who};
use serde_json::{Value, json};
use switchboard::exchange::converse::Leader;
use telephony::{
    conversation::Conductor,
    outgoing::{CallOrder, CallProgress},
};

pub(super) const NUMBER: &str = "+34972183386";
pub(super) const OTHER: &str = "+34972183387";

const ALARM: &str = "mutation ($input: AlarmCreateInput!) { alarmCreate(input: $input) {
    alarm { id version } userErrors { code path message } } }";
const REMINDERS: &str = "query ($id: ID!) { alarm(id: $id) { notifyCount reminders(first: 200) { nodes {
    id status reason step method tries plannedAt dueAt keys answer { meaning own } endedAt mergedIntoId
    calls { number status cause target answeredBy } messages { to body status cause }
    occurrence { id startsAt state answer { meaning } } } } } }";

/// Code and path of each user error.
pub(super) fn errors(payload: &Value) -> Value {
    let told = payload["userErrors"].as_array().expect("errors").iter();
    told.map(|error| {
        let path = error["path"].as_array().map(|path| path.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("."));
        json!([error["code"], path])
    })
    .collect()
}

/// Words in the only language of these flows.
fn say(text: &str) -> Value {
    json!([{ "language": "en", "heard": { "say": text } }])
}

/// A flow that asks whether somebody comes: 1 confirms, 2 cancels, 3 wants another time and is joined, 4 has no meaning.
pub(super) fn question() -> Value {
    let means = |keys: &str, meaning: &str| json!({ "keys": keys, "outcome": { "meaning": meaning } });
    let outcomes = [means("1", "CONFIRMED"), means("2", "CANCELED"), means("3", "RESCHEDULED")];
    let ask = json!({ "words": say("{event.title} at {occurrence.time}: will you come, {name}?"), "retries": 1, "outcomes": outcomes });
    let choice = |key: &str| json!({ "key": key, "label": key });
    let choices: Vec<Value> = ["1", "2", "3", "4"].into_iter().map(choice).collect();
    json!({ "languages": ["en"], "start": "ask", "nodes": [
        { "id": "ask", "does": { "multipleChoice": { "ask": ask, "choices": choices } },
          "branches": [{ "on": "KEYS", "keys": "3", "to": "desk" }, { "on": "ANY", "to": null }] },
        { "id": "desk", "does": { "transfer": { "to": "{alarm.transfer}" } } }
    ] })
}

/// A flow that leaves a message on machines.
pub(super) fn voicemail() -> Value {
    json!({ "languages": ["en"], "start": "who", "nodes": [
        { "id": "who", "does": { "answered": true }, "branches": [{ "on": "MACHINE", "to": "drop" }, { "on": "HUMAN", "to": "told" }] },
        { "id": "drop", "does": { "voicemailDrop": { "words": say("Come") } } },
        { "id": "told", "does": { "playMessage": { "words": say("Come") } } }
    ] })
}

/// Somebody who has a calendar, a sealed flow and a carrier.
pub(super) struct Desk {
    pub(super) account: TestAccount,
    pub(super) client: Client,
    pub(super) calendar: String,
    pub(super) flow: Value,
    pub(super) carrier: Carrier,
    conductor: Arc<dyn Conductor>,
    clock: Arc<switchboard::clock::ManualClock>,
    _link: CarrierLink,
}

impl Desk {
    pub(super) async fn new(app: &TestApp) -> Self {
        let leader = Leader::later();
        leader.begin(app.app());
        let (client, carrier) = (app.as_role(Role::Coordinator).await, Carrier::new());
        let (calendar, link) = (app.calendar().await, carrier.link(app, "carrier").await);
        let flow = sealed(&client, question()).await;
        let (account, clock) = (app.account().clone(), Arc::clone(&app.clock));
        Self { account, client, calendar, flow, carrier, conductor: leader.conductor(), clock, _link: link }
    }

    /// An event of an hour in the calendar, at nine on Monday by Madrid's clock (08:00 in Greenwich), with what is given besides.
    pub(super) async fn event(&self, besides: Value) -> String {
        let mut input = json!({ "calendarId": self.calendar, "title": "Dentist", "start": "2026-11-23T09:00:00", "durationSeconds": 3600 });
        for (key, value) in besides.as_object().expect("an object") {
            input[key] = value.clone();
        }
        self.account.event(&self.client, input).await
    }

    /// A step that calls a number by the flow.
    pub(super) fn call(&self, number: &str) -> Value {
        json!({ "method": "CALL", "number": number, "flowId": self.flow })
    }

    /// What becomes of `alarmCreate`: of an alarm that calls an hour before, with what is given besides.
    pub(super) async fn asked(&self, event: &str, besides: Value) -> Value {
        let mut input = json!({ "eventId": event, "beforeSeconds": 3600, "steps": [self.call(NUMBER)] });
        for (key, value) in besides.as_object().expect("an object") {
            input[key] = value.clone();
        }
        self.client.query(ALARM, json!({ "input": input })).await["alarmCreate"].take()
    }

    /// An alarm that was made.
    pub(super) async fn alarm(&self, event: &str, besides: Value) -> String {
        let made = self.asked(event, besides).await;
        made["alarm"]["id"].as_str().unwrap_or_else(|| panic!("an alarm was refused: {made:#}")).to_owned()
    }

    /// Moves the clock to an instant, waits for the carrier to be heard again, and does what is due.
    pub(super) async fn comes(&self, at: &str) -> usize {
        self.passes(at).await;
        self.account.keep_events().await;
        self.account.remind().await
    }

    /// Moves the clock to an instant, and waits for the carrier to be heard again.
    pub(super) async fn passes(&self, at: &str) {
        let at: DateTime<Utc> = at.parse().expect("an instant");
        let now = switchboard::clock::Clock::now(&*self.clock);
        self.clock.advance(at - now);
        let all = |answer: &Value| answer["providers"].as_array().is_some_and(|all| all.iter().all(|provider| provider["health"] == "UP"));
        self.account.until(&self.client, "{ providers { health } }", json!({}), all).await;
    }

    /// The alarm with its reminders, the earliest occurrence first.
    pub(super) async fn reminders(&self, alarm: &str) -> Vec<Value> {
        let answer = self.client.query(REMINDERS, json!({ "id": alarm })).await;
        let mut rows = answer["alarm"]["reminders"]["nodes"].as_array().expect("reminders").clone();
        rows.sort_by_key(|row| row["occurrence"]["startsAt"].as_str().expect("an instant").to_owned());
        rows
    }

    /// The first of them once it has that status.
    pub(super) async fn until(&self, alarm: &str, status: &str) -> Value {
        let holds = |answer: &Value| {
            let rows = answer["alarm"]["reminders"]["nodes"].as_array().map_or(&[][..], Vec::as_slice);
            rows.iter().any(|row| row["status"] == status)
        };
        let answer = self.account.until(&self.client, REMINDERS, json!({ "id": alarm }), holds).await;
        let rows = answer["alarm"]["reminders"]["nodes"].as_array().expect("reminders");
        rows.iter().find(|row| row["status"] == status).expect("it").clone()
    }

    pub(super) async fn notified(&self, alarm: &str) -> Value {
        self.client.query(REMINDERS, json!({ "id": alarm })).await["alarm"]["notifyCount"].clone()
    }

    /// Somebody, or something, answers an order's call, and hears what is said.
    pub(super) async fn answers(&self, order: &CallOrder, by: Option<Who>) -> Act {
        self.carrier.tell(order, CallProgress::InProgress).await;
        self.conductor.next(&order.reference, 0, Heard::Answered { by }).await.expect("an act")
    }

    /// What is heard in the turn after.
    pub(super) async fn hears(&self, order: &CallOrder, turn: u32, heard: Heard) -> Act {
        self.conductor.next(&order.reference, turn, heard).await.expect("an act")
    }

    /// Somebody answers, presses a key, and the call is over.
    pub(super) async fn presses(&self, order: &CallOrder, key: &str) {
        self.answers(order, Some(Who::Human)).await;
        self.hears(order, 1, Heard::Keys { keys: key.to_owned() }).await;
        self.carrier.tell(order, CallProgress::Completed).await;
    }
}

/// The first sealed version of a flow of that document.
pub(super) async fn sealed(client: &Client, document: Value) -> Value {
    let make = "mutation ($input: FlowCreateInput!) { flowCreate(input: $input) { flow { id } userErrors { code path message } } }";
    let made = client.query(make, json!({ "input": { "name": "Appointments", "document": document } })).await["flowCreate"].take();
    let seal = "mutation ($id: ID!) { flowSeal(id: $id, version: 1) { flowVersion { id } userErrors { code message } } }";
    let sealed = client.query(seal, json!({ "id": made["flow"]["id"] })).await["flowSeal"].take();
    assert_eq!(sealed["userErrors"], json!([]), "{made:#} {sealed:#}");
    made["flow"]["id"].clone()
}

/// A template of texts.
pub(super) async fn template(client: &Client, medium: &str, body: &str) -> Value {
    let make = "mutation ($input: TemplateCreateInput!) { templateCreate(input: $input) { template { id } userErrors { code message } } }";
    let mut input = json!({ "key": format!("t{}", body.len()), "name": "A template", "medium": medium, "body": body });
    if medium == "EMAIL" {
        input["subject"] = json!("{event.title}");
    }
    let made = client.query(make, json!({ "input": input })).await["templateCreate"].take();
    assert_eq!(made["userErrors"], json!([]), "{made:#}");
    made["template"]["id"].clone()
}
