//! Messages: handed over once, whatever the mail server does and whoever dies; put off, refused, called off, or too late.

mod sending;
mod twilio;
mod unwanted;

use acceptance::{MailServer, Manner, SOON, Subscribed, TestAccount, TestApp, on_both};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    message, person,
    stored::{MessageCause, Role, Scope},
};
use sea_orm::{EntityTrait, QueryOrder, prelude::Uuid};
use serde_json::{Value, json};
use switchboard::{
    messages::service::{NewMail, post},
    worker::housekeeping,
};

const MESSAGES: &str =
    "query ($filter: MessageFilter, $first: Int, $after: String) { messages(filter: $filter, first: $first, after: $after) {
    nodes { id channel status cause to subject body attempts nextAttemptAt expiresAt sentAt person { name } problem { kind code message } }
    pageInfo { hasNextPage endCursor } } }";

/// A mail that is asked for now.
fn mail(key: &str, to: &str) -> NewMail {
    NewMail {
        cause: MessageCause::RotaNotice,
        cause_id: Uuid::now_v7(),
        dedupe_key: key.to_owned(),
        person_id: None,
        to: to.to_owned(),
        subject: "support: your turn".to_owned(),
        body: "Your turn begins.\n".to_owned(),
        expires_at: None,
    }
}

async fn ask(app: &TestApp, mails: Vec<NewMail>) -> usize {
    let tx = app.app().db.begin().await.expect("a transaction");
    let new = post(&tx, app.account().id, mails, app.now()).await.expect("mails are asked for");
    tx.commit().await.expect("a commit");
    new
}

/// The messages of the account, the oldest first.
async fn rows(app: &TestApp) -> Vec<message::Model> {
    message::Entity::find().order_by_asc(message::Column::Id).all(app.app().db.read()).await.expect("the messages are read")
}

/// Waits until the only message is so, and gives it.
async fn until_status(office: &TestAccount, status: &str) -> Value {
    let coordinator = office.as_role(Role::Coordinator).await;
    let is = |answer: &Value| answer["messages"]["nodes"][0]["status"] == status;
    office.until(&coordinator, MESSAGES, json!({}), is).await["messages"]["nodes"][0].take()
}

/// Waits until the only message waits for another attempt.
async fn until_put_off(office: &TestAccount, attempts: i32) -> Value {
    let coordinator = office.as_role(Role::Coordinator).await;
    let is = |answer: &Value| {
        let message = &answer["messages"]["nodes"][0];
        message["status"] == "QUEUED" && message["attempts"] == attempts && !message["problem"].is_null()
    };
    office.until(&coordinator, MESSAGES, json!({}), is).await["messages"]["nodes"][0].take()
}

async fn told(changes: &mut Subscribed) -> Value {
    let change = changes.next_within(SOON).await["messageChanged"].clone();
    json!([change["kind"], change["status"]])
}

on_both!(a_message_is_handed_over_once_and_all_of_it_is_told);
async fn a_message_is_handed_over_once_and_all_of_it_is_told(app: TestApp) {
    let server = MailServer::start(Manner::Accepts).await;
    let office = app.with_mail(server.settings()).await;
    let ana = app.person("Ana").email("ana@example.org").create().await;
    let coordinator = office.as_role(Role::Coordinator).await;
    let mut changes = coordinator.subscribe("subscription { messageChanged { kind status message { to } } }", json!({})).await;
    let _sender = office.sends_messages();

    ask(&app, vec![NewMail { person_id: Some(ana.id), ..mail("1", "ana@example.org") }]).await;

    let sent = until_status(&office, "SENT").await;
    let [got] = server.got().try_into().expect("one mail");
    assert_eq!((got.from.as_str(), got.to.as_slice()), ("switchboard@example.org", ["ana@example.org".to_owned()].as_slice()));
    assert_eq!((got.header("Subject"), got.body().as_str()), ("support: your turn", "Your turn begins.\r\n"));
    assert_eq!(got.header("Message-ID"), format!("<{}@example.org>", sent["id"].as_str().expect("an id")));
    let expected = json!({
        "id": sent["id"], "channel": "EMAIL", "status": "SENT", "cause": "ROTA_NOTICE", "to": "ana@example.org",
        "subject": "support: your turn", "body": "Your turn begins.\n", "attempts": 1, "nextAttemptAt": null, "expiresAt": null,
        "sentAt": "2026-11-21T10:00:00+00:00", "person": { "name": "Ana" }, "problem": null,
    });
    assert_eq!(sent, expected);
    let seen = [told(&mut changes).await, told(&mut changes).await, told(&mut changes).await];
    assert_eq!(seen, [json!(["CREATED", "QUEUED"]), json!(["UPDATED", "SENDING"]), json!(["UPDATED", "SENT"])]);
    assert_eq!(app.audit_log().await.iter().filter(|entry| entry.action == "messagePost").count(), 1);
}

