//! Who may do what: every root field, really asked by everybody.

use std::{collections::BTreeSet, fmt::Write};

use acceptance::{Client, TestApp, on_both};
use entity::stored::{Role, Scope};
use serde_json::{Value, json};
use switchboard::auth::Operation;

use super::{Contract, list, text, written};

/// Root fields with no rule in the policy: those that let callers in, and those that any caller may ask.
const FOR_EVERYBODY: [&str; 2] = ["logIn", "sessionRefresh"];
const FOR_CALLERS: [&str; 2] = ["liveCursor", "node"];

on_both!(every_root_field_has_its_rule);
async fn every_root_field_has_its_rule(app: TestApp) {
    let contract = Contract::of(&app).await;
    let roots = ["query", "mutation", "subscription"];

    let fields: BTreeSet<&str> = roots.iter().flat_map(|root| contract.root(root)).map(|field| text(&field["name"])).collect();

    let ruled = Operation::ALL.iter().map(|operation| operation.field());
    assert_eq!(fields, ruled.chain(FOR_EVERYBODY).chain(FOR_CALLERS).collect());
}

/// A value that the schema lets through, as it is written in a document.
fn dummy(contract: &Contract, ty: &str) -> String {
    if let Some(inner) = ty.strip_suffix('!') {
        return dummy(contract, inner);
    }
    if ty.starts_with('[') {
        return "[]".to_owned();
    }
    match ty {
        "Int" | "Float" => "1".to_owned(),
        "Boolean" => "false".to_owned(),
        "DateTime" => "\"2026-11-21T10:00:00Z\"".to_owned(),
        "TimeZone" => "\"Europe/Madrid\"".to_owned(),
        _ => match contract.ty(ty) {
            described if described["kind"] == "ENUM" => text(&described["enumValues"][0]["name"]).to_owned(),
            described if described["kind"] == "INPUT_OBJECT" => {
                format!("{{ {} }}", arguments(contract, list(&described["inputFields"])))
            }
            _ => "\"none\"".to_owned(),
        },
    }
}

/// Only the arguments that must be given.
fn arguments(contract: &Contract, known: &[Value]) -> String {
    let needed = known.iter().filter(|argument| written(&argument["type"]).ends_with('!') && argument["defaultValue"].is_null());
    needed
        .map(|argument| format!("{}: {}", text(&argument["name"]), dummy(contract, &written(&argument["type"]))))
        .collect::<Vec<_>>()
        .join(", ")
}

fn document(contract: &Contract, root: &str, field: &Value) -> String {
    let name = text(&field["name"]);
    let arguments = arguments(contract, list(&field["args"]));
    let arguments = if arguments.is_empty() { String::new() } else { format!("({arguments})") };
    let leaf = !["OBJECT", "INTERFACE"].contains(&text(&contract.ty(&super::bare(&field["type"]))["kind"]));
    let selection = if leaf { "" } else { " { __typename }" };
    format!("{root} {{ {name}{arguments}{selection} }}")
}

/// `yes`, or why not.
async fn asked(client: &Client, root: &str, document: &str) -> &'static str {
    let codes: Vec<String> = if root == "subscription" {
        client.subscribe(document, json!({})).await.refused_at_once().map(|refused| refused.code).into_iter().collect()
    } else {
        client.response(document, json!({})).await.errors.iter().map(acceptance::code).collect()
    };
    match codes.iter().find(|code| ["FORBIDDEN", "UNAUTHENTICATED"].contains(&code.as_str())).map(String::as_str) {
        None => "yes",
        Some("FORBIDDEN") => "no",
        Some(_) => "log in",
    }
}

/// What the policy says.
fn expected(field: &str, client: &Client) -> &'static str {
    let operation = Operation::ALL.iter().find(|operation| operation.field() == field);
    match (client.caller(), operation) {
        (None, None) if FOR_EVERYBODY.contains(&field) => "yes",
        (None, _) => "log in",
        (Some(_), None) => "yes",
        (Some(caller), Some(operation)) => {
            if caller.permit(*operation).is_ok() {
                "yes"
            } else {
                "no"
            }
        }
    }
}

on_both!(each_may_do_what_the_policy_says_and_nothing_else);
async fn each_may_do_what_the_policy_says_and_nothing_else(app: TestApp) {
    let contract = Contract::of(&app).await;
    let ana = app.person("Ana").create().await;
    let reading = [
        Scope::PersonsRead,
        Scope::ContactsRead,
        Scope::QueuesRead,
        Scope::CallsRead,
        Scope::CalendarsRead,
        Scope::ProvidersRead,
        Scope::RotaRead,
        Scope::MessagesRead,
        Scope::AccessRead,
        Scope::AuditRead,
    ];
    let clients = [
        ("ADMIN", app.as_role(Role::Admin).await),
        ("COORDINATOR", app.as_role(Role::Coordinator).await),
        ("AGENT", app.as_agent(&ana).await),
        // An agent who is no person has nothing of its own.
        ("AGENT, nobody", app.as_role(Role::Agent).await),
        ("VIEWER", app.as_role(Role::Viewer).await),
        ("CALENDAR_USER", app.as_role(Role::CalendarUser).await),
        ("KEY, reads", app.with_key(Role::Admin, &reading)),
        ("KEY, nothing", app.with_key(Role::Admin, &[])),
        ("nobody", app.anonymous()),
    ];
    let mut table = format!("{:<26}", "");
    clients.iter().for_each(|(name, _)| write!(table, "{name:<15}").expect("text"));

    for root in ["query", "mutation", "subscription"] {
        write!(table, "\n{root}").expect("text");
        for field in contract.root(root) {
            let name = text(&field["name"]);
            let document = document(&contract, root, field);
            write!(table, "\n  {name:<24}").expect("text");
            for (who, client) in &clients {
                let answer = asked(client, root, &document).await;
                assert_eq!(answer, expected(name, client), "{who} asks {document}");
                write!(table, "{answer:<15}").expect("text");
            }
        }
    }

    let table: Vec<&str> = table.lines().map(str::trim_end).collect();
    insta::assert_snapshot!("operations_by_caller", table.join("\n"));
}
