//! A timetable edited by hand: what is checked, what is kept of it, and how two who edit at once get on.

use acceptance::{TestApp, on_both};
use chrono::TimeDelta;
use entity::stored::{Role, Topic};
use serde_json::{Value, json};

use super::desk::{Desk, MONDAY, edits, holder, load, refused, told, turn};

on_both!(a_turn_is_given_with_its_load_history_audit_and_news);
async fn a_turn_is_given_with_its_load_history_audit_and_news(app: TestApp) {
    let desk = Desk::of(&app).await;
    let (ana, berta) = (app.person("Ana").create().await, app.person("Berta").create().await);
    desk.person(&ana, json!({ "idealLoad": 2 })).await;
    let timetable = desk.made(MONDAY).await;
    let first = desk.gives(&timetable, 0, 0, Some(&ana)).await["timetable"].take();
    let variables = json!({ "id": turn(&first, 0, 0), "person": berta.id, "version": 2, "ignore": true, "reason": " Ana is ill " });

    let call = "turnAssign(id: $id, personId: $person, version: $version, ignoreWarnings: $ignore, reason: $reason)";
    let payload = desk.edits(call, variables).await;

    let after = &payload["timetable"];
    assert_eq!(payload["userErrors"], json!([]));
    assert_eq!((&after["version"], holder(after, 0, 0)), (&json!(3), json!(berta.id)));
    assert_eq!((&load(after, "Ana")["assigned"], &load(after, "Ana")["overload"]), (&json!(0), &json!(-2.0)));
    assert_eq!((&load(after, "Berta")["assigned"], &load(after, "Berta")["overload"]), (&json!(1), &json!(1.0)));
    let entry = desk.history(after).await[0].take();
    assert_eq!((&entry["what"], &entry["version"], &entry["reason"]), (&json!("REASSIGNED"), &json!(3), &json!("Ana is ill")));
    let cell = &entry["cells"][0];
    assert_eq!([&cell["before"]["name"], &cell["after"]["name"], &cell["slot"]["day"]], ["Ana", "Berta", MONDAY]);
    let audited = app.audit_log().await.pop().expect("an entry");
    assert_eq!((audited.action.as_str(), audited.reason.as_deref()), ("turnAssign", Some("Ana is ill")));
    let news = app.news().await.pop().expect("news");
    assert_eq!((news.topic, news.queue_id, &news.payload["version"]), (Topic::Timetable, Some(desk.queue), &json!(3)));
    let sequence = &news.payload["turns"][0]["sequence"];
    assert_eq!(sequence, &json!(2), "it has changed hands twice");
}

on_both!(who_cannot_have_a_turn_is_not_given_it);
async fn who_cannot_have_a_turn_is_not_given_it(app: TestApp) {
    let desk = Desk::of(&app).await;
    let other = Desk::unset(&app, "sales").await;
    other.hours(json!([{ "weekday": "MONDAY", "startsAt": "10:00", "endsAt": "11:00", "demand": 1 }])).await;
    let (ana, berta, gone) =
        (app.person("Ana").create().await, app.person("Berta").create().await, app.person("Carla").inactive().create().await);
    desk.busy(&ana, json!({ "weekday": "TUESDAY", "startsAt": "09:30", "endsAt": "10:00", "required": true, "reason": "at school" })).await;
    desk.settings(json!({ "maxPerDay": 1 })).await;
    let sales = other.made(MONDAY).await;
    other.gives(&sales, 0, 0, Some(&berta)).await;
    let timetable = desk.made(MONDAY).await;
    let timetable = desk.gives(&timetable, 0, 0, Some(&ana)).await["timetable"].take();
    // Slot, line, who, code.
    let table = [
        (2, 0, &ana, "CONFLICT"),
        (0, 1, &ana, "CONFLICT"),
        (1, 0, &ana, "LIMIT_REACHED"),
        (1, 1, &berta, "CONFLICT"),
        (3, 0, &gone, "INVALID"),
    ];

    for (slot, line, person, code) in table {
        let payload = desk.gives(&timetable, slot, line, Some(person)).await;

        assert!(told(&payload).contains(&(code.to_owned(), "personId".to_owned())), "{} in {slot}: {payload:#}", person.name);
        assert_eq!((&payload["timetable"], &payload["turns"]), (&Value::Null, &Value::Null));
    }
    assert_eq!(desk.sees(&timetable).await, timetable);
    assert_eq!(desk.gives(&timetable, 3, 0, Some(&ana)).await["userErrors"], json!([]), "at 10:15 she is back");
}

