//! Machines, faxes and humans, as the calendar's settings or the alarm say.

use acceptance::{TestApp, on_both};
use flow::voice::{Act, Heard, Then, Who};
use serde_json::json;
use telephony::outgoing::CallProgress;

use super::desk::{Desk, errors, sealed, voicemail};

fn hangs_up() -> Act {
    Act { prompts: Vec::new(), then: Then::HangUp }
}

on_both!(a_machine_is_told_nothing_that_is_for_humans_and_called_again);
async fn a_machine_is_told_nothing_that_is_for_humans_and_called_again(app: TestApp) {
    let desk = Desk::new(&app).await;
    let event = desk.event(json!({})).await;
    let step = json!({ "method": "CALL", "number": super::desk::NUMBER, "flowId": desk.flow, "attempts": 3 });
    let alarm = desk.alarm(&event, json!({ "steps": [step], "machineBehavior": "HUMAN_ONLY", "retrySeconds": 60 })).await;

    desk.comes("2026-11-23T07:00:00Z").await;
    let orders = desk.carrier.orders(1).await;
    let act = desk.answers(&orders[0], Some(Who::Machine)).await;
    desk.carrier.tell(&orders[0], CallProgress::Completed).await;
    let machine = desk.until(&alarm, "RETRY").await;
    desk.comes("2026-11-23T07:01:00Z").await;
    let orders = desk.carrier.orders(2).await;
    let asked = desk.answers(&orders[1], Some(Who::Unknown)).await;
    desk.carrier.tell(&orders[1], CallProgress::Completed).await;

    let row = desk.until(&alarm, "SUCCESS").await;
    assert_eq!((&act, orders[0].detect_machine), (&hangs_up(), true));
    assert_eq!((&machine["reason"], &row["tries"]), (&json!("MACHINE"), &json!(2)));
    assert!(matches!(asked.then, Then::Gather { .. }), "{asked:?}");
}

on_both!(only_a_machine_is_told_what_is_for_machines);
async fn only_a_machine_is_told_what_is_for_machines(app: TestApp) {
    let desk = Desk::new(&app).await;
    let flow = sealed(&desk.client, voicemail()).await;
    let event = desk.event(json!({})).await;
    let step = json!({ "method": "CALL", "number": super::desk::NUMBER, "flowId": flow, "attempts": 2 });
    let besides = json!({ "steps": [step], "machineBehavior": "VOICEMAIL_ONLY", "retrySeconds": 60 });
    let alarm = desk.alarm(&event, besides).await;

    desk.comes("2026-11-23T07:00:00Z").await;
    let orders = desk.carrier.orders(1).await;
    let human = desk.answers(&orders[0], Some(Who::Human)).await;
    desk.carrier.tell(&orders[0], CallProgress::Completed).await;
    let missed = desk.until(&alarm, "RETRY").await;
    desk.comes("2026-11-23T07:01:00Z").await;
    let orders = desk.carrier.orders(2).await;
    let mut report = acceptance::carrier::report(&orders[1].reference, CallProgress::InProgress);
    report.answered_by = Some(telephony::outgoing::AnsweredBy::Machine);
    desk.carrier.tell_report(report).await;
    for (turn, heard) in (0..).zip([Heard::Answered { by: Some(Who::Machine) }, Heard::GreetingOver, Heard::Played]) {
        desk.hears(&orders[1], turn, heard).await;
    }
    desk.carrier.tell(&orders[1], CallProgress::Completed).await;

    let row = desk.until(&alarm, "SUCCESS").await;
    assert_eq!((&human, &missed["reason"]), (&hangs_up(), &json!("HUMAN")));
    assert_eq!(row["calls"][1]["answeredBy"], "MACHINE");
}

on_both!(a_flow_that_leaves_no_message_is_refused_for_machines_only);
async fn a_flow_that_leaves_no_message_is_refused_for_machines_only(app: TestApp) {
    let desk = Desk::new(&app).await;
    let event = desk.event(json!({})).await;

    let refused = desk.asked(&event, json!({ "machineBehavior": "VOICEMAIL_ONLY" })).await;

    assert_eq!(errors(&refused), json!([["INVALID", "input.steps.0.flowId"]]));
}
