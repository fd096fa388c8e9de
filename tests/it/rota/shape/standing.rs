//! Standing turns.

use acceptance::{Client, TestApp, on_both};
use entity::{queue, stored::Role};
use serde_json::{Value, json};

use super::{set_hours, slot};
use crate::rota::errors::{set, told};

const STAND: &str = "mutation ($input: StandingTurnAddInput!) { standingTurnAdd(input: $input) {
    standingTurn { id weekday startsAt person { name } queue { name } slot { endsAt } } userErrors { code path } } }";

pub(super) async fn stand(client: &Client, queue: &queue::Model, person: &entity::person::Model, weekday: &str, starts_at: &str) -> Value {
    let input = json!({ "queueId": queue.id, "personId": person.id, "weekday": weekday, "startsAt": starts_at });
    client.query(STAND, json!({ "input": input })).await["standingTurnAdd"].clone()
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
