//! Timetables solved: what comes of a run, and what becomes of one that is stopped, overtaken, or whose process dies.

use std::collections::{BTreeSet, HashSet};

use acceptance::{SOON, TestApp, on_both};
use chrono::TimeDelta;
use entity::{person, stored::Role};
use serde_json::{Value, json};
use switchboard::{lease::LIFE, turns::solve, worker::housekeeping};

use super::desk::{Desk, MONDAY, holder, load, refused, told};

const SOLVE: &str = "mutation ($id: ID!, $input: TimetableSolveInput) { timetableSolve(id: $id, input: $input) {
    run { id status attempts } userErrors { code path } } }";
pub(super) const STOP: &str = "mutation ($id: ID!) { solverRunStop(id: $id) { run { id status stopRequested } userErrors { code path } } }";
const LATEST: &str = "query ($id: ID!) { timetable(id: $id) { version score { points breaches } latestRun {
    id status incumbent bound gap columns rows seconds attempts baseVersion problem actor { kind } timeLimitSeconds
    conflicts { constraint message turns { person { name } } } result { slotId personId } } } }";

/// What `timetableSolve` answers.
pub(super) async fn solves(desk: &Desk, timetable: &Value, input: Value) -> Value {
    desk.coordinator.query(SOLVE, json!({ "id": timetable["id"], "input": input })).await["timetableSolve"].take()
}

/// The timetable with its latest run, when that has come so far.
pub(super) async fn until_run(app: &TestApp, desk: &Desk, timetable: &Value, holds: impl Fn(&Value) -> bool) -> Value {
    let came = |answer: &Value| holds(&answer["timetable"]["latestRun"]);
    app.until(&desk.coordinator, LATEST, json!({ "id": timetable["id"] }), came).await["timetable"].take()
}

/// The same, when the run has ended. Asked once more then: an answer may have read the timetable before and its run after the end.
pub(super) async fn until_ended(app: &TestApp, desk: &Desk, timetable: &Value) -> Value {
    until_run(app, desk, timetable, |run| !["QUEUED", "RUNNING"].contains(&run["status"].as_str().unwrap_or("QUEUED"))).await;
    until_run(app, desk, timetable, |_| true).await
}

/// Three who together carry all eight turns of the week.
pub(super) async fn team(app: &TestApp, desk: &Desk) -> [person::Model; 3] {
    let team = [app.person("Ana").create().await, app.person("Berta").create().await, app.person("Carla").create().await];
    for (person, load) in team.iter().zip([3, 3, 2]) {
        desk.person(person, json!({ "idealLoad": load })).await;
    }
    team
}

/// Who is in each slot.
pub(super) fn holders(timetable: &Value) -> Vec<Vec<String>> {
    let slots = timetable["slots"].as_array().expect("slots");
    let slot = |slot: &Value| {
        let turns = slot["turns"].as_array().expect("turns").iter();
        turns.filter_map(|turn| turn["personId"].as_str().map(str::to_owned)).collect()
    };
    slots.iter().map(slot).collect()
}

on_both!(a_week_is_solved_by_the_rules_and_written_with_history_audit_and_loads);
async fn a_week_is_solved_by_the_rules_and_written_with_history_audit_and_loads(app: TestApp) {
    let desk = Desk::of(&app).await;
    let [ana, ..] = team(&app, &desk).await;
    desk.busy(&ana, json!({ "date": MONDAY, "startsAt": "08:00", "endsAt": "09:30", "required": true, "reason": "dentist" })).await;
    let timetable = desk.made(MONDAY).await;
    let _solver = app.solves("solver");

    let asked = solves(&desk, &timetable, Value::Null).await;
    let after = until_ended(&app, &desk, &timetable).await;

    assert_eq!((&asked["run"]["status"], told(&asked)), (&json!("QUEUED"), Vec::new()));
    let run = &after["latestRun"];
    assert_eq!([&run["status"], &run["gap"], &run["attempts"]], [&json!("SOLVED"), &json!(0.0), &json!(1)], "{run:#}");
    assert_eq!((&run["incumbent"], &json!(0)), (&after["score"]["points"], &after["score"]["breaches"]));
    let seen = desk.sees(&timetable).await;
    let slots = holders(&seen);
    assert!(slots.iter().all(|slot| slot.len() == 2 && slot.iter().collect::<BTreeSet<_>>().len() == 2), "{slots:?}");
    assert!(!slots[0].contains(&ana.id.to_string()), "she is at the dentist's");
    assert_eq!(["Ana", "Berta", "Carla"].map(|name| load(&seen, name)["assigned"].clone()), [json!(3), json!(3), json!(2)]);
    let entry = desk.history(&seen).await[0].take();
    assert_eq!((&entry["what"], &entry["version"], &entry["actor"]["kind"]), (&json!("SOLVED"), &json!(2), &json!("USER")));
    assert_eq!(entry["cells"].as_array().map(Vec::len), Some(8));
    assert_eq!(app.audit_log().await.iter().filter(|entry| entry.action == "timetableSolve").count(), 2, "asked for, and written");
    assert_eq!(told(&desk.publishes(&seen).await), Vec::new());
}