on_both!(what_is_asked_for_twice_is_sent_once);
async fn what_is_asked_for_twice_is_sent_once(app: TestApp) {
    let first = ask(&app, vec![mail("1", "ana@example.org"), mail("1", "ana@example.org")]).await;

    let second = ask(&app, vec![mail("1", "ana@example.org"), mail("2", "ana@example.org")]).await;

    assert_eq!((first, second, rows(&app).await.len()), (1, 1, 2));
    assert_eq!(app.news().await.len(), 2);
}

on_both!(two_processes_send_each_message_once);
async fn two_processes_send_each_message_once(app: TestApp) {
    let server = MailServer::start(Manner::Accepts).await;
    let (one, two) = (app.with_mail(server.settings()).await, app.with_mail(server.settings()).await);
    let addresses: Vec<String> = (0..20).map(|number| format!("person{number:02}@example.org")).collect();
    ask(&app, addresses.iter().map(|to| mail(to, to)).collect()).await;

    let _senders = [one.sends_messages(), two.sends_messages()];

    let mut to: Vec<String> = server.until_got(20).await.into_iter().flat_map(|mail| mail.to).collect();
    to.sort();
    assert_eq!(to, addresses);
    let sent = json!({ "status": ["SENT"] });
    let all = |answer: &Value| answer["messages"]["nodes"].as_array().is_some_and(|nodes| nodes.len() == 20);
    one.until(&one.as_role(Role::Admin).await, MESSAGES, json!({ "filter": sent }), all).await;
    assert_eq!(server.got().len(), 20);
}

on_both!(a_refused_recipient_is_told_with_the_servers_code_and_words);
async fn a_refused_recipient_is_told_with_the_servers_code_and_words(app: TestApp) {
    let server = MailServer::start(Manner::RefusesRecipients).await;
    let office = app.with_mail(server.settings()).await;
    let _sender = office.sends_messages();

    ask(&app, vec![mail("1", "nobody@example.org")]).await;

    let failed = until_status(&office, "FAILED").await;
    assert_eq!(failed["problem"], json!({ "kind": "RECIPIENT_REFUSED", "code": "550", "message": "5.1.1 nobody of that name" }));
    assert_eq!((server.got(), rows(&app).await[0].due_at), (vec![], None));
}

on_both!(a_refused_letter_is_not_tried_again);
async fn a_refused_letter_is_not_tried_again(app: TestApp) {
    let server = MailServer::start(Manner::RefusesLetters).await;
    let office = app.with_mail(server.settings()).await;
    let _sender = office.sends_messages();

    ask(&app, vec![mail("1", "ana@example.org")]).await;

    let failed = until_status(&office, "FAILED").await;
    assert_eq!(
        (&failed["problem"]["kind"], &failed["problem"]["code"], &failed["attempts"]),
        (&json!("REFUSED"), &json!("554"), &json!(1))
    );
}

