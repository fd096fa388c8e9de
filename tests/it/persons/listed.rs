//! Persons listed: found by a search, by filters, a page at a time.

use std::collections::BTreeSet;

use acceptance::{TestApp, on_both};
use entity::stored::Role;
use serde_json::{Value, json};

use super::names;

on_both!(a_search_finds_parts_of_name_e_mail_and_extension_in_any_case);
async fn a_search_finds_parts_of_name_e_mail_and_extension_in_any_case(app: TestApp) {
    app.person("Àngels Núñez").email("angels@example.org").extension("1001").create().await;
    app.person("Борис").email("boris_b@example.org").create().await;
    app.person("100% [Straße]").extension("2002").create().await;
    let viewer = app.as_role(Role::Viewer).await;
    let table: [(&str, &[&str]); 12] = [
        ("àngels", &["Àngels Núñez"]),
        ("ÀNGELS NÚÑ", &["Àngels Núñez"]),
        ("БОРИС", &["Борис"]),
        ("BORIS_B@", &["Борис"]),
        ("boris%b", &[]),
        ("00", &["100% [Straße]", "Àngels Núñez"]),
        ("0% [s", &["100% [Straße]"]),
        ("straße]", &["100% [Straße]"]),
        ("100", &["100% [Straße]", "Àngels Núñez"]),
        ("*", &[]),
        (".", &["Àngels Núñez", "Борис"]),
        ("  ", &["100% [Straße]", "Àngels Núñez", "Борис"]),
    ];

    for (text, expected) in table {
        assert_eq!(names(&viewer, json!({ "search": text })).await, expected, "{text:?}");
    }
}

on_both!(filters_hold_together);
async fn filters_hold_together(app: TestApp) {
    app.person("Ana").extension("1001").groups(&["day", "it's \"x\""]).create().await;
    app.person("Berta").extension("1002").groups(&["day", "night"]).create().await;
    app.person("Carla").extension("1002").groups(&["night"]).inactive().create().await;
    let viewer = app.as_role(Role::Viewer).await;
    let table: [(Value, &[&str]); 7] = [
        (json!({ "active": true }), &["Ana", "Berta"]),
        (json!({ "active": false }), &["Carla"]),
        (json!({ "group": "night" }), &["Berta", "Carla"]),
        (json!({ "group": "nigh" }), &[]),
        (json!({ "group": "it's \"x\"" }), &["Ana"]),
        (json!({ "extension": "1002" }), &["Berta", "Carla"]),
        (json!({ "active": true, "group": "night", "extension": "1002", "search": "b" }), &["Berta"]),
    ];

    for (filter, expected) in table {
        assert_eq!(names(&viewer, filter.clone()).await, expected, "{filter}");
    }
}

on_both!(pages_hold_each_person_once_also_where_names_are_the_same);
async fn pages_hold_each_person_once_also_where_names_are_the_same(app: TestApp) {
    for name in ["Ana", "Ana", "Ana", "Berta", "Carla"] {
        app.person(name).create().await;
    }
    let viewer = app.as_role(Role::Viewer).await;
    let page = "query ($after: String) { persons(first: 2, after: $after) {
        nodes { id name } edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    } }";

    let mut seen = Vec::new();
    let mut after = Value::Null;
    loop {
        let persons = viewer.query(page, json!({ "after": after })).await["persons"].take();
        let ids = |field: &str| -> Vec<Value> {
            let rows = persons[field].as_array().expect("a list");
            rows.iter().map(|row| row.get("node").unwrap_or(row)["id"].clone()).collect()
        };
        assert_eq!(ids("nodes"), ids("edges"));
        assert_eq!(persons["pageInfo"]["startCursor"], persons["edges"][0]["cursor"]);
        assert_eq!(persons["pageInfo"]["hasPreviousPage"], json!(!after.is_null()));
        seen.extend(persons["nodes"].as_array().expect("nodes").clone());
        after = persons["pageInfo"]["endCursor"].clone();
        if persons["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }

    let listed: Vec<&str> = seen.iter().filter_map(|person| person["name"].as_str()).collect();
    let distinct: BTreeSet<&str> = seen.iter().filter_map(|person| person["id"].as_str()).collect();
    assert_eq!(listed, ["Ana", "Ana", "Ana", "Berta", "Carla"]);
    assert_eq!(distinct.len(), 5);
}

on_both!(a_page_that_cannot_be_is_refused);
async fn a_page_that_cannot_be_is_refused(app: TestApp) {
    let viewer = app.as_role(Role::Viewer).await;
    let long = format!("{{ persons(filter: {{ search: \"{}\" }}) {{ nodes {{ id }} }} }}", "n".repeat(121));
    let table = [
        ("{ persons(first: 0) { nodes { id } } }", "BAD_REQUEST"),
        ("{ persons(first: 201) { nodes { id } } }", "BAD_REQUEST"),
        ("{ persons(after: \"nonsense\") { nodes { id } } }", "CURSOR_INVALID"),
        (&long, "BAD_REQUEST"),
    ];

    for (document, code) in table {
        assert_eq!(viewer.error(document, json!({})).await.code, code, "{document}");
    }
}

on_both!(a_page_of_fifty_persons_is_one_statement_and_their_calls_are_two_more);
async fn a_page_of_fifty_persons_is_one_statement_and_their_calls_are_two_more(app: TestApp) {
    for number in 0..60 {
        let person = app.person(&format!("Person {number:02}")).groups(&["day"]).create().await;
        app.call().ringing(&person).create().await;
    }
    let viewer = app.as_role(Role::Viewer).await;

    let (_, plain) =
        app.statements(viewer.query("{ persons { nodes { id name groups phoneNumbers } pageInfo { endCursor } } }", json!({}))).await;
    let (busy, with_calls) = app.statements(viewer.query("{ persons { nodes { name currentCall { id } } } }", json!({}))).await;

    assert_eq!(plain, ["query_all"]);
    assert_eq!(with_calls, ["query_all", "query_all", "query_all"]);
    assert!(
        busy["persons"]["nodes"]
            .as_array()
            .is_some_and(|nodes| nodes.len() == 50 && nodes.iter().all(|node| node["currentCall"]["id"].is_string()))
    );
}
