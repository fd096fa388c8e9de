//! Lists tell of their objects what the objects themselves tell.

use acceptance::{TestApp, on_both};
use entity::stored::Role;
use serde_json::{Value, json};

/// Every field of a person, by itself, by another name, and in fragments of each kind.
const ALL: &str = "
    query { persons { nodes { ...all } edges { node { ...all } } } }
    fragment all on Person {
        __typename id name email extension phoneNumbers colour groups timeZone active createdAt updatedAt
        called: name
        ... on Node { key: id }
        ... { currentCall { id } currentCall { status } }
    }";

on_both!(what_is_read_with_a_row_is_what_its_fields_resolve_to);
async fn what_is_read_with_a_row_is_what_its_fields_resolve_to(app: TestApp) {
    app.person("Ana").email("ana@example.org").extension("1001").phone_numbers(&["+34972183386"]).colour("#1a7f37").create().await;
    app.person("Pau").groups(&["supply", "invoices"]).time_zone("Europe/Madrid").create().await;
    let viewer = app.as_role(Role::Viewer).await;

    let with_a_call = viewer.query(ALL, json!({})).await;
    let rows_alone = viewer.query(&ALL.replace("... { currentCall { id } currentCall { status } }", ""), json!({})).await;

    for answer in [&with_a_call, &rows_alone] {
        let persons = &answer["persons"];
        let one_by_one: Vec<&Value> = persons["edges"].as_array().into_iter().flatten().map(|edge| &edge["node"]).collect();
        assert_eq!(persons["nodes"].as_array().map(|nodes| nodes.iter().collect::<Vec<_>>()), Some(one_by_one));
        let ana = &persons["nodes"][0];
        assert_eq!((&ana["__typename"], &ana["called"], &ana["key"]), (&json!("Person"), &json!("Ana"), &ana["id"]));
    }
    assert_eq!(with_a_call["persons"]["nodes"][0]["currentCall"], json!(null));
    assert!(rows_alone["persons"]["nodes"][0].get("currentCall").is_none());
}