on_both!(what_the_server_puts_off_is_tried_again_later);
async fn what_the_server_puts_off_is_tried_again_later(app: TestApp) {
    let server = MailServer::start(Manner::PutsOff).await;
    let office = app.with_mail(server.settings()).await;
    let _sender = office.sends_messages();
    ask(&app, vec![mail("1", "ana@example.org")]).await;

    let put_off = until_put_off(&office, 1).await;
    server.behaves(Manner::Accepts);
    app.clock.advance(TimeDelta::seconds(30));

    let sent = until_status(&office, "SENT").await;
    let next: DateTime<Utc> = put_off["nextAttemptAt"].as_str().expect("an instant").parse().expect("an instant");
    let delay = next - (app.now() - TimeDelta::seconds(30));
    assert!((24..=30).contains(&delay.num_seconds()), "{delay}");
    assert_eq!(put_off["problem"], json!({ "kind": "PUT_OFF", "code": "451", "message": "4.3.0 come again" }));
    assert_eq!((&sent["attempts"], &sent["problem"]), (&json!(2), &json!(null)));
    assert_eq!(server.got().len(), 1);
}

on_both!(a_server_that_lets_us_not_in_is_asked_again_as_one_that_is_away);
async fn a_server_that_lets_us_not_in_is_asked_again_as_one_that_is_away(app: TestApp) {
    let server = MailServer::start(Manner::RefusesLogins).await;
    let password = Some(switchboard::config::secret::Secret::new("a secret"));
    let settings = switchboard::config::mail::Mail { user: Some("us".to_owned()), password, ..server.settings() };
    let office = app.with_mail(settings).await;
    let _sender = office.sends_messages();
    ask(&app, vec![mail("1", "ana@example.org")]).await;

    let refused = until_put_off(&office, 1).await;
    let address = server.settings().address;
    drop(server);
    app.clock.advance(TimeDelta::seconds(30));
    let away = until_put_off(&office, 2).await;

    assert_eq!(refused["problem"], json!({ "kind": "UNREACHABLE", "code": "535", "message": "5.7.8 who are you" }), "{address:?}");
    assert_eq!((&away["problem"]["kind"], &away["problem"]["code"]), (&json!("UNREACHABLE"), &json!(null)));
}

on_both!(what_is_of_no_use_any_more_is_not_sent);
async fn what_is_of_no_use_any_more_is_not_sent(app: TestApp) {
    let server = MailServer::start(Manner::PutsOff).await;
    let office = app.with_mail(server.settings()).await;
    let _sender = office.sends_messages();
    let ends = app.now() + TimeDelta::seconds(10);
    ask(&app, vec![NewMail { expires_at: Some(ends), ..mail("1", "ana@example.org") }]).await;
    until_put_off(&office, 1).await;

    server.behaves(Manner::Accepts);
    app.clock.advance(TimeDelta::seconds(10));

    let expired = until_status(&office, "EXPIRED").await;
    assert_eq!((&expired["attempts"], &expired["problem"]["kind"]), (&json!(1), &json!("PUT_OFF")));
    assert_eq!(server.got(), vec![]);
}

on_both!(a_letter_whose_answer_was_lost_is_of_unknown_outcome_and_not_repeated);
async fn a_letter_whose_answer_was_lost_is_of_unknown_outcome_and_not_repeated(app: TestApp) {
    let server = MailServer::start(Manner::DropsAfterData).await;
    let office = app.with_mail(server.settings()).await;
    let sender = office.sends_messages();
    ask(&app, vec![mail("1", "ana@example.org")]).await;

    let lost = until_status(&office, "UNKNOWN").await;
    server.behaves(Manner::Accepts);
    app.clock.advance(TimeDelta::days(1));
    ask(&app, vec![mail("2", "pau@example.org")]).await;
    server.until_got(2).await;
    sender.ends().await;

    assert_eq!((&lost["problem"]["kind"], &lost["sentAt"]), (&json!("LOST"), &json!(null)));
    let to: Vec<String> = server.got().into_iter().flat_map(|mail| mail.to).collect();
    assert_eq!(to, ["ana@example.org", "pau@example.org"]);
}

