//! Service hours, closed days, settings, rules and standing turns.

use acceptance::{Client, TestApp, on_both};
use chrono::NaiveDate;
use entity::{
    id::QueueId,
    queue,
    stored::{ChangeKind, Role, Scope, Topic},
};
use serde_json::{Value, json};

use super::errors::{set, told};

const SET: &str = "mutation ($queue: ID!, $slots: [ServiceSlotInput!]!) { serviceHoursSet(queueId: $queue, slots: $slots) {
    serviceHours { id weekday startsAt endsAt demand } userErrors { code path } } }";
const CLOSE: &str = "mutation ($input: ClosedDayAddInput!) { closedDayAdd(input: $input) {
    closedDay { id date reason queue { name } } userErrors { code path } } }";
const SETTINGS: &str = "dutyDriven maxOverload closeLines maxEmptyPerSlot maxPerDay forgiveCredit changeWeight warnMinutes
    weights { emptySquare emptyExtra standing concentration noLunch farApart gap marathon joinedWithinMinutes optionalBusy roomNoise }";
const RULE: &str = "mutation ($input: RotaRuleAddInput!) { rotaRuleAdd(input: $input) {
    rotaRule { id kind group limit required weight } userErrors { code path } } }";
const STAND: &str = "mutation ($input: StandingTurnAddInput!) { standingTurnAdd(input: $input) {
    standingTurn { id weekday startsAt person { name } queue { name } slot { endsAt } } userErrors { code path } } }";

fn slot(weekday: &str, starts_at: &str, ends_at: &str, demand: i32) -> Value {
    json!({ "weekday": weekday, "startsAt": starts_at, "endsAt": ends_at, "demand": demand })
}

async fn set_hours(client: &Client, queue: QueueId, slots: &[Value]) -> Value {
    client.query(SET, json!({ "queue": queue, "slots": slots })).await["serviceHoursSet"].clone()
}

async fn update(client: &Client, queue: QueueId, input: Value) -> Value {
    let document = format!(
        "mutation ($queue: ID!, $input: RotaSettingsUpdateInput!) {{
            rotaSettingsUpdate(queueId: $queue, input: $input) {{ rota {{ {SETTINGS} }} userErrors {{ code path }} }} }}"
    );
    client.query(&document, json!({ "queue": queue, "input": input })).await["rotaSettingsUpdate"].clone()
}

async fn add_rule(client: &Client, input: Value) -> Value {
    client.query(RULE, json!({ "input": input })).await["rotaRuleAdd"].clone()
}

async fn stand(client: &Client, queue: &queue::Model, person: &entity::person::Model, weekday: &str, starts_at: &str) -> Value {
    let input = json!({ "queueId": queue.id, "personId": person.id, "weekday": weekday, "startsAt": starts_at });
    client.query(STAND, json!({ "input": input })).await["standingTurnAdd"].clone()
}

on_both!(service_hours_are_set_as_a_whole_and_leave_audit_history_and_news);
async fn service_hours_are_set_as_a_whole_and_leave_audit_history_and_news(app: TestApp) {
    let queue = app.queue("support").create().await;
    let coordinator = app.as_role(Role::Coordinator).await;

    let answer = set_hours(&coordinator, queue.id, &[slot("SATURDAY", "22:00", "00:00", 1), slot("MONDAY", "09:00", "10:15", 3)]).await;

    assert_eq!(answer["userErrors"], json!([]));
    let mut shown = answer["serviceHours"].clone();
    shown.as_array_mut().into_iter().flatten().for_each(|slot| drop(slot.as_object_mut().and_then(|slot| slot.remove("id"))));
    assert_eq!(shown, json!([slot("MONDAY", "09:00", "10:15", 3), slot("SATURDAY", "22:00", "00:00", 1)]));
    let [entry] = &app.audit_log().await[..] else { panic!("one audit entry") };
    assert_eq!((entry.action.as_str(), entry.subject_id.as_deref()), ("serviceHoursSet", Some(queue.id.to_string().as_str())));
    assert_eq!(entry.after.as_ref().map(|after| &after["serviceHours"][0]["endsAt"]), Some(&json!("10:15")));
    let [news] = &app.news().await[..] else { panic!("one piece of news") };
    assert_eq!((news.topic, news.queue_id), (Topic::Queue, Some(queue.id)));
    let history = "query ($id: ID!) { queue(id: $id) { history { nodes { what actor { kind } } } } }";
    let history = coordinator.query(history, json!({ "id": queue.id })).await;
    assert_eq!(history["queue"]["history"]["nodes"], json!([{ "what": "DEFINED", "actor": { "kind": "USER" } }]));
}

