//! Why a timetable is as it is, who else could come, and what an edit would do before it is made.

use acceptance::{TestApp, on_both};
use chrono::TimeDelta;
use entity::person;
use serde_json::{Value, json};

use super::desk::{Desk, MONDAY, told, turn};

const SCORE: &str = "query ($id: ID!) { timetable(id: $id) { score { points breaches parts { constraint points }
    ofNoTurn { constraint points why } } slots { turns { id costs { constraint points why } } } } }";

/// Ana twice in a row on Monday, at one time against her wish, and nobody else.
async fn plain(app: &TestApp) -> (Desk, Value, [person::Model; 2]) {
    let desk = Desk::of(app).await;
    let people = [app.person("Ana").create().await, app.person("Berta").create().await];
    for person in &people {
        desk.person(person, json!({ "idealLoad": 4 })).await;
    }
    desk.busy(&people[0], json!({ "weekday": "MONDAY", "startsAt": "10:15", "endsAt": "11:30", "required": false, "reason": "reading" }))
        .await;
    let timetable = desk.made(MONDAY).await;
    let timetable = desk.gives(&timetable, 0, 0, Some(&people[0])).await["timetable"].take();
    let timetable = desk.gives(&timetable, 1, 0, Some(&people[0])).await["timetable"].take();
    (desk, timetable, people)
}

async fn asks(desk: &Desk, document: &str, variables: Value) -> Value {
    desk.coordinator.query(document, variables).await
}

fn points(costs: &Value) -> i64 {
    costs.as_array().into_iter().flatten().filter_map(|cost| cost["points"].as_i64()).sum()
}

on_both!(the_costs_of_all_turns_and_of_none_are_the_score);
async fn the_costs_of_all_turns_and_of_none_are_the_score(app: TestApp) {
    let (desk, timetable, _) = plain(&app).await;

    let judged = asks(&desk, SCORE, json!({ "id": timetable["id"] })).await["timetable"].take();

    let turns: Vec<&Value> =
        judged["slots"].as_array().expect("slots").iter().flat_map(|slot| slot["turns"].as_array().expect("turns")).collect();
    let borne: i64 = turns.iter().map(|turn| points(&turn["costs"])).sum();
    let score = &judged["score"];
    assert_eq!(Some(borne + points(&score["ofNoTurn"])), score["points"].as_i64());
    assert_eq!((Some(points(&score["parts"])), &score["breaches"]), (score["points"].as_i64(), &json!(0)));
    // Two turns a day 20, one against a wish 5; of the holes, two slots with one 100 each, two with two 401 each.
    assert_eq!((borne, points(&score["ofNoTurn"])), (25, 1_002));
    let wished =
        judged["slots"][1]["turns"][0]["costs"].as_array().expect("costs").iter().find(|cost| cost["constraint"] == "OPTIONAL_BUSY");
    assert!(wished.is_some_and(|cost| cost["why"].as_str().is_some_and(|why| why.contains("reading"))), "{judged:#}");
}

on_both!(a_preview_tells_the_score_that_the_edit_makes);
async fn a_preview_tells_the_score_that_the_edit_makes(app: TestApp) {
    let (desk, timetable, [_, berta]) = plain(&app).await;
    let stranger = app.person("Carla").create().await;
    let preview = "query ($id: ID!, $person: ID) { turnAssignPreview(id: $id, personId: $person) {
        pointsBefore pointsAfter breachesAfter parts { constraint points } warnings { kind } refusals { code } } }";
    let score = async |timetable: &Value| asks(&desk, SCORE, json!({ "id": timetable["id"] })).await["timetable"]["score"].take();

    let mut timetable = timetable;
    for (slot, line, person) in [(1, 1, Some(&berta)), (1, 0, None), (2, 0, Some(&stranger))] {
        let before = score(&timetable).await;
        let variables = json!({ "id": turn(&timetable, slot, line), "person": person.map(|person| person.id) });
        let told = asks(&desk, preview, variables).await["turnAssignPreview"].take();
        timetable = desk.gives(&timetable, slot, line, person).await["timetable"].take();
        let after = score(&timetable).await;

        assert_eq!([&told["pointsBefore"], &told["pointsAfter"]], [&before["points"], &after["points"]], "{slot} {line}");
        assert_eq!((&told["breachesAfter"], &told["refusals"]), (&after["breaches"], &json!([])));
        let delta = after["points"].as_i64().zip(before["points"].as_i64()).map(|(after, before)| after - before);
        assert_eq!(Some(points(&told["parts"])), delta);
    }
}

