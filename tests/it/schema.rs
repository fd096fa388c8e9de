//! The contract: written down, described, valid by Relay's rules; and who may do what.

mod lists;
mod permissions;
mod shape;

use acceptance::{TestApp, on_both};
use entity::stored::Role;
use serde_json::{Value, json};

/// All of the schema that clients can ask for.
const INTROSPECTION: &str = "{ __schema {
    queryType { name } mutationType { name } subscriptionType { name }
    types { kind name description
        fields(includeDeprecated: true) { name description type { ...Type } args { name description defaultValue type { ...Type } } }
        inputFields { name description defaultValue type { ...Type } }
        enumValues(includeDeprecated: true) { name description }
        interfaces { name } possibleTypes { name } }
} }
fragment Type on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } }";

/// The schema as clients see it.
struct Contract(Value);

impl Contract {
    async fn of(app: &TestApp) -> Self {
        Self(app.as_role(Role::Viewer).await.query(INTROSPECTION, json!({})).await["__schema"].take())
    }

    /// Types of the product: neither GraphQL's own nor those of introspection.
    fn types(&self) -> impl Iterator<Item = &Value> {
        let own =
            |ty: &&Value| !["ID", "Int", "Float", "String", "Boolean"].contains(&text(&ty["name"])) && !text(&ty["name"]).starts_with("__");
        list(&self.0["types"]).iter().filter(own)
    }

    fn ty(&self, name: &str) -> &Value {
        self.types().find(|ty| ty["name"] == name).unwrap_or(&Value::Null)
    }

    /// The fields of a root: `query`, `mutation` or `subscription`.
    fn root(&self, operation: &str) -> &[Value] {
        let name = text(&self.0[format!("{operation}Type")]["name"]);
        list(&self.ty(name)["fields"])
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// A type as it is written, e.g. `[ID!]!`.
fn written(ty: &Value) -> String {
    match text(&ty["kind"]) {
        "NON_NULL" => format!("{}!", written(&ty["ofType"])),
        "LIST" => format!("[{}]", written(&ty["ofType"])),
        _ => text(&ty["name"]).to_owned(),
    }
}

/// Name of a type without lists and exclamation marks.
fn bare(ty: &Value) -> String {
    written(ty).replace(['[', ']', '!'], "")
}

#[test]
fn the_contract_is_written_down() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../schema.graphql");
    let kept = std::fs::read_to_string(file).expect("schema.graphql");
    let ours = switchboard::schema::sdl();

    let differing = (1..).zip(kept.lines().zip(ours.lines())).find(|(_, (kept, ours))| kept != ours);

    assert!(kept == ours, "schema.graphql is not what the code says; `make schema` writes it anew. First line that differs: {differing:?}");
}

on_both!(every_element_is_described);
async fn every_element_is_described(app: TestApp) {
    let contract = Contract::of(&app).await;
    let mut silent = Vec::new();

    for ty in contract.types() {
        let mut look = |element: &Value, place: &str| {
            if text(&element["description"]).trim().is_empty() {
                silent.push(format!("{place}{}", text(&element["name"])));
            }
        };
        let name = text(&ty["name"]);
        look(ty, "");
        for members in ["fields", "inputFields", "enumValues"] {
            for member in list(&ty[members]) {
                look(member, &format!("{name}."));
                for argument in list(&member["args"]) {
                    look(argument, &format!("{name}.{}:", text(&member["name"])));
                }
            }
        }
    }

    assert!(silent.is_empty(), "without a description: {silent:#?}");
}
