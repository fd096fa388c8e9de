//! Service hours and closed days; and the whole of a queue's week.

mod rules;
mod settings;
mod standing;

use acceptance::{Client, TestApp, on_both};
use chrono::NaiveDate;
use entity::{
    id::QueueId,
    stored::{ChangeKind, Role, Scope, Topic},
};
use serde_json::{Value, json};

use self::{rules::add_rule, standing::stand};
use super::errors::{set, told};

const SET: &str = "mutation ($queue: ID!, $slots: [ServiceSlotInput!]!) { serviceHoursSet(queueId: $queue, slots: $slots) {
    serviceHours { id weekday startsAt endsAt demand } userErrors { code path } } }";
const CLOSE: &str = "mutation ($input: ClosedDayAddInput!) { closedDayAdd(input: $input) {
    closedDay { id date reason queue { name } } userErrors { code path } } }";

fn slot(weekday: &str, starts_at: &str, ends_at: &str, demand: i32) -> Value {
    json!({ "weekday": weekday, "startsAt": starts_at, "endsAt": ends_at, "demand": demand })
}

async fn set_hours(client: &Client, queue: QueueId, slots: &[Value]) -> Value {
    client.query(SET, json!({ "queue": queue, "slots": slots })).await["serviceHoursSet"].clone()
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
