//! Callouts: made, changed, listed and deleted; dialled.

mod completed;
mod crash;
mod desk;
mod dialling;
mod gone;
mod limits;
mod participations;
mod populations;
mod refused;
mod shared;
mod stale;
mod statistics;
mod steps;
mod told;
mod twilio;
mod why;

use std::collections::BTreeSet;

use acceptance::{TestApp, callouts::PLAYS, on_both};
use chrono::TimeDelta;
use entity::stored::{CalloutStatus, ChangeKind, Role, Topic};
use serde_json::{Value, json};

const CREATE: &str = "mutation ($input: CalloutCreateInput!) { calloutCreate(input: $input) {
    callout { id name status priority metadata version detectMachine ringSeconds limitSeconds expiresAt
        script { kind audio text to } routes { from provider { name } }
        pacing { callsPerSecond maxConcurrent maxPerRun strategy minPerRun periodCap { max seconds statuses timestamp } }
        retry { statuses maxAttempts delaySeconds factor longestSeconds maxFailures }
        policy { hours { weekdays from to } unknownZone frequency { max seconds } } }
    userErrors { code path } } }";
const UPDATE: &str = "mutation ($id: ID!, $version: Int!, $input: CalloutUpdateInput!) {
    calloutUpdate(id: $id, version: $version, input: $input) {
        callout { name priority metadata version script { kind audio } routes { provider { name } } detectMachine ringSeconds limitSeconds
            pacing { callsPerSecond } retry { maxAttempts } policy { frequency { max } } expiresAt
            costCap { amount currency perCall perMinute } }
        userErrors { code path } } }";
const DELETE: &str = "mutation ($id: ID!) { calloutDelete(id: $id) { deletedId userErrors { code path } } }";

/// What was wrong, as `path: CODE`.
fn wrong(payload: &Value) -> BTreeSet<String> {
    let told = |error: &Value| {
        let path: Vec<&str> = error["path"].as_array().expect("a path").iter().filter_map(Value::as_str).collect();
        format!("{}: {}", path.join("."), error["code"].as_str().unwrap_or_default())
    };
    payload["userErrors"].as_array().expect("user errors").iter().map(told).collect()
}

on_both!(a_new_callout_has_its_defaults_and_leaves_an_audit_entry_and_news);
async fn a_new_callout_has_its_defaults_and_leaves_an_audit_entry_and_news(app: TestApp) {
    let provider = app.able_provider("carrier", &PLAYS).await;
    let coordinator = app.as_role(Role::Coordinator).await;
    let input = json!({
        "name": " Assembly ", "script": { "play": { "audio": "assembly" } },
        "routes": [{ "providerId": provider.id, "from": "0034 972 18 33 86" }], "pacing": { "periodCap": { "max": 100 } },
    });

    let made = coordinator.query(CREATE, json!({ "input": input })).await["calloutCreate"].take();

    let callout = &made["callout"];
    assert_eq!(made["userErrors"], json!([]));
    assert_eq!(
        json!([callout["name"], callout["status"], callout["priority"], callout["metadata"], callout["version"], callout["ringSeconds"]]),
        json!(["Assembly", "INITIALIZED", 0, {}, 1, 45])
    );
    assert_eq!(callout["script"], json!({ "kind": "PLAY", "audio": "assembly", "text": null, "to": null }));
    assert_eq!(callout["routes"], json!([{ "from": "+34972183386", "provider": { "name": "carrier" } }]));
    assert_eq!(callout["pacing"]["periodCap"], json!({ "max": 100, "seconds": 86400, "statuses": null, "timestamp": "DISPATCHED" }));
    assert_eq!(callout["retry"]["statuses"], json!(["FAILED", "BUSY", "NOT_ANSWERED"]));
    assert_eq!(callout["policy"]["hours"][0]["from"], json!("08:00"));
    let [entry] = &app.audit_log().await[..] else { panic!("one audit entry") };
    assert_eq!((entry.action.as_str(), entry.subject_id.as_deref()), ("calloutCreate", callout["id"].as_str()));
    let [news] = &app.news().await[..] else { panic!("one piece of news") };
    assert_eq!((news.topic, news.kind), (Topic::Callout, ChangeKind::Created));
}