on_both!(a_slot_that_begins_as_before_is_the_same_one_and_setting_the_same_hours_tells_nothing);
async fn a_slot_that_begins_as_before_is_the_same_one_and_setting_the_same_hours_tells_nothing(app: TestApp) {
    let queue = app.queue("support").create().await;
    let coordinator = app.as_role(Role::Coordinator).await;
    let first = set_hours(&coordinator, queue.id, &[slot("MONDAY", "09:00", "10:15", 3), slot("MONDAY", "10:15", "11:30", 3)]).await;

    let changed = set_hours(&coordinator, queue.id, &[slot("MONDAY", "09:00", "10:00", 2), slot("TUESDAY", "10:15", "11:30", 3)]).await;
    set_hours(&coordinator, queue.id, &[slot("TUESDAY", "10:15", "11:30", 3), slot("MONDAY", "09:00", "10:00", 2)]).await;

    let hours = changed["serviceHours"].as_array().expect("slots");
    assert_eq!(hours.len(), 2);
    assert_eq!((&hours[0]["id"], &hours[0]["demand"]), (&first["serviceHours"][0]["id"], &json!(2)));
    assert_ne!(hours[1]["id"], first["serviceHours"][1]["id"]);
    assert_eq!((app.audit_log().await.len(), app.news().await.len()), (2, 2));
}

on_both!(every_slot_that_cannot_be_is_told_and_none_is_written);
async fn every_slot_that_cannot_be_is_told_and_none_is_written(app: TestApp) {
    let queue = app.queue("support").slot(1, "08:00", "09:00", 1).create().await;
    let coordinator = app.as_role(Role::Coordinator).await;
    let slots = [
        slot("MONDAY", "09:00", "10:15", 3),
        slot("MONDAY", "10:00", "11:00", 3),
        slot("TUESDAY", "9:00", "25:00", 3),
        slot("WEDNESDAY", "11:00", "10:00", 51),
    ];

    let answer = set_hours(&coordinator, queue.id, &slots).await;

    let expected = [
        "INVALID slots.1.startsAt",
        "INVALID slots.2.startsAt",
        "INVALID slots.2.endsAt",
        "INVALID slots.3.endsAt",
        "INVALID slots.3.demand",
    ];
    assert_eq!((told(&answer), &answer["serviceHours"]), (set(expected), &Value::Null));
    let kept = coordinator.query("query ($id: ID!) { queue(id: $id) { serviceHours { startsAt } } }", json!({ "id": queue.id })).await;
    assert_eq!(kept["queue"]["serviceHours"], json!([{ "startsAt": "08:00" }]));
    assert_eq!(app.audit_log().await.len(), 0);
}

on_both!(a_day_is_closed_once_for_a_queue_and_once_for_all);
async fn a_day_is_closed_once_for_a_queue_and_once_for_all(app: TestApp) {
    let (support, sales) = (app.queue("support").create().await, app.queue("sales").create().await);
    let coordinator = app.as_role(Role::Coordinator).await;
    let close = |input: Value| coordinator.query(CLOSE, json!({ "input": input }));

    let here = close(json!({ "queueId": support.id, "date": "2026-12-24", "reason": "A short day" })).await;
    let all = close(json!({ "date": "2026-12-25", "reason": "Nadal" })).await;
    let again = close(json!({ "queueId": support.id, "date": "2026-12-24", "reason": "Again" })).await;
    let all_again = close(json!({ "date": "2026-12-25", "reason": "Again" })).await;
    let wrong = close(json!({ "date": "24/12/2026", "reason": " " })).await;
    let far = close(json!({ "date": "2206-12-24", "reason": "A slip" })).await;

    assert_eq!(here["closedDayAdd"]["closedDay"]["queue"], json!({ "name": "support" }));
    assert_eq!(
        (&all["closedDayAdd"]["closedDay"]["queue"], &all["closedDayAdd"]["closedDay"]["date"]),
        (&Value::Null, &json!("2026-12-25"))
    );
    assert_eq!([&again, &all_again].map(|answer| told(&answer["closedDayAdd"])), [set(["TAKEN input.date"]), set(["TAKEN input.date"])]);
    assert_eq!(told(&wrong["closedDayAdd"]), set(["INVALID input.date", "INVALID input.reason"]));
    assert_eq!(told(&far["closedDayAdd"]), set(["INVALID input.date"]));
    let days = "query ($queue: ID, $until: Date!) { closedDays(from: \"2026-12-24\", until: $until, queueId: $queue) { date reason } }";
    let of_sales = coordinator.query(days, json!({ "queue": sales.id, "until": "2026-12-31" })).await;
    assert_eq!(of_sales["closedDays"], json!([{ "date": "2026-12-25", "reason": "Nadal" }]));
    let eve = coordinator.query(days, json!({ "until": "2026-12-24" })).await;
    assert_eq!(eve["closedDays"], json!([{ "date": "2026-12-24", "reason": "A short day" }]));
}

