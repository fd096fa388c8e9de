//! Events: made and refused, and what becomes of their occurrences; `alone`, `series`, `kept`, `told` and `ics` have the rest.

pub(crate) mod alone;
mod ics;
mod kept;
mod removed;
mod series;
mod told;

use acceptance::{Client, TestApp, on_both};
use entity::stored::Role;
use serde_json::{Value, json};

pub(crate) const CREATE: &str = "mutation ($input: EventCreateInput!) {
    eventCreate(input: $input) {
        event { id title description data status start timeZone durationSeconds rule besides leftOut endsAt sequence }
        userErrors { code path message } } }";
const OCCURRENCES: &str = "query ($id: ID!, $states: [OccurrenceState!]) { event(id: $id) {
    status occurrences(states: $states, first: 200) { nodes { id state cause startsAt endsAt originalStart moved } } } }";

/// Code and path of each user error.
pub(crate) fn errors(payload: &Value) -> Value {
    let told = payload["userErrors"].as_array().expect("errors").iter();
    told.map(|error| {
        let path = error["path"].as_array().map(|path| path.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("."));
        json!([error["code"], path])
    })
    .collect()
}

/// An event's occurrences, those of the states that are named, or all.
pub(crate) async fn occurrences(client: &Client, event: &str, states: Option<&[&str]>) -> Vec<Value> {
    let answer = client.query(OCCURRENCES, json!({ "id": event, "states": states })).await;
    answer["event"]["occurrences"]["nodes"].as_array().expect("occurrences").clone()
}

/// When they begin, as `11-23T08:00`, in UTC.
pub(crate) fn begin(occurrences: &[Value]) -> Vec<String> {
    occurrences.iter().map(|one| one["startsAt"].as_str().expect("an instant")[5..16].to_owned()).collect()
}

pub(crate) async fn status(client: &Client, event: &str) -> Value {
    client.query("query ($id: ID!) { event(id: $id) { status } }", json!({ "id": event })).await["event"]["status"].clone()
}

on_both!(an_event_is_made_with_its_occurrences_its_entry_and_its_news);
async fn an_event_is_made_with_its_occurrences_its_entry_and_its_news(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let calendar = app.calendar().await;
    let input = json!({
        "calendarId": calendar, "title": " Dentist ", "description": "Bring the card", "data": { "room": 3 },
        "start": "2026-11-23T09:00:00", "end": "2026-11-23T09:30:00", "rule": "RRULE:FREQ=WEEKLY;COUNT=3;WKST=MO",
        "besides": ["2026-11-25T10:00:00"], "leftOut": ["2026-11-30T09:00:00"],
    });

    let answer = coordinator.query(CREATE, json!({ "input": input })).await;

    let event = &answer["eventCreate"]["event"];
    assert_eq!(
        event,
        &json!({
            "id": event["id"], "title": "Dentist", "description": "Bring the card", "data": { "room": 3 }, "status": "ACTIVE",
            "start": "2026-11-23T09:00:00", "timeZone": "Europe/Madrid", "durationSeconds": 1800, "rule": "FREQ=WEEKLY;COUNT=3",
            "besides": ["2026-11-25T10:00:00"], "leftOut": ["2026-11-30T09:00:00"], "endsAt": null, "sequence": 0,
        })
    );
    let made = occurrences(&coordinator, event["id"].as_str().expect("an id"), None).await;
    assert_eq!(begin(&made), ["11-23T08:00", "11-25T09:00", "12-07T08:00"]);
    assert!(made.iter().all(|one| one["state"] == "PENDING" && one["cause"].is_null() && one["moved"] == false), "{made:#?}");
    let entry = app.audit_log().await.pop().expect("an entry");
    assert_eq!((entry.action.as_str(), entry.subject_id.as_deref()), ("eventCreate", event["id"].as_str()));
    let topics: Vec<&str> = app.news().await.iter().map(|news| news.topic.as_str()).collect();
    assert_eq!(topics.iter().filter(|topic| **topic == "EVENT").count(), 1);
    assert_eq!(topics.iter().filter(|topic| **topic == "OCCURRENCE").count(), 3);
}

