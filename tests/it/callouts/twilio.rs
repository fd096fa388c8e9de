//! A callout over Twilio, or what answers as it does: its answers get lost, its callbacks come twice and in any order.

use acceptance::{
    SOON, TestApp, news, on_both,
    twilio::{ACCOUNT, TwilioWorld, kept},
};
use axum::http::StatusCode;
use chrono::TimeDelta;
use serde_json::{Value, json};
use telephony::twilio::fake::{Delivery, Odds};

const CALLOUT: &str = "query ($id: ID!) { callout(id: $id) { status statistics {
    calloutParticipations calloutParticipationsAnswered calloutParticipationsExhausted calls callsCompleted callsBusy } } }";

/// A callout that is started, to so many contacts; its id, and their numbers.
async fn callout(world: &TwilioWorld, app: &TestApp, count: usize) -> (Value, Vec<String>) {
    let provider = world.client.query("{ providers { id } }", json!({})).await["providers"][0]["id"].clone();
    let input = json!({
        "name": "Assembly", "script": { "say": { "text": "Good day", "language": "en-GB" } },
        "routes": [{ "providerId": provider }], "retry": { "maxAttempts": 1 },
    });
    let callout = app.callout(&world.client, input).await;
    let mut numbers = Vec::new();
    for place in 0..count {
        let number = format!("+349721{:05}", 80_000 + place);
        let contact = app.contact(&world.client, json!({ "number": number })).await;
        let add = "mutation ($callout: ID!, $contact: ID!) {
                participationAdd(calloutId: $callout, contactId: $contact) { userErrors { code } } }";
        world.client.query(add, json!({ "callout": callout, "contact": contact.id })).await;
        numbers.push(number);
    }
    let start = "mutation ($id: ID!) { calloutStart(id: $id) { userErrors { code message } } }";
    let started = world.client.query(start, json!({ "id": callout })).await;
    assert_eq!(started["calloutStart"]["userErrors"], json!([]));
    (json!(callout), numbers)
}

/// Lets time pass until the callout is completed, and returns it.
async fn completed(world: &TwilioWorld, app: &TestApp, callout: &Value) -> Value {
    let passing = async {
        loop {
            let head = app.app().live.head();
            let answer = world.client.query(CALLOUT, json!({ "id": callout })).await["callout"].take();
            if answer["status"] == "COMPLETED" {
                return answer;
            }
            app.clock.advance(TimeDelta::seconds(1));
            news(app.app(), head).await;
        }
    };
    tokio::time::timeout(2 * SOON, passing).await.expect("the callout is completed in time")
}

on_both!(whatever_gets_lost_or_repeated_on_the_way_each_contact_rings_once_and_the_statistics_are_right);
async fn whatever_gets_lost_or_repeated_on_the_way_each_contact_rings_once_and_the_statistics_are_right(app: TestApp) {
    let world = TwilioWorld::of(&app).await;
    world.fake.set_odds(Odds { lose_reply: 150, lose_request: 50, too_many: 100, fail_after: 50, busy: 200, ..Odds::default() });
    world.fake.set_delivery(Delivery { times: 2, shuffled: true, without: Vec::new() });

    let (callout, numbers) = callout(&world, &app, 30).await;
    let done = completed(&world, &app, &callout).await;

    let rings: Vec<usize> = numbers.iter().map(|number| world.fake.rings_of(number)).collect();
    assert_eq!((rings, world.fake.most_rings()), (vec![1; 30], 1));
    let statistics = &done["statistics"];
    let number = |name: &str| statistics[name].as_u64().expect("a number");
    assert_eq!(number("calloutParticipationsAnswered") + number("calloutParticipationsExhausted"), 30);
    assert_eq!(number("callsCompleted") + number("callsBusy"), number("calls"));
    assert!(number("callsBusy") > 0 && number("callsCompleted") > 0, "{statistics}");
}

on_both!(while_a_provider_is_down_attempts_wait_and_the_providers_say_why_and_then_each_rings_once);
async fn while_a_provider_is_down_attempts_wait_and_the_providers_say_why_and_then_each_rings_once(app: TestApp) {
    let world = TwilioWorld::of(&app).await;
    let providers = "{ providers { health problem { code } } }";
    let attempts = "{ callAttempts { nodes { status problem sentAt } } }";
    let health =
        async |health: &str| app.until(&world.client, providers, json!({}), |answer| answer["providers"][0]["health"] == health).await;
    let all_wait = |answer: &Value| {
        let attempts = answer["callAttempts"]["nodes"].as_array().expect("nodes");
        attempts.len() == 3 && attempts.iter().all(|attempt| attempt["status"] == "CREATED")
    };

    world.fake.go_away().await;
    let down = health("DOWN").await;
    let (callout, numbers) = callout(&world, &app, 3).await;
    let waiting = app.until(&world.client, attempts, json!({}), all_wait).await;
    let meanwhile = world.client.query(CALLOUT, json!({ "id": callout })).await;
    world.fake.come_back().await.expect("it is there again");
    let up = health("UP").await;
    let done = completed(&world, &app, &callout).await;

    assert_eq!(down["providers"][0]["problem"], json!({ "code": "UNREACHABLE" }));
    let told = json!({ "status": "CREATED", "problem": "The provider cannot be reached: it is tried again.", "sentAt": null });
    assert_eq!(waiting["callAttempts"]["nodes"], json!([told, told, told]));
    assert_eq!((&meanwhile["callout"]["status"], &up["providers"][0]["problem"]), (&json!("RUNNING"), &Value::Null));
    assert_eq!((&done["statistics"]["calls"], &done["statistics"]["callsCompleted"]), (&json!(3), &json!(3)));
    let rings: Vec<usize> = numbers.iter().map(|number| world.fake.rings_of(number)).collect();
    assert_eq!(rings, [1, 1, 1]);
}

on_both!(what_is_not_proved_to_be_the_providers_leaves_no_row);
async fn what_is_not_proved_to_be_the_providers_leaves_no_row(app: TestApp) {
    let world = TwilioWorld::of(&app).await;
    let attempt = "att_01M7ZRHHY2ET19PPRGWTWA8HA4";
    let body = format!("AccountSid={ACCOUNT}&CallSid=CA1&CallStatus=completed");

    let forged = world.post(&format!("/callbacks/twilio/{attempt}"), "AAAAAAAAAAAAAAAAAAAAAAAAAAA=", &body).await;
    let elsewhere = world.post(&format!("/callbacks/nobody/{attempt}"), "AAAAAAAAAAAAAAAAAAAAAAAAAAA=", &body).await;
    let damaged = world.post("/callbacks/twilio/not-a-reference", "AAAAAAAAAAAAAAAAAAAAAAAAAAA=", &body).await;

    assert_eq!((forged, elsewhere, damaged), (StatusCode::FORBIDDEN, StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    assert_eq!(kept(&app).await, 0);
}