on_both!(a_day_that_is_opened_again_is_closed_no_longer);
async fn a_day_that_is_opened_again_is_closed_no_longer(app: TestApp) {
    let queue = app.queue("support").create().await;
    let coordinator = app.as_role(Role::Coordinator).await;
    let closed = coordinator.query(CLOSE, json!({ "input": { "date": "2026-12-25", "reason": "Nadal" } })).await;
    let id = &closed["closedDayAdd"]["closedDay"]["id"];
    let remove = "mutation ($id: ID!) { closedDayRemove(id: $id) { closedDay { reason } userErrors { code path } } }";

    let opened = coordinator.query(remove, json!({ "id": id })).await;
    let again = coordinator.query(remove, json!({ "id": id })).await;

    assert_eq!(opened["closedDayRemove"], json!({ "closedDay": { "reason": "Nadal" }, "userErrors": [] }));
    assert_eq!(told(&again["closedDayRemove"]), set(["NOT_FOUND id"]));
    let actions: Vec<String> = app.audit_log().await.into_iter().map(|entry| entry.action).collect();
    assert_eq!(actions, ["closedDayAdd", "closedDayRemove"]);
    let news = app.news().await;
    assert!(news.len() == 2 && news.iter().all(|news| news.queue_id == Some(queue.id)), "each queue hears of a day that closes all");
}

