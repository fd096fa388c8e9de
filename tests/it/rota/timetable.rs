//! A timetable's life: made from the service hours, published, archived; and who asks what is in it.

use acceptance::{SOON, TestApp, on_both};
use chrono::TimeDelta;
use entity::stored::Role;
use serde_json::{Value, json};

use super::desk::{Desk, MONDAY, holder, load, refused, told, turn};

on_both!(a_timetable_has_the_slots_of_the_service_hours_without_closed_days);
async fn a_timetable_has_the_slots_of_the_service_hours_without_closed_days(app: TestApp) {
    let desk = Desk::of(&app).await;
    desk.closed("2026-11-24").await;

    let timetable = desk.made(MONDAY).await;

    assert_eq!((&timetable["week"], &timetable["status"], &timetable["version"]), (&json!(MONDAY), &json!("DRAFT"), &json!(1)));
    let slots = timetable["slots"].as_array().expect("slots");
    let told: Vec<_> = slots.iter().map(|slot| [&slot["day"], &slot["localStart"], &slot["localEnd"], &slot["startsAt"]]).collect();
    assert_eq!(
        told,
        [
            [&json!(MONDAY), &json!("09:00"), &json!("10:15"), &json!("2026-11-23T08:00:00+00:00")],
            [&json!(MONDAY), &json!("10:15"), &json!("11:30"), &json!("2026-11-23T09:15:00+00:00")],
        ]
    );
    for slot in slots {
        let lines: Vec<_> = slot["turns"].as_array().expect("turns").iter().map(|turn| (&turn["line"], &turn["personId"])).collect();
        assert_eq!(lines, [(&json!(1), &Value::Null), (&json!(2), &Value::Null)]);
    }
    let entry = app.audit_log().await.pop().expect("an entry");
    assert_eq!((entry.action.as_str(), entry.subject_id.as_deref()), ("timetableCreate", timetable["id"].as_str()));
    assert_eq!(desk.history(&timetable).await[0]["what"], "CREATED");
}

on_both!(a_week_begins_on_a_monday_and_has_one_timetable_a_queue);
async fn a_week_begins_on_a_monday_and_has_one_timetable_a_queue(app: TestApp) {
    let desk = Desk::of(&app).await;
    desk.made(MONDAY).await;
    let closed = Desk::unset(&app, "sales").await;

    assert_eq!(told(&desk.creates("2026-11-24").await), refused("INVALID", "week"));
    assert_eq!(told(&desk.creates("2026-02-30").await), refused("INVALID", "week"));
    assert_eq!(told(&desk.creates("1926-11-22").await), refused("INVALID", "week"));
    assert_eq!(told(&desk.creates(MONDAY).await), refused("TAKEN", "week"));
    assert_eq!(told(&closed.creates(MONDAY).await), refused("CONFLICT", "queueId"));
}

on_both!(local_times_become_instants_also_on_the_nights_of_a_change_of_clocks);
async fn local_times_become_instants_also_on_the_nights_of_a_change_of_clocks(app: TestApp) {
    let desk = Desk::unset(&app, "night").await;
    let slot = |from: &str, to: &str| json!({ "weekday": "SUNDAY", "startsAt": from, "endsAt": to, "demand": 1 });
    desk.hours(json!([slot("01:30", "02:00"), slot("02:00", "02:30"), slot("02:30", "03:30"), slot("09:00", "00:00")])).await;
    let told = async |week: &str| -> Vec<String> {
        let timetable = desk.made(week).await;
        let slots = timetable["slots"].as_array().expect("slots").clone();
        let short = |at: &Value| at.as_str().expect("an instant")[5..16].to_owned();
        slots
            .iter()
            .map(|slot| format!("{} {}-{}", slot["localStart"].as_str().expect("a time"), short(&slot["startsAt"]), short(&slot["endsAt"])))
            .collect()
    };

    let spring = told("2027-03-22").await;
    let autumn = told("2027-10-25").await;

    // From 02:00 to 03:00 there is no such time: what lies in it whole is left out.
    assert_eq!(spring, ["01:30 03-28T00:30-03-28T01:00", "02:30 03-28T01:00-03-28T01:30", "09:00 03-28T07:00-03-28T22:00"]);
    assert_eq!(
        autumn,
        [
            "01:30 10-30T23:30-10-31T01:00",
            "02:00 10-31T00:00-10-31T01:30",
            "02:30 10-31T00:30-10-31T02:30",
            "09:00 10-31T08:00-10-31T23:00",
        ]
    );
}

