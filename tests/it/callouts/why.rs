//! Why somebody is not called: everything that stands in the way, by what whoever dials goes by.

use acceptance::{Client, TestApp, callouts::PLAYS, on_both};
use chrono::TimeDelta;
use entity::{
    callout_participation, contact,
    id::CalloutId,
    provider,
    stored::{CalloutStatus, ParticipationStatus, ProviderHealth, Role},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Unchanged, EntityTrait, Set};
use serde_json::{Value, json};
use telephony::outgoing::CallProgress;

use super::desk::Desk;

const WHY: &str = "query ($contact: ID!, $callout: ID!) { whyNotCalled(contactId: $contact, calloutId: $callout) {
    standing participation { status } lastCall { status }
    obstacles { code text since until consent { sender channel } } } }";
const ADD: &str = "mutation ($callout: ID!, $contact: ID!) {
    participationAdd(calloutId: $callout, contactId: $contact) { participation { id } userErrors { code path message } } }";

async fn why(client: &Client, contact: &contact::Model, callout: CalloutId) -> Value {
    client.query(WHY, json!({ "contact": contact.id, "callout": callout })).await["whyNotCalled"].take()
}

fn codes(why: &Value) -> Vec<&str> {
    why["obstacles"].as_array().expect("obstacles").iter().filter_map(|obstacle| obstacle["code"].as_str()).collect()
}

/// Of a code, one of its fields.
fn of<'a>(why: &'a Value, code: &str, field: &str) -> &'a Value {
    let all = why["obstacles"].as_array().expect("obstacles");
    &all.iter().find(|obstacle| obstacle["code"] == code).unwrap_or_else(|| panic!("no {code} in {why:#}"))[field]
}

/// As an instant is written.
fn instant(value: &Value) -> chrono::DateTime<chrono::Utc> {
    value.as_str().expect("an instant").parse().expect("an instant")
}