on_both!(closed_days_are_asked_for_in_order_and_not_for_ever);
async fn closed_days_are_asked_for_in_order_and_not_for_ever(app: TestApp) {
    let viewer = app.as_role(Role::Viewer).await;
    let ask = |from: &str, until: &str| format!("{{ closedDays(from: \"{from}\", until: \"{until}\") {{ date }} }}");

    for (from, until) in [("2026-12-02", "2026-12-01"), ("2026-01-01", "2030-01-01"), ("2026-1-1", "2026-01-02")] {
        assert_eq!(viewer.error(&ask(from, until), json!({})).await.code, "BAD_REQUEST", "{from} {until}");
    }
    assert_eq!(viewer.query(&ask("2026-12-01", "2026-12-01"), json!({})).await["closedDays"], json!([]));
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
    known.retain(|name| *name != "weights");
    let mut named = table.clone().map(|(field, ..)| field);
    known.sort_unstable();
    named.sort_unstable();
    assert_eq!(known, named, "the table has every field of the input but the weights");
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

on_both!(a_standing_turn_is_given_within_a_service_slot_and_taken_away);
async fn a_standing_turn_is_given_within_a_service_slot_and_taken_away(app: TestApp) {
    let queue = app.queue("support").mornings(2).create().await;
    let ana = app.person("Ana").create().await;
    app.attends(ana.id, 5).await;
    let coordinator = app.as_role(Role::Coordinator).await;

    let given = stand(&coordinator, &queue, &ana, "MONDAY", "09:00").await;
    let id = given["standingTurn"]["id"].clone();
    let remove = "mutation ($id: ID!) { standingTurnRemove(id: $id) { standingTurn { weekday } userErrors { code } } }";
    let removed = coordinator.query(remove, json!({ "id": id })).await;

    let expected = json!({
        "id": id, "weekday": "MONDAY", "startsAt": "09:00", "person": { "name": "Ana" }, "queue": { "name": "support" },
        "slot": { "endsAt": "10:15" },
    });
    assert_eq!((&given["standingTurn"], &given["userErrors"]), (&expected, &json!([])));
    assert_eq!(removed["standingTurnRemove"], json!({ "standingTurn": { "weekday": "MONDAY" }, "userErrors": [] }));
    let [added, taken] = &app.audit_log().await[..] else { panic!("two audit entries") };
    assert_eq!((added.action.as_str(), taken.action.as_str()), ("standingTurnAdd", "standingTurnRemove"));
}

on_both!(a_standing_turn_in_no_slot_or_of_somebody_absent_is_refused);
async fn a_standing_turn_in_no_slot_or_of_somebody_absent_is_refused(app: TestApp) {
    let queue = app.queue("support").mornings(2).create().await;
    let gone = app.person("Gone").inactive().create().await;
    app.attends(gone.id, 5).await;
    let idle = app.person("Idle").create().await;
    let coordinator = app.as_role(Role::Coordinator).await;

    let table = [
        (&gone, "MONDAY", "09:00", set(["INVALID input.personId"])),
        (&idle, "MONDAY", "09:00", set(["INVALID input.personId"])),
        (&idle, "SATURDAY", "09:00", set(["INVALID input.personId", "INVALID input.startsAt"])),
        (&idle, "MONDAY", "09:30", set(["INVALID input.personId", "INVALID input.startsAt"])),
        (&idle, "MONDAY", "nine", set(["INVALID input.personId", "INVALID input.startsAt"])),
    ];
    for (person, weekday, starts_at, expected) in table {
        assert_eq!(told(&stand(&coordinator, &queue, person, weekday, starts_at).await), expected, "{} {weekday} {starts_at}", person.name);
    }
}

on_both!(a_standing_turn_that_cannot_be_kept_is_refused);
async fn a_standing_turn_that_cannot_be_kept_is_refused(app: TestApp) {
    let support = app.queue("support").mornings(1).create().await;
    let sales = app.queue("sales").slot(1, "09:30", "10:30", 1).slot(2, "08:00", "09:00", 1).create().await;
    let mut team = Vec::new();
    for name in ["Ana", "Berta"] {
        let person = app.person(name).create().await;
        app.attends(person.id, 5).await;
        team.push(person);
    }
    let [ana, berta] = &team[..] else { panic!("two persons") };
    let coordinator = app.as_role(Role::Coordinator).await;
    let busy = "mutation ($id: ID!, $input: BusyInput!) { busyAdd(personId: $id, input: $input) { userErrors { code } } }";
    let wednesday = json!({ "weekday": "WEDNESDAY", "required": true, "reason": "School" });
    coordinator.query(busy, json!({ "id": berta.id, "input": wednesday })).await;
    assert_eq!(told(&stand(&coordinator, &support, ana, "MONDAY", "09:00").await), set([]));

    let again = stand(&coordinator, &support, ana, "MONDAY", "09:00").await;
    let full = stand(&coordinator, &support, berta, "MONDAY", "09:00").await;
    let elsewhere = stand(&coordinator, &sales, ana, "MONDAY", "09:30").await;
    let at_school = stand(&coordinator, &support, berta, "WEDNESDAY", "10:15").await;
    let apart = stand(&coordinator, &sales, ana, "TUESDAY", "08:00").await;

    assert_eq!(told(&again), set(["TAKEN input.startsAt"]));
    assert_eq!(told(&full), set(["LIMIT_REACHED input.startsAt"]));
    assert_eq!([&elsewhere, &at_school].map(told), [set(["CONFLICT input.personId"]), set(["CONFLICT input.personId"])]);
    assert_eq!(told(&apart), set([]));
}

on_both!(a_standing_turn_outlives_its_slot_and_shows_that_it_has_none);
async fn a_standing_turn_outlives_its_slot_and_shows_that_it_has_none(app: TestApp) {
    let queue = app.queue("support").mornings(2).create().await;
    let ana = app.person("Ana").create().await;
    app.attends(ana.id, 5).await;
    let coordinator = app.as_role(Role::Coordinator).await;
    stand(&coordinator, &queue, &ana, "MONDAY", "09:00").await;

    set_hours(&coordinator, queue.id, &[slot("MONDAY", "08:00", "10:00", 2)]).await;

    let document = "query ($id: ID!) { rota(queueId: $id) { standingTurns { startsAt slot { endsAt } } } }";
    let answer = coordinator.query(document, json!({ "id": queue.id })).await;
    assert_eq!(answer["rota"]["standingTurns"], json!([{ "startsAt": "09:00", "slot": null }]));
}

on_both!(a_page_of_queues_with_their_weeks_is_five_statements);
async fn a_page_of_queues_with_their_weeks_is_five_statements(app: TestApp) {
    for number in 0..20 {
        app.queue(&format!("queue {number:02}")).mornings(2).create().await;
    }
    let viewer = app.as_role(Role::Viewer).await;
    let document = "{ queues { nodes { serviceHours { startsAt } rota { maxPerDay rules { limit } standingTurns { id } } } } }";

    let (answer, statements) = app.statements(viewer.query(document, json!({}))).await;

    assert_eq!(statements, ["query_all"; 5]);
    assert_eq!(answer["queues"]["nodes"][19]["serviceHours"].as_array().map(Vec::len), Some(20));
}

on_both!(a_key_needs_the_scope_of_the_rota);
async fn a_key_needs_the_scope_of_the_rota(app: TestApp) {
    let queue = app.queue("support").mornings(2).create().await;
    let queues = app.with_key(Role::Viewer, &[Scope::QueuesRead]);
    let reads = app.with_key(Role::Coordinator, &[Scope::RotaRead]);
    let writes = app.with_key(Role::Coordinator, &[Scope::RotaWrite]);

    let edge = queues.error("query ($id: ID!) { queue(id: $id) { serviceHours { id } } }", json!({ "id": queue.id })).await;
    let read = reads.query("query ($id: ID!) { rota(queueId: $id) { maxPerDay } }", json!({ "id": queue.id })).await;
    let refused = reads.error(SET, json!({ "queue": queue.id, "slots": [] })).await;
    let written = set_hours(&writes, queue.id, &[]).await;

    assert_eq!((edge.code.as_str(), edge.path.as_str()), ("FORBIDDEN", "queue.serviceHours"));
    assert_eq!((&read["rota"]["maxPerDay"], refused.code.as_str()), (&json!(2), "FORBIDDEN"));
    assert_eq!((&written["serviceHours"], told(&written)), (&json!([]), set([])));
}

on_both!(each_thing_of_a_week_is_found_by_its_id);
async fn each_thing_of_a_week_is_found_by_its_id(app: TestApp) {
    let queue = app.queue("support").mornings(2).create().await;
    let ana = app.person("Ana").create().await;
    app.attends(ana.id, 5).await;
    let entry = app.busy_on(ana.id, NaiveDate::from_ymd_opt(2026, 12, 1).expect("a day"), "A course").await;
    let coordinator = app.as_role(Role::Coordinator).await;
    let turn = stand(&coordinator, &queue, &ana, "MONDAY", "09:00").await["standingTurn"]["id"].clone();
    let rule = add_rule(&coordinator, json!({ "queueId": queue.id, "kind": "ROOM_LIMIT", "limit": 2 })).await["rotaRule"]["id"].clone();
    let closed = coordinator.query(CLOSE, json!({ "input": { "date": "2026-12-25", "reason": "Nadal" } })).await;
    let hours = coordinator.query("query ($id: ID!) { queue(id: $id) { serviceHours { id } } }", json!({ "id": queue.id })).await;
    let slot = hours["queue"]["serviceHours"][0]["id"].clone();
    let table = [
        ("StandingTurn", turn),
        ("RotaRule", rule),
        ("ClosedDay", closed["closedDayAdd"]["closedDay"]["id"].clone()),
        ("ServiceSlot", slot),
        ("BusyEntry", json!(entry.id)),
    ];

    for (name, id) in table {
        let found = coordinator.query("query ($id: ID!) { node(id: $id) { __typename id } }", json!({ "id": id })).await;
        assert_eq!(found["node"], json!({ "__typename": name, "id": id }));
    }
    assert!(app.news().await.iter().all(|news| news.kind == ChangeKind::Updated));
}
