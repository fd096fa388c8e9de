//! Loads, limits and rooms of persons, and when they are busy.

use acceptance::{Client, TestApp, on_both};
use entity::{
    person,
    stored::{ChangeKind, Role, Topic},
};
use serde_json::{Value, json};

use super::errors::{set, told};

const PART: &str = "mutation ($id: ID!, $input: PersonRotaUpdateInput!) { personRotaUpdate(personId: $id, input: $input) {
    person { name rota { idealLoad maxPerDay room } } userErrors { code path } } }";
const FIELDS: &str = "id weekday date startsAt endsAt required dayOff reason";

async fn part(client: &Client, person: &person::Model, input: Value) -> Value {
    client.query(PART, json!({ "id": person.id, "input": input })).await["personRotaUpdate"].clone()
}

async fn add(client: &Client, person: &person::Model, input: Value) -> Value {
    let document = format!(
        "mutation ($id: ID!, $input: BusyInput!) {{ busyAdd(personId: $id, input: $input) {{ busyEntry {{ {FIELDS} }} userErrors {{ code path }} }} }}"
    );
    client.query(&document, json!({ "id": person.id, "input": input })).await["busyAdd"].clone()
}

async fn update(client: &Client, id: &Value, input: Value) -> Value {
    let document = format!(
        "mutation ($id: ID!, $input: BusyUpdateInput!) {{ busyUpdate(id: $id, input: $input) {{ busyEntry {{ {FIELDS} }} userErrors {{ code path }} }} }}"
    );
    client.query(&document, json!({ "id": id, "input": input })).await["busyUpdate"].clone()
}

async fn remove(client: &Client, id: &Value) -> Value {
    let document = "mutation ($id: ID!) { busyRemove(id: $id) { busyEntry { reason } userErrors { code path } } }";
    client.query(document, json!({ "id": id })).await["busyRemove"].clone()
}

async fn replace(client: &Client, person: &person::Model, entries: &[Value]) -> Value {
    let document = format!(
        "mutation ($id: ID!, $entries: [BusyInput!]!) {{ busyReplace(personId: $id, entries: $entries) {{ busy {{ {FIELDS} }} userErrors {{ code path }} }} }}"
    );
    client.query(&document, json!({ "id": person.id, "entries": entries })).await["busyReplace"].clone()
}

fn mondays(reason: &str) -> Value {
    json!({ "weekday": "MONDAY", "startsAt": "09:00", "endsAt": "11:00", "required": true, "reason": reason })
}

on_both!(a_persons_part_in_the_rota_is_changed_and_told);
async fn a_persons_part_in_the_rota_is_changed_and_told(app: TestApp) {
    let ana = app.person("Ana").create().await;
    let coordinator = app.as_role(Role::Coordinator).await;

    let set = part(&coordinator, &ana, json!({ "idealLoad": 5, "maxPerDay": 1, "room": " Blue " })).await;
    let kept = part(&coordinator, &ana, json!({ "maxPerDay": 2 })).await;
    let same = part(&coordinator, &ana, json!({ "maxPerDay": 2, "idealLoad": 5 })).await;
    let cleared = part(&coordinator, &ana, json!({ "idealLoad": null, "maxPerDay": null, "room": null })).await;

    assert_eq!(set["person"], json!({ "name": "Ana", "rota": { "idealLoad": 5, "maxPerDay": 1, "room": "Blue" } }));
    assert_eq!(kept["person"]["rota"], json!({ "idealLoad": 5, "maxPerDay": 2, "room": "Blue" }));
    assert_eq!(same["person"], kept["person"]);
    assert_eq!(cleared["person"]["rota"], json!({ "idealLoad": null, "maxPerDay": null, "room": null }));
    let entries = app.audit_log().await;
    assert_eq!(entries.iter().map(|entry| entry.action.as_str()).collect::<Vec<_>>(), ["personRotaUpdate"; 3]);
    let news = app.news().await;
    assert!(
        news.len() == 3
            && news.iter().all(|news| (news.topic, news.kind, news.person_id) == (Topic::Person, ChangeKind::Updated, Some(ana.id)))
    );
}

