//! Contacts: added, changed, deleted, told; `listed`, `filtered`, `reachable` and `imported` have the rest.

mod filtered;
mod imported;
mod listed;
mod pieces;
mod reachable;

use std::time::Duration;

use acceptance::{TestApp, on_both};
use entity::{
    contact_value,
    stored::{ChangeKind, Role, Scope, Topic},
};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

const SOON: Duration = Duration::from_secs(10);

const FIELDS: &str = "number name metadata timeZone timeZoneSource";

fn create() -> String {
    format!(
        "mutation ($input: ContactCreateInput!) {{ contactCreate(input: $input) {{ contact {{ id {FIELDS} }} userErrors {{ code path }} }} }}"
    )
}

fn update() -> String {
    format!(
        "mutation ($id: ID!, $input: ContactUpdateInput!) {{
            contactUpdate(id: $id, input: $input) {{ contact {{ {FIELDS} }} userErrors {{ code path }} }} }}"
    )
}

const UPSERT: &str = "mutation ($input: ContactUpsertInput!) {
    contactUpsert(input: $input) { created contact { id name metadata } userErrors { code path } } }";
const DELETE: &str = "mutation ($id: ID!) { contactDelete(id: $id) { deletedId userErrors { code path } } }";

on_both!(a_new_contact_is_normalised_and_leaves_an_audit_entry_and_news);
async fn a_new_contact_is_normalised_and_leaves_an_audit_entry_and_news(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let input = json!({ "number": "855 10 202-101", "name": " Sok ", "metadata": { "province": "Kampot", "children": 2 } });

    let answer = coordinator.query(&create(), json!({ "input": input })).await;

    let payload = &answer["contactCreate"];
    let id = payload["contact"]["id"].as_str().expect("an id");
    assert_eq!(payload["userErrors"], json!([]));
    assert_eq!(
        payload["contact"],
        json!({
            "id": id, "number": "+85510202101", "name": "Sok", "metadata": { "province": "Kampot", "children": 2 },
            "timeZone": "Asia/Phnom_Penh", "timeZoneSource": "NUMBER",
        })
    );
    let [entry] = &app.audit_log().await[..] else { panic!("one audit entry") };
    assert_eq!((entry.action.as_str(), entry.subject_id.as_deref(), &entry.before), ("contactCreate", Some(id), &None));
    let [news] = &app.news().await[..] else { panic!("one piece of news") };
    assert_eq!((news.topic, news.kind), (Topic::Contact, ChangeKind::Created));
}

on_both!(what_cannot_be_right_is_told_at_once_and_nothing_is_written);
async fn what_cannot_be_right_is_told_at_once_and_nothing_is_written(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let table = [
        (
            json!({ "number": "12", "country": "Spain", "metadata": [1] }),
            json!([["INVALID", "input", "country"], ["INVALID", "input", "number"], ["INVALID", "input", "metadata"]]),
        ),
        (json!({ "number": "", "name": "a\nb" }), json!([["INVALID", "input", "number"], ["INVALID", "input", "name"]])),
        (json!({ "number": "+34972183386", "metadata": { "a": { "": 1 } } }), json!([["INVALID", "input", "metadata", "a"]])),
    ];

    for (input, expected) in table {
        let answer = coordinator.query(&create(), json!({ "input": input })).await;
        let payload = &answer["contactCreate"];
        let told = |error: &Value| {
            let path = error["path"].as_array().expect("a path").iter();
            json!(std::iter::once(&error["code"]).chain(path).collect::<Vec<_>>())
        };
        let told: Vec<Value> = payload["userErrors"].as_array().expect("errors").iter().map(told).collect();
        assert_eq!((json!(told), &payload["contact"]), (expected, &Value::Null), "{input}");
    }

    assert_eq!((app.audit_log().await.len(), app.news().await.len()), (0, 0));
}

