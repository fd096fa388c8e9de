//! Flows while they are written, checked and sealed.

use acceptance::{TestApp, on_both};
use entity::stored::Role;
use serde_json::{Value, json};

use super::desk::{Desk, confirm, document, say};

const DOCUMENT: &str = "query ($id: ID!) { node(id: $id) { ... on Flow { document { ...Document } } ... on FlowVersion { number document { ...Document } } } }
    fragment Words on FlowWords { language heard { say play } }
    fragment Ask on FlowAsk {
        words { ...Words } invalid { ...Words } retries timeoutSeconds speechOff uninterrupted outcomes { keys outcome { meaning own } } }
    fragment Document on FlowDocument { languages start nodes { id label branches { on keys to } does {
        playMessage { words { ...Words } } multipleChoice { ask { ...Ask } choices { key label language } } rating { ask { ...Ask } highest }
        captureDigits { ask { ...Ask } most minimum maximum } record { words { ...Words } longestSeconds silenceSeconds }
        transfer { words { ...Words } to from ringSeconds headers { name value } confirmation { words { ...Words } key } }
        hangUp { words { ...Words } } conference { words { ...Words } room } doNotCall { words { ...Words } }
        sendMessage { words { ...Words } message { language text } to } answered
        voicemailDrop { words { ...Words } longestGreetingSeconds } } } }";

/// An answer as it could be given: without what is null.
fn given(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            Value::Object(fields.iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| (name.clone(), given(value))).collect())
        }
        Value::Array(values) => values.iter().map(given).collect(),
        other => other.clone(),
    }
}

/// Nodes of all kinds, in the order of their ids, with nothing left out that has a default.
fn all_kinds() -> Value {
    let ask = |text: &str| json!({ "words": say(text), "invalid": [], "retries": 2, "timeoutSeconds": 4, "speechOff": false, "uninterrupted": true, "outcomes": [] });
    json!([
        { "id": "a_who", "does": { "answered": true }, "branches": [{ "on": "HUMAN", "to": "choose" }, { "on": "MACHINE", "to": "voicemail" }] },
        {
            "id": "choose", "label": "What is it?",
            "does": { "multipleChoice": { "ask": ask("One, two or three?"), "choices": [
                { "key": "1", "label": "rate" }, { "key": "2", "label": "code", "language": "en" }, { "key": "3", "label": "speak" } ] } },
            "branches": [{ "on": "KEYS", "keys": "1", "to": "rate" }, { "on": "KEYS", "keys": "2", "to": "code" }, { "on": "ANY", "to": "hello" }]
        },
        {
            "id": "code", "does": { "captureDigits": { "ask": ask("Your code?"), "most": 4, "minimum": "1000", "maximum": "9999" } },
            "branches": [{ "on": "ANY", "to": "desk" }, { "on": "INVALID", "to": "room" }, { "on": "TIMEOUT", "to": "end" }]
        },
        {
            "id": "desk", "does": { "transfer": {
                "words": [], "to": "{desk}", "from": "{number}", "ringSeconds": 40, "headers": [{ "name": "X-Ref", "value": "{ref}" }],
                "confirmation": { "words": say("Take it?"), "key": "1" } } },
            "branches": [{ "on": "NEXT", "to": "text" }, { "on": "UNREACHED", "to": "record" }]
        },
        { "id": "end", "does": { "hangUp": { "words": say("Goodbye.") } }, "branches": [] },
        { "id": "hello", "does": { "playMessage": { "words": [{ "language": "en", "heard": { "play": "https://example.org/hello.mp3" } }] } },
            "branches": [{ "on": "NEXT", "to": "record" }] },
        { "id": "never", "does": { "doNotCall": { "words": [] } }, "branches": [] },
        { "id": "rate", "does": { "rating": { "ask": ask("How was it?"), "highest": 5 } },
            "branches": [{ "on": "KEYS", "keys": "1", "to": "never" }, { "on": "ANY" }] },
        { "id": "record", "does": { "record": { "words": say("Speak."), "longestSeconds": 60, "silenceSeconds": 3 } },
            "branches": [{ "on": "NEXT", "to": "end" }] },
        { "id": "room", "does": { "conference": { "words": [], "room": "team" } }, "branches": [] },
        { "id": "text", "does": { "sendMessage": { "words": [], "message": [{ "language": "en", "text": "Thanks, {name}." }] } }, "branches": [] },
        { "id": "voicemail", "does": { "voicemailDrop": { "words": say("Call us."), "longestGreetingSeconds": 20 } }, "branches": [] }
    ])
}

