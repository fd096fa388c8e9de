//! Callouts that dial: everybody once, as fast and as often as was said, and nobody who is not to be called.

use acceptance::{
    TestApp,
    carrier::{Carrier, Plan},
    on_both,
};
use chrono::TimeDelta;
use entity::stored::Role;
use serde_json::{Value, json};
use telephony::{
    cause::Cause,
    outgoing::{CallProgress, OrderError},
};

use super::desk::Desk;

/// How far each participation is, by number.
fn parts(callout: &Value) -> Vec<(String, String)> {
    let mut parts: Vec<_> = callout["participations"]["nodes"]
        .as_array()
        .expect("nodes")
        .iter()
        .map(|part| {
            let text = |field: &str| part[field].as_str().unwrap_or_default().to_owned();
            (text("number"), text("status"))
        })
        .collect();
    parts.sort();
    parts
}

on_both!(everybody_is_called_once_and_then_the_callout_is_completed);
async fn everybody_is_called_once_and_then_the_callout_is_completed(app: TestApp) {
    let desk = Desk::new(&app).await;
    let contacts = desk.contacts(5).await;

    let callout = desk.started("Assembly", json!({ "retry": { "maxAttempts": 1 } }), &contacts).await;
    let orders = desk.carrier.orders(5).await;
    desk.tell_all(&orders[..3], CallProgress::Completed).await;
    desk.tell_all(&orders[3..], CallProgress::Busy).await;

    let done = desk.until_status(callout, "COMPLETED").await;
    let called: std::collections::BTreeSet<String> = orders.iter().map(|order| order.to.to_string()).collect();
    assert_eq!((called.len(), desk.carrier.rings_in_all()), (5, 5));
    assert_eq!(
        done["statistics"],
        json!({
            "calloutParticipations": 5, "calloutParticipationsAnswered": 3, "calloutParticipationsExhausted": 2,
            "calloutParticipationsSkipped": 0, "calloutParticipationsWaiting": 0, "calloutParticipationsInFlight": 0,
            "calls": 5, "callsCompleted": 3, "callsBusy": 2,
        })
    );
}

on_both!(who_was_engaged_is_called_again_after_a_while_and_no_more_often_than_was_said);
async fn who_was_engaged_is_called_again_after_a_while_and_no_more_often_than_was_said(app: TestApp) {
    let desk = Desk::new(&app).await;
    let contacts = desk.contacts(1).await;
    let callout = desk.started("Assembly", json!({ "retry": { "maxAttempts": 2, "delaySeconds": 60 } }), &contacts).await;

    let first = desk.carrier.orders(1).await;
    desk.tell_all(&first, CallProgress::Busy).await;
    let waiting = desk.until(callout, |callout| callout["statistics"]["calloutParticipationsWaiting"] == 1).await;
    app.clock.advance(TimeDelta::seconds(59));
    assert_eq!(desk.carrier.rings_in_all(), 1);
    app.clock.advance(TimeDelta::seconds(1));
    let second = desk.carrier.orders(2).await;
    desk.tell_all(&second[1..], CallProgress::NoAnswer).await;

    let done = desk.until_status(callout, "COMPLETED").await;
    assert_eq!(waiting["status"], "RUNNING");
    assert_eq!(done["participations"]["nodes"][0]["reason"], "NO_MORE_ATTEMPTS");
    assert_eq!((done["statistics"]["calls"].clone(), desk.carrier.rings_in_all()), (json!(2), 2));
}

on_both!(who_lives_where_it_is_night_is_called_in_the_morning);
async fn who_lives_where_it_is_night_is_called_in_the_morning(app: TestApp) {
    let desk = Desk::new(&app).await;
    let input = json!({ "number": "+34972180001", "timeZone": "America/Los_Angeles" });
    let far = app.contact(&desk.client, input).await;

    // Ten in Greenwich is two in the night there.
    let callout = desk.started("Assembly", json!({}), std::slice::from_ref(&far)).await;
    let waiting = desk.until(callout, |callout| callout["participations"]["nodes"][0]["reason"] == "OUTSIDE_HOURS").await;
    app.clock.advance(TimeDelta::hours(5) + TimeDelta::minutes(59));
    assert_eq!(desk.carrier.rings_in_all(), 0);
    app.clock.advance(TimeDelta::minutes(1));

    desk.carrier.orders(1).await;
    assert_eq!(waiting["participations"]["nodes"][0]["status"], "PENDING");
}