on_both!(one_killed_while_it_hands_over_leaves_an_unknown_outcome_and_nothing_is_sent_twice);
async fn one_killed_while_it_hands_over_leaves_an_unknown_outcome_and_nothing_is_sent_twice(app: TestApp) {
    let server = MailServer::start(Manner::HoldsAfterData).await;
    let office = app.with_mail(server.settings()).await;
    let sender = office.sends_messages();
    ask(&app, vec![mail("1", "ana@example.org")]).await;
    server.until_got(1).await;

    sender.is_killed().await;
    app.clock.advance(TimeDelta::minutes(2));
    let successor = app.with_mail(server.settings()).await;
    let _sender = successor.sends_messages();

    let unknown = until_status(&successor, "UNKNOWN").await;
    assert_eq!((&unknown["problem"]["kind"], server.got().len()), (&json!("INTERRUPTED"), 1));
}

on_both!(who_was_thought_dead_does_not_say_what_came_of_it);
async fn who_was_thought_dead_does_not_say_what_came_of_it(app: TestApp) {
    let server = MailServer::start(Manner::HoldsAfterData).await;
    let (first, second) = (app.with_mail(server.settings()).await, app.with_mail(server.settings()).await);
    let slow = first.sends_messages();
    ask(&app, vec![mail("1", "ana@example.org")]).await;
    server.until_got(1).await;
    app.clock.advance(TimeDelta::minutes(2));
    let _heir = second.sends_messages();
    until_status(&second, "UNKNOWN").await;

    server.lets_go();
    slow.ends().await;

    let [row] = rows(&app).await.try_into().expect("one message");
    assert_eq!((row.status.as_str(), row.sent_at), ("UNKNOWN", None), "its claim had been taken over");
}

on_both!(without_mail_a_message_waits_and_says_so);
async fn without_mail_a_message_waits_and_says_so(app: TestApp) {
    let server = MailServer::start(Manner::Accepts).await;
    let sender = app.sends_messages();
    ask(&app, vec![mail("1", "ana@example.org")]).await;
    let coordinator = app.as_role(Role::Coordinator).await;
    let off = |answer: &Value| answer["messages"]["nodes"][0]["problem"]["kind"] == "MAIL_OFF";
    app.until(&coordinator, MESSAGES, json!({}), off).await;

    sender.ends().await;
    let office = app.with_mail(server.settings()).await;
    let _sender = office.sends_messages();
    app.clock.advance(TimeDelta::minutes(5));

    assert_eq!(until_status(&office, "SENT").await["attempts"], 1);
}

on_both!(a_message_that_waits_can_be_called_off_and_one_that_was_sent_cannot);
async fn a_message_that_waits_can_be_called_off_and_one_that_was_sent_cannot(app: TestApp) {
    let cancel = "mutation ($id: ID!) { messageCancel(id: $id) { message { status nextAttemptAt } userErrors { code path } } }";
    let server = MailServer::start(Manner::Accepts).await;
    let office = app.with_mail(server.settings()).await;
    let coordinator = office.as_role(Role::Coordinator).await;
    ask(&app, vec![mail("1", "ana@example.org")]).await;
    let first = rows(&app).await[0].id;

    let canceled = coordinator.query(cancel, json!({ "id": first })).await;
    let again = coordinator.query(cancel, json!({ "id": first })).await;
    ask(&app, vec![mail("2", "pau@example.org")]).await;
    let _sender = office.sends_messages();
    until_status(&office, "SENT").await;
    let late = coordinator.query(cancel, json!({ "id": rows(&app).await[1].id })).await;

    let done = json!({ "messageCancel": { "message": { "status": "CANCELED", "nextAttemptAt": null }, "userErrors": [] } });
    assert_eq!((&canceled, &again), (&done, &done));
    assert_eq!(late["messageCancel"]["userErrors"], json!([{ "code": "CONFLICT", "path": ["id"] }]));
    assert_eq!(app.audit_log().await.iter().filter(|entry| entry.action == "messageCancel").count(), 1);
    let to: Vec<String> = server.got().into_iter().flat_map(|mail| mail.to).collect();
    assert_eq!(to, ["pau@example.org"]);
}

