//! Endpoints: made, changed, deleted, their secrets renewed, and tried.

use acceptance::{Listener, TestApp, on_both};
use chrono::TimeDelta;
use entity::stored::{Role, Scope};
use serde_json::json;
use switchboard::config::{secret::Secret, webhooks::Webhooks};

use super::{
    confirmed,
    desk::{CREATE, Desk},
};

const ROTATE: &str = "mutation ($id: ID!, $hours: Int) { webhookEndpointRotateSecret(id: $id, formerHours: $hours) {
    endpoint { formerSecretUntil } secret userErrors { code path } } }";
const UPDATE: &str = "mutation ($id: ID!, $input: WebhookEndpointUpdateInput!) {
    webhookEndpointUpdate(id: $id, input: $input) { endpoint { name url kinds status } userErrors { code path } } }";
const TEST: &str = "mutation ($id: ID!) { webhookTest(endpointId: $id) { delivery { kind status } userErrors { code path } } }";

on_both!(a_secret_is_shown_once_and_stands_nowhere);
async fn a_secret_is_shown_once_and_stands_nowhere(app: TestApp) {
    let admin = app.as_role(Role::Admin).await;
    let input = json!({ "name": " Theirs ", "url": "https://Example.org", "kinds": ["REMINDER_FAILED", "OCCURRENCE_CONFIRMED", "REMINDER_FAILED"] });

    let made = admin.query(CREATE, json!({ "input": input })).await["webhookEndpointCreate"].take();

    let secret = made["secret"].as_str().expect("a secret");
    assert!(secret.starts_with("whsec_") && secret.len() == 50, "{secret}");
    let endpoint = json!({
        "id": made["endpoint"]["id"], "url": "https://example.org/", "kinds": ["OCCURRENCE_CONFIRMED", "REMINDER_FAILED"], "status": "ENABLED",
    });
    assert_eq!(made["endpoint"], endpoint);
    let log = format!("{:?}", app.audit_log().await);
    assert!(log.contains("webhookEndpointCreate") && !log.contains("whsec_") && !log.contains(&secret[6..]), "{log}");
}

on_both!(what_cannot_be_right_is_told_with_its_path);
async fn what_cannot_be_right_is_told_with_its_path(app: TestApp) {
    let admin = app.as_role(Role::Admin).await;
    let input = json!({ "name": " ", "url": "nowhere", "kinds": ["WEBHOOK_TEST"] });

    let refused = admin.query(CREATE, json!({ "input": input })).await["webhookEndpointCreate"].take();

    let paths: Vec<_> = refused["userErrors"].as_array().expect("user errors").iter().map(|fault| fault["path"][1].clone()).collect();
    assert_eq!(paths, ["name", "url", "kinds"]);
    assert_eq!(app.audit_log().await, []);
}

on_both!(without_a_secret_in_the_configuration_no_endpoint_is_made);
async fn without_a_secret_in_the_configuration_no_endpoint_is_made(app: TestApp) {
    let office = app.with_webhooks(Webhooks::default()).await;
    let admin = office.as_role(Role::Admin).await;

    let input = json!({ "name": "Theirs", "url": "https://example.org/", "kinds": [] });
    let refused = admin.error(CREATE, json!({ "input": input })).await;

    assert_eq!(refused.code, "UNAVAILABLE");
}

on_both!(while_a_secret_is_renewed_posts_are_signed_by_both);
async fn while_a_secret_is_renewed_posts_are_signed_by_both(app: TestApp) {
    let listener = Listener::start().await;
    let desk = Desk::new(&app).await;
    let (id, former) = desk.endpoint(&listener.url(), json!(["OCCURRENCE_CONFIRMED"])).await;
    let _poster = desk.office.posts_webhooks();

    let rotated = desk.admin.query(ROTATE, json!({ "id": id, "hours": 2 })).await["webhookEndpointRotateSecret"].take();
    let new = rotated["secret"].as_str().expect("a secret").to_owned();
    desk.tell(&confirmed(), &[]).await;
    listener.until_got(1).await;
    app.clock.advance(TimeDelta::hours(2));
    desk.tell(&confirmed(), &[]).await;

    let [during, after] = listener.until_got(2).await.try_into().expect("two posts");
    assert_eq!(rotated["endpoint"]["formerSecretUntil"], "2026-11-21T12:00:00+00:00");
    assert!(during.is_signed_by(&former) && during.is_signed_by(&new) && former != new);
    assert!(!after.is_signed_by(&former) && after.is_signed_by(&new));
}