on_both!(who_says_during_a_callout_not_to_be_called_is_not_called_any_more);
async fn who_says_during_a_callout_not_to_be_called_is_not_called_any_more(app: TestApp) {
    let desk = Desk::new(&app).await;
    let contacts = desk.contacts(2).await;
    let callout = desk.started("Assembly", json!({ "retry": { "delaySeconds": 60 } }), &contacts).await;
    let orders = desk.carrier.orders(2).await;
    desk.tell_all(&orders, CallProgress::Busy).await;
    desk.until(callout, |callout| callout["statistics"]["calloutParticipationsWaiting"] == 2).await;

    let never = "mutation ($never: ID!, $number: String!) {
        contactDoNotCallSet(id: $never) { userErrors { code } }
        contactOptOut(input: { number: $number, channel: CALL }) { userErrors { code } } }";
    desk.client.query(never, json!({ "never": contacts[0].id, "number": contacts[1].number })).await;
    app.clock.advance(TimeDelta::seconds(61));

    let done = desk.until_status(callout, "COMPLETED").await;
    let mut reasons: Vec<&str> =
        done["participations"]["nodes"].as_array().expect("nodes").iter().filter_map(|part| part["reason"].as_str()).collect();
    reasons.sort_unstable();
    assert_eq!((reasons, desk.carrier.rings_in_all()), (vec!["DO_NOT_CALL", "OPTED_OUT"], 2));
}

on_both!(one_contact_of_two_callouts_is_called_as_often_as_may_be_over_both);
async fn one_contact_of_two_callouts_is_called_as_often_as_may_be_over_both(app: TestApp) {
    let desk = Desk::new(&app).await;
    let contacts = desk.contacts(1).await;
    let daily = json!({ "policy": { "frequency": { "max": 1, "seconds": 86_400 } } });

    desk.started("One", daily.clone(), &contacts).await;
    desk.carrier.orders(1).await;
    let other = desk.started("Other", daily, &contacts).await;

    let waits = desk.until(other, |callout| callout["participations"]["nodes"][0]["reason"] == "FREQUENCY_CAP").await;
    assert_eq!((waits["statistics"]["calls"].clone(), desk.carrier.rings_in_all()), (json!(0), 1));
    app.clock.advance(TimeDelta::hours(24));
    desk.carrier.orders(2).await;
}

on_both!(nobody_is_called_when_the_time_of_the_request_is_over);
async fn nobody_is_called_when_the_time_of_the_request_is_over(app: TestApp) {
    let desk = Desk::new(&app).await;
    let contacts = desk.contacts(2).await;
    let settings = json!({ "expiresAt": app.now() + TimeDelta::hours(1), "pacing": { "maxConcurrent": 1 } });
    let callout = desk.started("Assembly", settings, &contacts).await;
    let first = desk.carrier.orders(1).await;
    app.clock.advance(TimeDelta::hours(2));

    desk.tell_all(&first, CallProgress::Completed).await;

    let done = desk.until_status(callout, "COMPLETED").await;
    let mut reached: Vec<_> = parts(&done).into_iter().map(|(_, status)| status).collect();
    reached.sort();
    let reasons: Vec<_> =
        done["participations"]["nodes"].as_array().expect("nodes").iter().filter_map(|part| part["reason"].as_str()).collect();
    assert_eq!((reached, reasons), (vec!["ANSWERED".to_owned(), "SKIPPED".to_owned()], vec!["REQUEST_EXPIRED"]));
    assert_eq!(desk.carrier.rings_in_all(), 1);
}

on_both!(no_more_calls_are_under_way_than_was_said);
async fn no_more_calls_are_under_way_than_was_said(app: TestApp) {
    let desk = Desk::new(&app).await;
    let contacts = desk.contacts(5).await;
    let callout = desk.started("Assembly", json!({ "pacing": { "maxConcurrent": 2 } }), &contacts).await;

    for begun in [2, 3, 4, 5] {
        let orders = desk.carrier.orders(begun).await;
        assert_eq!(orders.len(), begun);
        desk.tell_all(&orders[begun - 2..begun - 1], CallProgress::Completed).await;
    }
    let orders = desk.carrier.orders(5).await;
    desk.tell_all(&orders[4..], CallProgress::Completed).await;

    desk.until_status(callout, "COMPLETED").await;
    assert_eq!(desk.carrier.rings_in_all(), 5);
}

on_both!(a_callout_that_is_paused_dials_nobody_and_goes_on_where_it_was);
async fn a_callout_that_is_paused_dials_nobody_and_goes_on_where_it_was(app: TestApp) {
    let desk = Desk::new(&app).await;
    let contacts = desk.contacts(3).await;
    let callout = desk.started("Assembly", json!({ "pacing": { "maxConcurrent": 1 } }), &contacts).await;
    let first = desk.carrier.orders(1).await;

    desk.step(callout, "calloutPause").await;
    desk.tell_all(&first, CallProgress::Completed).await;
    let paused = desk.until(callout, |callout| callout["statistics"]["calloutParticipationsAnswered"] == 1).await;
    let rung = desk.carrier.rings_in_all();
    desk.step(callout, "calloutResume").await;

    for begun in [2, 3] {
        let orders = desk.carrier.orders(begun).await;
        desk.tell_all(&orders[begun - 1..], CallProgress::Completed).await;
    }
    desk.until_status(callout, "COMPLETED").await;
    assert_eq!((paused["status"].clone(), rung), (json!("PAUSED"), 1));
}