on_both!(no_more_cells_are_left_empty_than_the_settings_allow);
async fn no_more_cells_are_left_empty_than_the_settings_allow(app: TestApp) {
    let desk = Desk::of(&app).await;
    desk.settings(json!({ "maxEmptyPerSlot": 1 })).await;
    let (ana, berta) = (app.person("Ana").create().await, app.person("Berta").create().await);
    let timetable = desk.made(MONDAY).await;
    let one = desk.gives(&timetable, 0, 0, Some(&ana)).await["timetable"].take();
    let both = desk.gives(&one, 0, 1, Some(&berta)).await["timetable"].take();

    let first = desk.gives(&both, 0, 0, None).await;
    let second = desk.gives(&first["timetable"], 0, 1, None).await;

    assert_eq!((told(&first), holder(&first["timetable"], 0, 0)), (Vec::new(), Value::Null));
    assert_eq!(told(&second), refused("LIMIT_REACHED", "id"));
    assert_eq!(desk.history(&both).await[0]["what"], "CLEARED");
}

on_both!(what_had_better_not_be_is_done_only_in_spite_of_the_warning);
async fn what_had_better_not_be_is_done_only_in_spite_of_the_warning(app: TestApp) {
    let desk = Desk::of(&app).await;
    let (ana, berta) = (app.person("Ana").create().await, app.person("Berta").create().await);
    desk.person(&ana, json!({ "idealLoad": 2 })).await;
    desk.busy(&ana, json!({ "weekday": "MONDAY", "required": false, "reason": "early" })).await;
    let timetable = desk.made(MONDAY).await;

    let warned = desk.assigns(&timetable, 0, 0, Some(&ana), false).await;
    let stranger = desk.assigns(&timetable, 0, 0, Some(&berta), false).await;
    let seen = desk.sees(&timetable).await;
    let done = desk.assigns(&timetable, 0, 0, Some(&ana), true).await;

    let warning = json!([{ "kind": "RATHER_NOT", "message": "Ana would rather not on 2026-11-23 09:00: early.", "personId": ana.id }]);
    assert_eq!((&warned["warnings"], &warned["turns"], &warned["userErrors"]), (&warning, &Value::Null, &json!([])));
    assert_eq!(stranger["warnings"][0]["kind"], "NO_LOAD");
    assert_eq!(seen, timetable);
    assert_eq!((&done["warnings"], holder(&done["timetable"], 0, 0)), (&warning, json!(ana.id)));
}

