//! Text messages that somebody wants: sent once each, whatever gets lost on the way.

use std::time::Duration;

use acceptance::{
    Client, SOON, TestApp,
    courier::{Courier, Plan, SENDER},
    on_both,
};
use chrono::TimeDelta;
use entity::stored::{Role, Scope};
use serde_json::{Value, json};
use switchboard::worker::housekeeping;
use telephony::{
    capability::Operation,
    cause::Cause,
    outgoing::{MessageProgress, OrderError},
};

pub(super) const NUMBER: &str = "+34972183386";
const SEND: &str = "mutation ($input: MessageSendInput!) { messageSend(input: $input) {
    replayed message { id status } userErrors { code path } } }";
const MESSAGES: &str = "{ messages { nodes {
    id channel status cause from to body attempts sentAt nextAttemptAt providerKey contact { name } provider { name } problem { kind code }
} } }";

pub(super) fn wish(request: &str) -> Value {
    json!({ "requestId": request, "to": "+34 972 183 386", "body": "Your turn is at ten." })
}

pub(super) fn with(mut wish: Value, field: &str, value: impl Into<Value>) -> Value {
    wish[field] = value.into();
    wish
}

pub(super) async fn send(client: &Client, wish: &Value) -> Value {
    client.query(SEND, json!({ "input": wish })).await["messageSend"].take()
}

pub(super) async fn errors(client: &Client, wish: &Value) -> Value {
    send(client, wish).await["userErrors"].take()
}

/// Waits for the only message to have that status, and returns it.
pub(super) async fn until(app: &TestApp, client: &Client, status: &str) -> Value {
    let answer = app.until(client, MESSAGES, json!({}), |answer| answer["messages"]["nodes"][0]["status"] == status).await;
    assert_eq!(answer["messages"]["nodes"].as_array().map(Vec::len), Some(1));
    answer["messages"]["nodes"][0].clone()
}

/// Waits for the only message to wait for another attempt.
pub(super) async fn until_put_off(app: &TestApp, client: &Client, attempts: i32) -> Value {
    let waits = |answer: &Value| {
        let message = &answer["messages"]["nodes"][0];
        message["status"] == "QUEUED" && message["attempts"] == attempts && !message["problem"].is_null()
    };
    app.until(client, MESSAGES, json!({}), waits).await["messages"]["nodes"][0].take()
}

pub(super) fn away() -> Plan {
    Plan::Answer(OrderError::NotSent("refused".to_owned()))
}

on_both!(a_message_that_is_wanted_is_sent_once_and_what_becomes_of_it_is_told);
async fn a_message_that_is_wanted_is_sent_once_and_what_becomes_of_it_is_told(app: TestApp) {
    let (courier, coordinator) = (Courier::new(), app.as_role(Role::Coordinator).await);
    let _link = courier.link(&app, "courier").await;
    let marta = app.contact(&coordinator, json!({ "number": NUMBER, "name": "Marta" })).await;
    let follow = "subscription ($contact: ID) { messageChanged(contactId: $contact) { kind status message { to } } }";
    let mut changes = coordinator.subscribe(follow, json!({ "contact": marta.id })).await;

    let answer = send(&coordinator, &wish("one")).await;
    let orders = courier.orders(1).await;
    until(&app, &coordinator, "SENT").await;
    courier.tell(&orders[0], MessageProgress::Delivered).await;

    let over = until(&app, &coordinator, "DELIVERED").await;
    assert_eq!((&answer["userErrors"], &answer["replayed"], &answer["message"]["status"]), (&json!([]), &json!(false), &json!("QUEUED")));
    let expected = json!({
        "id": answer["message"]["id"], "channel": "SMS", "status": "DELIVERED", "cause": "REQUEST", "from": SENDER, "to": NUMBER,
        "body": "Your turn is at ten.", "attempts": 1, "sentAt": "2026-11-21T10:00:00+00:00", "nextAttemptAt": null,
        "providerKey": over["providerKey"], "contact": { "name": "Marta" }, "provider": { "name": "courier" }, "problem": null,
    });
    assert_eq!(over, expected);
    assert_eq!((courier.sent().len(), orders[0].body.as_str(), orders[0].from.as_deref()), (1, "Your turn is at ten.", Some(SENDER)));
    let mut told = Vec::new();
    while told.last() != Some(&json!("DELIVERED")) {
        told.push(changes.next_within(SOON).await["messageChanged"]["status"].clone());
    }
    assert_eq!(told, ["QUEUED", "SENDING", "SENT", "DELIVERED"].map(Value::from));
    assert_eq!(app.audit_log().await.iter().filter(|entry| entry.action == "messageSend").count(), 1);
}