on_both!(every_fault_of_a_definition_is_told_with_its_path_and_nothing_is_written);
async fn every_fault_of_a_definition_is_told_with_its_path_and_nothing_is_written(app: TestApp) {
    let foreign = app.other_account().await.able_provider("theirs", &PLAYS).await;
    let coordinator = app.as_role(Role::Coordinator).await;
    let input = json!({
        "name": " ", "priority": 10, "metadata": [], "script": { "connect": { "to": "nobody", "from": "12" } },
        "routes": [{ "providerId": foreign.id }, { "providerId": "que_x", "from": "x" }], "ringSeconds": 4, "limitSeconds": 0,
        "pacing": { "callsPerSecond": 0, "maxConcurrent": 0, "minPerRun": -1, "periodCap": { "max": 0, "statuses": [] } },
        "retry": { "statuses": ["COMPLETED"], "maxAttempts": 0, "factor": 0.5 },
        "policy": { "hours": [{ "weekdays": [], "from": "10:00", "to": "09:00" }], "frequency": { "max": 0, "seconds": 1 } },
        "costCap": { "amount": "a lot", "currency": "euro", "perCall": "-1", "perMinute": "0.0000001" },
    });

    let made = coordinator.query(CREATE, json!({ "input": input })).await["calloutCreate"].take();

    let expected = [
        "input.name: INVALID",
        "input.priority: INVALID",
        "input.metadata: INVALID",
        "input.script.connect.to: INVALID",
        "input.script.connect.from: INVALID",
        "input.routes.0.providerId: NOT_FOUND",
        "input.routes.1.providerId: INVALID",
        "input.routes.1.from: INVALID",
        "input.ringSeconds: INVALID",
        "input.limitSeconds: INVALID",
        "input.pacing.callsPerSecond: INVALID",
        "input.pacing.maxConcurrent: INVALID",
        "input.pacing.minPerRun: INVALID",
        "input.pacing.periodCap.max: INVALID",
        "input.pacing.periodCap.statuses: INVALID",
        "input.retry.statuses: INVALID",
        "input.retry.maxAttempts: INVALID",
        "input.retry.factor: INVALID",
        "input.policy.hours.0.weekdays: INVALID",
        "input.policy.hours.0.to: INVALID",
        "input.policy.frequency.max: INVALID",
        "input.policy.frequency.seconds: INVALID",
        "input.costCap.amount: INVALID",
        "input.costCap.currency: INVALID",
        "input.costCap.perCall: INVALID",
        "input.costCap.perMinute: INVALID",
    ];
    assert_eq!(wrong(&made), expected.map(str::to_owned).into());
    assert_eq!((made["callout"].is_null(), app.audit_log().await.len(), app.news().await.len()), (true, 0, 0));
}

