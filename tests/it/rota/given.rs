//! What the solver gives to whom: standing turns to whose they are, and on a day with turns elsewhere no more than are left.

use acceptance::{TestApp, on_both};
use serde_json::{Value, json};

use super::{
    desk::{Desk, MONDAY, holder},
    solving::{solves, team, until_ended},
};

on_both!(a_standing_turn_that_the_solver_gives_is_one_and_what_a_hand_gives_is_none);
async fn a_standing_turn_that_the_solver_gives_is_one_and_what_a_hand_gives_is_none(app: TestApp) {
    let desk = Desk::of(&app).await;
    let [ana, ..] = team(&app, &desk).await;
    desk.standing(&ana, "MONDAY", "09:00").await;
    let made = desk.made(MONDAY).await;
    let cleared = desk.gives(&made, 0, 0, None).await["timetable"].take();
    let _solver = app.solves("solver");
    let standing = |timetable: &Value| -> Vec<Value> {
        let turns = timetable["slots"].as_array().expect("slots").iter().flat_map(|slot| slot["turns"].as_array().expect("turns"));
        turns.filter(|turn| turn["standing"] == true).map(|turn| turn["personId"].clone()).collect()
    };

    solves(&desk, &cleared, Value::Null).await;
    until_ended(&app, &desk, &cleared).await;
    let solved = desk.sees(&cleared).await;
    let line = (0..2).find(|line| holder(&solved, 0, *line) == json!(ana.id)).expect("she has her standing turn");
    let taken = desk.gives(&solved, 0, line, None).await["timetable"].take();
    let given = desk.gives(&taken, 0, line, Some(&ana)).await["timetable"].take();

    assert_eq!([standing(&made), standing(&cleared), standing(&solved)], [vec![json!(ana.id)], Vec::new(), vec![json!(ana.id)]]);
    assert_eq!(solved["slots"][0]["turns"][line]["standing"], true);
    assert_eq!((holder(&given, 0, line), standing(&given)), (json!(ana.id), Vec::new()));
}

on_both!(a_turn_in_another_queue_leaves_any_slot_of_the_day_for_what_is_left_of_its_limit);
async fn a_turn_in_another_queue_leaves_any_slot_of_the_day_for_what_is_left_of_its_limit(app: TestApp) {
    let slot = |from: &str, to: &str| json!({ "weekday": "MONDAY", "startsAt": from, "endsAt": to, "demand": 1 });
    let sales = Desk::unset(&app, "sales").await;
    sales.hours(json!([slot("15:00", "16:00")])).await;
    let desk = Desk::unset(&app, "support").await;
    desk.hours(json!([slot("09:00", "10:15"), slot("10:15", "11:30"), slot("11:30", "12:45")])).await;
    let [ana, berta, carla] = team(&app, &desk).await;
    desk.person(&ana, json!({ "maxPerDay": 2 })).await;
    for person in [&berta, &carla] {
        let meeting = json!({ "weekday": "MONDAY", "startsAt": "10:15", "endsAt": "11:30", "required": true, "reason": "meeting" });
        desk.busy(person, meeting).await;
    }
    let elsewhere = sales.made(MONDAY).await;
    sales.gives(&elsewhere, 0, 0, Some(&ana)).await;
    let timetable = desk.made(MONDAY).await;
    // Only Ana can come at a quarter past ten, and at no other time: one turn is left of her two that day.
    let _solver = app.solves("solver");

    solves(&desk, &timetable, Value::Null).await;
    let after = until_ended(&app, &desk, &timetable).await;

    assert_eq!((&after["latestRun"]["status"], &after["score"]["breaches"]), (&json!("SOLVED"), &json!(0)), "{after:#}");
    let seen = desk.sees(&timetable).await;
    assert_eq!(holder(&seen, 1, 0), json!(ana.id));
    assert!([0, 2].iter().all(|slot| ![json!(ana.id), Value::Null].contains(&holder(&seen, *slot, 0))), "{seen:#}");
}