on_both!(what_has_ended_goes_after_its_time_and_what_waits_stays);
async fn what_has_ended_goes_after_its_time_and_what_waits_stays(app: TestApp) {
    let server = MailServer::start(Manner::Accepts).await;
    let office = app.with_mail(server.settings()).await;
    ask(&app, vec![mail("1", "ana@example.org")]).await;
    let sender = office.sends_messages();
    until_status(&office, "SENT").await;
    sender.ends().await;
    ask(&app, vec![mail("2", "pau@example.org")]).await;

    app.clock.advance(TimeDelta::days(91));
    housekeeping::once(app.app()).await.expect("it is cleaned up");

    let left: Vec<String> = rows(&app).await.into_iter().map(|row| row.recipient).collect();
    assert_eq!(left, ["pau@example.org"]);
}

async fn two_persons(app: &TestApp) -> [person::Model; 2] {
    let [ana, pau] = [app.person("Ana").create().await, app.person("Pau").create().await];
    let to = |person: &person::Model, key: &str| NewMail { person_id: Some(person.id), ..mail(key, "somebody@example.org") };
    ask(app, vec![to(&ana, "1"), to(&pau, "2"), mail("3", "office@example.org")]).await;
    [ana, pau]
}

on_both!(an_agent_sees_only_the_agents_own);
async fn an_agent_sees_only_the_agents_own(app: TestApp) {
    let [ana, pau] = two_persons(&app).await;
    let agent = app.as_agent(&ana).await;
    let messages = rows(&app).await;
    let (own, others) = (messages[0].id, messages[1].id);
    app.app().live.catch_up().await.expect("the outbox is read");
    let mut changes = agent.subscribe("subscription { messageChanged { kind status nodeId } }", json!({})).await;

    let listed = agent.query("{ messages { nodes { id } } }", json!({})).await;
    let both =
        "query ($own: ID!, $others: ID!) { own: message(id: $own) { id } others: message(id: $others) { id } node(id: $others) { id } }";
    let found = agent.query(both, json!({ "own": own, "others": others })).await;
    let filter = json!({ "filter": { "personId": pau.id } });
    let of_pau = agent.query("query ($filter: MessageFilter) { messages(filter: $filter) { nodes { id } } }", filter).await;
    let more = |person: &person::Model, key: &str| NewMail { person_id: Some(person.id), ..mail(key, "somebody@example.org") };
    ask(&app, vec![more(&pau, "4"), more(&ana, "5")]).await;

    assert_eq!(listed, json!({ "messages": { "nodes": [{ "id": own }] } }));
    assert_eq!(found, json!({ "own": { "id": own }, "others": null, "node": null }));
    assert_eq!(of_pau["messages"]["nodes"], json!([]));
    assert_eq!(changes.next_within(SOON).await["messageChanged"]["nodeId"], json!(rows(&app).await[4].id));
    assert!(changes.is_silent());
}

on_both!(messages_are_listed_newest_first_by_page_and_filter);
async fn messages_are_listed_newest_first_by_page_and_filter(app: TestApp) {
    let [ana, _pau] = two_persons(&app).await;
    let key = app.with_key(Role::Admin, &[Scope::MessagesRead]);
    let ids: Vec<Value> = rows(&app).await.iter().map(|row| json!(row.id)).collect();
    let list = "query ($filter: MessageFilter, $first: Int, $after: String) { messages(filter: $filter, first: $first, after: $after) {
        nodes { id } pageInfo { hasNextPage endCursor } } }";
    let named =
        |answer: &Value| answer["messages"]["nodes"].as_array().expect("nodes").iter().map(|node| node["id"].clone()).collect::<Vec<_>>();

    let first = key.query(list, json!({ "first": 2 })).await;
    let rest = key.query(list, json!({ "first": 2, "after": first["messages"]["pageInfo"]["endCursor"] })).await;
    let of_ana = key.query(list, json!({ "filter": { "personId": ana.id, "status": ["QUEUED"] } })).await;
    let sent = key.query(list, json!({ "filter": { "status": ["SENT", "UNKNOWN"] } })).await;

    assert_eq!((named(&first), named(&rest)), (vec![ids[2].clone(), ids[1].clone()], vec![ids[0].clone()]));
    assert_eq!((named(&of_ana), named(&sent)), (vec![ids[0].clone()], vec![]));
}