on_both!(a_swap_is_previewed_with_what_speaks_against_it);
async fn a_swap_is_previewed_with_what_speaks_against_it(app: TestApp) {
    let (desk, timetable, [ana, berta]) = plain(&app).await;
    let timetable = desk.gives(&timetable, 2, 0, Some(&berta)).await["timetable"].take();
    desk.busy(&ana, json!({ "weekday": "TUESDAY", "required": true, "reason": "at school" })).await;
    let preview = "query ($id: ID!, $with: ID!) { turnSwapPreview(id: $id, withId: $with) {
        pointsBefore pointsAfter refusals { code message } } }";

    let variables = json!({ "id": turn(&timetable, 0, 0), "with": turn(&timetable, 2, 0) });
    let told = asks(&desk, preview, variables).await["turnSwapPreview"].take();

    assert_eq!(told["refusals"], json!([{ "code": "CONFLICT", "message": "Ana cannot on 2026-11-24 09:00: at school." }]));
    assert_eq!(desk.sees(&timetable).await, timetable, "nothing was done");
}

on_both!(who_might_come_is_ranked_and_who_cannot_is_told_why);
async fn who_might_come_is_ranked_and_who_cannot_is_told_why(app: TestApp) {
    let (desk, timetable, [_, berta]) = plain(&app).await;
    let (carla, _) = (app.person("Carla").create().await, app.person("Dolors").create().await);
    desk.person(&carla, json!({ "idealLoad": 1 })).await;
    desk.busy(&berta, json!({ "weekday": "TUESDAY", "required": true, "reason": "at school" })).await;
    let ask = "query ($slot: ID!, $turn: ID!) {
        timetableSlotCandidates(slotId: $slot) { delta person { name } refusals { code } warnings { kind message } }
        node(id: $turn) { ... on Turn { alternatives(first: 2) { person { name } delta refusals { code } } } } }";

    let variables = json!({ "slot": timetable["slots"][2]["id"], "turn": turn(&timetable, 1, 0) });
    let answer = asks(&desk, ask, variables).await;

    let candidates = answer["timetableSlotCandidates"].as_array().expect("candidates");
    let names: Vec<_> = candidates.iter().map(|candidate| &candidate["person"]["name"]).collect();
    assert_eq!(names, ["Ana", "Carla", "Berta"]);
    assert_eq!((&candidates[0]["delta"], &candidates[0]["refusals"]), (&json!(-301), &json!([])));
    assert_eq!(candidates[1]["warnings"][0]["kind"], "NO_LOAD", "the week was made before she had a load");
    assert_eq!(candidates[2]["refusals"], json!([{ "code": "CONFLICT" }]));
    let alternatives = answer["node"]["alternatives"].as_array().expect("alternatives");
    // Ana would be rid of 20 for two turns on a day, and of 5 for her wish.
    assert_eq!((&alternatives[0]["person"]["name"], &alternatives[0]["delta"]), (&json!("Berta"), &json!(-25)));
    assert_eq!(alternatives.len(), 2);
}

