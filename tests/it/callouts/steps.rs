//! Callouts started, scheduled, paused, resumed and stopped.

use acceptance::{SOON, TestApp, callouts::PLAYS, on_both};
use chrono::TimeDelta;
use entity::stored::{CalloutStatus, Role};
use sea_orm::Iterable;
use serde_json::{Value, json};
use telephony::capability::Operation;

use super::wrong;

const SCHEDULE: &str = "mutation ($id: ID!, $at: DateTime!) {
    calloutSchedule(id: $id, at: $at) { callout { status startsAt } userErrors { code path message } } }";
const STATUS: &str = "query ($id: ID!) { callout(id: $id) { status errorCode startsAt } }";

/// A mutation that takes nothing but the id.
fn step(name: &str) -> String {
    format!("mutation ($id: ID!) {{ {name}(id: $id) {{ callout {{ status }} userErrors {{ code path message }} }} }}")
}

on_both!(every_step_goes_as_drawn_and_others_are_refused_with_the_present_status);
async fn every_step_goes_as_drawn_and_others_are_refused_with_the_present_status(app: TestApp) {
    use CalloutStatus::{Errored, Initialized, Paused, Running, Scheduled, Stopped};
    let table: [(&str, &[(CalloutStatus, CalloutStatus)]); 6] = [
        ("calloutStart", &[(Initialized, Running), (Errored, Running)]),
        ("calloutSchedule", &[(Initialized, Scheduled)]),
        ("calloutUnschedule", &[(Scheduled, Initialized)]),
        ("calloutPause", &[(Running, Paused)]),
        ("calloutResume", &[(Paused, Running), (Stopped, Running)]),
        ("calloutStop", &[(Running, Stopped), (Paused, Stopped)]),
    ];
    let coordinator = app.as_role(Role::Coordinator).await;
    let id = app.startable_callout(&coordinator, "Assembly").await;

    for (name, moves) in table {
        for status in CalloutStatus::iter() {
            app.callout_is(id, status).await;
            let before = (app.audit_log().await.len(), app.news().await.len());
            let document = if name == "calloutSchedule" { SCHEDULE.to_owned() } else { step(name) };
            let variables = json!({ "id": id, "at": app.now() + TimeDelta::hours(1) });
            let variables = if name == "calloutSchedule" { variables } else { json!({ "id": id }) };

            let payload = coordinator.query(&document, variables).await[name].take();

            let traces = (app.audit_log().await.len(), app.news().await.len());
            match moves.iter().find(|(from, _)| *from == status) {
                Some((_, to)) => {
                    assert_eq!(payload["callout"]["status"], to.as_str(), "{name} from {status:?}: {payload}");
                    assert_eq!(traces, (before.0 + 1, before.1 + 1), "{name} from {status:?}");
                }
                None => {
                    assert_eq!(wrong(&payload), ["id: CONFLICT".to_owned()].into(), "{name} from {status:?}");
                    let message = payload["userErrors"][0]["message"].as_str().unwrap_or_default();
                    assert!(message.contains(status.as_str()), "{name} from {status:?}: {message}");
                    assert_eq!((traces, app.callout_row(id).await.status), (before, status), "{name} from {status:?}");
                }
            }
        }
    }
}

on_both!(a_callout_is_not_started_without_a_script_a_provider_or_what_it_needs_of_one);
async fn a_callout_is_not_started_without_a_script_a_provider_or_what_it_needs_of_one(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let (plays, speaks) =
        (app.able_provider("plays", &PLAYS).await, app.able_provider("speaks", &[Operation::PlaceCall, Operation::Say]).await);
    let (play, routes) = (json!({ "play": { "audio": "hello" } }), json!([{ "providerId": plays.id }]));
    let both = json!([{ "providerId": plays.id }, { "providerId": speaks.id }]);
    let over = app.now() - TimeDelta::seconds(1);
    // What it has, the code, and what is said.
    let table = [
        (json!({ "routes": routes }), "CONFLICT", "NO_SCRIPT"),
        (json!({ "script": play }), "CONFLICT", "NO_PROVIDER"),
        (json!({ "script": play, "routes": both }), "CAPABILITY_UNSUPPORTED", "`speaks` cannot do this: PLAY"),
        (json!({ "script": play, "routes": routes, "detectMachine": true }), "CAPABILITY_UNSUPPORTED", "DETECT_MACHINE"),
        (json!({ "script": { "say": { "text": "Hi" } }, "routes": routes }), "CAPABILITY_UNSUPPORTED", "SAY"),
        (json!({ "script": { "connect": { "to": "1001" } }, "routes": routes }), "CAPABILITY_UNSUPPORTED", "CONNECT"),
        (json!({ "script": play, "routes": routes, "expiresAt": over }), "CONFLICT", "EXPIRED"),
    ];

    for (mut input, code, said) in table {
        input["name"] = json!("Assembly");
        let id = app.callout(&coordinator, input).await;
        let payload = coordinator.query(&step("calloutStart"), json!({ "id": id })).await["calloutStart"].take();

        assert_eq!(wrong(&payload), [format!("id: {code}")].into(), "{said}");
        let message = payload["userErrors"][0]["message"].as_str().unwrap_or_default();
        assert!(message.contains(said), "{message}");
        assert_eq!(app.callout_row(id).await.status, CalloutStatus::Initialized);
    }
}

