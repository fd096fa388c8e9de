//! Reminders by text message and by mail.

use acceptance::{SOON, TestApp, courier::Courier, on_both};
use serde_json::{Value, json};
use telephony::outgoing::MessageProgress;

use super::desk::{Desk, NUMBER, template};

on_both!(a_text_names_the_event_its_data_and_the_local_time_and_counts_once_it_is_taken);
async fn a_text_names_the_event_its_data_and_the_local_time_and_counts_once_it_is_taken(app: TestApp) {
    let desk = Desk::new(&app).await;
    let courier = Courier::new();
    let _sending = courier.link(&app, "courier").await;
    let contact = app.contact(&desk.client, json!({ "number": NUMBER, "name": "Marta", "metadata": { "town": "Girona" } })).await;
    let body = "{name} of {contact.town}: {event.title}, room {event.data.room}, {occurrence.date} {occurrence.time}";
    let text = template(&desk.client, "SMS", body).await;
    let event = desk.event(json!({ "data": { "room": 3 } })).await;
    let step = json!({ "method": "SMS", "contactId": contact.id, "templateId": text });
    let alarm = desk.alarm(&event, json!({ "steps": [step] })).await;

    desk.comes("2026-11-23T07:00:00Z").await;
    let orders = courier.orders(1).await;
    sent(&app, &desk, "SENT").await;
    app.remind().await;

    let row = desk.until(&alarm, "SUCCESS").await;
    assert_eq!(orders[0].body, "Marta of Girona: Dentist, room 3, 2026-11-23 09:00");
    assert_eq!(row["messages"], json!([{ "to": NUMBER, "body": orders[0].body, "status": "SENT", "cause": "REMINDER" }]));
    assert_eq!(desk.notified(&alarm).await, json!(1));
}

on_both!(a_text_that_does_not_arrive_after_all_is_followed_by_a_call);
async fn a_text_that_does_not_arrive_after_all_is_followed_by_a_call(app: TestApp) {
    let desk = Desk::new(&app).await;
    let courier = Courier::new();
    let _sending = courier.link(&app, "courier").await;
    let text = template(&desk.client, "SMS", "Come").await;
    let event = desk.event(json!({})).await;
    let step = json!({ "method": "SMS", "number": NUMBER, "templateId": text });
    let alarm = desk.alarm(&event, json!({ "steps": [step, desk.call(NUMBER)] })).await;
    desk.comes("2026-11-23T07:00:00Z").await;
    let orders = courier.orders(1).await;
    sent(&app, &desk, "SENT").await;
    app.remind().await;
    desk.until(&alarm, "SUCCESS").await;

    courier.tell(&orders[0], MessageProgress::Undelivered).await;
    let again = desk.until(&alarm, "RETRY").await;
    app.remind().await;

    let calls = desk.carrier.orders(1).await;
    assert_eq!((&again["reason"], &again["step"], calls[0].to.to_string()), (&json!("NOT_DELIVERED"), &json!(1), NUMBER.to_owned()));
}

on_both!(a_mail_is_asked_for_once_and_withdrawn_when_its_occurrence_is_canceled);
async fn a_mail_is_asked_for_once_and_withdrawn_when_its_occurrence_is_canceled(app: TestApp) {
    let desk = Desk::new(&app).await;
    let mail = template(&desk.client, "EMAIL", "At {occurrence.time}").await;
    let event = desk.event(json!({})).await;
    let step = json!({ "method": "EMAIL", "email": "marta@example.org", "templateId": mail });
    let alarm = desk.alarm(&event, json!({ "steps": [step] })).await;
    desk.comes("2026-11-23T07:00:00Z").await;
    app.remind().await;
    let waiting = desk.reminders(&alarm).await;
    let occurrence = waiting[0]["occurrence"]["id"].clone();

    desk.client.query("mutation ($id: ID!) { occurrenceCancel(id: $id) { userErrors { code } } }", json!({ "id": occurrence })).await;
    let (stop, sends) = (tokio_util::sync::CancellationToken::new(), app.app().clone());
    let task = tokio::spawn(switchboard::messages::dispatch::run(sends, None, stop.clone()));
    sent(&app, &desk, "CANCELED").await;
    app.remind().await;
    stop.cancel();
    tokio::time::timeout(SOON, task).await.expect("it ends").expect("it ends well");

    let row = desk.until(&alarm, "CANCELED").await;
    let expected = json!([{ "to": "marta@example.org", "body": "At 09:00", "status": "QUEUED", "cause": "REMINDER" }]);
    assert_eq!(waiting[0]["messages"], expected);
    assert_eq!((&row["reason"], row["messages"].as_array().map(Vec::len)), (&json!("OCCURRENCE_CANCELED"), Some(1)));
}

/// Waits for the only message to be so.
async fn sent(app: &TestApp, desk: &Desk, status: &str) {
    let is = |answer: &Value| answer["messages"]["nodes"][0]["status"] == status;
    app.until(&desk.client, "{ messages { nodes { status } } }", json!({}), is).await;
}