on_both!(a_flow_with_all_kinds_of_nodes_reads_back_as_it_was_given_and_so_does_its_sealed_version);
async fn a_flow_with_all_kinds_of_nodes_reads_back_as_it_was_given_and_so_does_its_sealed_version(app: TestApp) {
    let desk = Desk::new(&app).await;
    let written = document(all_kinds());

    let made = desk.create(written.clone()).await;
    let sealed = desk.seal(&made["flow"]["id"], 1).await;

    assert_eq!((&made["userErrors"], &made["flow"]["findings"]), (&json!([]), &json!([])), "{made}");
    assert_eq!((&sealed["userErrors"], &sealed["flowVersion"]["number"]), (&json!([]), &json!(1)));
    let viewer = app.as_role(Role::Viewer).await;
    for id in [&made["flow"]["id"], &sealed["flowVersion"]["id"]] {
        let read = viewer.query(DOCUMENT, json!({ "id": id })).await;
        assert_eq!(given(&read["node"]["document"]), written);
    }
    let actions: Vec<_> = app.audit_log().await.into_iter().map(|entry| entry.action).filter(|action| action.starts_with("flow")).collect();
    assert_eq!(actions, ["flowCreate", "flowSeal"]);
}

on_both!(what_cannot_be_right_is_refused_with_code_and_path_and_nothing_is_written);
async fn what_cannot_be_right_is_refused_with_code_and_path_and_nothing_is_written(app: TestApp) {
    let desk = Desk::new(&app).await;
    let play = |branches: Value| json!([{ "id": "a", "does": { "playMessage": { "words": say("x") } }, "branches": branches }]);
    let rate = |ask: Value, highest: i32| json!([{ "id": "a", "does": { "rating": { "ask": ask, "highest": highest } }, "branches": [{ "on": "ANY" }] }]);
    let table = [
        (play(json!([{ "on": "NEXT", "to": "b" }])), json!([["NOT_FOUND", "nodes.a.branches.next"]])),
        // A node of another flow, however it is named, is none of this one.
        (play(json!([{ "on": "NEXT", "to": "flw_06BWF3M2K8Q4T0A1S5Z7XYVN9C/a" }])), json!([["NOT_FOUND", "nodes.a.branches.next"]])),
        (play(json!([{ "on": "TIMEOUT" }])), json!([["INVALID", "nodes.a.branches.timeout"]])),
        (play(json!([{ "on": "KEYS", "to": "a" }])), json!([["INVALID", "nodes.a.branches.keys"]])),
        (play(json!([{ "on": "NEXT" }, { "on": "NEXT" }])), json!([["TAKEN", "nodes.a.branches.next"]])),
        (rate(json!({ "words": say("x"), "retries": 12 }), 5), json!([["INVALID", "nodes.a.retries"]])),
        (rate(json!({ "words": say("x"), "retries": -1 }), 500), json!([["INVALID", "nodes.a.retries"], ["INVALID", "nodes.a.highest"]])),
        (
            rate(json!({ "words": say("x"), "outcomes": [{ "keys": "9", "outcome": { "own": "x" } }] }), 5),
            json!([["INVALID", "nodes.a.outcomes.9"]]),
        ),
        (json!([{ "id": "A b", "does": { "answered": true } }]), json!([["NOT_FOUND", "start"], ["INVALID", "nodes.0"]])),
        (json!([{ "id": "a", "does": { "transfer": { "to": "the desk" } } }]), json!([["INVALID", "nodes.a.to"]])),
        (
            json!([{ "id": "a", "does": { "hangUp": { "words": [{ "language": "fr", "heard": { "say": "x" } }] } } }]),
            json!([["INVALID", "nodes.a.words.fr"]]),
        ),
    ];

    for (nodes, expected) in table {
        let refused = desk.create(document(nodes.clone())).await;
        let told: Vec<Value> = refused["userErrors"]
            .as_array()
            .expect("errors")
            .iter()
            .map(|error| {
                let path: Vec<&str> = error["path"].as_array().expect("a path").iter().filter_map(Value::as_str).collect();
                assert_eq!(path[..2], ["input", "document"]);
                json!([error["code"], path[2..].join(".")])
            })
            .collect();
        let told: Vec<Value> = told.into_iter().filter(|error| error[1] != "nodes.a.words.en").collect();
        assert_eq!((json!(told), &refused["flow"]), (expected, &Value::Null), "{nodes} {refused}");
    }
    let flows = desk.client.query("{ flows { nodes { id } } }", json!({})).await;
    assert_eq!(flows["flows"]["nodes"], json!([]));
}

on_both!(what_is_only_missing_yet_is_told_as_a_finding_and_stands_in_the_way_of_sealing);
async fn what_is_only_missing_yet_is_told_as_a_finding_and_stands_in_the_way_of_sealing(app: TestApp) {
    let desk = Desk::new(&app).await;
    let nodes = json!([
        { "id": "a", "does": { "playMessage": { "words": [] } }, "branches": [{ "on": "NEXT", "to": "a" }] },
        { "id": "b", "does": { "hangUp": {} } }
    ]);

    let made = desk.create(document(nodes)).await;
    let refused = desk.seal(&made["flow"]["id"], 1).await;

    let expected = json!([
        { "code": "TEXT_MISSING", "path": ["nodes", "a", "words", "en"], "node": "a" },
        { "code": "UNREACHABLE", "path": ["nodes", "b"], "node": "b" },
        { "code": "NO_WAY_OUT", "path": ["nodes", "a"], "node": "a" },
        { "code": "ENDLESS", "path": ["nodes", "a"], "node": "a" },
    ]);
    assert_eq!((&made["userErrors"], &made["flow"]["findings"]), (&json!([]), &expected));
    let errors = refused["userErrors"].as_array().expect("errors");
    assert_eq!(errors[0], json!({ "code": "INVALID", "path": ["document", "nodes", "a", "words", "en"] }));
    assert_eq!((errors.len(), &refused["flowVersion"]), (4, &Value::Null));
}