on_both!(in_an_update_absent_keeps_and_null_clears_each_field);
async fn in_an_update_absent_keeps_and_null_clears_each_field(app: TestApp) {
    let (one, other) = (app.able_provider("one", &PLAYS).await, app.able_provider("other", &PLAYS).await);
    let later = app.now() + TimeDelta::days(1);
    let before = json!({
        "name": "Assembly", "priority": 3, "metadata": { "a": 1 }, "script": { "kind": "PLAY", "audio": "one" },
        "routes": [{ "provider": { "name": "one" } }], "detectMachine": true, "ringSeconds": 20, "limitSeconds": 60,
        "pacing": { "callsPerSecond": 2.0 }, "retry": { "maxAttempts": 5 }, "policy": { "frequency": { "max": 2 } },
        "expiresAt": later, "costCap": { "amount": "9.50", "currency": "EUR", "perCall": "0.00", "perMinute": "0.015" },
    });
    // Field, a new value as it is given and shown, and what null makes of it; a name cannot be cleared.
    let table = [
        ("name", json!("Congress"), json!("Congress"), None),
        ("priority", json!(9), json!(9), Some(json!(0))),
        ("metadata", json!({ "b": 2 }), json!({ "b": 2 }), Some(json!({}))),
        ("script", json!({ "play": { "audio": "two" } }), json!({ "kind": "PLAY", "audio": "two" }), Some(Value::Null)),
        ("routes", json!([{ "providerId": other.id }]), json!([{ "provider": { "name": "other" } }]), Some(json!([]))),
        ("detectMachine", json!(false), json!(false), Some(json!(false))),
        ("ringSeconds", json!(30), json!(30), Some(json!(45))),
        ("limitSeconds", json!(90), json!(90), Some(Value::Null)),
        ("pacing", json!({ "callsPerSecond": 4 }), json!({ "callsPerSecond": 4.0 }), Some(json!({ "callsPerSecond": null }))),
        ("retry", json!({ "maxAttempts": 7 }), json!({ "maxAttempts": 7 }), Some(json!({ "maxAttempts": 3 }))),
        (
            "policy",
            json!({ "frequency": { "max": 4, "seconds": 3600 } }),
            json!({ "frequency": { "max": 4 } }),
            Some(json!({ "frequency": null })),
        ),
        ("expiresAt", json!(later + TimeDelta::days(1)), json!(later + TimeDelta::days(1)), Some(Value::Null)),
        (
            "costCap",
            json!({ "amount": "10", "currency": "USD", "perCall": "0.1", "perMinute": "0" }),
            json!({ "amount": "10.00", "currency": "USD", "perCall": "0.10", "perMinute": "0.00" }),
            Some(Value::Null),
        ),
    ];
    let coordinator = app.as_role(Role::Coordinator).await;
    let fields = coordinator.query("{ __type(name: \"CalloutUpdateInput\") { inputFields { name } } }", json!({})).await;
    let known: BTreeSet<&str> =
        fields["__type"]["inputFields"].as_array().expect("fields").iter().filter_map(|field| field["name"].as_str()).collect();
    assert_eq!(known, table.iter().map(|(field, ..)| *field).collect(), "the table has every field of the input");
    let input = json!({
        "name": "Assembly", "priority": 3, "metadata": { "a": 1 }, "script": { "play": { "audio": "one" } },
        "routes": [{ "providerId": one.id }], "detectMachine": true, "ringSeconds": 20, "limitSeconds": 60,
        "pacing": { "callsPerSecond": 2 }, "retry": { "maxAttempts": 5 }, "policy": { "frequency": { "max": 2, "seconds": 3600 } },
        "expiresAt": later, "costCap": { "amount": "9.5", "currency": "EUR", "perCall": "0", "perMinute": "0.015" },
    });
    let with = |field: &str, value: &Value, version: i32| {
        let mut expected = before.clone();
        expected[field] = value.clone();
        expected["version"] = json!(version);
        normal(expected)
    };

    for (field, given, shown, cleared) in table {
        let id = app.callout(&coordinator, input.clone()).await;
        let changed = coordinator.query(UPDATE, json!({ "id": id, "version": 1, "input": { field: given } })).await;
        let nulled = coordinator.query(UPDATE, json!({ "id": id, "version": 2, "input": { field: null } })).await;

        assert_eq!(normal(changed["calloutUpdate"]["callout"].clone()), with(field, &shown, 2), "{field} changes alone");
        match cleared {
            // What is as it was changes nothing.
            Some(cleared) => {
                let version = if cleared == shown { 2 } else { 3 };
                assert_eq!(normal(nulled["calloutUpdate"]["callout"].clone()), with(field, &cleared, version), "null clears {field}");
            }
            None => assert_eq!(wrong(&nulled["calloutUpdate"]), [format!("input.{field}: INVALID")].into()),
        }
    }
}

/// Instants may be written in two ways.
fn normal(mut callout: Value) -> Value {
    if let Some(text) = callout["expiresAt"].as_str() {
        callout["expiresAt"] = json!(text.replace("+00:00", "Z"));
    }
    callout
}

on_both!(of_two_who_change_a_callout_the_second_is_told_the_present_one);
async fn of_two_who_change_a_callout_the_second_is_told_the_present_one(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let id = app.callout(&coordinator, json!({ "name": "Assembly" })).await;
    let rename = |name: &str| coordinator.query(UPDATE, json!({ "id": id, "version": 1, "input": { "name": name } }));

    let (first, second) = (rename("First").await, rename("Second").await);

    assert_eq!(first["calloutUpdate"]["userErrors"], json!([]));
    assert_eq!(wrong(&second["calloutUpdate"]), ["version: CONFLICT".to_owned()].into());
    assert_eq!(json!([second["calloutUpdate"]["callout"]["name"], second["calloutUpdate"]["callout"]["version"]]), json!(["First", 2]));
    assert_eq!(app.audit_log().await.len(), 2);
}

on_both!(what_it_calls_with_stays_while_it_is_running_and_its_pace_may_change);
async fn what_it_calls_with_stays_while_it_is_running_and_its_pace_may_change(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let id = app.startable_callout(&coordinator, "Assembly").await;
    let change = |version: i32, input: Value| coordinator.query(UPDATE, json!({ "id": id, "version": version, "input": input }));
    let input =
        json!({ "script": { "play": { "audio": "two" } }, "routes": [], "detectMachine": true, "ringSeconds": 9, "limitSeconds": 9 });

    app.callout_is(id, CalloutStatus::Running).await;
    let refused = change(1, input.clone()).await;
    let paced = change(1, json!({ "pacing": { "callsPerSecond": 1 }, "retry": { "maxAttempts": 1 }, "name": "Congress" })).await;
    app.callout_is(id, CalloutStatus::Paused).await;
    let paused = change(2, input).await;

    let fields = ["detectMachine", "limitSeconds", "ringSeconds", "routes", "script"];
    assert_eq!(wrong(&refused["calloutUpdate"]), fields.map(|field| format!("input.{field}: CONFLICT")).into());
    assert_eq!(json!([paced["calloutUpdate"]["userErrors"], paused["calloutUpdate"]["userErrors"]]), json!([[], []]));
}

