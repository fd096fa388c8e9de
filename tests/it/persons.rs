//! Persons: added, changed, deactivated; `listed` and `watched` have the rest.

mod listed;
mod watched;

use std::collections::BTreeSet;

use acceptance::{Client, TestApp, on_both};
use entity::{
    id::QueueId,
    stored::{ChangeKind, Role, Scope, Topic},
};
use serde_json::{Value, json};

const CREATE: &str = "mutation ($input: PersonCreateInput!) {
    personCreate(input: $input) {
        person { id name email extension phoneNumbers colour groups timeZone active createdAt updatedAt }
        userErrors { code path }
    }
}";

const UPDATE: &str = "mutation ($id: ID!, $input: PersonUpdateInput!) {
    personUpdate(id: $id, input: $input) {
        person { name email extension phoneNumbers colour groups timeZone }
        userErrors { code path }
    }
}";

const DEACTIVATE: &str = "mutation ($id: ID!) { personDeactivate(id: $id) { person { active extension } userErrors { code path } } }";
const REACTIVATE: &str = "mutation ($id: ID!) { personReactivate(id: $id) { person { active extension } userErrors { code path } } }";

async fn names(client: &Client, filter: Value) -> Vec<String> {
    let found =
        client.query("query ($filter: PersonFilter) { persons(filter: $filter) { nodes { name } } }", json!({ "filter": filter })).await;
    let nodes = found["persons"]["nodes"].as_array().expect("nodes");
    nodes.iter().map(|node| node["name"].as_str().expect("a name").to_owned()).collect()
}

on_both!(a_new_person_is_normalised_and_leaves_an_audit_entry_and_news);
async fn a_new_person_is_normalised_and_leaves_an_audit_entry_and_news(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let input = json!({
        "name": " Ana ", "email": "Ana@Example.org", "extension": " 1001 ", "phoneNumbers": ["0034 972 18 33 86"], "colour": "#3366CC",
        "groups": ["night", " day", "night"], "timeZone": "Europe/Madrid",
    });

    let answer = coordinator.query(CREATE, json!({ "input": input })).await;

    let payload = &answer["personCreate"];
    let id = payload["person"]["id"].as_str().expect("an id");
    assert_eq!(payload["userErrors"], json!([]));
    assert_eq!(
        payload["person"],
        json!({
            "id": id, "name": "Ana", "email": "ana@example.org", "extension": "1001", "phoneNumbers": ["+34972183386"], "colour": "#3366cc",
            "groups": ["day", "night"], "timeZone": "Europe/Madrid", "active": true,
            "createdAt": "2026-11-21T10:00:00+00:00", "updatedAt": "2026-11-21T10:00:00+00:00",
        })
    );
    let [entry] = &app.audit_log().await[..] else { panic!("one audit entry") };
    assert_eq!((entry.action.as_str(), entry.subject_id.as_deref(), &entry.before), ("personCreate", Some(id), &None));
    assert_eq!(entry.after.as_ref().map(|after| &after["extension"]), Some(&json!("1001")));
    let [news] = &app.news().await[..] else { panic!("one piece of news") };
    assert_eq!((news.topic, news.kind, news.person_id.map(|id| id.to_string()).as_deref()), (Topic::Person, ChangeKind::Created, Some(id)));
}

on_both!(all_faults_are_told_at_once_and_nothing_is_written);
async fn all_faults_are_told_at_once_and_nothing_is_written(app: TestApp) {
    app.person("Berta").extension("1001").create().await;
    let coordinator = app.as_role(Role::Coordinator).await;
    let input = json!({
        "name": " ", "email": "ana", "extension": "1001", "phoneNumbers": ["+34972183386", "+34 972 183 386", "12"], "colour": "red",
        "groups": ["day", ""],
    });

    let answer = coordinator.query(CREATE, json!({ "input": input })).await;

    let told: BTreeSet<(String, String)> = answer["personCreate"]["userErrors"]
        .as_array()
        .expect("user errors")
        .iter()
        .map(|error| {
            let path: Vec<&str> = error["path"].as_array().expect("a path").iter().filter_map(Value::as_str).collect();
            (path.join("."), error["code"].as_str().unwrap_or_default().to_owned())
        })
        .collect();
    let expected = [
        ("input.colour", "INVALID"),
        ("input.email", "INVALID"),
        ("input.extension", "TAKEN"),
        ("input.groups.1", "INVALID"),
        ("input.name", "INVALID"),
        ("input.phoneNumbers.1", "INVALID"),
        ("input.phoneNumbers.2", "INVALID"),
    ];
    assert_eq!(told, expected.map(|(path, code)| (path.to_owned(), code.to_owned())).into());
    assert_eq!(answer["personCreate"]["person"], Value::Null);
    assert_eq!(names(&coordinator, Value::Null).await, ["Berta"]);
    assert_eq!((app.audit_log().await.len(), app.news().await.len()), (0, 0));
}