on_both!(standing_turns_are_placed_and_those_that_cannot_be_are_told);
async fn standing_turns_are_placed_and_those_that_cannot_be_are_told(app: TestApp) {
    let desk = Desk::of(&app).await;
    let (ana, berta) = (app.person("Ana").create().await, app.person("Berta").create().await);
    for person in [&berta, &ana] {
        desk.standing(person, "MONDAY", "09:00").await;
    }
    desk.standing(&ana, "TUESDAY", "10:15").await;
    desk.busy(&berta, json!({ "date": MONDAY, "required": true, "dayOff": true, "reason": "holidays" })).await;
    desk.closed("2026-11-24").await;

    let made = desk.creates(MONDAY).await;

    let timetable = &made["timetable"];
    assert_eq!([holder(timetable, 0, 0), holder(timetable, 0, 1)], [json!(ana.id), Value::Null]);
    assert_eq!(timetable["slots"][0]["turns"][0]["standing"], true);
    let skipped: Vec<_> = made["skipped"].as_array().expect("skipped").iter().map(|row| (&row["person"]["name"], &row["reason"])).collect();
    assert_eq!(
        skipped,
        [
            (&json!("Berta"), &json!("Berta cannot on 2026-11-23 09:00: holidays.")),
            (&json!("Ana"), &json!("There is no slot on 2026-11-24 at 10:15.")),
        ]
    );
}

on_both!(lines_that_nobody_would_fill_are_not_opened_where_the_queue_closes_them);
async fn lines_that_nobody_would_fill_are_not_opened_where_the_queue_closes_them(app: TestApp) {
    let desk = Desk::of(&app).await;
    for name in ["Ana", "Berta"] {
        desk.person(&app.person(name).create().await, json!({ "idealLoad": 2 })).await;
    }
    let lines = |timetable: &Value| -> Vec<Value> {
        timetable["slots"].as_array().expect("slots").iter().map(|slot| slot["lines"].clone()).collect()
    };

    let open = desk.made(MONDAY).await;
    desk.settings(json!({ "closeLines": true })).await;
    let closed = desk.made("2026-11-30").await;
    desk.person(&app.person("Carla").create().await, json!({ "idealLoad": 4 })).await;
    let filled = desk.made("2026-12-07").await;

    // Four turns of eight: one line of two.
    assert_eq!(lines(&open), [2, 2, 2, 2]);
    assert_eq!(lines(&closed), [1, 1, 1, 1]);
    assert_eq!(closed["slots"][0]["turns"].as_array().map(Vec::len), Some(1));
    assert_eq!(lines(&filled), [2, 2, 2, 2]);
}

on_both!(a_draft_is_deleted_and_what_was_published_is_not);
async fn a_draft_is_deleted_and_what_was_published_is_not(app: TestApp) {
    let desk = Desk::of(&app).await;
    let ana = app.person("Ana").create().await;
    let draft = desk.made(MONDAY).await;
    let published = desk.published("2026-11-30", &[(0, 0, &ana)]).await;
    let delete = "mutation ($id: ID!) { timetableDelete(id: $id) { deletedId userErrors { code path } } }";

    let gone = desk.coordinator.query(delete, json!({ "id": draft["id"] })).await;
    let kept = desk.coordinator.query(delete, json!({ "id": published["id"] })).await;

    assert_eq!(gone["timetableDelete"], json!({ "deletedId": draft["id"], "userErrors": [] }));
    assert_eq!(told(&kept["timetableDelete"]), refused("CONFLICT", "id"));
    assert_eq!(desk.sees(&draft).await, Value::Null);
    assert_eq!(desk.made(MONDAY).await["version"], 1, "the week is free again");
}

