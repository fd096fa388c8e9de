//! A callout over a real Asterisk, in all the ways in which a call can end.

use std::collections::BTreeMap;

use acceptance::{Lab, SOON, TestApp, on_both};
use chrono::TimeDelta;
use entity::{call_attempt, id::CalloutId, stored::Role};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

/// Areas of numbers: with each, and ten of a kind in it, there are a hundred numbers of a kind.
const AREAS: [u16; 10] = [202, 212, 213, 214, 215, 216, 217, 301, 302, 303];

/// Calls at once: a few dozen that Asterisk listens to, to tell machines from human beings, are a fifth of a processor.
const AT_ONCE: usize = 40;

/// How those of one kind behave, and what is to come of them.
struct Kind {
    /// Digits of their numbers that say so to the lab.
    digits: &'static str,
    count: usize,
    /// What becomes of their participations: status, calls that count, how the last ended, reason.
    part: (&'static str, usize, &'static str, Option<&'static str>),
    /// How each call ends: status, cause, code, who answered.
    call: (&'static str, &'static str, &'static str, Option<&'static str>),
    /// How often each rings, or is found engaged.
    rings: usize,
}

const VAIN: Option<&str> = Some("NO_MORE_ATTEMPTS");

/// Those who take long come first: then who is called again does not wait for them.
const KINDS: [Kind; 7] = [
    Kind {
        digits: "18",
        count: 70,
        part: ("ANSWERED", 1, "COMPLETED", None),
        call: ("COMPLETED", "NORMAL", "16", Some("HUMAN")),
        rings: 1,
    },
    Kind {
        digits: "13",
        count: 30,
        part: ("EXHAUSTED", 1, "NOT_ANSWERED", VAIN),
        call: ("NOT_ANSWERED", "NO_ANSWER", "19", None),
        rings: 1,
    },
    Kind {
        digits: "16",
        count: 20,
        part: ("EXHAUSTED", 1, "COMPLETED", VAIN),
        call: ("COMPLETED", "NORMAL", "16", Some("MACHINE")),
        rings: 1,
    },
    Kind { digits: "12", count: 30, part: ("EXHAUSTED", 2, "BUSY", VAIN), call: ("BUSY", "BUSY", "17", None), rings: 2 },
    Kind { digits: "14", count: 20, part: ("EXHAUSTED", 2, "BUSY", VAIN), call: ("BUSY", "REJECTED", "21", None), rings: 2 },
    Kind {
        digits: "15",
        count: 20,
        part: ("EXHAUSTED", 1, "FAILED", Some("UNREACHABLE_NUMBER")),
        call: ("FAILED", "INVALID_NUMBER", "1", None),
        rings: 0,
    },
    // The lab counts what comes to a telephone: these do not.
    Kind { digits: "17", count: 10, part: ("EXHAUSTED", 2, "FAILED", VAIN), call: ("FAILED", "UNREACHABLE", "34", None), rings: 0 },
];

impl Kind {
    fn numbers(&self) -> impl Iterator<Item = String> {
        (0..self.count).map(|place| format!("1{}5550{}{}", AREAS[place / 10 % AREAS.len()], self.digits, place % 10))
    }
}

/// Engaged and not to be reached: once more, soon. Not answered: not again.
fn input(provider: &Value) -> Value {
    let every_day = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];
    json!({
        "name": "Assembly", "script": { "play": { "audio": "announcement" } }, "routes": [{ "providerId": provider }],
        "detectMachine": true, "ringSeconds": 5, "limitSeconds": 60, "pacing": { "maxConcurrent": AT_ONCE },
        "retry": { "statuses": ["FAILED", "BUSY"], "maxAttempts": 2, "delaySeconds": 1, "factor": 1 },
        "policy": { "hours": [{ "weekdays": every_day, "from": "00:00", "to": "00:00" }], "unknownZone": "UTC" },
    })
}

const POPULATE: &str =
    "mutation ($callout: ID!) { populationCreate(input: { calloutId: $callout }) { population { id } userErrors { code } } }";
const QUEUE: &str = "mutation ($id: ID!) { populationQueue(id: $id) { userErrors { code message } } }";
const START: &str = "mutation ($id: ID!) { calloutStart(id: $id) { userErrors { code message } } }";
const CHANGES: &str = "subscription ($id: ID!) { calloutChanged(calloutId: $id) { callout { status } } }";
const STATISTICS: &str = "query ($id: ID!) { callout(id: $id) { statistics {
    calloutParticipations calloutParticipationsAnswered calloutParticipationsExhausted calloutParticipationsSkipped
    calloutParticipationsRemaining calloutParticipationsInFlight
    calls callsCompleted callsBusy callsNotAnswered callsFailed callsWaitingForCompletion callsErrored callsFetchingStatus } } }";
const PARTS: &str = "query ($id: ID!, $after: String) { callout(id: $id) { participations(first: 200, after: $after) {
    nodes { number status attempts lastStatus reason } } } }";
const CALLS: &str = "query ($id: ID!, $after: String) { callAttempts(first: 200, after: $after, filter: { calloutId: $id }) {
    nodes { target status cause providerCode answeredBy } pageInfo { hasNextPage endCursor } } }";