on_both!(while_the_key_of_the_installation_is_changed_posts_are_signed_by_both);
async fn while_the_key_of_the_installation_is_changed_posts_are_signed_by_both(app: TestApp) {
    let listener = Listener::start().await;
    let desk = Desk::new(&app).await;
    let (id, former) = desk.endpoint(&listener.url(), json!(["OCCURRENCE_CONFIRMED"])).await;
    let former_secret = Listener::settings().secret;
    let another =
        Webhooks { secret: Some(Secret::new("another key, of as many bytes as it takes")), former_secret, ..Listener::settings() };
    let office = app.with_webhooks(another).await;
    let _poster = office.posts_webhooks();

    let rotated = office.as_role(Role::Admin).await.query(ROTATE, json!({ "id": id, "hours": 24 })).await;
    desk.tell(&confirmed(), &[]).await;

    let [post] = listener.until_got(1).await.try_into().expect("one post");
    let new = rotated["webhookEndpointRotateSecret"]["secret"].as_str().expect("a secret");
    assert!(post.is_signed_by(&former) && post.is_signed_by(new), "{post:?}");
}

on_both!(what_waits_for_an_endpoint_is_called_off_with_it);
async fn what_waits_for_an_endpoint_is_called_off_with_it(app: TestApp) {
    let desk = Desk::new(&app).await;
    let (disabled, _) = desk.endpoint("http://localhost:9/", json!(["OCCURRENCE_CONFIRMED"])).await;
    let (deleted, _) = desk.endpoint("http://localhost:9/", json!(["OCCURRENCE_CONFIRMED"])).await;
    desk.tell(&confirmed(), &[]).await;

    let update = json!({ "id": disabled, "input": { "name": "Ours", "enabled": false } });
    let after = desk.admin.query(UPDATE, update).await["webhookEndpointUpdate"]["endpoint"].take();
    let delete = "mutation ($id: ID!) { webhookEndpointDelete(id: $id) { deletedId userErrors { code } } }";
    let gone = desk.admin.query(delete, json!({ "id": deleted })).await["webhookEndpointDelete"].take();
    let told = desk.tell(&confirmed(), &[disabled.parse().expect("an id")]).await;

    let expected = json!({ "name": "Ours", "url": "http://localhost:9/", "kinds": ["OCCURRENCE_CONFIRMED"], "status": "DISABLED" });
    assert_eq!((after, &gone["deletedId"], told), (expected, &json!(deleted), 0));
    let rows: Vec<_> = desk.deliveries().await.iter().map(|row| json!([row["status"], row["problem"], row["endpoint"]["id"]])).collect();
    assert_eq!(rows, [json!(["CANCELED", "ENDPOINT_DELETED", null]), json!(["CANCELED", "ENDPOINT_DISABLED", disabled])]);
    let test = desk.admin.query(TEST, json!({ "id": disabled })).await["webhookTest"].take();
    assert_eq!(test["userErrors"], json!([{ "code": "CONFLICT", "path": ["endpointId"] }]));
}

on_both!(an_endpoint_is_tried_whatever_it_gets);
async fn an_endpoint_is_tried_whatever_it_gets(app: TestApp) {
    let listener = Listener::start().await;
    let desk = Desk::new(&app).await;
    let (id, secret) = desk.endpoint(&listener.url(), json!([])).await;
    let _poster = desk.office.posts_webhooks();

    let test = desk.admin.query(TEST, json!({ "id": id })).await["webhookTest"].take();

    assert_eq!(test["delivery"], json!({ "kind": "WEBHOOK_TEST", "status": "PENDING" }), "{test}");
    let [post] = listener.until_got(1).await.try_into().expect("one post");
    assert_eq!((&post.json()["type"], &post.json()["data"]), (&json!("webhook.test"), &json!({})));
    assert!(post.is_signed_by(&secret));
}

on_both!(webhooks_are_for_admins_and_for_keys_with_their_scopes);
async fn webhooks_are_for_admins_and_for_keys_with_their_scopes(app: TestApp) {
    let list = "{ webhookEndpoints { nodes { id } } webhookDeliveries { nodes { id } } }";

    let read = app.with_key(Role::Admin, &[Scope::WebhooksRead]);
    let foreign = app.with_key(Role::Admin, &[Scope::MessagesRead]);

    assert_eq!(read.query(list, json!({})).await["webhookEndpoints"]["nodes"], json!([]));
    assert_eq!(read.error(TEST, json!({ "id": "whk_0" })).await.code, "FORBIDDEN");
    for client in [app.as_role(Role::Coordinator).await, foreign] {
        let codes: Vec<String> = client.response(list, json!({})).await.errors.iter().map(acceptance::code).collect();
        assert_eq!(codes, ["FORBIDDEN", "FORBIDDEN"]);
    }
}
