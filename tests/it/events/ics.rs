//! Calendars taken over from other programs, and read by them.

use acceptance::{Client, TestApp, on_both};
use axum::http::StatusCode;
use chrono::TimeDelta;
use entity::stored::Role;
use serde_json::{Value, json};

use super::{alone::step, begin, errors, occurrences};
use crate::rota::feeds::Door;

const IMPORT: &str = "mutation ($id: ID!, $ics: String!, $dry: Boolean) { calendarImport(calendarId: $id, ics: $ics, dryRun: $dry) {
    components { place kind uid title verdict messages event { id title rule start timeZone } } userErrors { code path } } }";

/// A calendar of these lines, between its first and last.
fn ics(lines: &str) -> String {
    let lines = lines.trim().lines().map(str::trim).collect::<Vec<_>>().join("\r\n");
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\n{lines}\r\nEND:VCALENDAR\r\n")
}

async fn import(client: &Client, calendar: &str, ics: &str, dry: bool) -> Value {
    client.query(IMPORT, json!({ "id": calendar, "ics": ics, "dry": dry })).await["calendarImport"].clone()
}

/// Verdict by verdict.
fn verdicts(payload: &Value) -> Vec<&str> {
    payload["components"].as_array().expect("components").iter().filter_map(|one| one["verdict"].as_str()).collect()
}

const SERIES: &str = "
    BEGIN:VEVENT
    UID:series@other
    DTSTART;TZID=Europe/Madrid:20261123T090000
    DTEND;TZID=Europe/Madrid:20261123T093000
    RRULE:FREQ=DAILY;COUNT=5
    EXDATE;TZID=Europe/Madrid:20261124T090000
    RDATE;TZID=Europe/Madrid:20261224T180000
    SUMMARY:Stand-up\\, all
    END:VEVENT
    BEGIN:VEVENT
    UID:series@other
    RECURRENCE-ID;TZID=Europe/Madrid:20261125T090000
    DTSTART;TZID=Europe/Madrid:20261125T160000
    DTEND;TZID=Europe/Madrid:20261125T163000
    SUMMARY:Stand-up\\, all
    END:VEVENT
    BEGIN:VEVENT
    UID:series@other
    RECURRENCE-ID:20261126T080000Z
    DTSTART:20261126T080000Z
    STATUS:CANCELLED
    SUMMARY:Stand-up\\, all
    END:VEVENT";

on_both!(a_series_is_taken_over_with_what_is_elsewhere_and_what_is_called_off);
async fn a_series_is_taken_over_with_what_is_elsewhere_and_what_is_called_off(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let calendar = app.calendar().await;

    let answer = import(&coordinator, &calendar, &ics(SERIES), false).await;

    assert_eq!(verdicts(&answer), ["CREATED", "CHANGED", "CHANGED"], "{answer:#}");
    let event = &answer["components"][0]["event"];
    let expected = json!({
        "id": event["id"], "title": "Stand-up, all", "rule": "FREQ=DAILY;COUNT=5", "start": "2026-11-23T09:00:00", "timeZone": "Europe/Madrid",
    });
    assert_eq!(event, &expected);
    let made = occurrences(&coordinator, event["id"].as_str().expect("an id"), Some(&["PENDING"])).await;
    assert_eq!(begin(&made), ["11-23T08:00", "11-25T15:00", "11-27T08:00", "12-24T17:00"]);
    // Taken over again it is as it was.
    let again = import(&coordinator, &calendar, &ics(SERIES), false).await;
    assert_eq!(verdicts(&again), ["UNCHANGED"; 3], "{again:#}");
}

on_both!(a_dry_run_says_the_same_and_does_nothing);
async fn a_dry_run_says_the_same_and_does_nothing(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let calendar = app.calendar().await;
    let before = (app.audit_log().await.len(), app.news().await.len());

    let answer = import(&coordinator, &calendar, &ics(SERIES), true).await;

    assert_eq!((verdicts(&answer), &answer["components"][0]["event"]), (vec!["CREATED", "CHANGED", "CHANGED"], &Value::Null));
    assert_eq!((app.audit_log().await.len(), app.news().await.len()), before);
    let events = coordinator.query("{ events { nodes { id } } }", json!({})).await;
    assert_eq!(events["events"]["nodes"], json!([]));
}