on_both!(the_same_request_made_twice_sends_once_and_says_so_and_another_under_its_key_is_a_conflict);
async fn the_same_request_made_twice_sends_once_and_says_so_and_another_under_its_key_is_a_conflict(app: TestApp) {
    let (courier, coordinator) = (Courier::new(), app.as_role(Role::Coordinator).await);
    let _link = courier.link(&app, "courier").await;
    let (asked, otherwise) = (wish("one"), with(wish("one"), "body", "Something else"));

    let (first, second) = futures_util::future::join(send(&coordinator, &asked), send(&coordinator, &asked)).await;
    until(&app, &coordinator, "SENT").await;
    let third = send(&coordinator, &asked).await;
    let other = send(&coordinator, &otherwise).await;

    assert_eq!((&first["message"]["id"], &first["message"]["id"]), (&second["message"]["id"], &third["message"]["id"]));
    assert_eq!([&first, &second, &third].iter().filter(|answer| answer["replayed"] == true).count(), 2);
    let conflict = json!([{ "code": "CONFLICT", "path": ["input", "requestId"] }]);
    assert_eq!(other, json!({ "replayed": null, "message": null, "userErrors": conflict }));
    assert_eq!(courier.sent().len(), 1);
}

on_both!(what_cannot_be_sent_is_refused_with_its_path_and_nothing_is_written);
async fn what_cannot_be_sent_is_refused_with_its_path_and_nothing_is_written(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let nobody = errors(&coordinator, &wish("one")).await;
    let silent = app.provider().await;
    let unable = errors(&coordinator, &with(wish("one"), "providerId", silent.id.to_string())).await;
    let courier = Courier::new();
    let link = courier.link(&app, "courier").await;
    let marta = app.contact(&coordinator, json!({ "number": "+34972183387", "name": "Marta" })).await;
    let both = with(wish("one"), "contactId", marta.id.to_string());
    let mut neither = wish("one");
    neither["to"] = Value::Null;
    let stranger = with(neither.clone(), "contactId", "con_01M7ZRHHY2ET19PPRGWTWA8HA4");

    let table = [
        (with(wish("one"), "to", "12"), "INVALID", "to"),
        (with(wish("one"), "to", "Marta"), "INVALID", "to"),
        (with(wish("one"), "country", "Spain"), "INVALID", "country"),
        (with(wish("one"), "body", ""), "INVALID", "body"),
        (with(wish("one"), "body", "a".repeat(1_601)), "INVALID", "body"),
        (with(wish("one"), "body", "a\0"), "INVALID", "body"),
        (with(wish("one"), "from", "a sender that is longer than any is"), "INVALID", "from"),
        (with(wish("one"), "requestId", ""), "INVALID", "requestId"),
        (with(wish("one"), "expiresAt", "2026-11-21T09:00:00Z"), "INVALID", "expiresAt"),
        (with(wish("one"), "channel", "EMAIL"), "CAPABILITY_UNSUPPORTED", "channel"),
        (with(wish("one"), "providerId", "prv_01M7ZRHHY2ET19PPRGWTWA8HA4"), "NOT_FOUND", "providerId"),
        (both, "INVALID", "to"),
        (neither, "INVALID", "to"),
        (stranger, "NOT_FOUND", "contactId"),
    ];
    for (wish, code, field) in table {
        assert_eq!(errors(&coordinator, &wish).await, json!([{ "code": code, "path": ["input", field] }]), "{wish}");
    }
    let other = Courier::new().link(&app, "another").await;
    let which = errors(&coordinator, &wish("one")).await;

    assert_eq!(nobody, json!([{ "code": "CAPABILITY_UNSUPPORTED", "path": ["input"] }]));
    assert_eq!(unable, json!([{ "code": "CAPABILITY_UNSUPPORTED", "path": ["input", "providerId"] }]));
    assert_eq!(which, json!([{ "code": "INVALID", "path": ["input"] }]));
    assert_eq!(coordinator.query(MESSAGES, json!({})).await["messages"]["nodes"], json!([]));
    assert!(app.audit_log().await.iter().all(|entry| entry.action != "messageSend"));
    drop((link, other));
}