on_both!(who_takes_no_part_is_told_why_not);
async fn who_takes_no_part_is_told_why_not(app: TestApp) {
    let client = app.as_role(Role::Coordinator).await;
    let callout = app.startable_callout(&client, "Assembly").await;
    let ana = app.contact(&client, json!({ "number": "+34972183386", "metadata": { "town": "Girona" } })).await;
    let populate = "mutation ($callout: ID!, $town: JSON!) { populationCreate(input: { calloutId: $callout,
        filter: { metadata: [{ path: [\"town\"], test: { equals: $town } }] } }) { userErrors { code } } }";
    let viewer = app.as_role(Role::Viewer).await;

    let alone = why(&viewer, &ana, callout).await;
    client.query(populate, json!({ "callout": callout, "town": "Sitges" })).await;
    let other = why(&viewer, &ana, callout).await;
    client.query(populate, json!({ "callout": callout, "town": "Girona" })).await;
    let waits = why(&viewer, &ana, callout).await;

    assert_eq!((codes(&alone), &alone["standing"]), (vec!["NOT_IN_CALLOUT", "CALLOUT_NOT_RUNNING"], &json!("HINDERED")));
    assert_eq!(of(&alone, "NOT_IN_CALLOUT", "text"), of(&other, "NOT_IN_CALLOUT", "text"));
    let text = of(&waits, "NOT_IN_CALLOUT", "text").as_str().expect("a text");
    assert!(text.contains("has not been added yet"), "{text}");
    assert_eq!((&waits["participation"], &waits["lastCall"]), (&Value::Null, &Value::Null));
}

on_both!(all_that_lasts_is_told_at_once_with_since_when);
async fn all_that_lasts_is_told_at_once_with_since_when(app: TestApp) {
    let client = app.as_role(Role::Coordinator).await;
    let callout = app.startable_callout(&client, "Assembly").await;
    let ana = app.contact(&client, json!({ "number": "+34972183386" })).await;
    client.query(ADD, json!({ "callout": callout, "contact": ana.id })).await;
    app.callout_is(callout, CalloutStatus::Paused).await;
    let said = app.now();
    let never = "mutation ($id: ID!, $number: String!) {
        contactDoNotCallSet(id: $id, reason: \"asked by letter\") { userErrors { code } }
        contactOptOut(input: { number: $number, channel: CALL }) { userErrors { code } } }";
    client.query(never, json!({ "id": ana.id, "number": ana.number })).await;
    app.clock.advance(TimeDelta::hours(1));

    let told = why(&client, &ana, callout).await;

    assert_eq!(codes(&told)[..3], ["CALLOUT_NOT_RUNNING", "DO_NOT_CALL", "OPTED_OUT"], "{told:#}");
    assert_eq!([instant(of(&told, "DO_NOT_CALL", "since")), instant(of(&told, "OPTED_OUT", "since"))], [said, said]);
    assert!(of(&told, "DO_NOT_CALL", "text").as_str().expect("a text").contains("asked by letter"));
    assert_eq!(of(&told, "OPTED_OUT", "consent"), &json!({ "sender": null, "channel": "CALL" }));
    assert_eq!(told["participation"], json!({ "status": "PENDING" }));
}

on_both!(somebody_is_told_to_be_next_then_under_way_then_waiting_then_given_up);
async fn somebody_is_told_to_be_next_then_under_way_then_waiting_then_given_up(app: TestApp) {
    let desk = Desk::new(&app).await;
    let contacts = desk.contacts(2).await;
    let settings = json!({ "pacing": { "maxConcurrent": 1 }, "retry": { "maxAttempts": 2, "delaySeconds": 600 } });
    let callout = desk.started("Assembly", settings, &contacts).await;
    let first = desk.carrier.orders(1).await;
    let (called, other) =
        if first[0].to.to_string() == contacts[0].number { (&contacts[0], &contacts[1]) } else { (&contacts[1], &contacts[0]) };

    let under_way = why(&desk.client, called, callout).await;
    let full = why(&desk.client, other, callout).await;
    desk.tell_all(&first, CallProgress::Busy).await;
    let second = desk.carrier.orders(2).await;
    desk.tell_all(&second[1..], CallProgress::Completed).await;
    desk.until(callout, |callout| callout["statistics"]["callsCompleted"] == 1).await;
    let waits = why(&desk.client, called, callout).await;
    let reached = why(&desk.client, other, callout).await;
    app.clock.advance(TimeDelta::seconds(600));
    let last = desk.carrier.orders(3).await;
    desk.tell_all(&last[2..], CallProgress::NoAnswer).await;
    desk.until_status(callout, "COMPLETED").await;
    let given_up = why(&desk.client, called, callout).await;

    assert_eq!((&under_way["standing"], codes(&under_way).len()), (&json!("UNDER_WAY"), 0));
    assert_eq!((&full["standing"], codes(&full)), (&json!("HINDERED"), vec!["CALLS_AT_ONCE"]));
    assert_eq!((codes(&waits), &waits["lastCall"]["status"]), (vec!["RETRY_DELAY"], &json!("BUSY")));
    assert_eq!(instant(of(&waits, "RETRY_DELAY", "until")), app.now());
    assert_eq!((codes(&reached), &reached["standing"]), (vec!["REACHED"], &json!("REACHED")));
    assert_eq!(codes(&given_up), ["GIVEN_UP", "CALLOUT_NOT_RUNNING"]);
    assert!(of(&given_up, "GIVEN_UP", "text").as_str().expect("a text").contains("NO_MORE_ATTEMPTS"));
}

on_both!(several_things_that_pass_are_told_with_when_they_do);
async fn several_things_that_pass_are_told_with_when_they_do(app: TestApp) {
    let client = app.as_role(Role::Coordinator).await;
    let provider = app.able_provider("carrier", &PLAYS).await;
    let input = json!({
        "name": "Assembly", "script": { "play": { "audio": "hello" } }, "routes": [{ "providerId": provider.id }],
        "pacing": { "callsPerSecond": 0.5, "periodCap": { "max": 1, "seconds": 3600, "timestamp": "CREATED" } },
        "policy": { "frequency": { "max": 1, "seconds": 7200 } },
    });
    let callout = app.callout(&client, input).await;
    // Ten in Greenwich is two in the night there.
    let far = app.contact(&client, json!({ "number": "+34972180001", "timeZone": "America/Los_Angeles" })).await;
    let part = client.query(ADD, json!({ "callout": callout, "contact": far.id })).await["participationAdd"]["participation"]["id"].take();
    app.callout_is(callout, CalloutStatus::Running).await;
    let before = app.now();
    let mut earlier = app.attempt(provider.id, entity::stored::AttemptStatus::Busy).await;
    earlier.callout_id = Some(callout);
    earlier.target.clone_from(&far.number);
    let tx = app.app().db.begin().await.expect("a transaction");
    let row = entity::call_attempt::ActiveModel {
        id: Unchanged(earlier.id),
        callout_id: Set(earlier.callout_id),
        target: Set(earlier.target),
        ..Default::default()
    };
    row.update(&*tx).await.expect("the attempt is written");
    let row = provider::ActiveModel { id: Unchanged(provider.id), health: Set(ProviderHealth::Down), ..Default::default() };
    row.update(&*tx).await.expect("the provider is written");
    let row = entity::callout::ActiveModel { id: Unchanged(callout), tokens: Set(0.0), tokens_at: Set(before), ..Default::default() };
    row.update(&*tx).await.expect("the callout is written");
    tx.commit().await.expect("it is kept");

    let told = why(&client, &far, callout).await;

    assert_eq!(codes(&told), ["FREQUENCY_CAP", "OUTSIDE_HOURS", "PERIOD_CAP", "RATE", "PROVIDER_DOWN"], "{told:#}");
    let until = |code: &str| instant(of(&told, code, "until")) - before;
    assert_eq!(until("FREQUENCY_CAP"), TimeDelta::hours(2));
    assert_eq!(until("OUTSIDE_HOURS"), TimeDelta::hours(6));
    assert_eq!(until("PERIOD_CAP"), TimeDelta::hours(1));
    assert_eq!(until("RATE"), TimeDelta::seconds(2));
    let text = of(&told, "OUTSIDE_HOURS", "text").as_str().expect("a text");
    assert!(text.contains("Saturday 02:00 (America/Los_Angeles)") && text.contains("08:00"), "{text}");
    assert!(part.is_string());
}

on_both!(whoever_asks_reads_as_many_statements_however_many_take_part);
async fn whoever_asks_reads_as_many_statements_however_many_take_part(app: TestApp) {
    let client = app.as_role(Role::Coordinator).await;
    let callout = app.startable_callout(&client, "Assembly").await;
    let ana = app.contact(&client, json!({ "number": "+34972183386" })).await;
    client.query(ADD, json!({ "callout": callout, "contact": ana.id })).await;
    app.callout_is(callout, CalloutStatus::Running).await;
    let ask = || client.query(WHY, json!({ "contact": ana.id, "callout": callout }));

    let (_, few) = app.statements(ask()).await;
    for place in 0..20 {
        let contact = app.contact(&client, json!({ "number": format!("+349721{:05}", 90_000 + place) })).await;
        client.query(ADD, json!({ "callout": callout, "contact": contact.id })).await;
    }
    let (_, many) = app.statements(ask()).await;

    let parts = callout_participation::Entity::find().all(app.app().db.read()).await.expect("participations");
    assert_eq!((parts.len(), parts[0].status), (21, ParticipationStatus::Pending));
    assert_eq!(few, many);
    assert!(few.len() <= 12, "{few:?}");
}

on_both!(what_is_another_accounts_is_not_told);
async fn what_is_another_accounts_is_not_told(app: TestApp) {
    let other = app.other_account().await;
    let (ours, theirs) = (app.as_role(Role::Coordinator).await, other.as_role(Role::Coordinator).await);
    let callout = app.startable_callout(&ours, "Assembly").await;
    let ana = other.contact(&theirs, json!({ "number": "+34972183386" })).await;

    let (from_here, from_there) = (why(&ours, &ana, callout).await, why(&theirs, &ana, callout).await);

    assert_eq!((from_here, from_there), (Value::Null, Value::Null));
}
