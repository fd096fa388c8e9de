//! Somebody who writes flows, and a call that is led by one, turn by turn.

use std::sync::Arc;

use acceptance::{Client, TestApp};
use entity::stored::Role;
use flow::voice::{Act, Heard};
use serde_json::{Value, json};
use switchboard::exchange::converse::Leader;
use telephony::{
    capability::Operation,
    conversation::{Conductor, ConductorError},
    outgoing::Reference,
};

pub(super) const NUMBER: &str = "+34972183386";
const CREATE: &str = "mutation ($input: FlowCreateInput!) { flowCreate(input: $input) {
    flow { id version findings { code path node } } userErrors { code path message } } }";
const UPDATE: &str =
    "mutation ($id: ID!, $version: Int!, $input: FlowUpdateInput!) { flowUpdate(id: $id, version: $version, input: $input) {
    flow { id version name findings { code } } userErrors { code path } } }";
const SEAL: &str = "mutation ($id: ID!, $version: Int!, $name: String) { flowSeal(id: $id, version: $version, name: $name) {
    flowVersion { id number name } flow { version } userErrors { code path } } }";
const ORIGINATE: &str = "mutation ($input: CallOriginateInput!) { callOriginate(input: $input) {
    callAttempt { id target status } replayed userErrors { code path } } }";

/// What a telephone system needs for calls that are led.
pub(super) const CONVERSES: [Operation; 3] = [Operation::PlaceCall, Operation::Converse, Operation::DetectMachine];

/// Words in the only language of these flows.
pub(super) fn say(text: &str) -> Value {
    json!([{ "language": "en", "heard": { "say": text } }])
}

/// A document that begins with the first of its nodes.
pub(super) fn document(nodes: Value) -> Value {
    let start = nodes[0]["id"].clone();
    json!({ "languages": ["en"], "start": start, "nodes": nodes })
}

/// A question for keys 1 and 2, which then ends.
pub(super) fn confirm() -> Value {
    json!({
        "id": "confirm", "label": "Will you come?",
        "does": { "multipleChoice": {
            "ask": {
                "words": say("Hello {name}, press one or two."), "retries": 1,
                "outcomes": [{ "keys": "1", "outcome": { "meaning": "CONFIRMED" } }, { "keys": "2", "outcome": { "own": "calls back" } }]
            },
            "choices": [{ "key": "1", "label": "yes" }, { "key": "2", "label": "no" }]
        } },
        "branches": [{ "on": "ANY", "to": null }]
    })
}

/// Somebody who writes flows.
pub(super) struct Desk {
    pub(super) client: Client,
    pub(super) conductor: Arc<dyn Conductor>,
}

impl Desk {
    pub(super) async fn new(app: &TestApp) -> Self {
        let leader = Leader::later();
        leader.begin(app.app());
        Self { client: app.as_role(Role::Coordinator).await, conductor: leader.conductor() }
    }

    pub(super) async fn create(&self, document: Value) -> Value {
        let input = json!({ "name": "Appointments", "document": document });
        self.client.query(CREATE, json!({ "input": input })).await["flowCreate"].take()
    }

    pub(super) async fn update(&self, id: &Value, version: i32, input: Value) -> Value {
        self.client.query(UPDATE, json!({ "id": id, "version": version, "input": input })).await["flowUpdate"].take()
    }

    pub(super) async fn seal(&self, id: &Value, version: i32) -> Value {
        self.client.query(SEAL, json!({ "id": id, "version": version, "name": null })).await["flowSeal"].take()
    }

    /// A flow of these nodes with its first sealed version: their ids.
    pub(super) async fn sealed(&self, nodes: Value) -> (Value, Value) {
        let made = self.create(document(nodes)).await;
        let flow = made["flow"]["id"].clone();
        let sealed = self.seal(&flow, 1).await;
        assert_eq!(sealed["userErrors"], json!([]), "{made} {sealed}");
        (flow, sealed["flowVersion"]["id"].clone())
    }

    pub(super) async fn originate(&self, input: Value) -> Value {
        let mut wish = json!({ "requestId": "one", "to": NUMBER });
        for (key, value) in input.as_object().expect("an object") {
            wish[key] = value.clone();
        }
        self.client.query(ORIGINATE, json!({ "input": wish })).await["callOriginate"].take()
    }

    /// A call of that number that is led by the flow.
    pub(super) async fn call(&self, request: &str, flow: &Value, variables: Value) -> Call<'_> {
        let wish = json!({ "requestId": request, "flow": { "id": flow, "variables": variables } });
        let answer = self.originate(wish).await;
        let id = answer["callAttempt"]["id"].as_str().unwrap_or_else(|| panic!("a call was refused: {answer}"));
        Call { desk: self, id: id.to_owned() }
    }
}

/// A call that is led.
pub(super) struct Call<'a> {
    desk: &'a Desk,
    pub(super) id: String,
}

impl Call<'_> {
    pub(super) fn reference(&self) -> Reference {
        self.id.parse().expect("a reference")
    }

    pub(super) async fn turn(&self, turn: u32, heard: Heard) -> Act {
        self.asked(turn, heard).await.expect("an act")
    }

    pub(super) async fn asked(&self, turn: u32, heard: Heard) -> Result<Act, ConductorError> {
        self.desk.conductor.next(&self.reference(), turn, heard).await
    }

    /// Somebody answers, and presses these keys one after the other.
    pub(super) async fn presses(&self, keys: &[&str]) -> Act {
        let mut act = self.turn(0, Heard::Answered { by: None }).await;
        for (turn, keys) in (1..).zip(keys) {
            act = self.turn(turn, Heard::Keys { keys: (*keys).to_owned() }).await;
        }
        act
    }

    /// How it goes, as a client sees it.
    pub(super) async fn run(&self) -> Value {
        let document = "query ($id: ID!) { callAttempt(id: $id) { flowRun {
            status problem node turns outcome { meaning own }
            results { node label kind response keys visits seconds outcome { meaning own } }
            recordings { node seconds status deleteAt }
            flowVersion { number } contact { name } callAttempt { id }
        } } }";
        self.desk.client.query(document, json!({ "id": self.id })).await["callAttempt"]["flowRun"].take()
    }
}
