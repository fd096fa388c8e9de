//! The demo's calendar: somebody comes every week, and is called some minutes before by a flow that asks. Made as clients make it.

use anyhow::{Context, bail};
use async_graphql::{Request, Variables};
use chrono::{TimeDelta, Timelike};
use serde_json::{Value, json};

use crate::{
    auth::{Access, Caller},
    schema::{self, Schema},
};

/// Name of the calendar, by which a former start is told.
const NAME: &str = "Visits";
/// So long before it begins somebody is called.
const BEFORE: i64 = 300;
/// So long after the start the first is to begin.
const FIRST: TimeDelta = TimeDelta::minutes(8);

/// Adds them, unless they are there already.
pub(super) async fn add(access: &Access, admin: &Caller) -> anyhow::Result<()> {
    let client = Client { schema: schema::build(access), admin };
    let known = client.ask("{ calendars(first: 200) { nodes { name } } persons(first: 1) { nodes { id } } }", json!({})).await?;
    if known["calendars"]["nodes"].as_array().is_some_and(|all| all.iter().any(|calendar| calendar["name"] == NAME)) {
        return Ok(());
    }
    let owner = &known["persons"]["nodes"][0]["id"];
    let calendar = client.made("calendarCreate", "calendar", json!({ "name": NAME, "timeZone": "UTC", "ownerPersonId": owner })).await?;
    let first = access.app().clock.now() + FIRST;
    let first = first.with_second(0).unwrap_or(first).format("%Y-%m-%dT%H:%M:%S").to_string();
    let event = json!({ "calendarId": calendar, "title": "Check-up", "start": first, "durationSeconds": 1800, "rule": "FREQ=WEEKLY" });
    let event = client.made("eventCreate", "event", event).await?;
    let flow = client.made("flowCreate", "flow", json!({ "name": "Will you come?", "document": document() })).await?;
    let sealed = "mutation ($id: ID!) { flowSeal(id: $id, version: 1) { userErrors { message } } }";
    done(&client.ask(sealed, json!({ "id": flow })).await?["flowSeal"])?;
    let step = json!({ "method": "CALL", "number": "+44 113 496 0000", "flowId": flow, "attempts": 3 });
    let alarm = json!({ "eventId": event, "name": "By telephone", "beforeSeconds": BEFORE, "retrySeconds": 60, "steps": [step] });
    client.made("alarmCreate", "alarm", alarm).await?;
    Ok(())
}

/// A question with two answers.
fn document() -> Value {
    let say = |text: &str| json!([{ "language": "en", "heard": { "say": text } }]);
    let means = |keys: &str, meaning: &str| json!({ "keys": keys, "outcome": { "meaning": meaning } });
    let ask = json!({
        "words": say("{event.title} at {occurrence.time}. Press one if you come, two if you do not."),
        "retries": 1, "outcomes": [means("1", "CONFIRMED"), means("2", "CANCELED")]
    });
    let choices = json!([{ "key": "1", "label": "comes" }, { "key": "2", "label": "does not" }]);
    json!({ "languages": ["en"], "start": "ask", "nodes": [
        { "id": "ask", "does": { "multipleChoice": { "ask": ask, "choices": choices } }, "branches": [{ "on": "ANY" }] }
    ] })
}

struct Client<'a> {
    schema: Schema,
    admin: &'a Caller,
}

impl Client<'_> {
    async fn ask(&self, document: &str, variables: Value) -> anyhow::Result<Value> {
        let request = Request::new(document).variables(Variables::from_json(variables)).data(self.admin.clone());
        let answer = self.schema.execute(request).await;
        if let Some(error) = answer.errors.first() {
            bail!("{}", error.message);
        }
        Ok(answer.data.into_json()?)
    }

    /// Has something made, and returns its id.
    async fn made(&self, mutation: &str, thing: &str, input: Value) -> anyhow::Result<Value> {
        let mut kind = mutation.to_owned();
        kind[..1].make_ascii_uppercase();
        let document =
            format!("mutation ($input: {kind}Input!) {{ {mutation}(input: $input) {{ {thing} {{ id }} userErrors {{ message path }} }} }}");
        let payload = self.ask(&document, json!({ "input": input })).await?[mutation].take();
        done(&payload)?;
        payload[thing]["id"].as_str().map(Value::from).with_context(|| format!("{mutation} made nothing"))
    }
}

fn done(payload: &Value) -> anyhow::Result<()> {
    match payload["userErrors"].as_array().and_then(|errors| errors.first()) {
        Some(error) => bail!("{}", error["message"]),
        None => Ok(()),
    }
}