on_both!(a_load_or_limit_out_of_range_is_told);
async fn a_load_or_limit_out_of_range_is_told(app: TestApp) {
    let ana = app.person("Ana").create().await;
    let coordinator = app.as_role(Role::Coordinator).await;

    let many = part(&coordinator, &ana, json!({ "idealLoad": 41, "maxPerDay": 33, "room": " " })).await;
    let few = part(&coordinator, &ana, json!({ "idealLoad": -1, "maxPerDay": 0 })).await;

    assert_eq!(told(&many), set(["INVALID input.idealLoad", "INVALID input.maxPerDay", "INVALID input.room"]));
    assert_eq!(told(&few), set(["INVALID input.idealLoad", "INVALID input.maxPerDay"]));
    assert_eq!(app.audit_log().await.len(), 0);
}

on_both!(a_busy_time_is_added_changed_and_removed);
async fn a_busy_time_is_added_changed_and_removed(app: TestApp) {
    let ana = app.person("Ana").create().await;
    let coordinator = app.as_role(Role::Coordinator).await;

    let added = add(&coordinator, &ana, mondays(" A meeting ")).await;
    let id = added["busyEntry"]["id"].clone();
    let changed =
        update(&coordinator, &id, json!({ "weekday": null, "date": "2026-12-01", "startsAt": null, "endsAt": null, "dayOff": true })).await;
    let same = update(&coordinator, &id, json!({ "reason": "A meeting" })).await;
    let removed = remove(&coordinator, &id).await;
    let again = remove(&coordinator, &id).await;

    let expected = |weekday: Value, date: Value, from: Value, until: Value, day_off: bool| json!({ "id": id, "weekday": weekday, "date": date, "startsAt": from, "endsAt": until, "required": true, "dayOff": day_off, "reason": "A meeting" });
    assert_eq!(added["busyEntry"], expected(json!("MONDAY"), Value::Null, json!("09:00"), json!("11:00"), false));
    assert_eq!(changed["busyEntry"], expected(Value::Null, json!("2026-12-01"), Value::Null, Value::Null, true));
    assert_eq!((&same["busyEntry"], told(&same)), (&changed["busyEntry"], set([])));
    assert_eq!((&removed["busyEntry"]["reason"], told(&again)), (&json!("A meeting"), set(["NOT_FOUND id"])));
    let actions: Vec<String> = app.audit_log().await.into_iter().map(|entry| entry.action).collect();
    assert_eq!(actions, ["busyAdd", "busyUpdate", "busyRemove"]);
    assert_eq!(app.news().await.iter().filter(|news| news.person_id == Some(ana.id)).count(), 3);
}

on_both!(what_a_busy_time_cannot_be_is_told);
async fn what_a_busy_time_cannot_be_is_told(app: TestApp) {
    let ana = app.person("Ana").create().await;
    let coordinator = app.as_role(Role::Coordinator).await;
    let with = |changes: Value| {
        let mut entry = mondays("A meeting");
        for (name, value) in changes.as_object().expect("changes") {
            entry[name] = value.clone();
        }
        entry
    };
    let table = [
        (with(json!({ "date": "2026-12-01" })), set(["INVALID input.date"])),
        (with(json!({ "reason": " " })), set(["INVALID input.reason"])),
        (with(json!({ "endsAt": "09:00" })), set(["INVALID input.endsAt"])),
        (with(json!({ "endsAt": null })), set(["INVALID input.endsAt"])),
        (with(json!({ "startsAt": "9", "endsAt": "11:60" })), set(["INVALID input.startsAt", "INVALID input.endsAt"])),
        (with(json!({ "weekday": null, "date": "2026-02-30" })), set(["INVALID input.date"])),
        (with(json!({ "weekday": null, "date": "1926-02-03" })), set(["INVALID input.date"])),
        (with(json!({ "dayOff": true })), set(["INVALID input.dayOff"])),
    ];

    for (entry, expected) in table {
        let answer = add(&coordinator, &ana, entry.clone()).await;
        assert_eq!((told(&answer), &answer["busyEntry"]), (expected, &Value::Null), "{entry}");
    }
    let id = add(&coordinator, &ana, mondays("A meeting")).await["busyEntry"]["id"].clone();
    let cleared = update(&coordinator, &id, json!({ "reason": null, "required": null, "date": "2026-12-01" })).await;
    assert_eq!(told(&cleared), set(["INVALID input.reason", "INVALID input.required", "INVALID input.date"]));
}

