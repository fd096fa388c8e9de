//! Whether a contact may be reached: do-not-call, and the ledger of opt-outs.

use acceptance::{Client, TestApp, on_both};
use entity::stored::{Channel, Role};
use serde_json::{Value, json};
use switchboard::contacts::consent;

use super::DELETE;

const SET: &str = "mutation ($id: ID!, $reason: String) {
    contactDoNotCallSet(id: $id, reason: $reason) { contact { doNotCallSince doNotCallReason } userErrors { code path } } }";
const CLEAR: &str = "mutation ($id: ID!) {
    contactDoNotCallClear(id: $id) { contact { doNotCallSince doNotCallReason } userErrors { code path } } }";
const OUT: &str = "mutation ($input: ContactConsentInput!) {
    contactOptOut(input: $input) { consent { number channel sender state evidence detail current } contact { id } userErrors { code path } } }";
const IN: &str = "mutation ($input: ContactConsentInput!) {
    contactOptIn(input: $input) { consent { state } contact { id } userErrors { code path } } }";

/// Names of those who have opted out.
async fn out(client: &Client, opted_out: Value) -> Vec<String> {
    let list = "query ($filter: ContactFilter) { contacts(filter: $filter) { nodes { name } } }";
    let answer = client.query(list, json!({ "filter": { "optedOut": opted_out } })).await;
    let nodes = answer["contacts"]["nodes"].as_array().expect("nodes");
    nodes.iter().map(|node| node["name"].as_str().expect("a name").to_owned()).collect()
}

on_both!(do_not_call_keeps_since_when_and_why_until_it_is_cleared);
async fn do_not_call_keeps_since_when_and_why_until_it_is_cleared(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let ana = app.contact(&coordinator, json!({ "number": "+34972183386" })).await;

    let set = coordinator.query(SET, json!({ "id": ana.id, "reason": " asked at the door " })).await;
    app.clock.advance(chrono::TimeDelta::hours(1));
    let again = coordinator.query(SET, json!({ "id": ana.id, "reason": "and again" })).await;
    let long = coordinator.query(SET, json!({ "id": ana.id, "reason": "x".repeat(501) })).await;
    let cleared = coordinator.query(CLEAR, json!({ "id": ana.id })).await;

    let since = "2026-11-21T10:00:00+00:00";
    assert_eq!(set["contactDoNotCallSet"]["contact"], json!({ "doNotCallSince": since, "doNotCallReason": "asked at the door" }));
    assert_eq!(again["contactDoNotCallSet"]["contact"], json!({ "doNotCallSince": since, "doNotCallReason": "and again" }));
    assert_eq!(long["contactDoNotCallSet"]["userErrors"], json!([{ "code": "INVALID", "path": ["reason"] }]));
    assert_eq!(cleared["contactDoNotCallClear"]["contact"], json!({ "doNotCallSince": null, "doNotCallReason": null }));
}

on_both!(an_opt_out_belongs_to_the_number_and_outlives_its_contact);
async fn an_opt_out_belongs_to_the_number_and_outlives_its_contact(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let ana = app.contact(&coordinator, json!({ "number": "+34972183386", "name": "Ana" })).await;
    let input = json!({ "number": "34972183386", "channel": "SMS", "evidence": "KEYWORD", "detail": "STOP" });

    let said = coordinator.query(OUT, json!({ "input": input })).await;
    coordinator.query(DELETE, json!({ "id": ana.id })).await;
    app.contact(&coordinator, json!({ "number": "+34972183386", "name": "Ana again" })).await;

    let consent = json!({
        "number": "+34972183386", "channel": "SMS", "sender": null, "state": "OPTED_OUT", "evidence": "KEYWORD", "detail": "STOP",
        "current": true,
    });
    assert_eq!(said["contactOptOut"], json!({ "consent": consent, "contact": { "id": ana.id }, "userErrors": [] }));
    assert_eq!(out(&coordinator, json!({ "channel": "SMS" })).await, ["Ana again"]);
    assert_eq!(out(&coordinator, json!({ "channel": "CALL" })).await, [""; 0]);
}

on_both!(opting_out_of_one_sender_leaves_the_others_and_of_every_sender_none);
async fn opting_out_of_one_sender_leaves_the_others_and_of_every_sender_none(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    app.contact(&coordinator, json!({ "number": "+34972183386", "name": "Ana" })).await;
    let word = |sender: Value| json!({ "input": { "number": "+34972183386", "channel": "SMS", "sender": sender } });
    let table = async || {
        let mut told = Vec::new();
        for sender in [Value::Null, json!("+34 934 12 34 56"), json!("Som")] {
            told.push(!out(&coordinator, json!({ "channel": "SMS", "sender": sender })).await.is_empty());
        }
        told
    };

    coordinator.query(OUT, word(json!("+34934123456"))).await;
    assert_eq!(table().await, [false, true, false], "out of one");
    coordinator.query(OUT, word(Value::Null)).await;
    assert_eq!(table().await, [true, true, true], "out of every sender");
    coordinator.query(IN, word(json!("Som"))).await;
    assert_eq!(table().await, [true, true, true], "in again with one of them");
    coordinator.query(IN, word(Value::Null)).await;
    assert_eq!(table().await, [false, false, false], "in again with every sender");

    let numbers = ["+34972183386"];
    let ours = consent::opted_out(app.app().db.read(), app.id, numbers, Channel::Sms, Some("Som")).await.expect("the ledger is read");
    assert!(ours.is_empty());
}

on_both!(the_ledger_keeps_what_was_said_and_repeats_nothing);
async fn the_ledger_keeps_what_was_said_and_repeats_nothing(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let ana = app.contact(&coordinator, json!({ "number": "+34972183386" })).await;
    let word = json!({ "input": { "number": "+34972183386", "channel": "CALL" } });
    for document in [OUT, OUT, IN, OUT] {
        coordinator.query(document, word.clone()).await;
    }

    let asked = "query ($id: ID!) { contact(id: $id) {
        consents { state current } history: consents(history: true) { state current actor { kind } } } }";
    let answer = app.as_role(Role::Viewer).await.query(asked, json!({ "id": ana.id })).await;

    assert_eq!(answer["contact"]["consents"], json!([{ "state": "OPTED_OUT", "current": true }]));
    let entry = |state: &str, current: bool| json!({ "state": state, "current": current, "actor": { "kind": "USER" } });
    assert_eq!(answer["contact"]["history"], json!([entry("OPTED_OUT", true), entry("OPTED_IN", false), entry("OPTED_OUT", false)]));
    // One for the contact, and one for each word that was new.
    assert_eq!((app.audit_log().await.len(), app.news().await.len()), (4, 4));
}

on_both!(a_number_without_a_contact_can_opt_out_and_nonsense_cannot);
async fn a_number_without_a_contact_can_opt_out_and_nonsense_cannot(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;

    let nobody = coordinator.query(OUT, json!({ "input": { "number": "+34972183386", "channel": "EMAIL" } })).await;
    let nonsense = coordinator.query(OUT, json!({ "input": { "number": "12", "channel": "SMS", "sender": " " } })).await;

    assert_eq!((&nobody["contactOptOut"]["contact"], &nobody["contactOptOut"]["userErrors"]), (&Value::Null, &json!([])));
    let errors = json!([{ "code": "INVALID", "path": ["input", "number"] }, { "code": "INVALID", "path": ["input", "sender"] }]);
    assert_eq!((&nonsense["contactOptOut"]["consent"], &nonsense["contactOptOut"]["userErrors"]), (&Value::Null, &errors));
    assert_eq!(app.audit_log().await.len(), 1, "only what was said is kept");
}
