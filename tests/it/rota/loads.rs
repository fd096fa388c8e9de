//! What each should carry in a week: decided by somebody, or found, with what is owed or without.

use acceptance::{TestApp, on_both};
use entity::{id::PersonId, person};
use serde_json::{Value, json};

use super::{
    desk::{Desk, MONDAY, load, refused, told},
    solving::{solves, team, until_ended},
};

const SET: &str = "mutation ($id: ID!, $loads: [TimetableLoadInput!]!) { timetableLoadsSet(id: $id, loads: $loads) {
    timetable { id version loads { person { name } load decided } } userErrors { code path message } } }";

async fn decides(desk: &Desk, timetable: &Value, loads: &[(PersonId, Option<i32>)]) -> Value {
    let loads: Vec<Value> = loads.iter().map(|(person, load)| json!({ "personId": person, "load": load })).collect();
    desk.coordinator.query(SET, json!({ "id": timetable["id"], "loads": loads })).await["timetableLoadsSet"].take()
}

/// Each person's load, and whether it was decided.
fn figures(payload: &Value) -> Vec<Value> {
    let loads = payload["timetable"]["loads"].as_array().cloned().unwrap_or_default();
    let mut figures: Vec<Value> = loads.iter().map(|load| json!([load["person"]["name"], load["load"], load["decided"]])).collect();
    figures.sort_by_key(ToString::to_string);
    figures
}

on_both!(a_load_that_is_decided_is_kept_and_the_others_are_found_around_it_until_it_is_found_again);
async fn a_load_that_is_decided_is_kept_and_the_others_are_found_around_it_until_it_is_found_again(app: TestApp) {
    let desk = Desk::of(&app).await;
    desk.settings(json!({ "maxOverload": 4 })).await;
    let [ana, ..] = team(&app, &desk).await;
    let timetable = desk.made(MONDAY).await;

    let decided = decides(&desk, &timetable, &[(ana.id, Some(1))]).await;
    let again = decides(&desk, &timetable, &[(ana.id, Some(1))]).await;
    let found = decides(&desk, &timetable, &[(ana.id, None)]).await;

    assert_eq!(figures(&decided), [json!(["Ana", 1, true]), json!(["Berta", 4, false]), json!(["Carla", 3, false])]);
    assert_eq!((&again, &decided["timetable"]["version"]), (&decided, &json!(1)));
    assert_eq!(figures(&found), [json!(["Ana", 3, false]), json!(["Berta", 3, false]), json!(["Carla", 2, false])]);
    let log = app.audit_log().await;
    let entries: Vec<_> = log.iter().filter(|entry| entry.action == "timetableLoadsSet").collect();
    assert_eq!(entries.len(), 2, "what changes nothing is not told");
    assert_eq!(entries[0].after.as_ref().map(|after| &after["decidedLoads"][ana.id.to_string()]), Some(&json!(1)));
}

on_both!(the_solver_goes_by_the_loads_that_were_decided);
async fn the_solver_goes_by_the_loads_that_were_decided(app: TestApp) {
    let desk = Desk::of(&app).await;
    let [ana, berta, carla] = team(&app, &desk).await;
    let timetable = desk.made(MONDAY).await;
    decides(&desk, &timetable, &[(ana.id, Some(0)), (berta.id, Some(4)), (carla.id, Some(4))]).await;
    let _solver = app.solves("solver");

    solves(&desk, &timetable, Value::Null).await;
    let after = until_ended(&app, &desk, &timetable).await;

    assert_eq!(after["latestRun"]["status"], "SOLVED", "{after:#}");
    let seen = desk.sees(&timetable).await;
    assert_eq!(["Ana", "Berta", "Carla"].map(|name| load(&seen, name)["assigned"].clone()), [json!(0), json!(4), json!(4)]);
}

on_both!(loads_that_cannot_add_up_or_cannot_be_are_told_with_their_place_and_none_is_written);
async fn loads_that_cannot_add_up_or_cannot_be_are_told_with_their_place_and_none_is_written(app: TestApp) {
    let desk = Desk::of(&app).await;
    let [ana, berta, carla] = team(&app, &desk).await;
    let timetable = desk.made(MONDAY).await;
    desk.deactivates(&carla).await;
    decides(&desk, &timetable, &[(berta.id, Some(4))]).await;
    let refusal = async |loads: &[(PersonId, Option<i32>)]| decides(&desk, &timetable, loads).await;

    let many = refusal(&[(ana.id, Some(5))]).await;

    assert_eq!(told(&many), refused("INVALID", "loads"));
    assert_eq!(many["userErrors"][0]["message"], "The loads that are decided come to 9; the week has 8 turns.");
    assert_eq!(told(&refusal(&[(ana.id, Some(-1))]).await), refused("INVALID", "loads.0.load"));
    assert_eq!(told(&refusal(&[(ana.id, Some(1)), (ana.id, Some(2))]).await), refused("INVALID", "loads.1.personId"));
    assert_eq!(told(&refusal(&[(PersonId::new(), Some(1))]).await), refused("NOT_FOUND", "loads.0.personId"));
    assert_eq!(told(&refusal(&[(carla.id, Some(1))]).await), refused("INVALID", "loads.0.personId"));
    assert_eq!(load(&desk.sees(&timetable).await, "Ana")["load"], 3);
    let published = desk.publishes(&timetable).await;
    assert_eq!(told(&decides(&desk, &published["timetable"], &[(ana.id, Some(1))]).await), refused("CONFLICT", "id"));
}

on_both!(what_is_owed_from_past_weeks_counts_unless_it_is_forgiven);
async fn what_is_owed_from_past_weeks_counts_unless_it_is_forgiven(app: TestApp) {
    let desk = Desk::unset(&app, "support").await;
    let slot = |day: &str, from: &str, to: &str| json!({ "weekday": day, "startsAt": from, "endsAt": to, "demand": 1 });
    let days = ["MONDAY", "TUESDAY"];
    desk.hours(json!(days.map(|day| [slot(day, "09:00", "10:15"), slot(day, "10:15", "11:30")]).concat())).await;
    desk.settings(json!({ "maxOverload": 2 })).await;
    let [ana, berta] = [app.person("Ana").create().await, app.person("Berta").create().await];
    for person in [&ana, &berta] {
        desk.person(person, json!({ "idealLoad": 2 })).await;
    }
    let all: Vec<(usize, usize, &person::Model)> = (0..4).map(|slot| (slot, 0, &ana)).collect();
    desk.published(MONDAY, &all).await;
    let draft = desk.made("2026-11-30").await;
    let _solver = app.solves("solver");

    solves(&desk, &draft, json!({ "forgiveCredit": true })).await;
    until_ended(&app, &desk, &draft).await;
    let forgiven = desk.sees(&draft).await;
    solves(&desk, &forgiven, Value::Null).await;
    until_ended(&app, &desk, &draft).await;
    let owed = desk.sees(&draft).await;

    let loads = |timetable: &Value| ["Ana", "Berta"].map(|name| load(timetable, name)["load"].clone());
    assert_eq!(loads(&draft), [json!(0), json!(4)]);
    assert_eq!(loads(&forgiven), [json!(2), json!(2)]);
    assert_eq!(loads(&owed), [json!(0), json!(4)]);
    assert_eq!(["Ana", "Berta"].map(|name| load(&owed, name)["assigned"].clone()), [json!(0), json!(4)]);
}