on_both!(of_two_editors_the_second_is_told_the_present_timetable);
async fn of_two_editors_the_second_is_told_the_present_timetable(app: TestApp) {
    let desk = Desk::of(&app).await;
    let (ana, berta) = (app.person("Ana").create().await, app.person("Berta").create().await);
    let timetable = desk.made(MONDAY).await;

    let (one, other) = tokio::join!(desk.gives(&timetable, 0, 0, Some(&ana)), desk.gives(&timetable, 0, 0, Some(&berta)));

    let (winner, loser, person) = if one["userErrors"] == json!([]) { (one, other, &ana) } else { (other, one, &berta) };
    assert_eq!((told(&winner), told(&loser)), (Vec::new(), refused("CONFLICT", "version")));
    assert_eq!(loser["timetable"], winner["timetable"]);
    assert_eq!((&loser["timetable"]["version"], holder(&loser["timetable"], 0, 0)), (&json!(2), json!(person.id)));
    let slot = json!({ "slotId": timetable["slots"][0]["id"], "version": 1 });
    let calls = [
        (
            "turnSwap(id: $id, withId: $withId, version: $version)",
            json!({ "id": turn(&timetable, 0, 0), "withId": turn(&timetable, 1, 0), "version": 1 }),
        ),
        ("lineAdd(slotId: $slotId, version: $version)", slot.clone()),
        ("lineClose(slotId: $slotId, version: $version)", slot),
        ("timetableUndo(id: $id, version: $version)", json!({ "id": timetable["id"], "version": 1 })),
        ("timetablePublish(id: $id, version: $version)", json!({ "id": timetable["id"], "version": 1 })),
    ];
    for (call, variables) in calls {
        let payload = desk.edits(call, variables).await;
        assert_eq!((told(&payload), &payload["timetable"]), (refused("CONFLICT", "version"), &winner["timetable"]), "{call}");
    }
}

on_both!(two_editors_of_two_queues_do_not_give_one_person_two_turns_at_once);
async fn two_editors_of_two_queues_do_not_give_one_person_two_turns_at_once(app: TestApp) {
    let (desk, other) = (Desk::of(&app).await, Desk::unset(&app, "sales").await);
    other.hours(json!([{ "weekday": "MONDAY", "startsAt": "09:00", "endsAt": "10:00", "demand": 1 }])).await;
    let ana = app.person("Ana").create().await;
    let (support, sales) = (desk.made(MONDAY).await, other.made(MONDAY).await);

    let (one, two) = tokio::join!(desk.gives(&support, 0, 0, Some(&ana)), other.gives(&sales, 0, 0, Some(&ana)));

    let mut outcomes = [told(&one), told(&two)];
    outcomes.sort();
    assert_eq!(outcomes, [Vec::new(), refused("CONFLICT", "personId")]);
}

on_both!(two_turns_change_hands_at_once);
async fn two_turns_change_hands_at_once(app: TestApp) {
    let desk = Desk::of(&app).await;
    let (ana, berta) = (app.person("Ana").create().await, app.person("Berta").create().await);
    desk.settings(json!({ "maxPerDay": 1 })).await;
    let timetable = desk.made(MONDAY).await;
    let timetable = desk.gives(&timetable, 0, 0, Some(&ana)).await["timetable"].take();
    let timetable = desk.gives(&timetable, 1, 0, Some(&berta)).await["timetable"].take();
    let swap = async |timetable: &Value, one: Value, other: Value| {
        let variables = json!({ "id": one, "withId": other, "version": timetable["version"] });
        desk.edits("turnSwap(id: $id, withId: $withId, version: $version)", variables).await
    };

    let swapped = swap(&timetable, turn(&timetable, 0, 0), turn(&timetable, 1, 0)).await;
    let after = &swapped["timetable"];
    let moved = swap(after, turn(after, 0, 0), turn(after, 2, 1)).await;
    let same = swap(&moved["timetable"], turn(after, 3, 0), turn(after, 3, 1)).await;

    assert_eq!([holder(after, 0, 0), holder(after, 1, 0)], [json!(berta.id), json!(ana.id)]);
    assert_eq!((&swapped["warnings"], &after["version"]), (&json!([]), &json!(4)), "one edit, and nobody has more turns than before");
    assert_eq!([holder(&moved["timetable"], 0, 0), holder(&moved["timetable"], 2, 1)], [Value::Null, json!(berta.id)]);
    assert_eq!(told(&same), refused("INVALID", "withId"));
}

