//! Text messages over Twilio, or what answers as it does: its answers get lost, its callbacks come twice and in any order.

use acceptance::{
    SOON, TestApp, news, on_both,
    twilio::{ACCOUNT, FROM, TwilioWorld, kept},
};
use axum::http::StatusCode;
use chrono::TimeDelta;
use entity::provider_callback;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use switchboard::worker::housekeeping;
use telephony::twilio::fake::{Arrival, Delivery, Odds, Outcome};

const SEND: &str = "mutation ($input: MessageSendInput!) { messageSend(input: $input) { message { id } userErrors { code path } } }";
const MESSAGES: &str = "{ messages(first: 100) { nodes { id to status attempts providerKey problem { kind code } } } }";

async fn send(world: &TwilioWorld, to: &str) -> Value {
    let input = json!({ "requestId": to, "to": to, "body": "Your turn is at ten." });
    let answer = world.client.query(SEND, json!({ "input": input })).await["messageSend"].take();
    assert_eq!(answer["userErrors"], json!([]));
    answer["message"]["id"].clone()
}

/// Lets time pass until each message has come to one of these ends, and returns them.
async fn until(world: &TwilioWorld, app: &TestApp, ends: &[&str]) -> Vec<Value> {
    let passing = async {
        loop {
            let head = app.app().live.head();
            let mut answer = world.client.query(MESSAGES, json!({})).await;
            let nodes = answer["messages"]["nodes"].as_array_mut().expect("messages");
            if nodes.iter().all(|node| ends.iter().any(|end| node["status"] == *end)) {
                return std::mem::take(nodes);
            }
            app.clock.advance(TimeDelta::seconds(5));
            news(app.app(), head).await;
        }
    };
    tokio::time::timeout(2 * SOON, passing).await.expect("every message ends in time")
}

on_both!(whatever_gets_lost_or_repeated_on_the_way_each_message_is_sent_once_and_its_end_is_known);
async fn whatever_gets_lost_or_repeated_on_the_way_each_message_is_sent_once_and_its_end_is_known(app: TestApp) {
    let world = TwilioWorld::of(&app).await;
    world.fake.set_odds(Odds {
        lose_reply: 150,
        lose_request: 50,
        too_many: 100,
        fail_before: 50,
        fail_after: 50,
        undelivered: 200,
        ..Odds::default()
    });
    world.fake.set_delivery(Delivery { times: 2, shuffled: true, without: Vec::new() });
    let numbers: Vec<String> = (0..30).map(|place| format!("+349721{:05}", 80_000 + place)).collect();

    for number in &numbers {
        send(&world, number).await;
    }
    let over = until(&world, &app, &["DELIVERED", "UNDELIVERED"]).await;

    let mut sent: Vec<String> = world.fake.messages().into_iter().map(|message| message.to).collect();
    sent.sort();
    assert_eq!(sent, numbers);
    for message in world.fake.messages() {
        let known = over.iter().find(|known| known["to"] == message.to.as_str()).expect("it is known here");
        assert_eq!((&known["status"], &known["providerKey"]), (&json!(message.status.to_uppercase()), &json!(message.sid)));
    }
    assert!(over.iter().any(|message| message["status"] == "UNDELIVERED"));
}

on_both!(what_becomes_of_messages_without_callbacks_is_asked_for);
async fn what_becomes_of_messages_without_callbacks_is_asked_for(app: TestApp) {
    let world = TwilioWorld::of(&app).await;
    world.fake.set_delivery(Delivery { times: 0, ..Delivery::default() });
    world.fake.set_arrival("+34972183387", Arrival::Undelivered { code: 30_006 });

    send(&world, "+34972183386").await;
    send(&world, "+34972183387").await;
    let over = until(&world, &app, &["DELIVERED", "UNDELIVERED"]).await;

    assert_eq!((&over[1]["status"], &over[1]["problem"]), (&json!("DELIVERED"), &json!(null)));
    assert_eq!((&over[0]["status"], &over[0]["problem"]), (&json!("UNDELIVERED"), &json!({ "kind": "INVALID_NUMBER", "code": "30006" })));
    assert_eq!((world.fake.messages().len(), kept(&app).await), (2, 0));
}