on_both!(what_cannot_be_is_refused_with_code_and_path);
async fn what_cannot_be_is_refused_with_code_and_path(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let calendar = app.calendar().await;
    let other = app.other_account().await.calendar().await;
    let start = "2026-11-23T09:00:00";
    let table = [
        (json!({ "end": "2026-11-23T08:59:00" }), json!([["INVALID", "input.end"]])),
        (json!({ "end": start }), json!([["INVALID", "input.end"]])),
        (json!({ "end": "2026-11-23T10:00:00", "durationSeconds": 60 }), json!([["INVALID", "input.end"]])),
        (json!({ "durationSeconds": -1 }), json!([["INVALID", "input.durationSeconds"]])),
        (json!({ "durationSeconds": 2_678_401 }), json!([["LIMIT_REACHED", "input.durationSeconds"]])),
        (json!({ "start": "2026-11-23 09:00" }), json!([["INVALID", "input.start"]])),
        (json!({ "start": "2020-11-23T09:00:00" }), json!([["INVALID", "input.start"]])),
        (json!({ "rule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30" }), json!([["INVALID", "input.rule"]])),
        (json!({ "rule": "FREQ=DAILY;UNTIL=20261120T000000Z" }), json!([["INVALID", "input.rule"]])),
        (json!({ "rule": "FREQ=SECONDLY" }), json!([["LIMIT_REACHED", "input.rule"]])),
        (json!({ "rule": "FREQ=DAILY;BYEASTER=1" }), json!([["INVALID", "input.rule"]])),
        (json!({ "rule": "__import__('os')" }), json!([["INVALID", "input.rule"]])),
        (json!({ "leftOut": [start] }), json!([["INVALID", "input.leftOut"]])),
        (json!({ "title": " ", "data": [1] }), json!([["INVALID", "input.title"], ["INVALID", "input.data"]])),
        (
            json!({ "title": "x".repeat(256), "description": "x".repeat(4_001) }),
            json!([["INVALID", "input.title"], ["INVALID", "input.description"]]),
        ),
        (json!({ "calendarId": other }), json!([["NOT_FOUND", "input.calendarId"]])),
        (json!({ "calendarId": "per_x" }), json!([["INVALID", "input.calendarId"]])),
    ];
    let before = (app.audit_log().await.len(), app.news().await.len());

    for (fields, expected) in table {
        let mut input = json!({ "calendarId": calendar, "title": "x", "start": start });
        fields.as_object().expect("fields").iter().for_each(|(field, value)| input[field] = value.clone());
        let answer = coordinator.query(CREATE, json!({ "input": input })).await;
        assert_eq!((errors(&answer["eventCreate"]), &answer["eventCreate"]["event"]), (expected, &Value::Null), "{fields}");
    }

    assert_eq!((app.audit_log().await.len(), app.news().await.len()), before);
}

on_both!(a_preview_tells_the_next_ten_without_an_event);
async fn a_preview_tells_the_next_ten_without_an_event(app: TestApp) {
    const PREVIEW: &str = "query ($rule: String!, $start: LocalDateTime!) {
        recurrencePreview(rule: $rule, start: $start, zone: \"Europe/Madrid\") {
            rule occurrences { startsAt localStart } userErrors { code path } } }";
    let (berta, _) = app.calendar_user("Berta").await;
    let asked =
        async |rule: &str| berta.query(PREVIEW, json!({ "rule": rule, "start": "2026-01-31T09:00:00" })).await["recurrencePreview"].clone();

    let daily = asked("FREQ=DAILY").await;
    let never = asked("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30").await;

    let nodes = daily["occurrences"].as_array().expect("occurrences");
    assert_eq!((nodes.len(), &daily["userErrors"]), (10, &json!([])));
    // Ten o'clock in UTC is eleven in Madrid: the first is tomorrow's.
    assert_eq!(nodes[0], json!({ "startsAt": "2026-11-22T08:00:00+00:00", "localStart": "2026-11-22T09:00:00" }));
    assert_eq!((errors(&never), &never["occurrences"]), (json!([["INVALID", "rule"]]), &json!([])));
}

on_both!(the_last_and_the_next_occurrence_are_an_events_fields);
async fn the_last_and_the_next_occurrence_are_an_events_fields(app: TestApp) {
    const EDGES: &str = "{ events { nodes { title lastOccurrence { startsAt state } nextOccurrence { startsAt event { title } } } } }";
    let coordinator = app.as_role(Role::Coordinator).await;
    let calendar = app.calendar().await;
    for title in ["one", "two"] {
        let input = json!({ "calendarId": calendar, "title": title, "start": "2026-11-22T09:00:00", "rule": "FREQ=DAILY;COUNT=3" });
        app.event(&coordinator, input).await;
    }
    app.clock.advance(chrono::TimeDelta::days(2));
    app.keep_events().await;

    let (answer, statements) = app.statements(coordinator.query(EDGES, json!({}))).await;

    let nodes = &answer["events"]["nodes"];
    let expected = json!({
        "title": "two", "lastOccurrence": { "startsAt": "2026-11-23T08:00:00+00:00", "state": "COMPLETED" },
        "nextOccurrence": { "startsAt": "2026-11-24T08:00:00+00:00", "event": { "title": "two" } },
    });
    assert_eq!((&nodes[0], nodes.as_array().map(Vec::len)), (&expected, Some(2)));
    assert!(statements.len() <= 7, "as many for two events as for one: {statements:?}");
}