on_both!(a_technical_failure_goes_to_the_next_provider_and_a_humans_no_never_does);
async fn a_technical_failure_goes_to_the_next_provider_and_a_humans_no_never_does(app: TestApp) {
    let desk = Desk::new(&app).await;
    let (spare, contacts) = (Carrier::new(), desk.contacts(2).await);
    let _link = spare.link(&app, "spare").await;
    let routes = json!([{ "providerId": desk.provider("carrier").await }, { "providerId": desk.provider("spare").await }]);
    let broken = OrderError::Refused { cause: Cause::ProviderError, code: None, message: "out of order".to_owned() };
    desk.carrier.plan([Plan::Answer(broken)]);

    let settings = json!({ "routes": routes, "retry": { "maxAttempts": 1 } });
    let callout = desk.started("Assembly", settings, &contacts).await;
    let taken = desk.carrier.orders(2).await;
    let moved = spare.orders(1).await;
    spare.tell(&moved[0], CallProgress::Completed).await;
    let rang = taken.iter().find(|order| desk.carrier.rings(order) == 1).expect("one rang");
    desk.carrier.tell(rang, CallProgress::Busy).await;

    let done = desk.until_status(callout, "COMPLETED").await;
    let statuses: std::collections::BTreeSet<String> = parts(&done).into_iter().map(|(_, status)| status).collect();
    assert_eq!(statuses, ["ANSWERED", "EXHAUSTED"].map(str::to_owned).into());
    assert_eq!((desk.carrier.rings_in_all(), spare.rings_in_all()), (1, 1));
    assert_ne!(moved[0].to, rang.to);
}

on_both!(a_late_word_that_somebody_was_reached_still_counts);
async fn a_late_word_that_somebody_was_reached_still_counts(app: TestApp) {
    let desk = Desk::new(&app).await;
    let contacts = desk.contacts(1).await;
    desk.carrier.plan([Plan::LoseOrder]);
    let callout = desk.started("Assembly", json!({}), &contacts).await;
    let orders = desk.carrier.orders(1).await;
    desk.until(callout, |callout| callout["statistics"]["calloutParticipationsInFlight"] == 1).await;

    desk.tell_all(&orders, CallProgress::Completed).await;

    let done = desk.until_status(callout, "COMPLETED").await;
    assert_eq!(parts(&done), [("+34972180000".to_owned(), "ANSWERED".to_owned())]);
}

on_both!(several_processes_share_a_callout_and_each_contact_rings_once);
async fn several_processes_share_a_callout_and_each_contact_rings_once(app: TestApp) {
    let (carrier, client) = (Carrier::shared(), app.as_role(Role::Coordinator).await);
    let other = app.another_process().await;
    let link = carrier.link(&app, "carrier").await;
    let _other = carrier.link(&other, "carrier").await;
    let desk = Desk { account: app.account().clone(), client, carrier, _link: link };
    let contacts = desk.contacts(40).await;

    let callout = desk.started("Assembly", json!({ "pacing": { "maxConcurrent": 4 } }), &contacts).await;
    let mut orders = Vec::new();
    while orders.len() < 40 {
        let told = orders.len();
        orders = desk.carrier.orders(told + 1).await;
        desk.tell_all(&orders[told..], CallProgress::Completed).await;
    }

    let done = desk.until_status(callout, "COMPLETED").await;
    let called: std::collections::BTreeSet<String> = orders.iter().map(|order| order.to.to_string()).collect();
    assert_eq!((called.len(), desk.carrier.rings_in_all()), (40, 40));
    assert_eq!(done["statistics"]["calloutParticipationsAnswered"], 40);
}

/// A callout to one, whose call the carrier cannot be given at first.
async fn not_sent(desk: &Desk, app: &TestApp) -> (entity::id::CalloutId, entity::contact::Model) {
    desk.carrier.plan([Plan::Answer(OrderError::NotSent("nobody is there".to_owned()))]);
    let contacts = desk.contacts(1).await;
    let callout = desk.started("Assembly", json!({ "retry": { "maxAttempts": 1 } }), &contacts).await;
    desk.carrier.orders(1).await;
    let waits = "{ callAttempts { nodes { status } } }";
    app.until(&desk.client, waits, json!({}), |answer| answer["callAttempts"]["nodes"][0]["status"] == "CREATED").await;
    (callout, contacts.into_iter().next().expect("a contact"))
}

const ATTEMPTS: &str = "{ callAttempts { nodes { status cause } } }";

