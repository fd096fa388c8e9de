//! What a run found, taken over after all into a timetable that was edited meanwhile.

use acceptance::{SOON, TestApp, on_both};
use chrono::TimeDelta;
use entity::{id::SolverRunId, person, stored::Role};
use serde_json::{Value, json};

use super::{
    desk::{Desk, MONDAY, holder, refused, told},
    solving::{STOP, holders, solves, team, until_ended, until_run},
};

const APPLY: &str = "mutation ($id: ID!, $version: Int!) { solverRunApply(id: $id, version: $version) {
    run { id status problem } timetable { id version } turns { id personId } userErrors { code path message } } }";

async fn applies(desk: &Desk, run: &Value, version: &Value) -> Value {
    desk.coordinator.query(APPLY, json!({ "id": run["id"], "version": version })).await["solverRunApply"].take()
}

/// A run that found turns for everybody and was overtaken by an edit; the timetable as it was edited, and the run.
async fn overtaken(app: &TestApp, desk: &Desk, timetable: &Value, by: &person::Model) -> (Value, Value) {
    let solver = app.solves_without_end("solver");
    solves(desk, timetable, Value::Null).await;
    let running = until_run(app, desk, timetable, |run| !run["incumbent"].is_null()).await["latestRun"].take();
    let edited = desk.gives(timetable, 3, 1, Some(by)).await["timetable"].take();
    desk.coordinator.query(STOP, json!({ "id": running["id"] })).await;
    let run = until_ended(app, desk, timetable).await["latestRun"].take();
    solver.ends().await;
    assert_eq!(run["status"], "FAILED");
    (edited, run)
}

on_both!(what_an_overtaken_run_found_is_taken_over_with_history_audit_and_news_and_undone);
async fn what_an_overtaken_run_found_is_taken_over_with_history_audit_and_news_and_undone(app: TestApp) {
    let desk = Desk::of(&app).await;
    let [ana, ..] = team(&app, &desk).await;
    let timetable = desk.made(MONDAY).await;
    let (edited, run) = overtaken(&app, &desk, &timetable, &ana).await;
    app.app().live.catch_up().await.expect("the outbox is read");
    let viewer = app.as_role(Role::Viewer).await;
    let follow = "subscription { timetableChanged { what version turns { id } } }";
    let mut changes = viewer.subscribe(follow, json!({})).await;

    let applied = applies(&desk, &run, &edited["version"]).await;
    let seen = desk.sees(&timetable).await;
    let undone = desk.undoes(&seen).await;

    assert_eq!(told(&applied), Vec::new());
    assert_eq!(applied["run"], json!({ "id": run["id"], "status": "SOLVED", "problem": null }));
    assert_eq!((&applied["timetable"]["version"], &seen["version"]), (&json!(3), &json!(3)));
    let mut found: Vec<(Value, Value)> =
        run["result"].as_array().expect("turns").iter().map(|turn| (turn["slotId"].clone(), turn["personId"].clone())).collect();
    let slots = seen["slots"].as_array().expect("slots").iter();
    let mut there: Vec<(Value, Value)> = slots
        .flat_map(|slot| slot["turns"].as_array().expect("turns").iter().map(|turn| (slot["id"].clone(), turn["personId"].clone())))
        .collect();
    found.sort_by_key(|pair| format!("{pair:?}"));
    there.sort_by_key(|pair| format!("{pair:?}"));
    assert_eq!(there, found);
    let history = desk.history(&timetable).await;
    assert_eq!([&history[0]["what"], &history[1]["what"], &history[2]["what"]], ["UNDONE", "SOLVED", "REASSIGNED"]);
    assert_eq!(app.audit_log().await.iter().filter(|entry| entry.action == "solverRunApply").count(), 1);
    let news = changes.next_within(SOON).await["timetableChanged"].take();
    assert_eq!(
        (&news["what"], &news["version"], news["turns"].as_array()),
        (&json!("SOLVED"), &json!(3), applied["turns"].as_array().map(|_| news["turns"].as_array().expect("turns")))
    );
    assert_eq!(holders(&undone["timetable"]), holders(&edited));
}

