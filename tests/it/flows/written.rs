//! What a flow writes during a call goes out as any message does.

use acceptance::{
    TestApp,
    courier::{Courier, SENDER},
    on_both,
};
use flow::voice::Heard;
use serde_json::{Value, json};
use telephony::outgoing::MessageProgress;

use super::desk::{CONVERSES, Desk, NUMBER, say};

const MESSAGES: &str = "{ messages { nodes { to from body cause causeId status provider { name } contact { name } } } }";

on_both!(what_a_flow_writes_is_sent_once_by_whoever_sends_messages_and_told_when_it_has_arrived);
async fn what_a_flow_writes_is_sent_once_by_whoever_sends_messages_and_told_when_it_has_arrived(app: TestApp) {
    let (desk, courier) = (Desk::new(&app).await, Courier::new());
    app.able_provider("pbx", &CONVERSES).await;
    let _link = courier.link(&app, "courier").await;
    app.contact(&desk.client, json!({ "number": NUMBER, "name": "Mary" })).await;
    let nodes = json!([
        { "id": "text", "does": { "sendMessage": { "words": say("We write to you."), "message": [{ "language": "en", "text": "See you, {name}" }] } } }
    ]);
    let (flow, _) = desk.sealed(nodes).await;
    let call = desk.call("one", &flow, json!({})).await;

    for _ in 0..2 {
        call.turn(0, Heard::Answered { by: None }).await;
    }
    let [order] = courier.orders(1).await.try_into().expect("one order");
    courier.tell(&order, MessageProgress::Delivered).await;

    let arrived = |answer: &Value| answer["messages"]["nodes"][0]["status"] == "DELIVERED";
    let messages = app.until(&desk.client, MESSAGES, json!({}), arrived).await["messages"]["nodes"].take();
    let run = desk.client.query("query ($id: ID!) { callAttempt(id: $id) { flowRun { id } } }", json!({ "id": call.id })).await;
    let expected = json!([{
        "to": NUMBER, "from": SENDER, "body": "See you, Mary", "cause": "FLOW_RUN", "causeId": run["callAttempt"]["flowRun"]["id"],
        "status": "DELIVERED", "provider": { "name": "courier" }, "contact": { "name": "Mary" },
    }]);
    assert_eq!(messages, expected);
    assert_eq!((courier.sent().len(), order.to.to_string().as_str(), order.body.as_str()), (1, NUMBER, "See you, Mary"));
}