on_both!(an_empty_callout_starts_with_a_warning);
async fn an_empty_callout_starts_with_a_warning(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let (empty, full) = (app.startable_callout(&coordinator, "Empty").await, app.startable_callout(&coordinator, "Full").await);
    let ana = app.contact(&coordinator, json!({ "number": "+34972183386" })).await;
    let add =
        "mutation ($callout: ID!, $contact: ID!) { participationAdd(calloutId: $callout, contactId: $contact) { userErrors { code } } }";
    coordinator.query(add, json!({ "callout": full, "contact": ana.id })).await;
    let start = "mutation ($id: ID!) { calloutStart(id: $id) { callout { status startedAt } warnings userErrors { code } } }";

    let empty = coordinator.query(start, json!({ "id": empty })).await["calloutStart"].take();
    let full = coordinator.query(start, json!({ "id": full })).await["calloutStart"].take();

    assert_eq!(json!([empty["callout"]["status"], empty["warnings"]]), json!(["RUNNING", ["EMPTY"]]));
    assert_eq!(json!([full["callout"]["status"], full["warnings"]]), json!(["RUNNING", []]));
    assert!(full["callout"]["startedAt"].is_string());
}

on_both!(a_callout_starts_by_itself_when_its_instant_has_come);
async fn a_callout_starts_by_itself_when_its_instant_has_come(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let ready = app.startable_callout(&coordinator, "Ready").await;
    let lacking = app.callout(&coordinator, json!({ "name": "Lacking" })).await;
    let taken_back = app.startable_callout(&coordinator, "Taken back").await;
    let at = app.now() + TimeDelta::hours(1);
    for id in [ready, lacking, taken_back] {
        coordinator.query(SCHEDULE, json!({ "id": id, "at": at })).await;
    }
    coordinator.query(&step("calloutUnschedule"), json!({ "id": taken_back })).await;
    let _keeper = app.keeps_callouts();

    app.clock.advance(TimeDelta::minutes(59));
    let early = coordinator.query(STATUS, json!({ "id": ready })).await;
    app.clock.advance(TimeDelta::minutes(1));
    app.until(&coordinator, STATUS, json!({ "id": ready }), |answer| answer["callout"]["status"] == "RUNNING").await;
    let errored = app.until(&coordinator, STATUS, json!({ "id": lacking }), |answer| answer["callout"]["status"] == "ERRORED").await;

    assert_eq!(early["callout"]["status"], "SCHEDULED");
    assert_eq!(errored["callout"]["errorCode"], "NO_SCRIPT");
    assert_eq!(app.callout_row(taken_back).await.status, CalloutStatus::Initialized);
    let by_itself = app.audit_log().await.into_iter().filter(|entry| entry.action == "calloutStart" && entry.actor_name == "Switchboard");
    assert_eq!(by_itself.count(), 2);
}

on_both!(an_instant_that_is_over_is_no_start);
async fn an_instant_that_is_over_is_no_start(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let id = app.startable_callout(&coordinator, "Assembly").await;

    let payload = coordinator.query(SCHEDULE, json!({ "id": id, "at": app.now() })).await["calloutSchedule"].take();

    assert_eq!(wrong(&payload), ["at: INVALID".to_owned()].into());
    assert_eq!(app.callout_row(id).await.status, CalloutStatus::Initialized);
}

on_both!(what_happens_to_a_callout_is_told);
async fn what_happens_to_a_callout_is_told(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let (id, other) = (app.startable_callout(&coordinator, "One").await, app.startable_callout(&coordinator, "Other").await);
    let subscription = "subscription ($id: ID) { calloutChanged(calloutId: $id) { kind what callout { status statistics { calls } } } }";
    let mut changes = coordinator.subscribe(subscription, json!({ "id": id })).await;

    for (name, id) in [("calloutStart", other), ("calloutStart", id), ("calloutPause", id)] {
        coordinator.query(&step(name), json!({ "id": id })).await;
    }

    let told: Vec<Value> = [changes.next_within(SOON).await, changes.next_within(SOON).await].into_iter().collect();
    assert!(told.iter().all(|change| change["calloutChanged"]["what"] == "CHANGED" && change["calloutChanged"]["kind"] == "UPDATED"));
    assert_eq!(told[1]["calloutChanged"]["callout"], json!({ "status": "PAUSED", "statistics": { "calls": 0 } }));
}
