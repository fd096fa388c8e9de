//! How a queue's rota is made and kept: settings and weights.

use acceptance::{Client, TestApp, on_both};
use entity::{id::QueueId, stored::Role};
use serde_json::{Value, json};

use crate::rota::errors::{set, told};

const SETTINGS: &str = "dutyDriven maxOverload closeLines maxEmptyPerSlot maxPerDay forgiveCredit changeWeight warnMinutes
    weights { emptySquare emptyExtra standing concentration noLunch farApart gap marathon joinedWithinMinutes optionalBusy roomNoise }";

async fn update(client: &Client, queue: QueueId, input: Value) -> Value {
    let document = format!(
        "mutation ($queue: ID!, $input: RotaSettingsUpdateInput!) {{
            rotaSettingsUpdate(queueId: $queue, input: $input) {{ rota {{ {SETTINGS} }} userErrors {{ code path }} }} }}"
    );
    client.query(&document, json!({ "queue": queue, "input": input })).await["rotaSettingsUpdate"].clone()
}

on_both!(a_queue_that_nobody_has_set_up_has_the_defaults);
async fn a_queue_that_nobody_has_set_up_has_the_defaults(app: TestApp) {
    let queue = app.queue("support").create().await;
    let viewer = app.as_role(Role::Viewer).await;

    let document = format!("query ($id: ID!) {{ rota(queueId: $id) {{ {SETTINGS} rules {{ id }} standingTurns {{ id }} }} }}");
    let answer = viewer.query(&document, json!({ "id": queue.id })).await;

    assert_eq!(
        answer["rota"],
        json!({
            "dutyDriven": false, "maxOverload": 0, "closeLines": false, "maxEmptyPerSlot": 2, "maxPerDay": 2, "forgiveCredit": false,
            "changeWeight": 15, "warnMinutes": 30, "rules": [], "standingTurns": [],
            "weights": {
                "emptySquare": 100, "emptyExtra": 1, "standing": 50, "concentration": 10, "noLunch": 10, "farApart": 20, "gap": 30,
                "marathon": 40, "joinedWithinMinutes": 30, "optionalBusy": 5, "roomNoise": 5,
            },
        })
    );
}

on_both!(in_settings_absent_keeps_and_null_gives_the_default_of_each_field);
async fn in_settings_absent_keeps_and_null_gives_the_default_of_each_field(app: TestApp) {
    let table = [
        ("dutyDriven", json!(true), json!(false)),
        ("maxOverload", json!(3), json!(0)),
        ("closeLines", json!(true), json!(false)),
        ("maxEmptyPerSlot", json!(4), json!(2)),
        ("maxPerDay", json!(1), json!(2)),
        ("forgiveCredit", json!(true), json!(false)),
        ("changeWeight", json!(7), json!(15)),
        ("warnMinutes", json!(0), json!(30)),
    ];
    let coordinator = app.as_role(Role::Coordinator).await;
    let fields = coordinator.query("{ __type(name: \"RotaSettingsUpdateInput\") { inputFields { name } } }", json!({})).await;
    let mut known: Vec<&str> =
        fields["__type"]["inputFields"].as_array().expect("fields").iter().filter_map(|field| field["name"].as_str()).collect();
    // Notices need a mail server: `rota::mails` has them.
    known.retain(|name| !["weights", "noticeByMail"].contains(name));
    let mut named = table.clone().map(|(field, ..)| field);
    known.sort_unstable();
    named.sort_unstable();
    assert_eq!(known, named, "the table has every field of the input but the weights and the notices");
    let all: Value = table.iter().map(|(field, value, _)| ((*field).to_owned(), value.clone())).collect::<serde_json::Map<_, _>>().into();

    for (field, value, default) in &table {
        let queue = app.queue(field).create().await;
        update(&coordinator, queue.id, all.clone()).await;

        let nulled = update(&coordinator, queue.id, json!({ *field: null })).await;

        let mut expected = all.clone();
        expected[*field] = default.clone();
        let shown = nulled["rota"].as_object().expect("settings").iter().filter(|(name, _)| *name != "weights");
        let shown: Value = shown.map(|(name, value)| (name.clone(), value.clone())).collect::<serde_json::Map<_, _>>().into();
        assert_eq!(shown, expected, "{field} was {value}");
    }
}

on_both!(a_weight_is_changed_alone_and_null_gives_its_default);
async fn a_weight_is_changed_alone_and_null_gives_its_default(app: TestApp) {
    let queue = app.queue("support").create().await;
    let coordinator = app.as_role(Role::Coordinator).await;

    let set = update(&coordinator, queue.id, json!({ "weights": { "gap": 7, "standing": 0 } })).await["rota"]["weights"].clone();
    let kept = update(&coordinator, queue.id, json!({ "weights": { "marathon": 9 }, "maxOverload": 1 })).await["rota"]["weights"].clone();
    let one = update(&coordinator, queue.id, json!({ "weights": { "standing": null } })).await["rota"]["weights"].clone();
    let all = update(&coordinator, queue.id, json!({ "weights": null })).await["rota"].clone();

    let shown = |weights: &Value| ["gap", "standing", "marathon", "farApart"].map(|name| weights[name].clone());
    assert_eq!(shown(&set), [7, 0, 40, 20].map(|weight| json!(weight)));
    assert_eq!(shown(&kept), [7, 0, 9, 20].map(|weight| json!(weight)));
    assert_eq!(shown(&one), [7, 50, 9, 20].map(|weight| json!(weight)));
    assert_eq!((shown(&all["weights"]), &all["maxOverload"]), ([30, 50, 40, 20].map(|weight| json!(weight)), &json!(1)));
}

on_both!(settings_out_of_range_are_all_told_and_none_is_written);
async fn settings_out_of_range_are_all_told_and_none_is_written(app: TestApp) {
    let queue = app.queue("support").create().await;
    let coordinator = app.as_role(Role::Coordinator).await;
    let input = json!({
        "maxOverload": 41, "maxEmptyPerSlot": -1, "maxPerDay": 0, "changeWeight": -1, "warnMinutes": 1441, "dutyDriven": true,
        "weights": { "gap": -1, "emptySquare": 1_000_001, "joinedWithinMinutes": 1441 },
    });

    let answer = update(&coordinator, queue.id, input).await;
    let unchanged = update(&coordinator, queue.id, json!({ "dutyDriven": false })).await;

    let expected = [
        "INVALID input.maxOverload",
        "INVALID input.maxEmptyPerSlot",
        "INVALID input.maxPerDay",
        "INVALID input.changeWeight",
        "INVALID input.warnMinutes",
        "INVALID input.weights.gap",
        "INVALID input.weights.emptySquare",
        "INVALID input.weights.joinedWithinMinutes",
    ];
    assert_eq!(told(&answer), set(expected));
    assert_eq!(unchanged["rota"]["dutyDriven"], json!(false));
    assert_eq!((app.audit_log().await.len(), app.news().await.len()), (0, 0));
}