on_both!(a_run_is_kept_as_long_as_the_history_and_what_it_found_for_ever);
async fn a_run_is_kept_as_long_as_the_history_and_what_it_found_for_ever(app: TestApp) {
    let desk = Desk::of(&app).await;
    team(&app, &desk).await;
    let timetable = desk.made(MONDAY).await;
    let solver = app.solves("solver");
    solves(&desk, &timetable, Value::Null).await;
    until_ended(&app, &desk, &timetable).await;
    drop(solver);

    app.clock.advance(TimeDelta::days(399));
    housekeeping::once(app.app()).await.expect("cleaned up");
    let kept = desk.coordinator.query(LATEST, json!({ "id": timetable["id"] })).await["timetable"].take();
    app.clock.advance(TimeDelta::days(2));
    housekeeping::once(app.app()).await.expect("cleaned up");
    let gone = desk.coordinator.query(LATEST, json!({ "id": timetable["id"] })).await["timetable"].take();

    assert_eq!((&kept["latestRun"]["status"], &gone["latestRun"]), (&json!("SOLVED"), &Value::Null));
    assert_eq!(holders(&desk.sees(&timetable).await).concat().len(), 8);
}

on_both!(a_runs_subscribers_are_told_how_far_it_comes_and_its_end);
async fn a_runs_subscribers_are_told_how_far_it_comes_and_its_end(app: TestApp) {
    let desk = Desk::of(&app).await;
    team(&app, &desk).await;
    let timetable = desk.made(MONDAY).await;
    app.app().live.catch_up().await.expect("the outbox is read");
    let follow = "subscription ($id: ID!) { solverRunChanged(timetableId: $id) {
        kind nodeId timetableId status incumbent bound gap seconds run { id } } }";
    let viewer = app.as_role(Role::Viewer).await;
    let mut told = viewer.subscribe(follow, json!({ "id": timetable["id"] })).await;
    let _solver = app.solves("solver");

    let run = solves(&desk, &timetable, json!({ "timeLimitSeconds": 20 })).await["run"]["id"].take();

    let mut changes = Vec::new();
    while changes.last().is_none_or(|last: &Value| last["status"] == "QUEUED" || last["status"] == "RUNNING") {
        changes.push(told.next_within(SOON).await["solverRunChanged"].take());
    }
    let first = &changes[0];
    assert_eq!([&first["kind"], &first["status"], &first["incumbent"]], [&json!("CREATED"), &json!("QUEUED"), &Value::Null]);
    assert_eq!((&first["nodeId"], &first["timetableId"], &first["run"]["id"]), (&run, &timetable["id"], &run));
    assert_eq!(changes[1]["status"], "RUNNING");
    let last = &changes[changes.len() - 1];
    assert_eq!((&last["status"], &last["gap"], &last["bound"].as_f64()), (&json!("SOLVED"), &json!(0.0), &last["incumbent"].as_f64()));
    assert!(last["seconds"].as_f64().is_some_and(|seconds| seconds > 0.0));
}