on_both!(each_component_has_its_verdict_and_none_keeps_back_the_others);
async fn each_component_has_its_verdict_and_none_keeps_back_the_others(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let calendar = app.calendar().await;
    let event = |lines: &str| format!("BEGIN:VEVENT\n{lines}\nEND:VEVENT\n");
    let table = [
        (event("UID:1\nDTSTART:20261123T090000\nSUMMARY:floating"), "CREATED", None),
        (event("UID:2\nDTSTART;VALUE=DATE:20261123\nSUMMARY:a day"), "CREATED", Some("whole day")),
        (event("UID:3\nDTSTART:20261123T090000Z\nDURATION:PT15M\nRRULE:FREQ=WEEKLY"), "CREATED", None),
        (event("UID:4\nDTSTART;TZID=W. Europe Standard Time:20261123T090000"), "REFUSED", Some("time zone")),
        (event("UID:5\nDTSTART:20261123T090000\nDTEND:20261123T080000"), "REFUSED", Some("after it begins")),
        (event("UID:6\nDTSTART:20261123T090000\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), "REFUSED", Some("never happens")),
        (event("UID:7\nDTSTART:20261123T090000\nRRULE:FREQ=SECONDLY"), "REFUSED", Some("times a day")),
        (event("UID:8\nDTSTART:20201123T090000"), "LEFT_OUT", Some("over already")),
        (event("UID:9\nDTSTART:20261123T090000\nSTATUS:CANCELLED"), "LEFT_OUT", Some("called off")),
        (event("DTSTART:20261123T090000"), "REFUSED", Some("UID is missing")),
        (event("UID:11\nSUMMARY:when"), "REFUSED", Some("DTSTART is missing")),
        (event("UID:12\nRECURRENCE-ID:20261123T090000Z\nDTSTART:20261123T100000Z"), "REFUSED", Some("no event of this UID")),
        ("BEGIN:VJOURNAL\nUID:13\nSUMMARY:x\nEND:VJOURNAL\n".to_owned(), "LEFT_OUT", Some("no event")),
        (event("UID:14\nDTSTART:20150105T090000\nRRULE:FREQ=WEEKLY\nSUMMARY:since 2015"), "CREATED", None),
    ];
    let lines: String = table.iter().map(|(lines, _, _)| lines.as_str()).collect();

    let answer = import(&coordinator, &calendar, &ics(&lines), false).await;

    let components = answer["components"].as_array().expect("components");
    assert_eq!(components.len(), table.len());
    for ((lines, verdict, message), told) in table.iter().zip(components) {
        assert_eq!(told["verdict"], *verdict, "{lines} {told}");
        let messages = told["messages"].to_string();
        assert!(message.is_none_or(|message| messages.contains(message)), "{lines} {messages}");
    }
    // What began in 2015 begins for us with what is to come.
    let since = components[13]["event"]["id"].as_str().expect("an id");
    assert_eq!(begin(&occurrences(&coordinator, since, None).await)[0], "11-23T08:00");
}

on_both!(what_is_no_calendar_is_refused_as_a_whole);
async fn what_is_no_calendar_is_refused_as_a_whole(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let (berta, _) = app.calendar_user("Berta").await;
    let calendar = app.calendar().await;
    let many = "BEGIN:VEVENT\nEND:VEVENT\n".repeat(501);

    let wrong = import(&coordinator, &calendar, "hello", false).await;
    let large = import(&coordinator, &calendar, &ics(&many), false).await;
    let anothers = import(&berta, &calendar, &ics(SERIES), false).await;

    assert_eq!((errors(&wrong), errors(&large)), (json!([["INVALID", "ics"]]), json!([["LIMIT_REACHED", "ics"]])));
    assert_eq!(errors(&anothers), json!([["NOT_FOUND", "calendarId"]]));
}

on_both!(a_feed_of_a_calendar_is_read_by_its_address_and_taken_over_again_as_it_was);
async fn a_feed_of_a_calendar_is_read_by_its_address_and_taken_over_again_as_it_was(app: TestApp) {
    const FEED: &str = "mutation ($id: ID!) { feedCreate(input: { calendarId: $id }) {
        feed { id name calendar { name } } path userErrors { code path } } }";
    let (berta, _) = app.calendar_user("Berta").await;
    let (carla, _) = app.calendar_user("Carla").await;
    let calendar = app.calendar_by(&berta, json!({ "name": "Berta's", "timeZone": "Europe/Madrid" })).await;
    let input = json!({ "calendarId": calendar, "title": "x", "start": "2026-11-23T09:00:00", "rule": "FREQ=DAILY;COUNT=4", "leftOut": ["2026-11-24T09:00:00"] });
    let event = app.event(&berta, input).await;
    let made = occurrences(&berta, &event, None).await;
    step(&berta, "occurrenceMove", &made[1]["id"], ", startsAt: \"2026-11-25T15:00:00Z\"").await;
    step(&berta, "occurrenceCancel", &made[2]["id"], "").await;

    let refused = carla.query(FEED, json!({ "id": calendar })).await;
    let answer = berta.query(FEED, json!({ "id": calendar })).await;

    assert_eq!(errors(&refused["feedCreate"]), json!([["NOT_FOUND", "input.calendarId"]]));
    assert_eq!(answer["feedCreate"]["feed"]["calendar"]["name"], "Berta's");
    let path = answer["feedCreate"]["path"].as_str().expect("a path");
    let door = Door::of(&app);
    let read = door.get(path, &[]).await;
    assert_eq!(read.status, StatusCode::OK);
    for line in [
        "RRULE:FREQ=DAILY;COUNT=4",
        "EXDATE;TZID=Europe/Madrid:20261124T090000",
        "RECURRENCE-ID;TZID=Europe/Madrid:20261125T090000",
        "DTSTART;TZID=Europe/Madrid:20261125T160000",
        "STATUS:CANCELLED",
    ] {
        assert!(read.body.contains(&format!("\r\n{line}\r\n")), "{line} is missing in {}", read.body);
    }
    let same = import(&berta, &calendar, &read.body, false).await;
    assert_eq!(verdicts(&same), ["UNCHANGED"; 3], "{same:#}");
    let other = app.calendar_by(&berta, json!({ "name": "another", "timeZone": "UTC" })).await;
    let copied = import(&berta, &other, &read.body, false).await;
    assert_eq!(verdicts(&copied), ["CREATED", "CHANGED", "CHANGED"], "{copied:#}");
    assert_eq!(carla.query("{ feeds { nodes { id } } }", json!({})).await["feeds"]["nodes"], json!([]));
    // With the calendar its feeds are gone.
    let empty = app.calendar_by(&berta, json!({ "name": "empty", "timeZone": "UTC" })).await;
    let answer = berta.query(FEED, json!({ "id": empty })).await;
    let path = answer["feedCreate"]["path"].as_str().expect("a path").to_owned();
    berta.query("mutation ($id: ID!) { calendarDelete(id: $id) { deletedId } }", json!({ "id": empty })).await;
    assert_eq!(door.get(&path, &[]).await.status, StatusCode::NOT_FOUND);
    app.clock.advance(TimeDelta::days(60));
}