on_both!(in_an_update_absent_keeps_and_null_clears_each_field);
async fn in_an_update_absent_keeps_and_null_clears_each_field(app: TestApp) {
    // Field, a new value, and what null makes of it; a name cannot be cleared.
    let table = [
        ("name", json!("Berta"), None),
        ("email", json!("berta@example.org"), Some(Value::Null)),
        ("extension", json!("1002"), Some(Value::Null)),
        ("phoneNumbers", json!(["+34934123456"]), Some(json!([]))),
        ("colour", json!("#ffffff"), Some(Value::Null)),
        ("groups", json!(["night"]), Some(json!([]))),
        ("timeZone", json!("America/Bogota"), Some(Value::Null)),
    ];
    let coordinator = app.as_role(Role::Coordinator).await;
    let fields = coordinator.query("{ __type(name: \"PersonUpdateInput\") { inputFields { name } } }", json!({})).await;
    let known: Vec<&Value> = fields["__type"]["inputFields"].as_array().expect("fields").iter().map(|field| &field["name"]).collect();
    assert_eq!(known, table.iter().map(|(field, ..)| field).collect::<Vec<_>>(), "the table has every field of the input");

    for (field, value, cleared) in table {
        let before = json!({
            "name": "Ana", "email": "ana@example.org", "extension": "1001", "phoneNumbers": ["+34972183386"], "colour": "#3366cc",
            "groups": ["day"], "timeZone": "Europe/Madrid",
        });
        let ana = coordinator.query(CREATE, json!({ "input": before })).await["personCreate"]["person"]["id"].clone();
        let with = |value: &Value| {
            let mut expected = before.clone();
            expected[field] = value.clone();
            expected
        };

        let changed = coordinator.query(UPDATE, json!({ "id": ana, "input": { field: value } })).await;
        let nulled = coordinator.query(UPDATE, json!({ "id": ana, "input": { field: null } })).await;

        assert_eq!(changed["personUpdate"]["person"], with(&value), "{field} changes alone");
        match cleared {
            Some(cleared) => assert_eq!(nulled["personUpdate"]["person"], with(&cleared), "null clears {field}"),
            None => assert_eq!(nulled["personUpdate"]["userErrors"], json!([{ "code": "INVALID", "path": ["input", field] }])),
        }
        coordinator.query(DEACTIVATE, json!({ "id": ana })).await;
    }
}

on_both!(an_update_tells_what_it_changed_and_one_that_changes_nothing_tells_nothing);
async fn an_update_tells_what_it_changed_and_one_that_changes_nothing_tells_nothing(app: TestApp) {
    let ana = app.person("Ana").extension("1001").create().await;
    let coordinator = app.as_role(Role::Coordinator).await;

    coordinator.query(UPDATE, json!({ "id": ana.id, "input": { "name": "Anna" } })).await;
    coordinator.query(UPDATE, json!({ "id": ana.id, "input": { "name": " Anna", "extension": "1001" } })).await;

    let [entry] = &app.audit_log().await[..] else { panic!("one audit entry") };
    assert_eq!((&entry.before, &entry.after), (&Some(json!({ "name": "Ana" })), &Some(json!({ "name": "Anna" }))));
    assert_eq!(app.news().await.len(), 1);
}