on_both!(a_result_that_breaks_a_hard_rule_by_now_is_not_taken_over_and_all_of_it_is_told);
async fn a_result_that_breaks_a_hard_rule_by_now_is_not_taken_over_and_all_of_it_is_told(app: TestApp) {
    let desk = Desk::of(&app).await;
    let [ana, berta, _] = team(&app, &desk).await;
    let timetable = desk.made(MONDAY).await;
    let (edited, run) = overtaken(&app, &desk, &timetable, &ana).await;
    desk.busy(&ana, json!({ "required": true, "reason": "ill" })).await;
    desk.deactivates(&berta).await;

    let refusal = applies(&desk, &run, &edited["version"]).await;

    let of =
        |person: &person::Model| run["result"].as_array().into_iter().flatten().filter(|turn| turn["personId"] == json!(person.id)).count();
    let messages: Vec<&str> =
        refusal["userErrors"].as_array().expect("errors").iter().filter_map(|error| error["message"].as_str()).collect();
    let ill = messages.iter().filter(|message| message.starts_with("Ana cannot on ") && message.ends_with(": ill.")).count();
    // She has the last slot of Tuesday already, by the edit, and what has been is not judged.
    assert!((of(&ana) - 1..=of(&ana)).contains(&ill), "{messages:?}");
    assert!(messages.contains(&"Berta takes no part any more."));
    assert!(refusal["userErrors"].as_array().is_some_and(|errors| errors.iter().all(|error| error["path"] == json!(["id"]))));
    assert_eq!((&refusal["timetable"], desk.sees(&timetable).await["slots"].take()), (&Value::Null, edited["slots"].clone()));
}

on_both!(a_result_for_more_people_than_there_are_lines_now_is_not_taken_over);
async fn a_result_for_more_people_than_there_are_lines_now_is_not_taken_over(app: TestApp) {
    let desk = Desk::of(&app).await;
    let [ana, ..] = team(&app, &desk).await;
    let timetable = desk.made(MONDAY).await;
    let (edited, run) = overtaken(&app, &desk, &timetable, &ana).await;
    let variables = json!({ "slotId": edited["slots"][0]["id"], "version": edited["version"] });
    let closed = desk.edits("lineClose(slotId: $slotId, version: $version)", variables).await;

    let refusal = applies(&desk, &run, &closed["timetable"]["version"]).await;

    assert_eq!(told(&refusal), refused("CONFLICT", "id"));
    assert_eq!(refusal["userErrors"][0]["message"], "On 2026-11-23 09:00 there is no line for 1 of those found.");
}

on_both!(who_saw_an_older_timetable_is_told_the_present_one);
async fn who_saw_an_older_timetable_is_told_the_present_one(app: TestApp) {
    let desk = Desk::of(&app).await;
    let [ana, ..] = team(&app, &desk).await;
    let timetable = desk.made(MONDAY).await;
    let (edited, run) = overtaken(&app, &desk, &timetable, &ana).await;

    let stale = applies(&desk, &run, &timetable["version"]).await;

    assert_eq!(told(&stale), refused("CONFLICT", "version"));
    assert_eq!((&stale["timetable"]["version"], &stale["turns"]), (&edited["version"], &Value::Null));
}

on_both!(a_run_that_has_not_ended_or_found_nothing_is_not_taken_over);
async fn a_run_that_has_not_ended_or_found_nothing_is_not_taken_over(app: TestApp) {
    let desk = Desk::of(&app).await;
    let timetable = desk.made(MONDAY).await;
    let run = solves(&desk, &timetable, Value::Null).await["run"].take();

    let waits = applies(&desk, &run, &timetable["version"]).await;
    desk.coordinator.query(STOP, json!({ "id": run["id"] })).await;
    let empty = applies(&desk, &run, &timetable["version"]).await;
    let unknown = applies(&desk, &json!({ "id": SolverRunId::new() }), &timetable["version"]).await;

    assert_eq!([told(&waits), told(&empty)], [refused("CONFLICT", "id"), refused("CONFLICT", "id")]);
    assert_eq!(told(&unknown), refused("NOT_FOUND", "id"));
}

on_both!(in_a_published_week_a_result_leaves_what_has_begun_as_it_is);
async fn in_a_published_week_a_result_leaves_what_has_begun_as_it_is(app: TestApp) {
    let desk = Desk::of(&app).await;
    let [ana, ..] = team(&app, &desk).await;
    let published = desk.published(MONDAY, &[]).await;
    let (edited, run) = overtaken(&app, &desk, &published, &ana).await;
    // It is half past nine on Monday.
    app.clock.advance(TimeDelta::hours(46) + TimeDelta::minutes(30));

    let applied = applies(&desk, &run, &edited["version"]).await;

    assert_eq!(told(&applied), Vec::new());
    let seen = desk.sees(&published).await;
    assert_eq!([holder(&seen, 0, 0), holder(&seen, 0, 1)], [Value::Null, Value::Null]);
    assert!(holders(&seen)[1..].iter().all(|slot| slot.len() == 2), "{seen:#}");
}