on_both!(a_callout_of_two_hundred_comes_to_the_end_that_each_number_has);
async fn a_callout_of_two_hundred_comes_to_the_end_that_each_number_has(app: TestApp) {
    let Some(lab) = Lab::shared().await else { return };
    let _link = lab.link_and_dial(&app).await;
    let coordinator = app.as_role(Role::Coordinator).await;
    let providers = coordinator.query("{ providers { id } }", json!({})).await;
    let callout = app.callout(&coordinator, input(&providers["providers"][0]["id"])).await;
    for number in KINDS.iter().flat_map(Kind::numbers) {
        app.contact(&coordinator, json!({ "number": format!("+{number}") })).await;
    }
    let rung_before = lab.rung().await;

    let _keeper = app.keeps_callouts();
    let mut changes = coordinator.subscribe(CHANGES, json!({ "id": callout })).await;
    let population = coordinator.query(POPULATE, json!({ "callout": callout })).await["populationCreate"]["population"]["id"].take();
    coordinator.query(QUEUE, json!({ "id": population })).await;
    let added = "query ($id: ID!) { population(id: $id) { added status } }";
    app.until(&coordinator, added, json!({ "id": population }), |answer| answer["population"]["status"] == "FINISHED").await;
    let started = coordinator.query(START, json!({ "id": callout })).await;
    assert_eq!(started["calloutStart"]["userErrors"], json!([]));
    // Somebody's call ends every moment, so there is no long silence before the end.
    while changes.next_within(SOON).await["calloutChanged"]["callout"]["status"] != "COMPLETED" {}

    let statistics = coordinator.query(STATISTICS, json!({ "id": callout })).await["callout"]["statistics"].take();
    let expected = json!({
        "calloutParticipations": 200, "calloutParticipationsAnswered": 70, "calloutParticipationsExhausted": 130,
        "calloutParticipationsSkipped": 0, "calloutParticipationsRemaining": 0, "calloutParticipationsInFlight": 0,
        "calls": 260, "callsCompleted": 90, "callsBusy": 100, "callsNotAnswered": 30, "callsFailed": 40,
        "callsWaitingForCompletion": 0, "callsErrored": 0, "callsFetchingStatus": 0,
    });
    assert_eq!(statistics, expected);
    let parts = coordinator.query(PARTS, json!({ "id": callout })).await["callout"]["participations"]["nodes"].take();
    let told = |part: &Value| json!([part["status"], part["attempts"], part["lastStatus"], part["reason"]]);
    assert_eq!(by_number(&parts, "number", told), expected_by_number(|kind| vec![json!(kind.part)]));
    let calls = calls(&coordinator, callout).await;
    let told = |call: &Value| json!([call["status"], call["cause"], call["providerCode"], call["answeredBy"]]);
    assert_eq!(by_number(&calls, "target", told), expected_by_number(|kind| vec![json!(kind.call); kind.part.1]));
    let rung = lab.rung().await;
    let times = |number: &str| rung.get(number).copied().unwrap_or_default() - rung_before.get(number).copied().unwrap_or_default();
    let rung: BTreeMap<String, usize> = KINDS.iter().flat_map(Kind::numbers).map(|number| (number.clone(), times(&number))).collect();
    let expected = KINDS.iter().flat_map(|kind| kind.numbers().map(|number| (number, kind.rings))).collect();
    assert_eq!(rung, expected);
    tell_delays(&app, callout).await;
}

/// What is told of each number.
fn by_number(nodes: &Value, number: &str, told: impl Fn(&Value) -> Value) -> BTreeMap<String, Vec<Value>> {
    let mut of = BTreeMap::<String, Vec<Value>>::new();
    for node in nodes.as_array().unwrap() {
        of.entry(node[number].as_str().unwrap().trim_start_matches('+').to_owned()).or_default().push(told(node));
    }
    of
}

fn expected_by_number(told: impl Fn(&Kind) -> Vec<Value>) -> BTreeMap<String, Vec<Value>> {
    KINDS.iter().flat_map(|kind| kind.numbers().map(|number| (number, told(kind)))).collect()
}

/// All attempts of a callout, page by page.
async fn calls(client: &acceptance::Client, callout: CalloutId) -> Value {
    let (mut nodes, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = client.query(CALLS, json!({ "id": callout, "after": after })).await["callAttempts"].take();
        nodes.extend(page["nodes"].as_array().unwrap().iter().cloned());
        if page["pageInfo"]["hasNextPage"] == false {
            return json!(nodes);
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

/// Says how long it took until a call was begun that was due and for which there was room, and until Asterisk had it. A measure, not a
/// test.
#[expect(clippy::print_stderr, reason = "a measure is for whoever looks")]
async fn tell_delays(app: &TestApp, callout: CalloutId) {
    use call_attempt::Column as C;
    let attempts = call_attempt::Entity::find().filter(C::CalloutId.eq(callout)).order_by_asc(C::Number);
    let attempts = attempts.all(app.app().db.read()).await.unwrap();
    let spans: Vec<_> = attempts.iter().map(|attempt| (attempt.dispatched_at.unwrap(), attempt.updated_at)).collect();
    let full = |at| spans.iter().filter(|(begun, over)| (*begun..=*over).contains(&at)).count() >= AT_ONCE;
    let started = app.callout_row(callout).await.started_at.unwrap();
    let (mut due, mut begun, mut taken) = (BTreeMap::new(), Vec::new(), Vec::new());
    for (attempt, (dispatched, over)) in attempts.iter().zip(&spans) {
        let due = due.insert(&attempt.target, *over + TimeDelta::seconds(1)).unwrap_or(started);
        // When the last one made room for it, if there was none before.
        let ends = spans.iter().map(|(_, over)| *over).filter(|over| (due..*dispatched).contains(over));
        let room = ends.filter(|over| full(*over)).max().unwrap_or(due);
        begun.push(*dispatched - room);
        taken.extend(attempt.sent_at.map(|sent| sent - *dispatched));
    }
    for (what, mut delays) in [("due to dialled", begun), ("dialled to taken", taken)] {
        delays.sort_unstable();
        let of = |percent: usize| delays.get((delays.len() * percent / 100).min(delays.len() - 1)).unwrap().num_milliseconds();
        eprintln!("{what}: p50 {} ms, p99 {} ms, of {}", of(50), of(99), delays.len());
    }
}