on_both!(lines_are_opened_and_closed_while_empty);
async fn lines_are_opened_and_closed_while_empty(app: TestApp) {
    let desk = Desk::of(&app).await;
    let ana = app.person("Ana").create().await;
    let timetable = desk.made(MONDAY).await;
    let line = async |timetable: &Value, what: &str| {
        let variables = json!({ "slotId": timetable["slots"][0]["id"], "version": timetable["version"] });
        desk.edits(&format!("{what}(slotId: $slotId, version: $version)"), variables).await
    };

    let opened = line(&timetable, "lineAdd").await["timetable"].take();
    let given = desk.gives(&opened, 0, 2, Some(&ana)).await["timetable"].take();
    let somebodys = line(&given, "lineClose").await;
    let two = desk.undoes(&given).await["timetable"].take();
    let two = line(&two, "lineClose").await["timetable"].take();
    let one = line(&two, "lineClose").await["timetable"].take();
    let none = line(&one, "lineClose").await;

    assert_eq!((&opened["slots"][0]["lines"], &opened["slots"][0]["turns"][2]["line"]), (&json!(3), &json!(3)));
    assert_eq!(told(&somebodys), refused("CONFLICT", "slotId"));
    assert_eq!((&one["slots"][0]["lines"], one["slots"][0]["turns"].as_array().map(Vec::len)), (&json!(1), Some(1)));
    assert_eq!(told(&none), refused("CONFLICT", "slotId"));
}

on_both!(edits_are_undone_one_by_one_back_to_when_the_timetable_was_made);
async fn edits_are_undone_one_by_one_back_to_when_the_timetable_was_made(app: TestApp) {
    let desk = Desk::of(&app).await;
    let (ana, berta) = (app.person("Ana").create().await, app.person("Berta").create().await);
    let mut states = vec![desk.made(MONDAY).await];
    let last = |states: &[Value]| states.last().expect("a state").clone();
    states.push(desk.gives(&last(&states), 0, 0, Some(&ana)).await["timetable"].take());
    states.push(desk.gives(&last(&states), 0, 0, Some(&berta)).await["timetable"].take());
    let now = last(&states);
    let swap = json!({ "id": turn(&now, 0, 0), "withId": turn(&now, 2, 0), "version": now["version"] });
    states.push(desk.edits("turnSwap(id: $id, withId: $withId, version: $version)", swap).await["timetable"].take());
    let close = json!({ "slotId": now["slots"][1]["id"], "version": last(&states)["version"] });
    states.push(desk.edits("lineClose(slotId: $slotId, version: $version)", close).await["timetable"].take());
    let add = json!({ "slotId": now["slots"][0]["id"], "version": last(&states)["version"] });
    states.push(desk.edits("lineAdd(slotId: $slotId, version: $version)", add).await["timetable"].take());

    let mut present = states.pop().expect("a state");
    while let Some(before) = states.pop() {
        present = desk.undoes(&present).await["timetable"].take();
        assert_eq!(present["slots"], before["slots"]);
    }
    let nothing = desk.undoes(&present).await;

    assert_eq!((told(&nothing), &present["version"]), (refused("CONFLICT", "id"), &json!(11)));
    let history = desk.history(&present).await;
    let what: Vec<&str> = history.as_array().expect("entries").iter().filter_map(|entry| entry["what"].as_str()).collect();
    assert_eq!(what[..5], ["UNDONE"; 5]);
    assert_eq!(what[5..], ["LINE_ADDED", "LINE_CLOSED", "SWAPPED", "REASSIGNED", "REASSIGNED", "CREATED"]);
    assert_eq!((&history[0]["undoesId"], &history[9]["undoneById"]), (&history[9]["id"], &history[0]["id"]));
}

