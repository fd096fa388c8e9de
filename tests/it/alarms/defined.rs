//! Alarms are made, and refused with every fault and its path; the dry run says when each would be sent, and why.

use acceptance::{TestApp, on_both};
use entity::stored::Role;
use serde_json::{Value, json};

use super::desk::{Desk, NUMBER, errors, template};

on_both!(what_could_not_be_sent_is_refused_with_code_and_path);
async fn what_could_not_be_sent_is_refused_with_code_and_path(app: TestApp) {
    let desk = Desk::new(&app).await;
    let (event, series) = (desk.event(json!({})).await, desk.event(json!({ "rule": "FREQ=DAILY" })).await);
    let (sms, mail) =
        (template(&desk.client, "SMS", "At {occurrence.time}").await, template(&desk.client, "EMAIL", "Come, {nobody}").await);
    let other = app.other_account().await;
    let foreign = template(&other.as_role(Role::Coordinator).await, "SMS", "Anything").await;
    let draft = "mutation ($input: FlowCreateInput!) { flowCreate(input: $input) { flow { id } } }";
    let draft = desk.client.query(draft, json!({ "input": { "name": "Draft" } })).await["flowCreate"]["flow"]["id"].clone();
    let ana = app.person("Ana").create().await;
    let step = |step: Value| json!({ "steps": [step] });
    let table = [
        (json!({ "steps": [] }), json!([["INVALID", "input.steps"]])),
        (step(json!({ "method": "CALL", "number": NUMBER })), json!([["INVALID", "input.steps.0.flowId"]])),
        (step(json!({ "method": "CALL", "flowId": desk.flow })), json!([["INVALID", "input.steps.0.number"]])),
        (step(json!({ "method": "CALL", "number": "12", "flowId": desk.flow })), json!([["INVALID", "input.steps.0.number"]])),
        (step(json!({ "method": "CALL", "number": NUMBER, "flowId": draft })), json!([["CONFLICT", "input.steps.0.flowId"]])),
        (step(json!({ "method": "CALL", "personId": ana.id, "flowId": desk.flow })), json!([["INVALID", "input.steps.0.personId"]])),
        (step(json!({ "method": "CALL", "email": "a@example.org", "flowId": desk.flow })), json!([["INVALID", "input.steps.0.number"]])),
        (step(json!({ "method": "SMS", "number": NUMBER })), json!([["INVALID", "input.steps.0.templateId"]])),
        (step(json!({ "method": "SMS", "number": NUMBER, "templateId": mail })), json!([["INVALID", "input.steps.0.templateId"]])),
        (step(json!({ "method": "SMS", "number": NUMBER, "templateId": foreign })), json!([["NOT_FOUND", "input.steps.0.templateId"]])),
        (step(json!({ "method": "EMAIL", "templateId": mail })), json!([["INVALID", "input.steps.0.email"]])),
        (step(json!({ "method": "EMAIL", "email": "nowhere", "templateId": mail })), json!([["INVALID", "input.steps.0.email"]])),
        // A name of which nothing is known.
        (
            step(json!({ "method": "EMAIL", "email": "a@example.org", "templateId": mail })),
            json!([["INVALID", "input.steps.0.templateId"]]),
        ),
        (
            step(json!({ "method": "SMS", "number": NUMBER, "templateId": sms, "attempts": 11, "afterSeconds": -1 })),
            json!([["INVALID", "input.steps.0.attempts"], ["INVALID", "input.steps.0.afterSeconds"]]),
        ),
        (json!({ "window": { "from": "09:00", "to": "09:00" } }), json!([["INVALID", "input.window"]])),
        (json!({ "window": { "from": "9", "to": "10:00" } }), json!([["INVALID", "input.window.from"]])),
        (json!({ "at": "2026-11-23T07:00:00Z" }), json!([["INVALID", "input.at"]])),
        (json!({ "beforeSeconds": null, "at": "2026-11-21T10:00:00Z" }), json!([["INVALID", "input.at"]])),
        (json!({ "eventId": series, "beforeSeconds": null, "at": "2026-11-23T07:00:00Z" }), json!([["INVALID", "input.at"]])),
        (json!({ "beforeSeconds": -1 }), json!([["INVALID", "input.beforeSeconds"]])),
        (
            json!({ "lateSeconds": 1, "retryFactor": 0.5, "name": " " }),
            json!([["INVALID", "input.name"], ["INVALID", "input.lateSeconds"], ["INVALID", "input.retryFactor"]]),
        ),
        (
            json!({ "failure": { "to": "nobody", "templateId": mail } }),
            json!([["INVALID", "input.failure.to"], ["INVALID", "input.failure.templateId"]]),
        ),
        (
            json!({ "answers": [{ "answer": "1", "means": "CONFIRMED" }, { "answer": "1", "means": "CANCELED" }] }),
            json!([["INVALID", "input.answers.1.answer"]]),
        ),
        (json!({ "transferTo": "somebody" }), json!([["INVALID", "input.transferTo"]])),
        (json!({ "eventId": desk.calendar }), json!([["INVALID", "input.eventId"]])),
    ];

    for (besides, expected) in table {
        assert_eq!(errors(&desk.asked(&event, besides.clone()).await), expected, "{besides}");
    }
    let none = desk.client.query("query ($id: ID!) { event(id: $id) { alarms { id } } }", json!({ "id": event })).await;
    assert_eq!(none["event"]["alarms"], json!([]));
}