on_both!(what_breaks_a_hard_rule_is_not_published_and_all_of_it_is_told);
async fn what_breaks_a_hard_rule_is_not_published_and_all_of_it_is_told(app: TestApp) {
    let desk = Desk::of(&app).await;
    let (ana, berta) = (app.person("Ana").create().await, app.person("Berta").create().await);
    let timetable = desk.made(MONDAY).await;
    let timetable = desk.gives(&timetable, 0, 0, Some(&ana)).await["timetable"].take();
    let timetable = desk.gives(&timetable, 1, 0, Some(&berta)).await["timetable"].take();
    desk.busy(&ana, json!({ "weekday": "MONDAY", "required": true, "reason": "at school" })).await;
    let deactivate = "mutation ($id: ID!) { personDeactivate(id: $id) { userErrors { code } } }";
    desk.coordinator.query(deactivate, json!({ "id": berta.id })).await;

    let refusal = desk.publishes(&timetable).await;

    let messages: Vec<_> =
        refusal["userErrors"].as_array().expect("errors").iter().map(|error| (&error["code"], &error["message"])).collect();
    assert_eq!(
        messages,
        [
            (&json!("CONFLICT"), &json!("Ana cannot on 2026-11-23 09:00: at school.")),
            (&json!("INVALID"), &json!("Berta takes no part any more.")),
        ]
    );
    assert_eq!((&desk.sees(&timetable).await["status"], &refusal["timetable"]), (&json!("DRAFT"), &Value::Null));
}

on_both!(a_timetable_is_published_once_and_archived_when_its_week_is_over);
async fn a_timetable_is_published_once_and_archived_when_its_week_is_over(app: TestApp) {
    let desk = Desk::of(&app).await;
    let draft = desk.made(MONDAY).await;
    let archive = "mutation ($id: ID!) { timetableArchive(id: $id) { timetable { status version } userErrors { code path } } }";
    let archived = async || desk.coordinator.query(archive, json!({ "id": draft["id"] })).await["timetableArchive"].take();
    assert_eq!(told(&archived().await), refused("CONFLICT", "id"), "a draft");

    let published = desk.publishes(&draft).await["timetable"].take();
    let again = desk.publishes(&draft).await;
    let early = archived().await;
    app.clock.advance(TimeDelta::days(9));
    let over = archived().await;
    let twice = archived().await;
    let late = desk.gives(&desk.sees(&draft).await, 0, 0, None).await;

    assert_eq!((&published["status"], &published["version"]), (&json!("PUBLISHED"), &json!(2)));
    assert_eq!((&again["timetable"]["version"], &again["userErrors"]), (&json!(2), &json!([])));
    assert_eq!(told(&early), refused("CONFLICT", "id"));
    assert_eq!(over, json!({ "timetable": { "status": "ARCHIVED", "version": 3 }, "userErrors": [] }));
    assert_eq!(twice, over);
    assert_eq!(told(&late), refused("CONFLICT", "id"));
    let what: Vec<Value> = desk.history(&draft).await.as_array().expect("entries").iter().map(|entry| entry["what"].clone()).collect();
    assert_eq!(what, ["ARCHIVED", "PUBLISHED", "CREATED"]);
}

on_both!(what_is_carried_beyond_the_ideal_is_credit_of_the_weeks_after);
async fn what_is_carried_beyond_the_ideal_is_credit_of_the_weeks_after(app: TestApp) {
    let desk = Desk::of(&app).await;
    let (ana, berta) = (app.person("Ana").create().await, app.person("Berta").create().await);
    for person in [&ana, &berta] {
        desk.person(person, json!({ "idealLoad": 2 })).await;
    }
    desk.busy(&berta, json!({ "date": "2026-11-24", "required": true, "dayOff": true, "reason": "holidays" })).await;
    let later = desk.made("2026-11-30").await;

    let first = desk.published(MONDAY, &[(0, 0, &ana), (1, 0, &ana), (2, 0, &ana)]).await;
    let second = desk.sees(&later).await;
    let third = desk.made("2026-12-07").await;

    let row = |ideal: f64, load: i32, assigned: i32, overload: f64, credit: f64| json!({ "ideal": ideal, "load": load, "assigned": assigned, "overload": overload, "creditBefore": credit });
    assert_eq!(load(&first, "Ana"), row(2.0, 2, 3, 1.0, 0.0));
    assert_eq!(load(&first, "Berta"), row(1.0, 1, 0, -1.0, 0.0));
    for after in [&second, &third] {
        assert_eq!((&load(after, "Ana")["creditBefore"], &load(after, "Berta")["creditBefore"]), (&json!(1.0), &json!(-1.0)));
    }
}