on_both!(what_cannot_be_put_back_is_not_undone);
async fn what_cannot_be_put_back_is_not_undone(app: TestApp) {
    let desk = Desk::of(&app).await;
    let (ana, berta) = (app.person("Ana").create().await, app.person("Berta").create().await);
    let timetable = desk.made(MONDAY).await;
    let given = desk.gives(&timetable, 0, 0, Some(&ana)).await["timetable"].take();
    let given = desk.gives(&given, 0, 0, Some(&berta)).await["timetable"].take();
    desk.busy(&ana, json!({ "weekday": "MONDAY", "required": true, "reason": "at school" })).await;

    let refusal = desk.undoes(&given).await;

    assert_eq!(told(&refusal), refused("CONFLICT", "id"));
    assert_eq!(desk.sees(&given).await, given);
}

on_both!(an_agent_takes_over_a_running_turn_at_once_and_the_history_tells_when);
async fn an_agent_takes_over_a_running_turn_at_once_and_the_history_tells_when(app: TestApp) {
    let desk = Desk::of(&app).await;
    let (ana, berta) = (app.person("Ana").create().await, app.person("Berta").create().await);
    let timetable = desk.published(MONDAY, &[(0, 0, &ana), (1, 0, &berta)]).await;
    let agent = app.as_agent(&berta).await;
    let takes = async |slot: usize| edits(&agent, "turnTakeOver(id: $id)", json!({ "id": turn(&timetable, slot, 0) })).await;

    let early = takes(0).await;
    app.clock.advance(TimeDelta::hours(46) + TimeDelta::minutes(30));
    let other = takes(2).await;
    let taken = takes(0).await;
    let nobody = desk.edits("turnTakeOver(id: $id)", json!({ "id": turn(&timetable, 0, 0) })).await;
    let undone = desk.undoes(&taken["timetable"]).await;

    assert_eq!([told(&early), told(&other)], [refused("CONFLICT", "id"), refused("CONFLICT", "id")]);
    assert_eq!((told(&taken), &taken["turns"][0]["personId"]), (Vec::new(), &json!(berta.id)));
    assert_eq!(told(&nobody), refused("FORBIDDEN", "id"));
    assert_eq!(holder(&undone["timetable"], 0, 0), json!(ana.id));
    let entry = desk.history(&timetable).await[1].take();
    assert_eq!((&entry["what"], &entry["occurredAt"]), (&json!("TAKEN_OVER"), &json!("2026-11-23T08:30:00+00:00")));
    assert_eq!(entry["cells"][0]["before"]["name"], "Ana");
}

on_both!(agents_edit_no_timetable);
async fn agents_edit_no_timetable(app: TestApp) {
    let desk = Desk::of(&app).await;
    let ana = app.person("Ana").create().await;
    let timetable = desk.made(MONDAY).await;
    let assign = "mutation ($id: ID!) { turnAssign(id: $id, version: 1) { userErrors { code } } }";

    for client in [app.as_agent(&ana).await, app.as_role(Role::Viewer).await] {
        assert_eq!(client.error(assign, json!({ "id": turn(&timetable, 0, 0) })).await.code, "FORBIDDEN");
    }
}

on_both!(the_history_comes_a_page_at_a_time_newest_first);
async fn the_history_comes_a_page_at_a_time_newest_first(app: TestApp) {
    let desk = Desk::of(&app).await;
    let ana = app.person("Ana").create().await;
    let mut timetable = desk.made(MONDAY).await;
    for slot in 0..3 {
        timetable = desk.gives(&timetable, slot, 0, Some(&ana)).await["timetable"].take();
        if slot == 1 {
            timetable = desk.undoes(&timetable).await["timetable"].take();
        }
    }
    let ask = "query ($id: ID!, $after: String) { timetable(id: $id) { history(first: 2, after: $after) {
        nodes { version } pageInfo { hasNextPage endCursor } } } }";

    let (mut versions, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = desk.coordinator.query(ask, json!({ "id": timetable["id"], "after": after })).await["timetable"]["history"].take();
        versions.extend(page["nodes"].as_array().expect("nodes").iter().map(|entry| entry["version"].clone()));
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }

    assert_eq!(versions, [5, 4, 3, 2, 1]);
}