on_both!(a_number_is_one_contacts_in_an_account);
async fn a_number_is_one_contacts_in_an_account(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let other = app.other_account().await;
    let input = json!({ "number": "972 183 386", "country": "ES" });
    let ana = app.contact(&coordinator, json!({ "number": "+34972183386" })).await;
    let berta = app.contact(&coordinator, json!({ "number": "+34934123456" })).await;

    let again = coordinator.query(&create(), json!({ "input": input })).await;
    let moved = coordinator.query(&update(), json!({ "id": berta.id, "input": { "number": ana.number } })).await;
    let elsewhere = other.as_role(Role::Admin).await.query(&create(), json!({ "input": input })).await;

    let taken = json!([{ "code": "TAKEN", "path": ["input", "number"] }]);
    assert_eq!((&again["contactCreate"]["userErrors"], &moved["contactUpdate"]["userErrors"]), (&taken, &taken));
    assert_eq!(elsewhere["contactCreate"]["userErrors"], json!([]));
}

on_both!(of_two_who_add_a_number_at_once_one_does);
async fn of_two_who_add_a_number_at_once_one_does(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let (document, input) = (create(), json!({ "input": { "number": "+34972183386" } }));
    let upsert = json!({ "input": { "number": "+34934123456" } });

    let created = tokio::join!(coordinator.query(&document, input.clone()), coordinator.query(&document, input));
    let upserted = tokio::join!(coordinator.query(UPSERT, upsert.clone()), coordinator.query(UPSERT, upsert));

    let mut errors = [&created.0, &created.1].map(|answer| answer["contactCreate"]["userErrors"].to_string());
    errors.sort();
    assert_eq!(errors, ["[]", r#"[{"code":"TAKEN","path":["input","number"]}]"#]);
    let mut added = [&upserted.0, &upserted.1].map(|answer| answer["contactUpsert"]["created"].to_string());
    added.sort();
    assert_eq!(added, ["false", "true"]);
}

on_both!(in_an_update_absent_keeps_and_null_clears_each_field);
async fn in_an_update_absent_keeps_and_null_clears_each_field(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let fields = coordinator.query("{ __type(name: \"ContactUpdateInput\") { inputFields { name } } }", json!({})).await;
    let known: Vec<&str> =
        fields["__type"]["inputFields"].as_array().expect("fields").iter().filter_map(|field| field["name"].as_str()).collect();
    assert_eq!(known, ["number", "country", "name", "metadata", "metadataMode", "timeZone"], "the table has every field of the input");
    let before =
        json!({ "number": "+85510202101", "name": "Sok", "metadata": { "a": 1 }, "timeZone": "Asia/Bangkok", "timeZoneSource": "GIVEN" });
    // Field, a new value, what becomes of it, and what null makes of it.
    let table = [
        ("number", json!("+390612345678"), json!({ "number": "+390612345678" }), None),
        ("name", json!("Dara"), json!({ "name": "Dara" }), Some(json!({ "name": null }))),
        ("metadata", json!({ "b": 2 }), json!({ "metadata": { "a": 1, "b": 2 } }), Some(json!({ "metadata": {} }))),
        (
            "timeZone",
            json!("Asia/Tokyo"),
            json!({ "timeZone": "Asia/Tokyo" }),
            Some(json!({ "timeZone": "Asia/Phnom_Penh", "timeZoneSource": "NUMBER" })),
        ),
    ];

    for (field, value, changed, cleared) in table {
        let id = app
            .contact(&coordinator, json!({ "number": "+85510202101", "name": "Sok", "metadata": { "a": 1 }, "timeZone": "Asia/Bangkok" }))
            .await
            .id;
        let with = |change: &Value| {
            let mut expected = before.clone();
            change.as_object().expect("fields").iter().for_each(|(name, value)| expected[name] = value.clone());
            expected
        };

        let given = coordinator.query(&update(), json!({ "id": id, "input": { field: value } })).await;
        coordinator.query(&update(), json!({ "id": id, "input": { "number": "+85510202101", "name": "Sok", "metadata": { "a": 1 }, "metadataMode": "REPLACE", "timeZone": "Asia/Bangkok" } })).await;
        let nulled = coordinator.query(&update(), json!({ "id": id, "input": { field: null } })).await;

        assert_eq!(given["contactUpdate"]["contact"], with(&changed), "{field} changes alone");
        match cleared {
            Some(cleared) => assert_eq!(nulled["contactUpdate"]["contact"], with(&cleared), "null clears {field}"),
            None => assert_eq!(nulled["contactUpdate"]["userErrors"], json!([{ "code": "INVALID", "path": ["input", field] }])),
        }
        coordinator.query(DELETE, json!({ "id": id })).await;
    }
}

on_both!(an_update_that_changes_nothing_tells_nothing);
async fn an_update_that_changes_nothing_tells_nothing(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let ana = app.contact(&coordinator, json!({ "number": "+34972183386", "name": "Ana", "metadata": { "a": [1, "x"] } })).await;

    coordinator
        .query(
            &update(),
            json!({ "id": ana.id, "input": { "name": " Ana", "number": "972183386", "country": "ES", "metadata": { "a": [1, "x"] } } }),
        )
        .await;
    coordinator.query(&update(), json!({ "id": ana.id, "input": { "metadata": { "b": 1 } } })).await;

    let [_, entry] = &app.audit_log().await[..] else { panic!("two audit entries") };
    assert_eq!(
        (&entry.before, &entry.after),
        (&Some(json!({ "metadata": { "a": [1, "x"] } })), &Some(json!({ "metadata": { "a": [1, "x"], "b": 1 } })))
    );
    assert_eq!(app.news().await.len(), 2);
}

on_both!(metadata_are_merged_as_the_mode_says);
async fn metadata_are_merged_as_the_mode_says(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let given = json!({ "address": { "city": "Salt" }, "vip": null });
    let table = [
        (Value::Null, json!({ "address": { "city": "Salt" }, "age": 30 })),
        (json!("MERGE"), json!({ "address": { "city": "Salt" }, "age": 30 })),
        (json!("DEEP_MERGE"), json!({ "address": { "city": "Salt", "street": "Major" }, "age": 30 })),
        (json!("REPLACE"), json!({ "address": { "city": "Salt" }, "vip": null })),
    ];

    for (mode, expected) in table {
        let known = json!({ "address": { "city": "Girona", "street": "Major" }, "age": 30, "vip": true });
        let start = json!({ "number": "+34972183386", "metadata": known, "metadataMode": "REPLACE" });
        coordinator.query(UPSERT, json!({ "input": start })).await;
        let mut input = json!({ "number": "+34972183386", "metadata": given });
        if !mode.is_null() {
            input["metadataMode"] = mode.clone();
        }

        let answer = coordinator.query(UPSERT, json!({ "input": input })).await;

        assert_eq!(answer["contactUpsert"]["contact"]["metadata"], expected, "{mode}");
    }
}

on_both!(an_upsert_adds_once_and_then_changes_only_what_is_given);
async fn an_upsert_adds_once_and_then_changes_only_what_is_given(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;

    let first = coordinator.query(UPSERT, json!({ "input": { "number": "+34972183386", "name": "Ana" } })).await;
    let second = coordinator.query(UPSERT, json!({ "input": { "number": "0034972183386", "metadata": { "a": 1 } } })).await;

    assert_eq!((&first["contactUpsert"]["created"], &second["contactUpsert"]["created"]), (&json!(true), &json!(false)));
    let id = &first["contactUpsert"]["contact"]["id"];
    assert_eq!(second["contactUpsert"]["contact"], json!({ "id": id, "name": "Ana", "metadata": { "a": 1 } }));
}

on_both!(a_deleted_contact_leaves_nothing_of_its_metadata_and_is_told);
async fn a_deleted_contact_leaves_nothing_of_its_metadata_and_is_told(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let ana = app.contact(&coordinator, json!({ "number": "+34972183386", "metadata": { "a": { "b": 1 } } })).await;
    app.app().live.catch_up().await.expect("the contact was told");
    let changed = "subscription { contactChanged { kind nodeId contact { number } } }";
    let mut changes = app.as_role(Role::Viewer).await.subscribe(changed, json!({})).await;

    let deleted = coordinator.query(DELETE, json!({ "id": ana.id })).await;
    let again = coordinator.query(DELETE, json!({ "id": ana.id })).await;

    assert_eq!(deleted["contactDelete"], json!({ "deletedId": ana.id, "userErrors": [] }));
    assert_eq!(again["contactDelete"]["userErrors"], json!([{ "code": "NOT_FOUND", "path": ["id"] }]));
    assert_eq!(contact_value::Entity::find().count(app.app().db.read()).await.expect("a count"), 0);
    let told = changes.next_within(SOON).await;
    assert_eq!(told["contactChanged"], json!({ "kind": "DELETED", "nodeId": ana.id, "contact": null }));
}

on_both!(a_contact_is_found_by_its_number_however_it_is_written);
async fn a_contact_is_found_by_its_number_however_it_is_written(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    app.contact(&coordinator, json!({ "number": "+34972183386", "name": "Ana" })).await;
    let find = "query ($number: String!, $country: String) { contactByNumber(number: $number, country: $country) { name } }";
    let table = [
        ("34972183386", Value::Null, true),
        ("972 18 33 86", json!("ES"), true),
        ("nonsense", Value::Null, false),
        ("+34934123456", Value::Null, false),
    ];

    for (number, country, found) in table {
        let answer = coordinator.query(find, json!({ "number": number, "country": country })).await;
        assert_eq!(answer["contactByNumber"].is_object(), found, "{number}");
    }
}

on_both!(the_zone_of_a_country_with_several_is_not_guessed_but_its_zones_are_told);
async fn the_zone_of_a_country_with_several_is_not_guessed_but_its_zones_are_told(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    app.contact(&coordinator, json!({ "number": "+34972183386" })).await;

    let answer = coordinator.query("{ contacts { nodes { timeZone timeZoneSource timeZoneCandidates } } }", json!({})).await;

    let expected =
        json!({ "timeZone": null, "timeZoneSource": null, "timeZoneCandidates": ["Europe/Madrid", "Africa/Ceuta", "Atlantic/Canary"] });
    assert_eq!(answer["contacts"]["nodes"], json!([expected]));
}

on_both!(subscribers_are_told_of_each_change_from_their_cursor_on);
async fn subscribers_are_told_of_each_change_from_their_cursor_on(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let cursor = coordinator.query("{ liveCursor }", json!({})).await["liveCursor"].clone();
    let (ana, berta) = (
        app.contact(&coordinator, json!({ "number": "+34972183386" })).await,
        app.contact(&coordinator, json!({ "number": "+34934123456" })).await,
    );
    coordinator.query(&update(), json!({ "id": ana.id, "input": { "name": "Ana" } })).await;

    let changed =
        "subscription ($after: LiveCursor, $id: ID) { contactChanged(after: $after, contactId: $id) { kind nodeId contact { name } } }";
    let mut all = coordinator.subscribe(changed, json!({ "after": cursor })).await;
    let mut one = coordinator.subscribe(changed, json!({ "after": cursor, "id": berta.id })).await;

    for (kind, id) in [("CREATED", ana.id), ("CREATED", berta.id), ("UPDATED", ana.id)] {
        let told = all.next_within(SOON).await["contactChanged"].take();
        assert_eq!((&told["kind"], &told["nodeId"]), (&json!(kind), &json!(id)));
    }
    assert_eq!(one.next_within(SOON).await["contactChanged"]["nodeId"], json!(berta.id));
}

on_both!(a_key_needs_the_scope_of_contacts);
async fn a_key_needs_the_scope_of_contacts(app: TestApp) {
    let reads = app.with_key(Role::Admin, &[Scope::ContactsRead]);

    let listed = reads.query("{ contacts { nodes { id } } }", json!({})).await;
    let refused = reads.error(DELETE, json!({ "id": "con_0" })).await;
    let other = app.with_key(Role::Admin, &[Scope::PersonsRead]).error("{ contacts { nodes { id } } }", json!({})).await;

    assert_eq!(listed["contacts"]["nodes"], json!([]));
    assert_eq!((refused.code.as_str(), other.code.as_str()), ("FORBIDDEN", "FORBIDDEN"));
}