on_both!(a_document_is_checked_before_it_is_saved);
async fn a_document_is_checked_before_it_is_saved(app: TestApp) {
    let desk = Desk::new(&app).await;
    let check =
        "query ($document: FlowDocumentInput!) { flowCheck(document: $document) { findings { code node } userErrors { code path } } }";

    let answer =
        desk.client.query(check, json!({ "document": { "languages": [], "nodes": [{ "id": "a", "does": { "answered": false } }] } })).await;

    let findings = json!([
        { "code": "NO_LANGUAGE", "node": null }, { "code": "NO_START", "node": null }, { "code": "UNREACHABLE", "node": "a" }
    ]);
    let errors = json!([{ "code": "INVALID", "path": ["document", "nodes", "a", "answered"] }]);
    assert_eq!(answer["flowCheck"], json!({ "findings": findings, "userErrors": errors }));
}

on_both!(a_sealed_version_is_never_changed_whatever_becomes_of_the_draft);
async fn a_sealed_version_is_never_changed_whatever_becomes_of_the_draft(app: TestApp) {
    let desk = Desk::new(&app).await;
    let (flow, version) = desk.sealed(json!([confirm()])).await;
    let other = document(json!([{ "id": "bye", "does": { "hangUp": { "words": say("Bye") } } }]));

    let changed = desk.update(&flow, 1, json!({ "document": other })).await;
    let second = desk.seal(&flow, 2).await;
    let edited = desk.update(&version, 1, json!({ "name": "x" })).await;
    let deleted = desk
        .client
        .query("mutation ($id: ID!) { flowDelete(id: $id) { deletedId userErrors { code path } } }", json!({ "id": flow }))
        .await;

    assert_eq!((&changed["flow"]["version"], &second["flowVersion"]["number"]), (&json!(2), &json!(2)));
    let conflict = json!([{ "code": "CONFLICT", "path": ["id"] }]);
    assert_eq!((&edited["userErrors"], &edited["flow"]), (&conflict, &Value::Null));
    assert_eq!(deleted["flowDelete"], json!({ "deletedId": null, "userErrors": conflict }));
    let read = desk.client.query(DOCUMENT, json!({ "id": version })).await;
    assert_eq!((&read["node"]["number"], &read["node"]["document"]["nodes"][0]["id"]), (&json!(1), &json!("confirm")));
    let versions = desk
        .client
        .query(
            "query ($id: ID!) { flow(id: $id) { latestVersion { number } versions { nodes { number sealedBy } } } }",
            json!({ "id": flow }),
        )
        .await;
    assert_eq!(versions["flow"]["latestVersion"]["number"], 2);
    assert_eq!(versions["flow"]["versions"]["nodes"].as_array().map(Vec::len), Some(2));
}

on_both!(of_two_who_change_a_flow_the_second_is_told_what_it_is_now);
async fn of_two_who_change_a_flow_the_second_is_told_what_it_is_now(app: TestApp) {
    let desk = Desk::new(&app).await;
    let made = desk.create(document(json!([confirm()]))).await;
    let id = &made["flow"]["id"];

    let first = desk.update(id, 1, json!({ "name": "Reminders" })).await;
    let second = desk.update(id, 1, json!({ "name": "Surveys" })).await;
    let sealed = desk.seal(id, 1).await;

    assert_eq!((&first["flow"]["name"], &first["userErrors"]), (&json!("Reminders"), &json!([])));
    let conflict = json!([{ "code": "CONFLICT", "path": ["version"] }]);
    assert_eq!((&second["flow"]["name"], &second["userErrors"]), (&json!("Reminders"), &conflict));
    assert_eq!((&sealed["flow"]["version"], &sealed["flowVersion"], &sealed["userErrors"]), (&json!(2), &Value::Null, &conflict));
}

on_both!(a_flow_of_which_nothing_was_sealed_is_deleted);
async fn a_flow_of_which_nothing_was_sealed_is_deleted(app: TestApp) {
    let desk = Desk::new(&app).await;
    let made = desk.create(document(json!([confirm()]))).await;
    let delete = "mutation ($id: ID!) { flowDelete(id: $id) { deletedId userErrors { code } } }";

    let gone = desk.client.query(delete, json!({ "id": made["flow"]["id"] })).await;
    let again = desk.client.query(delete, json!({ "id": made["flow"]["id"] })).await;

    assert_eq!(gone["flowDelete"]["deletedId"], made["flow"]["id"]);
    assert_eq!(again["flowDelete"]["userErrors"], json!([{ "code": "NOT_FOUND" }]));
}