on_both!(fifty_persons_with_a_week_of_turns_are_two_statements);
async fn fifty_persons_with_a_week_of_turns_are_two_statements(app: TestApp) {
    let desk = Desk::unset(&app, "support").await;
    desk.hours(json!([{ "weekday": "MONDAY", "startsAt": "09:00", "endsAt": "10:00", "demand": 50 }])).await;
    for number in 0..50 {
        let person = app.person(&format!("Person {number:02}")).create().await;
        desk.standing(&person, "MONDAY", "09:00").await;
    }
    let timetable = desk.made(MONDAY).await;
    let ask = "{ persons { nodes { name turns(between: { startsAt: \"2026-11-23T00:00:00Z\", endsAt: \"2026-11-30T00:00:00Z\" }) {
        id queueId personId line startsAt endsAt standing } } } }";
    let draft = desk.coordinator.query(ask, json!({})).await;
    desk.publishes(&timetable).await;

    let (answer, statements) = app.statements(desk.coordinator.query(ask, json!({}))).await;

    assert_eq!(statements, ["query_all"; 2]);
    let count = |answer: &Value| {
        answer["persons"]["nodes"].as_array().expect("persons").iter().filter(|node| node["turns"][0]["line"].is_i64()).count()
    };
    assert_eq!((count(&draft), count(&answer)), (0, 50), "nobody has turns of drafts");
}

on_both!(a_week_is_four_statements_however_many_turns_it_has);
async fn a_week_is_four_statements_however_many_turns_it_has(app: TestApp) {
    let desk = Desk::of(&app).await;
    let ana = app.person("Ana").create().await;
    let timetable = desk.published(MONDAY, &[(0, 0, &ana), (2, 1, &ana)]).await;
    let ask =
        "query ($queue: ID!, $week: Date!) { timetableOf(queueId: $queue, week: $week) { slots { turns { line person { name } } } } }";

    let (answer, statements) = app.statements(desk.coordinator.query(ask, json!({ "queue": desk.queue, "week": MONDAY }))).await;

    assert_eq!(statements.len(), 4, "{statements:?}");
    let slots = &answer["timetableOf"]["slots"];
    assert_eq!([&slots[0]["turns"][0]["person"]["name"], &slots[2]["turns"][1]["person"]["name"]], ["Ana", "Ana"]);
    assert_eq!(timetable["slots"].as_array().map(Vec::len), Some(4));
}

on_both!(on_duty_is_who_has_a_turn_at_the_instant);
async fn on_duty_is_who_has_a_turn_at_the_instant(app: TestApp) {
    let desk = Desk::of(&app).await;
    let (ana, berta) = (app.person("Ana").create().await, app.person("Berta").create().await);
    desk.published(MONDAY, &[(0, 1, &ana), (1, 0, &berta)]).await;
    let ask = "query ($id: ID!, $at: DateTime) { queue(id: $id) { onDuty(at: $at) { line person { name } } } }";
    let on_duty = async |at: Option<&str>| {
        let answer = desk.coordinator.query(ask, json!({ "id": desk.queue, "at": at })).await;
        let turns = answer["queue"]["onDuty"].as_array().expect("turns").clone();
        turns.iter().map(|turn| turn["person"]["name"].as_str().expect("a name").to_owned()).collect::<Vec<_>>()
    };

    assert_eq!(on_duty(None).await, [""; 0], "it is Saturday");
    assert_eq!(on_duty(Some("2026-11-23T08:00:00Z")).await, ["Ana"]);
    assert_eq!(on_duty(Some("2026-11-23T09:15:00Z")).await, ["Berta"], "at the boundary the next ones are");
    assert_eq!(on_duty(Some("2026-11-23T10:30:00Z")).await, [""; 0]);
}