on_both!(a_provider_that_is_down_refuses_messages_at_once);
async fn a_provider_that_is_down_refuses_messages_at_once(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let telephones = app.telephones(&["support"], &[]).await;
    telephones.system.link_drops();
    app.until(&coordinator, "{ providers { health } }", json!({}), |answer| answer["providers"][0]["health"] == "DOWN").await;

    let refused = errors(&coordinator, &wish("one")).await;

    assert_eq!(refused, json!([{ "code": "PROVIDER_UNAVAILABLE", "path": ["input"] }]));
}

on_both!(a_lost_answer_of_a_message_is_looked_up_and_not_repeated);
async fn a_lost_answer_of_a_message_is_looked_up_and_not_repeated(app: TestApp) {
    let (courier, coordinator) = (Courier::new(), app.as_role(Role::Coordinator).await);
    let _link = courier.link(&app, "courier").await;
    courier.plan([Plan::LoseAnswer]);

    send(&coordinator, &wish("one")).await;
    let unknown = until(&app, &coordinator, "UNKNOWN").await;
    app.clock.advance(TimeDelta::seconds(3));

    let found = until(&app, &coordinator, "SENT").await;
    assert_eq!(unknown["problem"], json!({ "kind": "LOST", "code": null }));
    assert!(found["problem"].is_null() && found["providerKey"].is_string());
    let asked = courier.look_ups(1).await;
    assert_eq!((asked[0].body.as_deref(), courier.sent().len(), courier.orders(1).await.len()), (Some("Your turn is at ten."), 1, 1));
}

on_both!(a_message_that_was_lost_on_its_way_is_sent_once_its_provider_says_that_it_never_had_it);
async fn a_message_that_was_lost_on_its_way_is_sent_once_its_provider_says_that_it_never_had_it(app: TestApp) {
    let (courier, coordinator) = (Courier::new(), app.as_role(Role::Coordinator).await);
    let _link = courier.link(&app, "courier").await;
    courier.plan([Plan::LoseOrder]);

    send(&coordinator, &wish("one")).await;
    until(&app, &coordinator, "UNKNOWN").await;
    app.clock.advance(TimeDelta::seconds(3));
    until_put_off(&app, &coordinator, 1).await;
    app.clock.advance(TimeDelta::seconds(30));

    let sent = until(&app, &coordinator, "SENT").await;
    assert_eq!((&sent["attempts"], &sent["problem"]), (&json!(2), &json!(null)));
    assert_eq!((courier.sent().len(), courier.look_ups(1).await.len()), (1, 1));
}

on_both!(what_was_not_sent_is_tried_again_later_and_what_was_refused_is_not);
async fn what_was_not_sent_is_tried_again_later_and_what_was_refused_is_not(app: TestApp) {
    let (courier, coordinator) = (Courier::new(), app.as_role(Role::Coordinator).await);
    let _link = courier.link(&app, "courier").await;
    let limited = Plan::Answer(OrderError::RateLimited { retry_after: Some(Duration::from_secs(120)) });
    let refused = OrderError::Refused { cause: Cause::InvalidNumber, code: Some("21614".to_owned()), message: "no mobile".to_owned() };
    courier.plan([away(), limited, Plan::Answer(refused)]);

    send(&coordinator, &wish("one")).await;
    let first = until_put_off(&app, &coordinator, 1).await;
    app.clock.advance(TimeDelta::seconds(30));
    let second = until_put_off(&app, &coordinator, 2).await;
    app.clock.advance(TimeDelta::seconds(120));

    let over = until(&app, &coordinator, "FAILED").await;
    assert_eq!((&first["problem"]["kind"], &second["problem"]["kind"]), (&json!("UNREACHABLE"), &json!("PUT_OFF")));
    assert_eq!(second["nextAttemptAt"], "2026-11-21T10:02:30+00:00");
    assert_eq!(over["problem"], json!({ "kind": "INVALID_NUMBER", "code": "21614" }));
    app.clock.advance(TimeDelta::hours(12));
    assert_eq!((courier.orders(3).await.len(), courier.sent().len()), (3, 0));
}