on_both!(callouts_are_listed_by_status_and_name_the_newest_first);
async fn callouts_are_listed_by_status_and_name_the_newest_first(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let mut ids = Vec::new();
    for name in ["Assembly 100%", "Debts", "Second assembly"] {
        ids.push(app.callout(&coordinator, json!({ "name": name })).await);
    }
    app.callout_is(ids[1], CalloutStatus::Paused).await;
    let names = async |filter: Value| {
        let list = "query ($filter: CalloutFilter) { callouts(filter: $filter) { nodes { name } } }";
        let answer = coordinator.query(list, json!({ "filter": filter })).await;
        let nodes = answer["callouts"]["nodes"].as_array().expect("nodes").clone();
        nodes.iter().map(|node| node["name"].as_str().expect("a name").to_owned()).collect::<Vec<_>>().join(", ")
    };

    assert_eq!(names(json!(null)).await, "Second assembly, Debts, Assembly 100%");
    assert_eq!(names(json!({ "status": ["PAUSED", "RUNNING"] })).await, "Debts");
    assert_eq!(names(json!({ "search": "ASSEMBLY", "status": ["INITIALIZED"] })).await, "Second assembly, Assembly 100%");
    assert_eq!(names(json!({ "search": "0%" })).await, "Assembly 100%");
    assert_eq!(names(json!({ "search": "%b" })).await, "");
}

on_both!(callouts_are_found_by_values_in_their_metadata);
async fn callouts_are_found_by_values_in_their_metadata(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let all = [
        ("One", json!({ "team": "north", "year": 2026, "of": { "the.board": true } })),
        ("Two", json!({ "team": "south", "year": "2026", "of": null })),
        ("Three", json!({})),
    ];
    for (name, metadata) in all {
        app.callout(&coordinator, json!({ "name": name, "metadata": metadata })).await;
    }
    let found = async |conditions: Value| {
        let list = "query ($filter: CalloutFilter) { callouts(filter: $filter) { nodes { name } } }";
        let answer = coordinator.query(list, json!({ "filter": { "metadata": conditions } })).await;
        let nodes = answer["callouts"]["nodes"].as_array().expect("nodes").clone();
        nodes.iter().map(|node| node["name"].as_str().expect("a name").to_owned()).collect::<Vec<_>>().join(", ")
    };

    assert_eq!(found(json!([{ "path": ["team"], "equals": "north" }])).await, "One");
    assert_eq!(found(json!([{ "path": ["year"], "equals": 2026 }])).await, "One");
    assert_eq!(found(json!([{ "path": ["year"], "equals": "2026" }])).await, "Two");
    assert_eq!(found(json!([{ "path": ["of", "the.board"], "equals": true }])).await, "One");
    assert_eq!(found(json!([{ "path": ["of"], "equals": null }])).await, "Three, Two");
    assert_eq!(found(json!([{ "path": ["team"], "equals": "south" }, { "path": ["year"], "equals": 2026 }])).await, "");
    let wrong = coordinator.error("{ callouts(filter: { metadata: [{ path: [] }] }) { nodes { name } } }", json!({})).await;
    assert_eq!(wrong.code, "BAD_REQUEST");
}

on_both!(a_callout_is_deleted_only_while_nobody_takes_part);
async fn a_callout_is_deleted_only_while_nobody_takes_part(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let (empty, other) = (app.startable_callout(&coordinator, "One").await, app.startable_callout(&coordinator, "Other").await);
    let ana = app.contact(&coordinator, json!({ "number": "+34972183386" })).await;
    let make = "mutation ($empty: ID!, $other: ID!, $contact: ID!) {
        populationCreate(input: { calloutId: $empty }) { userErrors { code } }
        participationAdd(calloutId: $other, contactId: $contact) { userErrors { code } } }";
    coordinator.query(make, json!({ "empty": empty, "other": other, "contact": ana.id })).await;

    let gone = coordinator.query(DELETE, json!({ "id": empty })).await;
    let kept = coordinator.query(DELETE, json!({ "id": other })).await;

    assert_eq!(gone["calloutDelete"], json!({ "deletedId": empty, "userErrors": [] }));
    assert_eq!(wrong(&kept["calloutDelete"]), ["id: CONFLICT".to_owned()].into());
    let left = coordinator.query("{ callouts { nodes { name } } }", json!({})).await;
    assert_eq!(left["callouts"]["nodes"], json!([{ "name": "Other" }]));
}