on_both!(who_wants_no_calls_any_more_is_not_called_by_a_call_that_waits_for_its_provider);
async fn who_wants_no_calls_any_more_is_not_called_by_a_call_that_waits_for_its_provider(app: TestApp) {
    let desk = Desk::new(&app).await;
    let (callout, contact) = not_sent(&desk, &app).await;

    let no_calls = "mutation ($id: ID!) { contactDoNotCallSet(id: $id) { userErrors { code message } } }";
    let answer = desk.client.query(no_calls, json!({ "id": contact.id })).await;
    app.clock.advance(TimeDelta::minutes(2));

    let done = desk.until_status(callout, "COMPLETED").await;
    assert_eq!(answer["contactDoNotCallSet"]["userErrors"], json!([]));
    assert_eq!(
        (&done["participations"]["nodes"][0]["status"], &done["participations"]["nodes"][0]["reason"]),
        (&json!("SKIPPED"), &json!("DO_NOT_CALL"))
    );
    assert_eq!(
        desk.client.query(ATTEMPTS, json!({})).await["callAttempts"]["nodes"],
        json!([{ "status": "CANCELED", "cause": "NOT_ALLOWED" }])
    );
    assert_eq!(desk.carrier.rings_in_all(), 0);
}

on_both!(a_call_that_waited_for_its_provider_until_the_night_is_made_in_the_morning);
async fn a_call_that_waited_for_its_provider_until_the_night_is_made_in_the_morning(app: TestApp) {
    let desk = Desk::new(&app).await;
    let (callout, _) = not_sent(&desk, &app).await;

    app.clock.advance(TimeDelta::hours(12));
    let waiting = desk.until(callout, |callout| callout["participations"]["nodes"][0]["reason"] == "OUTSIDE_HOURS").await;
    assert_eq!(desk.carrier.rings_in_all(), 0);
    app.clock.advance(TimeDelta::hours(12));
    let orders = desk.carrier.orders(2).await;
    desk.tell_all(&orders[1..], CallProgress::Completed).await;

    let done = desk.until_status(callout, "COMPLETED").await;
    assert_eq!(waiting["participations"]["nodes"][0]["attempts"], 0);
    assert_eq!((desk.carrier.rings_in_all(), &done["statistics"]["callsCompleted"]), (1, &json!(1)));
}

on_both!(a_call_that_waits_for_its_provider_is_not_made_while_its_callout_is_paused);
async fn a_call_that_waits_for_its_provider_is_not_made_while_its_callout_is_paused(app: TestApp) {
    let desk = Desk::new(&app).await;
    let (callout, _) = not_sent(&desk, &app).await;

    desk.step(callout, "calloutPause").await;
    app.clock.advance(TimeDelta::minutes(2));
    app.until(&desk.client, ATTEMPTS, json!({}), |answer| answer["callAttempts"]["nodes"][0]["cause"] == "NOT_ALLOWED").await;
    assert_eq!(desk.carrier.rings_in_all(), 0);
    desk.step(callout, "calloutResume").await;
    let orders = desk.carrier.orders(2).await;
    desk.tell_all(&orders[1..], CallProgress::Completed).await;

    let done = desk.until_status(callout, "COMPLETED").await;
    assert_eq!((desk.carrier.rings_in_all(), &done["participations"]["nodes"][0]["attempts"]), (1, &json!(1)));
}

on_both!(a_call_whose_outcome_cannot_be_found_out_takes_nobody_elses_place_for_ever);
async fn a_call_whose_outcome_cannot_be_found_out_takes_nobody_elses_place_for_ever(app: TestApp) {
    let desk = Desk::new(&app).await;
    desk.carrier.plan([Plan::LoseOrder]);
    desk.carrier.know_nothing();
    let contacts = desk.contacts(2).await;
    let settings = json!({ "retry": { "maxAttempts": 1 }, "pacing": { "maxConcurrent": 1 } });

    let callout = desk.started("Assembly", settings, &contacts).await;
    desk.carrier.orders(1).await;
    app.until(&desk.client, ATTEMPTS, json!({}), |answer| answer["callAttempts"]["nodes"][0]["status"] == "UNKNOWN").await;
    app.clock.advance(TimeDelta::minutes(61));
    let orders = desk.carrier.orders(2).await;
    desk.tell_all(&orders[1..], CallProgress::Completed).await;

    let done = desk.until_status(callout, "COMPLETED").await;
    let mut ends: Vec<String> =
        done["participations"]["nodes"].as_array().expect("nodes").iter().map(|part| part["status"].to_string()).collect();
    ends.sort();
    assert_eq!(ends, ["\"ANSWERED\"", "\"EXHAUSTED\""]);
    assert_eq!(done["statistics"]["callsCompleted"], 1);
}