on_both!(of_two_who_take_an_extension_at_once_one_gets_it);
async fn of_two_who_take_an_extension_at_once_one_gets_it(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let create = |name: &str| coordinator.query(CREATE, json!({ "input": { "name": name, "extension": "1001" } }));

    let (ana, berta) = (create("Ana"), create("Berta"));
    let answers = tokio::join!(ana, berta);

    let mut errors = [&answers.0, &answers.1].map(|answer| answer["personCreate"]["userErrors"].to_string());
    errors.sort();
    assert_eq!(errors, ["[]", r#"[{"code":"TAKEN","path":["input","extension"]}]"#]);
    assert_eq!(names(&coordinator, Value::Null).await.len(), 1);
}

on_both!(a_person_who_leaves_stays_known_and_frees_the_extension);
async fn a_person_who_leaves_stays_known_and_frees_the_extension(app: TestApp) {
    let ana = app.person("Ana").extension("1001").create().await;
    let coordinator = app.as_role(Role::Coordinator).await;

    let left = coordinator.query(DEACTIVATE, json!({ "id": ana.id })).await;
    let berta = coordinator.query(CREATE, json!({ "input": { "name": "Berta", "extension": "1001" } })).await;
    let refused = coordinator.query(REACTIVATE, json!({ "id": ana.id })).await;
    coordinator.query(DEACTIVATE, json!({ "id": berta["personCreate"]["person"]["id"] })).await;
    let back = coordinator.query(REACTIVATE, json!({ "id": ana.id })).await;

    assert_eq!(left["personDeactivate"], json!({ "person": { "active": false, "extension": "1001" }, "userErrors": [] }));
    assert_eq!(berta["personCreate"]["userErrors"], json!([]));
    assert_eq!(refused["personReactivate"], json!({ "person": null, "userErrors": [{ "code": "TAKEN", "path": ["id"] }] }));
    assert_eq!(back["personReactivate"], json!({ "person": { "active": true, "extension": "1001" }, "userErrors": [] }));
}

on_both!(another_accounts_person_is_not_there);
async fn another_accounts_person_is_not_there(app: TestApp) {
    let other = app.other_account().await;
    let theirs = other.person("Zoe").extension("1001").create().await;
    let admin = app.as_role(Role::Admin).await;
    let not_found = json!([{ "code": "NOT_FOUND", "path": ["id"] }]);

    let looked_up = admin.query("query ($id: ID!) { person(id: $id) { id } node(id: $id) { id } }", json!({ "id": theirs.id })).await;
    let updated = admin.query(UPDATE, json!({ "id": theirs.id, "input": { "name": "Ours" } })).await;
    let deactivated = admin.query(DEACTIVATE, json!({ "id": theirs.id })).await;
    let same_extension = admin.query(CREATE, json!({ "input": { "name": "Ana", "extension": "1001" } })).await;

    assert_eq!(looked_up, json!({ "person": null, "node": null }));
    assert_eq!(updated["personUpdate"]["userErrors"], not_found);
    assert_eq!(deactivated["personDeactivate"]["userErrors"], not_found);
    assert_eq!(same_extension["personCreate"]["userErrors"], json!([]));
    assert_eq!(names(&admin, Value::Null).await, ["Ana"]);
}

on_both!(an_id_of_another_kind_is_told_with_its_place);
async fn an_id_of_another_kind_is_told_with_its_place(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let id = QueueId::new();

    let updated = coordinator.query(UPDATE, json!({ "id": id, "input": {} })).await;
    let looked_up = coordinator.error("query ($id: ID!) { person(id: $id) { id } }", json!({ "id": id })).await;

    assert_eq!(updated["personUpdate"]["userErrors"], json!([{ "code": "INVALID", "path": ["id"] }]));
    assert_eq!(looked_up.code, "BAD_REQUEST");
}

on_both!(the_call_a_person_talks_on_goes_before_one_that_rings);
async fn the_call_a_person_talks_on_goes_before_one_that_rings(app: TestApp) {
    let ana = app.person("Ana").create().await;
    let talking = app.call().answered_by(&ana).create().await;
    app.call().started_at(app.now() + chrono::TimeDelta::seconds(5)).ringing(&ana).create().await;
    let berta = app.person("Berta").create().await;
    app.call().answered_by(&berta).ended(entity::stored::CallStatus::Completed).create().await;
    let viewer = app.as_role(Role::Viewer).await;

    let answer = viewer.query("{ persons { nodes { name currentCall { id status } } } }", json!({})).await;

    assert_eq!(
        answer["persons"]["nodes"],
        json!([{ "name": "Ana", "currentCall": { "id": talking.id, "status": "IN_PROGRESS" } }, { "name": "Berta", "currentCall": null }])
    );
}

on_both!(a_key_for_persons_does_not_see_calls_through_them);
async fn a_key_for_persons_does_not_see_calls_through_them(app: TestApp) {
    let ana = app.person("Ana").create().await;
    app.call().answered_by(&ana).create().await;
    let key = app.with_key(Role::Viewer, &[Scope::PersonsRead]);

    let refused = key.error("query ($id: ID!) { person(id: $id) { name currentCall { from } } }", json!({ "id": ana.id })).await;

    assert_eq!((refused.code.as_str(), refused.path.as_str()), ("FORBIDDEN", "person.currentCall"));
}
