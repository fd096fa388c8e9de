//! What subscribers hear while a callout calls: each attempt, each participation, and what is counted; of their callout alone.

use acceptance::{
    SOON, TestApp,
    carrier::{Carrier, Plan},
    on_both,
};
use entity::{id::CalloutId, stored::Role};
use serde_json::{Value, json};
use telephony::{
    cause::Cause,
    outgoing::{CallProgress, OrderError},
};

const ADD: &str =
    "mutation ($callout: ID!, $contact: ID!) { participationAdd(calloutId: $callout, contactId: $contact) { userErrors { code } } }";
const START: &str = "mutation ($id: ID!) { calloutStart(id: $id) { userErrors { code message } } }";
const ATTEMPTS: &str =
    "subscription ($id: ID!) { callAttemptChanged(calloutId: $id) { status callAttempt { target actorName contact { number } } } }";
const PARTICIPATIONS: &str =
    "subscription ($id: ID!) { participationChanged(calloutId: $id) { status calloutId participation { number } } }";
const COUNTS: &str = "subscription ($id: ID!) { calloutChanged(calloutId: $id) { what callout { status
    statistics { calls callsCompleted calloutParticipationsInFlight calloutParticipationsAnswered } } } }";

/// A callout over the carrier to one contact.
async fn callout(app: &TestApp, name: &str, number: &str) -> CalloutId {
    let client = app.as_role(Role::Coordinator).await;
    let provider = client.query("{ providers { id } }", json!({})).await["providers"][0]["id"].take();
    let input = json!({
        "name": name, "script": { "play": { "audio": "hello" } }, "routes": [{ "providerId": provider }], "retry": { "maxAttempts": 1 },
    });
    let id = app.callout(&client, input).await;
    let contact = app.contact(&client, json!({ "number": number })).await;
    let added = client.query(ADD, json!({ "callout": id, "contact": contact.id })).await;
    assert_eq!(added["participationAdd"]["userErrors"], json!([]));
    id
}

on_both!(who_follows_a_callout_hears_of_its_attempts_participations_and_counts_and_of_no_others);
async fn who_follows_a_callout_hears_of_its_attempts_participations_and_counts_and_of_no_others(app: TestApp) {
    let carrier = Carrier::new();
    let _link = carrier.link(&app, "carrier").await;
    let coordinator = app.as_role(Role::Coordinator).await;
    let (one, other) = (callout(&app, "One", "+34972180001").await, callout(&app, "Other", "+34972180002").await);
    let mut attempts = coordinator.subscribe(ATTEMPTS, json!({ "id": one })).await;
    let mut parts = coordinator.subscribe(PARTICIPATIONS, json!({ "id": one })).await;
    let mut counts = coordinator.subscribe(COUNTS, json!({ "id": one })).await;

    coordinator.query(START, json!({ "id": other })).await;
    carrier.orders(1).await;
    coordinator.query(START, json!({ "id": one })).await;
    let orders = carrier.orders(2).await;
    let (elses, ours) = (&orders[0], &orders[1]);
    carrier.tell(elses, CallProgress::Busy).await;
    let mut heard = Vec::new();
    while heard.last() != Some(&json!("COMPLETED")) {
        let change = attempts.next_within(SOON).await["callAttemptChanged"].take();
        assert_eq!(change["callAttempt"], json!({ "target": "+34972180001", "actorName": "One", "contact": { "number": "+34972180001" } }));
        // Told step by step, each when the one before was heard of.
        match change["status"].as_str() {
            Some("SENT") => carrier.tell(ours, CallProgress::InProgress).await,
            Some("IN_PROGRESS") => carrier.tell(ours, CallProgress::Completed).await,
            _ => {}
        }
        heard.push(change["status"].clone());
    }

    assert_eq!(heard, ["DISPATCHING", "SENT", "IN_PROGRESS", "COMPLETED"].map(Value::from));
    for status in ["IN_FLIGHT", "ANSWERED"] {
        let change = parts.next_within(SOON).await["participationChanged"].take();
        assert_eq!(change, json!({ "status": status, "calloutId": one, "participation": { "number": "+34972180001" } }));
    }
    // That it was started, at least once that counts have changed, and that it is completed.
    let (mut kinds, mut last) = (Vec::new(), Value::Null);
    while kinds.iter().filter(|kind| **kind == "CHANGED").count() < 2 {
        last = counts.next_within(SOON).await["calloutChanged"].take();
        kinds.push(last["what"].clone());
    }
    assert!(kinds.len() > 2 && kinds.first() == Some(&json!("CHANGED")), "{kinds:?}");
    let counted = json!({ "calls": 1, "callsCompleted": 1, "calloutParticipationsInFlight": 0, "calloutParticipationsAnswered": 1 });
    assert_eq!(last["callout"], json!({ "status": "COMPLETED", "statistics": counted }));
    assert!(parts.is_silent() && attempts.is_silent());
}

on_both!(what_a_provider_refuses_is_told_with_its_code_and_whose_number_is_none_is_given_up);
async fn what_a_provider_refuses_is_told_with_its_code_and_whose_number_is_none_is_given_up(app: TestApp) {
    let carrier = Carrier::new();
    let _link = carrier.link(&app, "carrier").await;
    let coordinator = app.as_role(Role::Coordinator).await;
    let id = callout(&app, "Assembly", "+34972180001").await;
    let message = "The number is not valid.".to_owned();
    carrier.plan([Plan::Answer(OrderError::Refused { cause: Cause::InvalidNumber, code: Some("21211".to_owned()), message })]);

    coordinator.query(START, json!({ "id": id })).await;

    let shown = "query ($id: ID!) {
        callout(id: $id) { status participations { nodes { status reason attempts failures lastStatus } }
            statistics { calls callsErrored calloutParticipationsExhausted } }
        callAttempts(filter: { calloutId: $id }) { nodes { status cause providerCode problem sentAt } } }";
    // Fields of one query are read one by one.
    app.until(&coordinator, shown, json!({ "id": id }), |answer| answer["callout"]["status"] == "COMPLETED").await;
    let done = coordinator.query(shown, json!({ "id": id })).await;
    let expected = json!({
        "callout": {
            "status": "COMPLETED",
            "participations": { "nodes": [
                { "status": "EXHAUSTED", "reason": "UNREACHABLE_NUMBER", "attempts": 1, "failures": 0, "lastStatus": "ERRORED" },
            ] },
            "statistics": { "calls": 1, "callsErrored": 1, "calloutParticipationsExhausted": 1 },
        },
        "callAttempts": { "nodes": [
            { "status": "ERRORED", "cause": "INVALID_NUMBER", "providerCode": "21211", "problem": "The number is not valid.", "sentAt": null },
        ] },
    });
    assert_eq!((done, carrier.rings_in_all()), (expected, 0));
}
