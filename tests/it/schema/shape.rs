//! Shapes that clients rely on: Relay's connections and nodes, payloads with user errors, changes with cursors.

use acceptance::{TestApp, on_both};
use serde_json::Value;

use super::{Contract, bare, list, text, written};

fn field<'a>(ty: &'a Value, name: &str) -> Option<&'a Value> {
    list(&ty["fields"]).iter().find(|field| field["name"] == name)
}

/// Type of a field, as written; empty when there is none.
fn type_of(ty: &Value, name: &str) -> String {
    field(ty, name).map(|field| written(&field["type"])).unwrap_or_default()
}

fn implements(ty: &Value, interface: &str) -> bool {
    list(&ty["interfaces"]).iter().any(|known| known["name"] == interface)
}

on_both!(connections_are_as_relay_has_them);
async fn connections_are_as_relay_has_them(app: TestApp) {
    let contract = Contract::of(&app).await;
    let mut seen = 0;

    for ty in contract.types() {
        let Some(node) = text(&ty["name"]).strip_suffix("Connection") else { continue };
        let edge = contract.ty(&format!("{node}Edge"));
        assert_eq!(type_of(ty, "edges"), format!("[{node}Edge!]!"), "{node}Connection");
        assert_eq!(type_of(ty, "nodes"), format!("[{node}!]!"), "{node}Connection");
        assert_eq!(type_of(ty, "pageInfo"), "PageInfo!", "{node}Connection");
        assert_eq!((type_of(edge, "cursor").as_str(), type_of(edge, "node")), ("String!", format!("{node}!")), "{node}Edge");
        seen += 1;
    }

    assert!(seen >= 3, "only {seen} connections were found");
    let info = contract.ty("PageInfo");
    let fields = ["hasNextPage", "hasPreviousPage", "startCursor", "endCursor"].map(|name| type_of(info, name));
    assert_eq!(fields, ["Boolean!", "Boolean!", "String", "String"]);
}

on_both!(a_field_that_gives_a_connection_takes_first_and_after);
async fn a_field_that_gives_a_connection_takes_first_and_after(app: TestApp) {
    let contract = Contract::of(&app).await;
    let connections =
        |ty: &Value| list(&ty["fields"]).iter().filter(|field| bare(&field["type"]).ends_with("Connection")).cloned().collect::<Vec<_>>();

    for field in contract.types().flat_map(connections) {
        let argument = |name: &str| list(&field["args"]).iter().find(|argument| argument["name"] == name).cloned().unwrap_or_default();
        let name = text(&field["name"]);

        assert!(written(&field["type"]).ends_with('!'), "{name} is never null");
        assert_eq!((written(&argument("first")["type"]).as_str(), text(&argument("first")["defaultValue"])), ("Int", "50"), "{name}");
        assert_eq!(written(&argument("after")["type"]), "String", "{name}");
    }
}

on_both!(nodes_have_ids_and_are_found_by_them);
async fn nodes_have_ids_and_are_found_by_them(app: TestApp) {
    let contract = Contract::of(&app).await;
    let node = contract.root("query").iter().find(|field| field["name"] == "node").expect("a field `node`");

    assert_eq!(written(&node["type"]), "Node");
    assert_eq!(list(&node["args"]).iter().map(|argument| written(&argument["type"])).collect::<Vec<_>>(), ["ID!"]);
    assert_eq!(type_of(contract.ty("Node"), "id"), "ID!");
    for name in [
        "Account",
        "User",
        "ApiKey",
        "AuditEntry",
        "Person",
        "Contact",
        "ContactImport",
        "Provider",
        "Queue",
        "Call",
        "ServiceSlot",
        "ClosedDay",
        "BusyEntry",
        "Timetable",
        "TimetableSlot",
        "Turn",
        "SolverRun",
        "SwapRequest",
    ] {
        assert!(implements(contract.ty(name), "Node"), "{name} is a node");
    }
}

on_both!(every_mutation_has_a_payload_of_its_own_with_user_errors);
async fn every_mutation_has_a_payload_of_its_own_with_user_errors(app: TestApp) {
    let contract = Contract::of(&app).await;

    for mutation in contract.root("mutation") {
        let name = text(&mutation["name"]);
        let expected = format!("{}{}Payload", name[..1].to_uppercase(), &name[1..]);
        // Nullable at the root, so that one failure does not erase its siblings.
        assert_eq!(written(&mutation["type"]), expected, "{name}");
        let payload = contract.ty(&expected);
        assert_eq!(type_of(payload, "userErrors"), "[UserError!]!", "{expected}");
        let rest = list(&payload["fields"]).iter().filter(|field| field["name"] != "userErrors");
        for field in rest {
            assert!(!written(&field["type"]).ends_with('!'), "{expected}.{} is null when nothing was done", text(&field["name"]));
        }
    }
}

on_both!(every_subscription_gives_changes_after_a_cursor);
async fn every_subscription_gives_changes_after_a_cursor(app: TestApp) {
    let contract = Contract::of(&app).await;

    for subscription in contract.root("subscription") {
        let name = text(&subscription["name"]);
        let after = list(&subscription["args"]).iter().find(|argument| argument["name"] == "after");
        assert_eq!(after.map(|argument| written(&argument["type"])).as_deref(), Some("LiveCursor"), "{name}");
        assert!(implements(contract.ty(&bare(&subscription["type"])), "Change"), "{name} gives a Change");
    }
}