on_both!(turns_are_listed_by_time_queue_and_person_a_page_at_a_time);
async fn turns_are_listed_by_time_queue_and_person_a_page_at_a_time(app: TestApp) {
    let desk = Desk::of(&app).await;
    let ana = app.person("Ana").create().await;
    desk.published(MONDAY, &[(0, 0, &ana), (2, 0, &ana)]).await;
    desk.made("2026-11-30").await;
    let ask = "query ($person: ID, $queue: ID, $drafts: Boolean!, $after: String) {
        turns(between: { startsAt: \"2026-11-23T09:00:00Z\", endsAt: \"2026-12-05T00:00:00Z\" }, personId: $person, queueId: $queue,
            drafts: $drafts, first: 3, after: $after) { nodes { id startsAt } pageInfo { hasNextPage endCursor } } }";
    let all = async |variables: Value| {
        let (mut seen, mut after) = (Vec::new(), Value::Null);
        loop {
            let mut variables = variables.clone();
            variables["after"] = after;
            let page = desk.coordinator.query(ask, variables).await["turns"].take();
            seen.extend(
                page["nodes"].as_array().expect("nodes").iter().map(|turn| turn["startsAt"].as_str().expect("an instant")[..16].to_owned()),
            );
            after = page["pageInfo"]["endCursor"].clone();
            if page["pageInfo"]["hasNextPage"] == false {
                return seen;
            }
        }
    };

    let published = all(json!({ "drafts": false })).await;
    let with_drafts = all(json!({ "drafts": true, "queue": desk.queue })).await;
    let anas = all(json!({ "drafts": true, "person": ana.id })).await;

    assert!(published.is_sorted() && with_drafts.is_sorted());
    assert_eq!((published.len(), with_drafts.len()), (8, 16), "a turn that has begun counts");
    assert_eq!(anas, ["2026-11-23T08:00", "2026-11-24T08:00"]);
}

on_both!(subscribers_are_told_of_each_edit_with_its_turns);
async fn subscribers_are_told_of_each_edit_with_its_turns(app: TestApp) {
    let desk = Desk::of(&app).await;
    let other = Desk::unset(&app, "sales").await;
    let ana = app.person("Ana").create().await;
    let watch = "subscription ($queue: ID, $after: LiveCursor) { timetableChanged(queueId: $queue, after: $after) {
        cursor kind nodeId what version status week actor { kind } turns { id personId } timetable { version } } }";
    let mut changes = app.as_role(Role::Viewer).await.subscribe(watch, json!({ "queue": desk.queue })).await;
    let mut others = app.as_role(Role::Viewer).await.subscribe(watch, json!({ "queue": other.queue })).await;

    let timetable = desk.made(MONDAY).await;
    let created = changes.next_within(SOON).await["timetableChanged"].take();
    let edited = desk.gives(&timetable, 0, 0, Some(&ana)).await;
    let given = changes.next_within(SOON).await["timetableChanged"].take();
    desk.publishes(&edited["timetable"]).await;
    let mut returned = desk.coordinator.subscribe(watch, json!({ "after": given["cursor"] })).await;

    assert_eq!((&created["kind"], &created["what"], &created["nodeId"]), (&json!("CREATED"), &json!("CREATED"), &timetable["id"]));
    assert_eq!((&given["what"], &given["version"], &given["week"]), (&json!("REASSIGNED"), &json!(2), &json!(MONDAY)));
    assert_eq!(given["turns"], json!([{ "id": turn(&timetable, 0, 0), "personId": ana.id }]));
    let published = returned.next_within(SOON).await["timetableChanged"].take();
    assert_eq!((&published["what"], &published["status"], &published["version"]), (&json!("PUBLISHED"), &json!("PUBLISHED"), &json!(3)));
    assert!(others.is_silent());
}