on_both!(one_killed_while_it_sends_is_followed_by_another_that_asks_first_and_sends_nothing_twice);
async fn one_killed_while_it_sends_is_followed_by_another_that_asks_first_and_sends_nothing_twice(app: TestApp) {
    let (courier, coordinator) = (Courier::new(), app.as_role(Role::Coordinator).await);
    let mut link = courier.link(&app, "courier").await;
    courier.plan([Plan::Hold]);
    send(&coordinator, &wish("one")).await;
    courier.orders(1).await;

    link.is_killed().await;
    app.clock.advance(TimeDelta::seconds(61));
    let successor = app.another_process().await;
    let _heir = courier.link(&successor, "courier").await;

    let found = until(&app, &coordinator, "SENT").await;
    assert_eq!((courier.sent().len(), courier.look_ups(1).await.len(), &found["attempts"]), (1, 1, &json!(1)));
}

on_both!(a_report_that_comes_before_the_answer_counts_and_the_answer_changes_nothing_of_it);
async fn a_report_that_comes_before_the_answer_counts_and_the_answer_changes_nothing_of_it(app: TestApp) {
    let (courier, coordinator) = (Courier::new(), app.as_role(Role::Coordinator).await);
    let _link = courier.link(&app, "courier").await;
    courier.plan([Plan::Hold]);
    send(&coordinator, &wish("one")).await;
    let first = courier.orders(1).await.remove(0);
    send(&coordinator, &with(wish("two"), "to", "+34972183388")).await;
    let second = courier.orders(2).await.remove(1);

    for (order, progress) in [
        (&first, MessageProgress::Undelivered),
        (&first, MessageProgress::Sent),
        (&first, MessageProgress::Delivered),
        (&second, MessageProgress::Delivered),
    ] {
        courier.tell(order, progress).await;
    }

    let told =
        |answer: &Value| answer["messages"]["nodes"].as_array().is_some_and(|nodes| nodes.iter().any(|node| node["status"] == "DELIVERED"));
    let answer = app.until(&coordinator, MESSAGES, json!({}), told).await;
    let nodes = answer["messages"]["nodes"].as_array().expect("messages");
    let over = nodes.iter().find(|node| node["to"] == NUMBER).expect("the first");
    assert_eq!((&over["status"], &over["problem"]), (&json!("UNDELIVERED"), &json!({ "kind": "OUT_OF_REACH", "code": "30003" })));
}

on_both!(a_text_message_that_waits_can_be_called_off_or_become_of_no_use);
async fn a_text_message_that_waits_can_be_called_off_or_become_of_no_use(app: TestApp) {
    let (courier, coordinator) = (Courier::new(), app.as_role(Role::Coordinator).await);
    let _link = courier.link(&app, "courier").await;
    courier.plan([away(), away()]);
    let ends = with(wish("one"), "expiresAt", "2026-11-21T10:00:10Z");
    send(&coordinator, &ends).await;
    until_put_off(&app, &coordinator, 1).await;

    app.clock.advance(TimeDelta::seconds(10));
    until(&app, &coordinator, "EXPIRED").await;
    let second = send(&coordinator, &wish("two")).await["message"]["id"].take();
    courier.orders(2).await;
    let waits = |answer: &Value| answer["messages"]["nodes"][0]["status"] == "QUEUED" && answer["messages"]["nodes"][0]["attempts"] == 1;
    app.until(&coordinator, MESSAGES, json!({}), waits).await;
    let cancel = "mutation ($id: ID!) { messageCancel(id: $id) { message { status } userErrors { code } } }";
    let canceled = coordinator.query(cancel, json!({ "id": second })).await;

    assert_eq!(canceled["messageCancel"], json!({ "message": { "status": "CANCELED" }, "userErrors": [] }));
    app.clock.advance(TimeDelta::hours(1));
    assert_eq!((courier.orders(2).await.len(), courier.sent().len()), (2, 0));
    // Asked again under its key, what has ended stays so.
    let replay = send(&coordinator, &ends).await;
    assert_eq!((&replay["replayed"], &replay["message"]["status"]), (&json!(true), &json!("EXPIRED")));
}

on_both!(only_who_leads_the_team_sends_messages);
async fn only_who_leads_the_team_sends_messages(app: TestApp) {
    let ana = app.person("Ana").extension("1001").create().await;
    let courier = Courier::new();
    let _link = courier.link(&app, "courier").await;
    let callers = [app.as_agent(&ana).await, app.as_role(Role::Viewer).await, app.with_key(Role::Admin, &[Scope::MessagesRead])];

    for caller in callers {
        assert_eq!(caller.error(SEND, json!({ "input": wish("one") })).await.code, "FORBIDDEN");
    }

    let key = app.with_key(Role::Coordinator, &[Scope::MessagesWrite]);
    assert_eq!(errors(&key, &wish("one")).await, json!([]));
}