on_both!(who_has_answered_stop_is_opted_out_here_too_whether_told_at_once_or_later);
async fn who_has_answered_stop_is_opted_out_here_too_whether_told_at_once_or_later(app: TestApp) {
    let world = TwilioWorld::of(&app).await;
    let (at_once, later) = ("+34972183386", "+34972183387");
    world.fake.set_outcome(at_once, Outcome::Refused { code: 21_610 });
    world.fake.set_arrival(later, Arrival::Failed { code: 21_610 });

    send(&world, at_once).await;
    send(&world, later).await;
    let over = until(&world, &app, &["FAILED"]).await;
    // The clock was moved: it has to be heard of again.
    app.until(&world.client, "{ providers { health } }", json!({}), |answer| answer["providers"][0]["health"] == "UP").await;

    for (message, number) in over.iter().zip([later, at_once]) {
        assert_eq!((&message["to"], &message["problem"]), (&json!(number), &json!({ "kind": "OPTED_OUT", "code": "21610" })));
        let again = |from: &str| json!({ "requestId": format!("{number} {from}"), "to": number, "from": from, "body": "Good day" });
        let by_it = world.client.query(SEND, json!({ "input": again(FROM) })).await["messageSend"]["userErrors"].take();
        assert_eq!(by_it, json!([{ "code": "OPTED_OUT", "path": ["input", "to"] }]));
        let by_another = world.client.query(SEND, json!({ "input": again("+34872202551") })).await["messageSend"]["userErrors"].take();
        assert_eq!(by_another, json!([]));
    }
}

on_both!(a_callback_that_is_not_proved_leaves_no_row_and_one_posted_twice_counts_once);
async fn a_callback_that_is_not_proved_leaves_no_row_and_one_posted_twice_counts_once(app: TestApp) {
    let world = TwilioWorld::of(&app).await;
    world.fake.set_delivery(Delivery { times: 0, ..Delivery::default() });
    let id = send(&world, "+34972183386").await;
    let sent = until(&world, &app, &["SENT"]).await;
    let (path, reference) = (format!("/callbacks/twilio/{}", id.as_str().expect("an id")), id.as_str().expect("an id"));
    let key = sent[0]["providerKey"].as_str().expect("a key");
    let body = format!("AccountSid={ACCOUNT}&MessageSid={key}&MessageStatus=undelivered&ErrorCode=30003");
    let good = world.signature(reference, &body);

    let forged = world.post(&path, "AAAAAAAAAAAAAAAAAAAAAAAAAAA=", &body).await;
    let of_another = world.post("/callbacks/twilio/msg_01M7ZRHHY2ET19PPRGWTWA8HA4", &good, &body).await;
    let untouched = world.client.query(MESSAGES, json!({})).await["messages"]["nodes"][0]["status"].take();
    let kept_before = kept(&app).await;
    let taken = [world.post(&path, &good, &body).await, world.post(&path, &good, &body).await];

    assert_eq!((forged, of_another, untouched, kept_before), (StatusCode::FORBIDDEN, StatusCode::FORBIDDEN, json!("SENT"), 0));
    assert_eq!(taken, [StatusCode::NO_CONTENT; 2]);
    let rows = provider_callback::Entity::find().all(app.app().db.read()).await.expect("the callbacks are read");
    assert_eq!((rows.len(), rows[0].reference.as_deref()), (1, Some(reference)));
    let over = until(&world, &app, &["UNDELIVERED"]).await;
    assert_eq!(over[0]["problem"], json!({ "kind": "OUT_OF_REACH", "code": "30003" }));
}

on_both!(what_providers_posted_goes_after_its_time_and_what_it_told_stays);
async fn what_providers_posted_goes_after_its_time_and_what_it_told_stays(app: TestApp) {
    let world = TwilioWorld::of(&app).await;
    send(&world, "+34972183386").await;
    let delivered = |answer: &Value| answer["messages"]["nodes"][0]["status"] == "DELIVERED";
    app.until(&world.client, MESSAGES, json!({}), delivered).await;

    app.clock.advance(TimeDelta::days(30));
    housekeeping::once(app.app()).await.expect("it is cleaned up");
    let before = kept(&app).await;
    app.clock.advance(TimeDelta::seconds(1));
    housekeeping::once(app.app()).await.expect("it is cleaned up");

    assert!(before > 0);
    assert_eq!(kept(&app).await, 0);
    assert!(delivered(&world.client.query(MESSAGES, json!({})).await));
}
