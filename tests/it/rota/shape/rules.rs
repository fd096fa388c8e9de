//! Rules about groups and rooms.

use acceptance::{Client, TestApp, on_both};
use entity::stored::Role;
use serde_json::{Value, json};

use crate::rota::errors::{set, told};

const RULE: &str = "mutation ($input: RotaRuleAddInput!) { rotaRuleAdd(input: $input) {
    rotaRule { id kind group limit required weight } userErrors { code path } } }";

pub(super) async fn add_rule(client: &Client, input: Value) -> Value {
    client.query(RULE, json!({ "input": input })).await["rotaRuleAdd"].clone()
}

on_both!(a_rule_is_one_a_kind_and_group_and_can_be_taken_away);
async fn a_rule_is_one_a_kind_and_group_and_can_be_taken_away(app: TestApp) {
    let queue = app.queue("support").create().await;
    let coordinator = app.as_role(Role::Coordinator).await;
    let rule = |kind: &str, group: Value| json!({ "queueId": queue.id, "kind": kind, "group": group, "limit": 2 });

    let group = add_rule(&coordinator, rule("MAX_ON_PHONE", json!(" invoices "))).await;
    let again = add_rule(&coordinator, rule("MAX_ON_PHONE", json!("invoices"))).await;
    let other = add_rule(
        &coordinator,
        json!({ "queueId": queue.id, "kind": "MIN_FREE", "group": "invoices", "limit": 1, "required": false, "weight": 3 }),
    )
    .await;
    let rooms = add_rule(&coordinator, rule("ROOM_LIMIT", Value::Null)).await;
    let rooms_again = add_rule(&coordinator, rule("ROOM_LIMIT", Value::Null)).await;
    let id = group["rotaRule"]["id"].clone();
    let remove = "mutation ($id: ID!) { rotaRuleRemove(id: $id) { rotaRule { group } userErrors { code } } }";
    let removed = coordinator.query(remove, json!({ "id": id })).await;

    assert_eq!(
        group["rotaRule"],
        json!({ "id": id, "kind": "MAX_ON_PHONE", "group": "invoices", "limit": 2, "required": true, "weight": 10 })
    );
    assert_eq!([&again, &rooms_again].map(told), [set(["TAKEN input.group"]), set(["TAKEN input.group"])]);
    assert_eq!([&other, &rooms].map(told), [set([]), set([])]);
    assert_eq!(removed["rotaRuleRemove"], json!({ "rotaRule": { "group": "invoices" }, "userErrors": [] }));
    let left = coordinator
        .query("query ($id: ID!) { queue(id: $id) { rota { rules { kind required weight } } } }", json!({ "id": queue.id }))
        .await;
    let expected =
        json!([{ "kind": "MIN_FREE", "required": false, "weight": 3 }, { "kind": "ROOM_LIMIT", "required": true, "weight": 10 }]);
    assert_eq!(left["queue"]["rota"]["rules"], expected);
}

on_both!(a_rule_names_its_group_and_counts_within_bounds);
async fn a_rule_names_its_group_and_counts_within_bounds(app: TestApp) {
    let queue = app.queue("support").create().await;
    let coordinator = app.as_role(Role::Coordinator).await;
    let rule = |kind: &str, group: Value, limit: i32| json!({ "queueId": queue.id, "kind": kind, "group": group, "limit": limit, "weight": -limit });

    let nobody = add_rule(&coordinator, rule("MIN_FREE", Value::Null, 0)).await;
    let blank = add_rule(&coordinator, rule("ROOM_LIMIT", json!(" "), 201)).await;

    assert_eq!(told(&nobody), set(["INVALID input.group"]));
    assert_eq!(told(&blank), set(["INVALID input.group", "INVALID input.limit", "INVALID input.weight"]));
}
