//! What each should carry in a draft follows what it depends on, until the draft is published.

use acceptance::{SOON, TestApp, on_both};
use entity::stored::Role;
use serde_json::{Value, json};

use super::desk::{Desk, MONDAY, load, told};

const LOADS: &str = "query ($id: ID!) { timetable(id: $id) { status version loads { person { name } ideal load creditBefore } } }";

/// The timetable's loads, when this person's are so.
async fn until_load(app: &TestApp, desk: &Desk, timetable: &Value, name: &str, holds: impl Fn(&Value) -> bool) -> Value {
    let came = |answer: &Value| {
        let loads = answer["timetable"]["loads"].as_array().cloned().unwrap_or_default();
        loads.iter().any(|load| load["person"]["name"] == name && holds(load))
    };
    app.until(&desk.coordinator, LOADS, json!({ "id": timetable["id"] }), came).await["timetable"].take()
}

on_both!(loads_of_a_draft_follow_busy_times_persons_and_settings_and_subscribers_are_told);
async fn loads_of_a_draft_follow_busy_times_persons_and_settings_and_subscribers_are_told(app: TestApp) {
    let desk = Desk::of(&app).await;
    let [ana, berta] = [app.person("Ana").create().await, app.person("Berta").create().await];
    for person in [&ana, &berta] {
        desk.person(person, json!({ "idealLoad": 2 })).await;
    }
    let draft = desk.made(MONDAY).await;
    app.app().live.catch_up().await.expect("the outbox is read");
    let viewer = app.as_role(Role::Viewer).await;
    let follow = "subscription { timetableChanged { what kind nodeId version actor { kind } } }";
    let mut changes = viewer.subscribe(follow, json!({})).await;
    let _keeper = app.keeps_duty("one");

    desk.busy(&berta, json!({ "date": "2026-11-24", "required": true, "dayOff": true, "reason": "holidays" })).await;
    let off = until_load(&app, &desk, &draft, "Berta", |load| load["ideal"] == 1.0).await;
    let change = changes.next_within(SOON).await["timetableChanged"].take();
    desk.person(&ana, json!({ "idealLoad": 3 })).await;
    let more = until_load(&app, &desk, &draft, "Ana", |load| load["load"] == 3).await;
    desk.deactivates(&ana).await;
    let gone = until_load(&app, &desk, &draft, "Ana", |load| load["load"] == 0).await;

    assert_eq!(load(&off, "Berta"), json!({ "ideal": 1.0, "load": 1, "creditBefore": 0.0 }));
    assert_eq!(change, json!({ "what": "LOADS", "kind": "UPDATED", "nodeId": draft["id"], "version": 1, "actor": { "kind": "SYSTEM" } }));
    assert_eq!(load(&more, "Ana")["ideal"], 3.0);
    assert_eq!((&load(&gone, "Ana")["ideal"], &gone["version"]), (&json!(0.0), &json!(1)), "nobody's edit is overtaken by it");
}

on_both!(loads_of_what_is_published_stay_and_what_is_owed_by_them_is_in_later_drafts);
async fn loads_of_what_is_published_stay_and_what_is_owed_by_them_is_in_later_drafts(app: TestApp) {
    let desk = Desk::of(&app).await;
    let [ana, berta] = [app.person("Ana").create().await, app.person("Berta").create().await];
    for person in [&ana, &berta] {
        desk.person(person, json!({ "idealLoad": 4 })).await;
    }
    let later = desk.made("2026-11-30").await;
    let _keeper = app.keeps_duty("one");

    let given = [(0, 0, &ana), (0, 1, &berta), (1, 0, &ana), (2, 0, &ana), (3, 0, &ana)];
    let published = desk.published(MONDAY, &given).await;
    until_load(&app, &desk, &later, "Berta", |load| load["creditBefore"] == -3.0).await;
    for monday in [MONDAY, "2026-11-30"] {
        desk.busy(&ana, json!({ "date": monday, "required": true, "dayOff": true, "reason": "another job" })).await;
    }
    until_load(&app, &desk, &later, "Ana", |load| load["ideal"] == 2.0).await;

    assert_eq!(load(&desk.sees(&published).await, "Ana"), load(&published, "Ana"));
    assert_eq!(load(&published, "Ana")["ideal"], 4.0);
}

on_both!(what_is_published_has_the_loads_of_that_moment_whoever_kept_them);
async fn what_is_published_has_the_loads_of_that_moment_whoever_kept_them(app: TestApp) {
    let desk = Desk::of(&app).await;
    let ana = app.person("Ana").create().await;
    desk.person(&ana, json!({ "idealLoad": 2 })).await;
    let draft = desk.made(MONDAY).await;
    desk.busy(&ana, json!({ "date": MONDAY, "required": true, "dayOff": true, "reason": "holidays" })).await;

    let published = desk.publishes(&draft).await;

    assert_eq!(told(&published), Vec::new());
    assert_eq!((&load(&draft, "Ana")["ideal"], &load(&published["timetable"], "Ana")["ideal"]), (&json!(2.0), &json!(1.0)));
}

on_both!(a_draft_goes_by_those_made_before_it_in_other_queues);
async fn a_draft_goes_by_those_made_before_it_in_other_queues(app: TestApp) {
    let desk = Desk::of(&app).await;
    let sales = Desk::unset(&app, "sales").await;
    sales
        .hours(json!([{ "weekday": "MONDAY", "startsAt": "12:00", "endsAt": "13:00", "demand": 2 },
        { "weekday": "TUESDAY", "startsAt": "12:00", "endsAt": "13:00", "demand": 2 }]))
        .await;
    let ana = app.person("Ana").create().await;
    desk.person(&ana, json!({ "idealLoad": 3 })).await;
    let first = desk.made(MONDAY).await;
    let second = sales.made(MONDAY).await;
    let _keeper = app.keeps_duty("one");

    desk.person(&ana, json!({ "idealLoad": 5 })).await;
    let after = until_load(&app, &sales, &second, "Ana", |load| load["load"] == 1).await;

    assert_eq!((&load(&first, "Ana")["load"], &load(&second, "Ana")["load"]), (&json!(3), &json!(0)));
    assert_eq!((&load(&desk.sees(&first).await, "Ana")["load"], &load(&after, "Ana")["load"]), (&json!(4), &json!(1)));
}