on_both!(what_is_not_filled_is_told_with_who_is_busy_and_why);
async fn what_is_not_filled_is_told_with_who_is_busy_and_why(app: TestApp) {
    let (desk, timetable, [_, berta]) = plain(&app).await;
    desk.busy(&berta, json!({ "weekday": "MONDAY", "required": true, "reason": "at school" })).await;
    let ask = "query ($id: ID!) { timetable(id: $id) {
        unfilled { missing slot { day localStart } candidates { person { name } refusals { message } } }
        quality { cells filled coverage balance gaps { missing uncovered slot { localStart } } overloaded { turns }
            underloaded { turns load person { name } } } } }";

    let told = asks(&desk, ask, json!({ "id": timetable["id"] })).await["timetable"].take();

    let unfilled = told["unfilled"].as_array().expect("slots");
    let missing: Vec<_> = unfilled.iter().map(|slot| (slot["slot"]["localStart"].as_str().unwrap_or_default(), &slot["missing"])).collect();
    assert_eq!(missing, [("09:00", &json!(1)), ("10:15", &json!(1)), ("09:00", &json!(2)), ("10:15", &json!(2))]);
    let berta = json!({ "person": { "name": "Berta" }, "refusals": [{ "message": "Berta cannot on 2026-11-23 09:00: at school." }] });
    assert_eq!(unfilled[0]["candidates"], json!([berta]));
    let quality = &told["quality"];
    assert_eq!([&quality["cells"], &quality["filled"], &quality["coverage"]], [&json!(8), &json!(2), &json!(25)]);
    assert_eq!(quality["gaps"].as_array().map(Vec::len), Some(4));
    assert_eq!(quality["underloaded"][0]["person"]["name"], "Berta");
}

on_both!(versions_and_weeks_are_told_apart_slot_by_slot);
async fn versions_and_weeks_are_told_apart_slot_by_slot(app: TestApp) {
    let (desk, timetable, [_, berta]) = plain(&app).await;
    let after = desk.gives(&timetable, 1, 0, Some(&berta)).await["timetable"].take();
    let next = desk.made("2026-11-30").await;
    let ask = "query ($from: ID!, $version: Int, $to: ID) { timetableDiff(fromId: $from, fromVersion: $version, toId: $to) {
        weekday startsAt out { name } into { name } } }";

    let versions = asks(&desk, ask, json!({ "from": after["id"], "version": 3 })).await["timetableDiff"].take();
    let first = asks(&desk, ask, json!({ "from": after["id"], "version": 1 })).await["timetableDiff"].take();
    let weeks = asks(&desk, ask, json!({ "from": after["id"], "to": next["id"] })).await["timetableDiff"].take();
    let unknown = desk.coordinator.error(ask, json!({ "from": after["id"], "version": 9 })).await;

    assert_eq!(versions, json!([{ "weekday": "MONDAY", "startsAt": "10:15", "out": [{ "name": "Ana" }], "into": [{ "name": "Berta" }] }]));
    assert_eq!(first.as_array().map(Vec::len), Some(2));
    assert_eq!((weeks.as_array().map(Vec::len), &weeks[0]["out"]), (Some(2), &json!([{ "name": "Ana" }])));
    assert_eq!(unknown.code, "BAD_REQUEST");
}

on_both!(gaps_ahead_are_those_of_published_weeks_and_of_weeks_nobody_has_published);
async fn gaps_ahead_are_those_of_published_weeks_and_of_weeks_nobody_has_published(app: TestApp) {
    let (desk, timetable, [_, berta]) = plain(&app).await;
    let timetable = desk.gives(&timetable, 0, 1, Some(&berta)).await["timetable"].take();
    assert_eq!(told(&desk.publishes(&timetable).await), Vec::new());
    desk.closed("2026-12-01").await;
    let ask = "query ($queue: ID!, $between: IntervalInput!) { coverageGaps(queueId: $queue, between: $between) {
        day startsAt wanted missing uncovered slot { id } } }";
    let between = json!({ "startsAt": app.now(), "endsAt": app.now() + TimeDelta::days(14) });

    let gaps = asks(&desk, ask, json!({ "queue": desk.queue, "between": between })).await["coverageGaps"].take();
    let long = json!({ "startsAt": app.now(), "endsAt": app.now() + TimeDelta::days(101) });
    let refusal = desk.coordinator.error(ask, json!({ "queue": desk.queue, "between": long })).await;

    let gaps = gaps.as_array().expect("gaps");
    let told: Vec<_> = gaps.iter().map(|gap| json!([gap["day"], gap["missing"], gap["uncovered"], gap["slot"].is_null()])).collect();
    assert_eq!(
        told,
        [
            json!([MONDAY, 1, false, false]),
            json!(["2026-11-24", 2, true, false]),
            json!(["2026-11-24", 2, true, false]),
            json!(["2026-11-30", 2, true, true]),
            json!(["2026-11-30", 2, true, true]),
        ]
    );
    assert_eq!(refusal.code, "BAD_REQUEST");
}
