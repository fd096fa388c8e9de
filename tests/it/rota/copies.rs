//! A week made from another: whoever had a turn has it again, as far as that can be.

use acceptance::{TestApp, on_both};
use entity::id::TimetableId;
use serde_json::{Value, json};

use super::desk::{Desk, MONDAY, holder, load, refused, told};

on_both!(a_week_made_from_another_has_its_people_but_those_who_cannot_and_they_are_told);
async fn a_week_made_from_another_has_its_people_but_those_who_cannot_and_they_are_told(app: TestApp) {
    let desk = Desk::of(&app).await;
    let [ana, berta, carla] = [app.person("Ana").create().await, app.person("Berta").create().await, app.person("Carla").create().await];
    let given = [(0, 1, &ana), (1, 0, &berta), (2, 0, &carla), (2, 1, &ana), (3, 0, &berta)];
    let first = desk.published(MONDAY, &given).await;
    desk.busy(&berta, json!({ "date": "2026-11-30", "required": true, "reason": "dentist" })).await;
    desk.deactivates(&carla).await;

    let made = desk.copies("2026-11-30", &first["id"]).await;

    let timetable = &made["timetable"];
    let people = [(0, 0), (0, 1), (1, 0), (2, 0), (2, 1), (3, 0)].map(|(slot, line)| holder(timetable, slot, line));
    assert_eq!(people, [Value::Null, json!(ana.id), Value::Null, Value::Null, json!(ana.id), json!(berta.id)]);
    let missed: Vec<_> = made["notCopied"]
        .as_array()
        .expect("what was not copied")
        .iter()
        .map(|row| json!([row["person"]["name"], row["reason"]]))
        .collect();
    assert_eq!(missed, [json!(["Berta", "Berta cannot on 2026-11-30 10:15: dentist."]), json!(["Carla", "Carla takes no part any more."])]);
    assert_eq!((&timetable["status"], &timetable["version"], &load(timetable, "Ana")["assigned"]), (&json!("DRAFT"), &json!(1), &json!(2)));
    let entry = desk.history(timetable).await[0].take();
    assert_eq!((&entry["what"], entry["cells"].as_array().map(Vec::len)), (&json!("CREATED"), Some(3)));
    assert_eq!(desk.copies("2026-12-07", &Value::Null).await["notCopied"], Value::Null);
}

on_both!(standing_turns_come_before_what_is_copied_and_limits_hold);
async fn standing_turns_come_before_what_is_copied_and_limits_hold(app: TestApp) {
    let desk = Desk::of(&app).await;
    let [ana, berta, carla] = [app.person("Ana").create().await, app.person("Berta").create().await, app.person("Carla").create().await];
    let first = desk.published(MONDAY, &[(0, 0, &berta), (0, 1, &carla), (1, 0, &ana), (2, 0, &ana), (3, 1, &ana)]).await;
    desk.standing(&ana, "MONDAY", "09:00").await;
    desk.settings(json!({ "maxPerDay": 1 })).await;
    desk.closed("2026-12-01").await;

    let made = desk.copies("2026-11-30", &first["id"]).await;

    let timetable = &made["timetable"];
    assert_eq!([holder(timetable, 0, 0), holder(timetable, 0, 1), holder(timetable, 1, 0)], [json!(ana.id), json!(berta.id), Value::Null]);
    assert_eq!([&timetable["slots"][0]["turns"][0]["standing"], &timetable["slots"][0]["turns"][1]["standing"]], [true, false]);
    let why: Vec<&str> = made["notCopied"].as_array().expect("rows").iter().filter_map(|row| row["reason"].as_str()).collect();
    assert_eq!(
        why,
        [
            "All lines of the slot are taken.",
            "Ana would have 2 turns on 2026-11-30; at most 1 are allowed.",
            "There is no slot on 2026-12-01 at 09:00.",
            "There is no slot on 2026-12-01 at 10:15.",
        ]
    );
}

on_both!(a_week_is_not_made_from_another_queues_or_from_none_that_is_there);
async fn a_week_is_not_made_from_another_queues_or_from_none_that_is_there(app: TestApp) {
    let desk = Desk::of(&app).await;
    let sales = Desk::unset(&app, "sales").await;
    sales.hours(json!([{ "weekday": "MONDAY", "startsAt": "09:00", "endsAt": "10:00", "demand": 1 }])).await;
    let other = sales.made(MONDAY).await;

    assert_eq!(told(&desk.copies(MONDAY, &other["id"]).await), refused("INVALID", "copyFromId"));
    assert_eq!(told(&desk.copies(MONDAY, &json!(TimetableId::new())).await), refused("NOT_FOUND", "copyFromId"));
    assert_eq!(told(&desk.copies(MONDAY, &json!("nonsense")).await), refused("INVALID", "copyFromId"));
    assert_eq!(told(&desk.creates(MONDAY).await), Vec::new());
}