on_both!(a_run_that_is_stopped_by_another_process_keeps_the_best_so_far);
async fn a_run_that_is_stopped_by_another_process_keeps_the_best_so_far(app: TestApp) {
    let desk = Desk::of(&app).await;
    team(&app, &desk).await;
    let timetable = desk.made(MONDAY).await;
    let _solver = app.solves_without_end("solver");
    let elsewhere = app.another_process().await.as_role(Role::Coordinator).await;
    solves(&desk, &timetable, Value::Null).await;
    let running = until_run(&app, &desk, &timetable, |run| !run["incumbent"].is_null()).await["latestRun"].take();

    let stopped = elsewhere.query(STOP, json!({ "id": running["id"] })).await["solverRunStop"].take();
    let after = until_ended(&app, &desk, &timetable).await;
    let again = elsewhere.query(STOP, json!({ "id": running["id"] })).await["solverRunStop"].take();

    assert_eq!(running["status"], "RUNNING");
    assert_eq!((&stopped["run"]["stopRequested"], told(&stopped)), (&json!(true), Vec::new()));
    assert_eq!(
        [&after["latestRun"]["status"], &again["run"]["status"], &after["version"]],
        [&json!("STOPPED"), &json!("STOPPED"), &json!(2)]
    );
    assert_eq!(after["latestRun"]["incumbent"], after["score"]["points"]);
    assert!(holders(&desk.sees(&timetable).await).iter().all(|slot| slot.len() == 2));
}

on_both!(who_stops_a_run_does_not_wait_for_a_solver_that_hears_nothing);
async fn who_stops_a_run_does_not_wait_for_a_solver_that_hears_nothing(app: TestApp) {
    let desk = Desk::of(&app).await;
    team(&app, &desk).await;
    let timetable = desk.made(MONDAY).await;
    let _solver = app.solves_deafly("solver");
    solves(&desk, &timetable, Value::Null).await;
    let running = until_run(&app, &desk, &timetable, |run| !run["incumbent"].is_null()).await["latestRun"].take();

    desk.coordinator.query(STOP, json!({ "id": running["id"] })).await;
    let after = until_ended(&app, &desk, &timetable).await;

    assert_eq!((&after["latestRun"]["status"], &after["latestRun"]["incumbent"]), (&json!("STOPPED"), &after["score"]["points"]));
    assert!(holders(&desk.sees(&timetable).await).iter().all(|slot| slot.len() == 2));
}

on_both!(a_run_that_waits_is_stopped_at_once_and_another_can_be_asked_for);
async fn a_run_that_waits_is_stopped_at_once_and_another_can_be_asked_for(app: TestApp) {
    let desk = Desk::of(&app).await;
    let timetable = desk.made(MONDAY).await;
    let first = solves(&desk, &timetable, Value::Null).await;

    let second = solves(&desk, &timetable, Value::Null).await;
    let stopped = desk.coordinator.query(STOP, json!({ "id": first["run"]["id"] })).await;
    let third = solves(&desk, &timetable, Value::Null).await;

    assert_eq!(told(&second), refused("TAKEN", "id"));
    assert_eq!(stopped["solverRunStop"]["run"]["status"], "STOPPED");
    assert_eq!((told(&third), &third["run"]["status"]), (Vec::new(), &json!("QUEUED")));
}

on_both!(what_cannot_be_solved_is_refused_with_its_path);
async fn what_cannot_be_solved_is_refused_with_its_path(app: TestApp) {
    let desk = Desk::of(&app).await;
    let timetable = desk.made(MONDAY).await;

    for seconds in [0, 601] {
        let payload = solves(&desk, &timetable, json!({ "timeLimitSeconds": seconds })).await;
        assert_eq!(told(&payload), refused("INVALID", "input.timeLimitSeconds"), "{seconds}");
    }
    let nothing = json!({ "id": entity::id::TimetableId::new() });
    assert_eq!(told(&desk.coordinator.query(SOLVE, nothing).await["timetableSolve"]), refused("NOT_FOUND", "id"));
    assert!(desk.sees(&timetable).await["version"] == 1);
}