on_both!(an_alarm_is_of_its_event_and_a_calendar_user_has_those_of_the_own_calendars);
async fn an_alarm_is_of_its_event_and_a_calendar_user_has_those_of_the_own_calendars(app: TestApp) {
    let desk = Desk::new(&app).await;
    let (user, id) = app.calendar_user("Clinic").await;
    let theirs = app.calendar_by(&user, json!({ "name": "Clinic", "timeZone": "Europe/Madrid", "ownerUserId": id })).await;
    let foreign = desk.event(json!({})).await;
    let own = app.event(&user, json!({ "calendarId": theirs, "title": "Visit", "start": "2026-11-23T09:00:00" })).await;
    let contact = app.contact(&desk.client, json!({ "number": NUMBER })).await;
    let create = "mutation ($input: AlarmCreateInput!) { alarmCreate(input: $input) {
        alarm { event { title } steps { method number } late attemptsOf: retrySeconds } userErrors { code path } } }";
    let asked = async |event: &str, step: Value| {
        user.query(create, json!({ "input": { "eventId": event, "steps": [step] } })).await["alarmCreate"].take()
    };

    let refused = asked(&foreign, desk.call(NUMBER)).await;
    let hidden = asked(&own, json!({ "method": "CALL", "contactId": contact.id, "flowId": desk.flow })).await;
    let made = asked(&own, desk.call(NUMBER)).await;
    let alarm = desk.alarm(&foreign, json!({})).await;
    let seen = user.query("query ($id: ID!) { alarm(id: $id) { id } }", json!({ "id": alarm })).await;
    let all = user
        .query("query ($id: ID!) { event(id: $id) { alarms { notifyCount reminders { nodes { status } } } } }", json!({ "id": own }))
        .await;

    assert_eq!(errors(&refused), json!([["NOT_FOUND", "input.eventId"]]));
    assert_eq!(errors(&hidden), json!([["FORBIDDEN", "input.steps.0.contactId"]]));
    let expected =
        json!({ "event": { "title": "Visit" }, "steps": [{ "method": "CALL", "number": NUMBER }], "late": "EXPIRE", "attemptsOf": 300 });
    assert_eq!((&made["alarm"], &seen["alarm"]), (&expected, &Value::Null));
    assert_eq!(all["event"]["alarms"], json!([{ "notifyCount": 0, "reminders": { "nodes": [{ "status": "PENDING" }] } }]));
}

on_both!(the_dry_run_says_when_each_would_be_sent_and_why);
async fn the_dry_run_says_when_each_would_be_sent_and_why(app: TestApp) {
    let desk = Desk::new(&app).await;
    let event = desk.event(json!({ "rule": "FREQ=DAILY;COUNT=10" })).await;
    let window = json!({ "from": "08:30", "to": "20:00" });
    let alarm = desk.alarm(&event, json!({ "window": window })).await;
    let never = desk.alarm(&event, json!({ "name": "Never", "beforeSeconds": 0, "window": { "from": "12:00", "to": "20:00" } })).await;
    let occurrence = desk.reminders(&alarm).await[1]["occurrence"]["id"].clone();
    desk.client.query("mutation ($id: ID!) { occurrencePause(id: $id) { userErrors { code } } }", json!({ "id": occurrence })).await;
    let forecast = "query ($event: ID, $alarm: ID) { alarmForecast(eventId: $event, alarmId: $alarm, days: 4) {
        plannedAt firesAt reason alarm { name } } }";

    let one = desk.client.query(forecast, json!({ "alarm": alarm })).await;
    let other = desk.client.query(forecast, json!({ "alarm": never })).await;
    let both = desk.client.query(forecast, json!({ "event": event })).await;
    let none = desk.client.response(forecast, json!({})).await;

    let told = |planned: &str, fires: Value, reason: &str| json!({ "plannedAt": planned, "firesAt": fires, "reason": reason, "alarm": { "name": null } });
    assert_eq!(
        one["alarmForecast"],
        json!([
            told("2026-11-23T07:00:00+00:00", json!("2026-11-23T07:30:00+00:00"), "WINDOW"),
            told("2026-11-24T07:00:00+00:00", Value::Null, "PAUSED"),
            told("2026-11-25T07:00:00+00:00", json!("2026-11-25T07:30:00+00:00"), "WINDOW"),
        ])
    );
    let reasons: Vec<&Value> = other["alarmForecast"].as_array().expect("a list").iter().map(|one| &one["reason"]).collect();
    assert_eq!(json!(reasons), json!(["AFTER_END", "PAUSED", "AFTER_END"]));
    assert_eq!(both["alarmForecast"].as_array().map(Vec::len), Some(6));
    assert_eq!(none.errors.first().map(acceptance::code).as_deref(), Some("BAD_REQUEST"));
}

on_both!(a_flow_that_the_calendars_settings_do_not_allow_is_refused);
async fn a_flow_that_the_calendars_settings_do_not_allow_is_refused(app: TestApp) {
    let desk = Desk::new(&app).await;
    let other = super::desk::sealed(&desk.client, super::desk::voicemail()).await;
    let make = "mutation ($flow: ID!) { calendarSettingsCreate(input: { name: \"Few\", flowIds: [$flow] }) { settings { id } userErrors { code } } }";
    let settings = desk.client.query(make, json!({ "flow": other })).await["calendarSettingsCreate"]["settings"]["id"].clone();
    let give = "mutation ($id: ID!, $settings: ID!) { calendarUpdate(id: $id, input: { settingsId: $settings }) { userErrors { code } } }";
    desk.client.query(give, json!({ "id": desk.calendar, "settings": settings })).await;
    let event = desk.event(json!({})).await;

    let refused = desk.asked(&event, json!({})).await;
    let allowed = desk.asked(&event, json!({ "steps": [{ "method": "CALL", "number": NUMBER, "flowId": other }] })).await;

    assert_eq!((errors(&refused), errors(&allowed)), (json!([["FORBIDDEN", "input.steps.0.flowId"]]), json!([])));
}
