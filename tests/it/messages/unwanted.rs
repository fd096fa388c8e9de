//! Who does not want messages gets none, whoever was told so and whenever.

use acceptance::{
    Client, TestApp,
    courier::{Courier, Plan, SENDER},
    on_both,
};
use chrono::TimeDelta;
use entity::stored::Role;
use serde_json::{Value, json};
use telephony::{cause::Cause, outgoing::OrderError};

use super::sending::{NUMBER, away, errors, send, until, until_put_off, wish, with};

async fn opt_out(client: &Client, sender: Option<&str>) {
    let document = "mutation ($input: ContactConsentInput!) { contactOptOut(input: $input) { userErrors { code } } }";
    let input = json!({ "number": NUMBER, "channel": "SMS", "sender": sender, "evidence": "PERSON" });
    assert_eq!(client.query(document, json!({ "input": input })).await["contactOptOut"]["userErrors"], json!([]));
}

on_both!(who_does_not_want_messages_gets_none_and_whoever_asks_is_told);
async fn who_does_not_want_messages_gets_none_and_whoever_asks_is_told(app: TestApp) {
    let (courier, coordinator) = (Courier::new(), app.as_role(Role::Coordinator).await);
    let _link = courier.link(&app, "courier").await;
    let pau = app.contact(&coordinator, json!({ "number": "+34972183387", "name": "Pau" })).await;
    opt_out(&coordinator, Some(SENDER)).await;
    let list = "mutation ($id: ID!) { contactDoNotCallSet(id: $id) { userErrors { code } } }";
    coordinator.query(list, json!({ "id": pau.id })).await;
    let mut to_pau = with(wish("one"), "contactId", pau.id.to_string());
    to_pau["to"] = Value::Null;

    let by_this_sender = errors(&coordinator, &wish("one")).await;
    let to_who_is_listed = errors(&coordinator, &to_pau).await;
    let by_another = send(&coordinator, &with(wish("two"), "from", "Assembly")).await;

    assert_eq!(by_this_sender, json!([{ "code": "OPTED_OUT", "path": ["input", "to"] }]));
    assert_eq!(to_who_is_listed, json!([{ "code": "DO_NOT_CALL", "path": ["input", "contactId"] }]));
    assert_eq!(by_another["userErrors"], json!([]));
    until(&app, &coordinator, "SENT").await;
    assert_eq!(courier.sent()[0].from.as_deref(), Some("Assembly"));
}

on_both!(who_opts_out_while_a_message_waits_does_not_get_it);
async fn who_opts_out_while_a_message_waits_does_not_get_it(app: TestApp) {
    let (courier, coordinator) = (Courier::new(), app.as_role(Role::Coordinator).await);
    let _link = courier.link(&app, "courier").await;
    courier.plan([away()]);
    send(&coordinator, &wish("one")).await;
    until_put_off(&app, &coordinator, 1).await;

    opt_out(&coordinator, None).await;
    app.clock.advance(TimeDelta::seconds(30));

    let over = until(&app, &coordinator, "FAILED").await;
    assert_eq!((&over["problem"]["kind"], &over["attempts"]), (&json!("OPTED_OUT"), &json!(1)));
    assert_eq!((courier.orders(1).await.len(), courier.sent().len()), (1, 0));
}

on_both!(what_a_provider_knows_of_who_opted_out_is_written_down_for_that_sender_alone);
async fn what_a_provider_knows_of_who_opted_out_is_written_down_for_that_sender_alone(app: TestApp) {
    let (courier, coordinator) = (Courier::new(), app.as_role(Role::Coordinator).await);
    let _link = courier.link(&app, "courier").await;
    let marta = app.contact(&coordinator, json!({ "number": NUMBER, "name": "Marta" })).await;
    let stop = OrderError::Refused { cause: Cause::OptedOut, code: Some("21610".to_owned()), message: "STOP".to_owned() };
    courier.plan([Plan::Answer(stop)]);

    send(&coordinator, &wish("one")).await;
    let over = until(&app, &coordinator, "FAILED").await;
    let again = errors(&coordinator, &wish("two")).await;
    let otherwise = errors(&coordinator, &with(wish("three"), "from", "+34872202551")).await;

    assert_eq!(over["problem"], json!({ "kind": "OPTED_OUT", "code": "21610" }));
    let document = "query ($id: ID!) { contact(id: $id) { consents { channel sender state evidence detail } } }";
    let consents = coordinator.query(document, json!({ "id": marta.id })).await["contact"]["consents"].take();
    let word = json!({ "channel": "SMS", "sender": SENDER, "state": "OPTED_OUT", "evidence": "PROVIDER", "detail": "21610" });
    assert_eq!(consents, json!([word]));
    assert_eq!((again, otherwise), (json!([{ "code": "OPTED_OUT", "path": ["input", "to"] }]), json!([])));
}