on_both!(a_run_whose_process_dies_is_begun_again_by_another);
async fn a_run_whose_process_dies_is_begun_again_by_another(app: TestApp) {
    let desk = Desk::of(&app).await;
    team(&app, &desk).await;
    let timetable = desk.made(MONDAY).await;
    let first = app.solves_without_end("first");
    solves(&desk, &timetable, Value::Null).await;
    until_run(&app, &desk, &timetable, |run| !run["incumbent"].is_null()).await;

    first.is_killed().await;
    app.clock.advance(LIFE);
    let _second = app.solves("second");
    let after = until_ended(&app, &desk, &timetable).await;

    assert_eq!([&after["latestRun"]["status"], &after["latestRun"]["attempts"]], [&json!("SOLVED"), &json!(2)]);
    let history = desk.history(&timetable).await;
    let solved = history.as_array().expect("entries").iter().filter(|entry| entry["what"] == "SOLVED").count();
    assert_eq!((solved, &after["version"]), (1, &json!(2)));
}

on_both!(a_run_of_a_process_that_is_told_to_end_waits_for_another);
async fn a_run_of_a_process_that_is_told_to_end_waits_for_another(app: TestApp) {
    let desk = Desk::of(&app).await;
    team(&app, &desk).await;
    let timetable = desk.made(MONDAY).await;
    let first = app.solves_without_end("first");
    solves(&desk, &timetable, Value::Null).await;
    until_run(&app, &desk, &timetable, |run| !run["incumbent"].is_null()).await;

    first.ends().await;
    let waits = until_run(&app, &desk, &timetable, |run| run["status"] == "QUEUED").await;
    let _second = app.solves("second");
    let after = until_ended(&app, &desk, &timetable).await;

    assert_eq!(waits["latestRun"]["attempts"], 0);
    assert_eq!([&after["latestRun"]["status"], &after["latestRun"]["attempts"]], [&json!("SOLVED"), &json!(1)]);
}

on_both!(a_run_whose_processes_die_again_and_again_fails);
async fn a_run_whose_processes_die_again_and_again_fails(app: TestApp) {
    let desk = Desk::of(&app).await;
    team(&app, &desk).await;
    let timetable = desk.made(MONDAY).await;
    solves(&desk, &timetable, Value::Null).await;

    let mut claims = Vec::new();
    for holder in ["first", "second", "third", "fourth"] {
        claims.push(solve::claim(app.app(), holder, &HashSet::new()).await.expect("the database answers").is_some());
        app.clock.advance(LIFE);
    }

    assert_eq!(claims, [true, true, true, false]);
    let run = until_ended(&app, &desk, &timetable).await["latestRun"].take();
    assert_eq!((&run["status"], &run["attempts"]), (&json!("FAILED"), &json!(3)));
    assert!(run["problem"].as_str().is_some_and(|problem| problem.contains("begun 3 times")), "{run:#}");
}

on_both!(a_timetable_that_was_edited_meanwhile_is_not_overwritten);
async fn a_timetable_that_was_edited_meanwhile_is_not_overwritten(app: TestApp) {
    let desk = Desk::of(&app).await;
    let [ana, ..] = team(&app, &desk).await;
    let timetable = desk.made(MONDAY).await;
    let _solver = app.solves_without_end("solver");
    solves(&desk, &timetable, Value::Null).await;
    let running = until_run(&app, &desk, &timetable, |run| !run["incumbent"].is_null()).await["latestRun"].take();

    let edited = desk.gives(&timetable, 3, 1, Some(&ana)).await["timetable"].take();
    desk.coordinator.query(STOP, json!({ "id": running["id"] })).await;
    let after = until_ended(&app, &desk, &timetable).await;

    let run = &after["latestRun"];
    assert_eq!((&run["status"], &run["baseVersion"]), (&json!("FAILED"), &json!(1)));
    assert!(run["problem"].as_str().is_some_and(|problem| problem.contains("changed meanwhile")), "{run:#}");
    assert_eq!(run["result"].as_array().map(Vec::len), Some(8), "what was found can still be looked at");
    assert_eq!(desk.sees(&timetable).await["slots"], edited["slots"]);
}