on_both!(all_busy_times_are_replaced_or_none);
async fn all_busy_times_are_replaced_or_none(app: TestApp) {
    let ana = app.person("Ana").create().await;
    let coordinator = app.as_role(Role::Coordinator).await;
    let daily = json!({ "required": false, "reason": "Lunch", "startsAt": "13:00", "endsAt": "00:00" });
    let first = replace(&coordinator, &ana, &[mondays("One"), mondays("Two")]).await;

    let wrong =
        replace(&coordinator, &ana, &[daily.clone(), mondays(" "), json!({ "required": true, "reason": "x", "endsAt": "9" })]).await;
    let second = replace(&coordinator, &ana, &[daily.clone(), mondays("Two")]).await;
    let same = replace(&coordinator, &ana, &[mondays("Two"), daily]).await;

    assert_eq!(told(&wrong), set(["INVALID entries.1.reason", "INVALID entries.2.startsAt"]));
    let reasons =
        |answer: &Value| -> Vec<Value> { answer["busy"].as_array().into_iter().flatten().map(|entry| entry["reason"].clone()).collect() };
    assert_eq!((reasons(&first), reasons(&second)), (vec![json!("One"), json!("Two")], vec![json!("Two"), json!("Lunch")]));
    assert_eq!(second["busy"][0]["id"], first["busy"][1]["id"], "what is as it was is the same entry");
    assert_eq!(same["busy"], second["busy"]);
    let [_, entry] = &app.audit_log().await[..] else { panic!("two audit entries") };
    assert_eq!(entry.after.as_ref().map(|after| after["busy"].as_array().map(Vec::len)), Some(Some(2)));
}

on_both!(a_person_has_at_most_500_busy_times);
async fn a_person_has_at_most_500_busy_times(app: TestApp) {
    let ana = app.person("Ana").create().await;
    let coordinator = app.as_role(Role::Coordinator).await;
    let entries: Vec<Value> = (0..501).map(|number| mondays(&format!("Meeting {number}"))).collect();

    let too_many = replace(&coordinator, &ana, &entries).await;
    let most = replace(&coordinator, &ana, &entries[1..]).await;
    let one_more = add(&coordinator, &ana, mondays("One more")).await;

    assert_eq!((told(&too_many), told(&most), told(&one_more)), (set(["LIMIT_REACHED entries"]), set([]), set(["LIMIT_REACHED personId"])));
}

on_both!(an_agent_changes_only_when_the_agent_is_busy);
async fn an_agent_changes_only_when_the_agent_is_busy(app: TestApp) {
    let (ana, berta) = (app.person("Ana").create().await, app.person("Berta").create().await);
    let agent = app.as_agent(&ana).await;
    let coordinator = app.as_role(Role::Coordinator).await;
    let theirs = add(&coordinator, &berta, mondays("A meeting")).await["busyEntry"]["id"].clone();

    let own = add(&agent, &ana, mondays("A meeting")).await;
    let replaced = replace(&agent, &ana, &[mondays("Another")]).await;
    let others = [
        add(&agent, &berta, mondays("A meeting")).await,
        replace(&agent, &berta, &[]).await,
        update(&agent, &theirs, json!({ "reason": "Mine" })).await,
        remove(&agent, &theirs).await,
    ];
    let load = agent.error(PART, json!({ "id": ana.id, "input": { "idealLoad": 1 } })).await;

    assert_eq!([&own, &replaced].map(told), [set([]), set([])]);
    let expected = ["FORBIDDEN personId", "FORBIDDEN personId", "FORBIDDEN id", "FORBIDDEN id"];
    assert_eq!(others.each_ref().map(told), expected.map(|error| set([error])));
    assert_eq!(load.code, "FORBIDDEN");
    let seen = agent.query("query ($id: ID!) { person(id: $id) { busy { reason person { name } } } }", json!({ "id": berta.id })).await;
    assert_eq!(seen["person"]["busy"], json!([{ "reason": "A meeting", "person": { "name": "Berta" } }]));
}

on_both!(a_page_of_persons_with_their_part_in_the_rota_is_three_statements);
async fn a_page_of_persons_with_their_part_in_the_rota_is_three_statements(app: TestApp) {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 12, 1).expect("a day");
    for number in 0..50 {
        let person = app.person(&format!("Person {number:02}")).create().await;
        app.attends(person.id, 5).await;
        app.busy_on(person.id, day, "A course").await;
    }
    let viewer = app.as_role(Role::Viewer).await;

    let (answer, statements) = app.statements(viewer.query("{ persons { nodes { rota { idealLoad } busy { date } } } }", json!({}))).await;

    assert_eq!(statements, ["query_all"; 3]);
    assert_eq!(answer["persons"]["nodes"][49], json!({ "rota": { "idealLoad": 5 }, "busy": [{ "date": "2026-12-01" }] }));
}