on_both!(a_page_of_messages_with_contacts_and_providers_is_three_statements);
async fn a_page_of_messages_with_contacts_and_providers_is_three_statements(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    // Nobody runs it, so that nobody else asks the database.
    app.able_provider("courier", &[Operation::SendMessage]).await;
    for place in 0..20 {
        let number = format!("+349721833{place:02}");
        app.contact(&coordinator, json!({ "number": number })).await;
        let wanted = with(with(wish(&number), "to", number.as_str()), "from", "Assembly");
        assert_eq!(errors(&coordinator, &wanted).await, json!([]));
    }
    let document = "{ messages(filter: { channel: SMS }) { nodes { status contact { number } provider { name } } } }";

    let (answer, statements) = app.statements(coordinator.query(document, json!({}))).await;

    assert_eq!(statements, ["query_all"; 3]);
    assert_eq!(answer["messages"]["nodes"].as_array().map(Vec::len), Some(20));
}

on_both!(messages_are_listed_by_contact_and_channel);
async fn messages_are_listed_by_contact_and_channel(app: TestApp) {
    let (courier, coordinator) = (Courier::new(), app.as_role(Role::Coordinator).await);
    let _link = courier.link(&app, "courier").await;
    let marta = app.contact(&coordinator, json!({ "number": NUMBER, "name": "Marta" })).await;
    let to_marta = send(&coordinator, &wish("one")).await["message"]["id"].take();
    send(&coordinator, &with(wish("two"), "to", "+34972183399")).await;
    let list = "query ($filter: MessageFilter) { messages(filter: $filter) { nodes { id } } }";

    let of_marta = coordinator.query(list, json!({ "filter": { "contactId": marta.id } })).await;
    let mails = coordinator.query(list, json!({ "filter": { "channel": "EMAIL" } })).await;

    assert_eq!(of_marta["messages"]["nodes"], json!([{ "id": to_marta }]));
    assert_eq!(mails["messages"]["nodes"], json!([]));
}

on_both!(a_simulated_telephone_system_sends_messages_too);
async fn a_simulated_telephone_system_sends_messages_too(app: TestApp) {
    let telephones = app.telephones(&["support"], &[]).await;
    let coordinator = app.as_role(Role::Coordinator).await;
    let stop = tokio_util::sync::CancellationToken::new();
    let _stop = stop.clone().drop_guard();
    tokio::spawn(switchboard::exchange::send::run(app.app().clone(), app.outgoing(), stop));

    send(&coordinator, &wish("one")).await;
    until(&app, &coordinator, "SENT").await;
    for _ in 0..2 {
        app.clock.advance(TimeDelta::seconds(1));
        telephones.system.tick();
    }

    until(&app, &coordinator, "DELIVERED").await;
    assert_eq!(telephones.system.texts_to(&NUMBER.parse().expect("a number")), ["Your turn is at ten."]);
}

on_both!(the_key_of_a_request_is_forgotten_after_a_week_and_not_before);
async fn the_key_of_a_request_is_forgotten_after_a_week_and_not_before(app: TestApp) {
    let (courier, coordinator) = (Courier::new(), app.as_role(Role::Coordinator).await);
    let _link = courier.link(&app, "courier").await;
    let first = send(&coordinator, &wish("one")).await["message"]["id"].take();
    until(&app, &coordinator, "SENT").await;

    app.clock.advance(TimeDelta::days(7));
    housekeeping::once(app.app()).await.expect("it is cleaned up");
    let known = send(&coordinator, &wish("one")).await;
    app.clock.advance(TimeDelta::seconds(1));
    housekeeping::once(app.app()).await.expect("it is cleaned up");

    assert_eq!((&known["replayed"], &known["message"]["id"]), (&json!(true), &first));
    // The clock was moved: the provider has to be heard of again.
    app.until(&coordinator, "{ providers { health } }", json!({}), |answer| answer["providers"][0]["health"] == "UP").await;
    let new = send(&coordinator, &wish("one")).await;
    assert_eq!((&new["replayed"], &new["userErrors"]), (&json!(false), &json!([])));
    assert_ne!(new["message"]["id"], first);
}