on_both!(rules_that_cannot_hold_are_named);
async fn rules_that_cannot_hold_are_named(app: TestApp) {
    let desk = Desk::of(&app).await;
    for name in ["Ana", "Berta"] {
        let person = app.person(name).groups(&["it"]).create().await;
        desk.person(&person, json!({ "idealLoad": 4 })).await;
    }
    let add = "mutation ($input: RotaRuleAddInput!) { rotaRuleAdd(input: $input) { userErrors { code } } }";
    let rule = json!({ "queueId": desk.queue, "kind": "MIN_FREE", "group": "it", "limit": 3 });
    desk.coordinator.query(add, json!({ "input": rule })).await;
    let timetable = desk.made(MONDAY).await;
    let _solver = app.solves("solver");

    solves(&desk, &timetable, Value::Null).await;
    let after = until_ended(&app, &desk, &timetable).await;

    let run = &after["latestRun"];
    assert_eq!((&run["status"], &after["version"]), (&json!("INFEASIBLE"), &json!(1)));
    let conflict = &run["conflicts"][0];
    assert_eq!((&conflict["constraint"], &conflict["turns"]), (&json!("GROUP_MIN_FREE"), &json!([])));
    assert!(conflict["message"].as_str().is_some_and(|message| message.contains("it") && message.contains('3')), "{conflict:#}");
    assert_eq!(run["problem"], conflict["message"]);
}

on_both!(a_published_week_is_planned_anew_with_as_few_changes_as_can_be_and_its_past_stays);
async fn a_published_week_is_planned_anew_with_as_few_changes_as_can_be_and_its_past_stays(app: TestApp) {
    let desk = Desk::of(&app).await;
    let [ana, berta, carla] = team(&app, &desk).await;
    let given = [(0, 0, &ana), (0, 1, &berta), (1, 0, &ana), (1, 1, &berta), (2, 0, &carla), (2, 1, &ana), (3, 0, &carla), (3, 1, &berta)];
    let published = desk.published(MONDAY, &given).await;
    // It is half past nine: the first slot runs, in which Ana is, says she, busy all of this Monday.
    app.clock.advance(chrono::TimeDelta::hours(46) + chrono::TimeDelta::minutes(30));
    desk.busy(&ana, json!({ "date": MONDAY, "required": true, "reason": "ill" })).await;
    let _solver = app.solves("solver");

    solves(&desk, &published, json!({ "minimumChange": true })).await;
    let after = until_ended(&app, &desk, &published).await;

    assert_eq!(after["latestRun"]["status"], "SOLVED", "{after:#}");
    let (before, now) = (holders(&published), holders(&desk.sees(&published).await));
    assert_eq!(now[0], before[0]);
    assert!(!now[1].contains(&ana.id.to_string()));
    assert!(now[1].contains(&berta.id.to_string()), "who can stay, stays");
}

on_both!(turns_in_other_queues_and_standing_turns_are_kept_in_mind);
async fn turns_in_other_queues_and_standing_turns_are_kept_in_mind(app: TestApp) {
    let desk = Desk::of(&app).await;
    let other = Desk::unset(&app, "sales").await;
    other.hours(json!([{ "weekday": "MONDAY", "startsAt": "10:30", "endsAt": "11:00", "demand": 1 }])).await;
    let [ana, berta, _] = team(&app, &desk).await;
    let sales = other.made(MONDAY).await;
    other.gives(&sales, 0, 0, Some(&berta)).await;
    desk.standing(&ana, "TUESDAY", "10:15").await;
    let timetable = desk.made(MONDAY).await;
    assert_eq!(holder(&timetable, 3, 0), json!(ana.id));
    let _solver = app.solves("solver");

    solves(&desk, &timetable, Value::Null).await;
    let after = until_ended(&app, &desk, &timetable).await;

    assert_eq!(after["latestRun"]["status"], "SOLVED", "{after:#}");
    let slots = holders(&desk.sees(&timetable).await);
    assert!(!slots[1].contains(&berta.id.to_string()), "she has a turn in sales then");
    assert!(slots[3].contains(&ana.id.to_string()), "it is her standing turn");
}
