//! Webhooks when something goes wrong: at whoever gets them, on the way, and at whoever posts.

use acceptance::{Listener, Reply, TestApp, on_both};
use chrono::TimeDelta;
use serde_json::json;
use switchboard::config::webhooks::Webhooks;

use super::{confirmed, desk::Desk};

const RETRY: &str =
    "mutation ($id: ID!) { webhookDeliveryRetry(id: $id) { delivery { status attempts nextAttemptAt } userErrors { code path } } }";
const ENDPOINT: &str = "query ($id: ID!) { webhookEndpoint(id: $id) { status } }";

on_both!(who_answers_that_it_is_gone_gets_nothing_more_until_somebody_enables_it);
async fn who_answers_that_it_is_gone_gets_nothing_more_until_somebody_enables_it(app: TestApp) {
    let listener = Listener::start().await;
    let desk = Desk::new(&app).await;
    let (id, _) = desk.endpoint(&listener.url(), json!(["OCCURRENCE_CONFIRMED"])).await;
    listener.replies([Reply::Status(500), Reply::Status(410)]);
    let _poster = desk.office.posts_webhooks();
    desk.tell(&confirmed(), &[]).await;
    desk.until_tried(1).await;

    desk.tell(&confirmed(), &[]).await;
    let gone = desk.until_status("FAILED").await;
    let told = desk.tell(&confirmed(), &[]).await;

    assert_eq!((&gone["problem"], &gone["attempts"], told), (&json!("GONE"), &json!(1), 0));
    assert_eq!(desk.admin.query(ENDPOINT, json!({ "id": id })).await["webhookEndpoint"]["status"], "GONE");
    let waited = desk.deliveries().await[1].take();
    assert_eq!((&waited["status"], &waited["problem"]), (&json!("CANCELED"), &json!("ENDPOINT_DISABLED")));
    let entries = app.audit_log().await.into_iter().filter(|entry| entry.action == "webhookEndpointGone").count();
    assert_eq!(entries, 1);

    let again = desk.admin.query(RETRY, json!({ "id": gone["id"] })).await["webhookDeliveryRetry"].take();
    let enable = "mutation ($id: ID!) { webhookEndpointUpdate(id: $id, input: { enabled: true }) { endpoint { status } } }";
    desk.admin.query(enable, json!({ "id": id })).await;
    let retried = desk.admin.query(RETRY, json!({ "id": gone["id"] })).await["webhookDeliveryRetry"].take();

    assert_eq!(again["userErrors"], json!([{ "code": "CONFLICT", "path": ["id"] }]));
    assert_eq!(retried["delivery"]["status"], "PENDING", "{retried}");
    let done = desk.until_status("DELIVERED").await;
    assert_eq!((&done["id"], done["tries"].as_array().map(Vec::len)), (&gone["id"], Some(2)));
}

on_both!(who_is_silent_is_given_up_and_tried_again);
async fn who_is_silent_is_given_up_and_tried_again(app: TestApp) {
    let listener = Listener::start().await;
    let desk = Desk::new(&app).await;
    let impatient = app.with_webhooks(Webhooks { timeout_seconds: 1, ..Listener::settings() }).await;
    desk.endpoint(&listener.url(), json!(["OCCURRENCE_CONFIRMED"])).await;
    listener.replies([Reply::Hold]);
    let _poster = impatient.posts_webhooks();

    desk.tell(&confirmed(), &[]).await;

    let waiting = desk.until_tried(1).await;
    assert_eq!((&waiting["status"], &waiting["problem"]), (&json!("PENDING"), &json!("TOO_SLOW")));
    assert_eq!(waiting["tries"][0]["message"], "no answer came within 1 s");
}

on_both!(who_cannot_be_reached_is_tried_again_and_the_log_has_no_address);
async fn who_cannot_be_reached_is_tried_again_and_the_log_has_no_address(app: TestApp) {
    let listener = Listener::start().await;
    let desk = Desk::new(&app).await;
    let url = format!("{}/a-secret-place", listener.url());
    desk.endpoint(&url, json!(["OCCURRENCE_CONFIRMED"])).await;
    drop(listener);
    let _poster = desk.office.posts_webhooks();

    desk.tell(&confirmed(), &[]).await;

    let waiting = desk.until_tried(1).await;
    let message = waiting["tries"][0]["message"].as_str().unwrap_or_default();
    assert_eq!((&waiting["status"], &waiting["problem"]), (&json!("PENDING"), &json!("UNREACHABLE")));
    assert!(!message.is_empty() && !message.contains("a-secret-place") && !message.contains("whsec_"), "{message}");
}

on_both!(one_killed_while_it_posts_is_followed_by_another_under_the_same_id);
async fn one_killed_while_it_posts_is_followed_by_another_under_the_same_id(app: TestApp) {
    let listener = Listener::start().await;
    let desk = Desk::new(&app).await;
    desk.endpoint(&listener.url(), json!(["OCCURRENCE_CONFIRMED"])).await;
    listener.replies([Reply::Hold]);
    let poster = desk.office.posts_webhooks();
    desk.tell(&confirmed(), &[]).await;
    listener.until_got(1).await;

    poster.is_killed().await;
    app.clock.advance(TimeDelta::minutes(1));
    let successor = app.with_webhooks(Listener::settings()).await;
    let _poster = successor.posts_webhooks();

    let done = desk.until_status("DELIVERED").await;
    let ids: Vec<String> = listener.got().iter().map(|post| post.header("webhook-id").to_owned()).collect();
    assert_eq!(ids, [done["id"].as_str().unwrap_or_default(), done["id"].as_str().unwrap_or_default()]);
    let problems: Vec<_> = done["tries"].as_array().expect("tries").iter().map(|one| one["problem"].clone()).collect();
    assert_eq!((&done["attempts"], problems), (&json!(2), vec![json!("INTERRUPTED"), json!(null)]));
}

on_both!(who_was_thought_dead_does_not_say_what_came_of_it);
async fn who_was_thought_dead_does_not_say_what_came_of_it(app: TestApp) {
    let listener = Listener::start().await;
    let desk = Desk::new(&app).await;
    desk.endpoint(&listener.url(), json!(["OCCURRENCE_CONFIRMED"])).await;
    listener.replies([Reply::Hold, Reply::Status(500)]);
    let slow = desk.office.posts_webhooks();
    desk.tell(&confirmed(), &[]).await;
    listener.until_got(1).await;
    app.clock.advance(TimeDelta::minutes(1));
    let successor = app.with_webhooks(Listener::settings()).await;
    let heir = successor.posts_webhooks();
    desk.until_tried(2).await;
    heir.ends().await;

    listener.lets_go();
    slow.ends().await;

    let row = desk.deliveries().await[0].take();
    assert_eq!((&row["status"], &row["problem"], &row["deliveredAt"]), (&json!("PENDING"), &json!("REFUSED"), &json!(null)));
}

on_both!(what_is_being_posted_is_not_posted_beside);
async fn what_is_being_posted_is_not_posted_beside(app: TestApp) {
    let listener = Listener::start().await;
    let desk = Desk::new(&app).await;
    desk.endpoint(&listener.url(), json!(["OCCURRENCE_CONFIRMED"])).await;
    listener.replies([Reply::Hold, Reply::Status(500)]);
    let _poster = desk.office.posts_webhooks();
    desk.tell(&confirmed(), &[]).await;
    listener.until_got(1).await;
    let id = desk.deliveries().await[0]["id"].clone();

    let refused = desk.admin.query(RETRY, json!({ "id": id })).await["webhookDeliveryRetry"].take();
    listener.lets_go();
    desk.until_status("DELIVERED").await;
    let again = desk.admin.query(RETRY, json!({ "id": id })).await["webhookDeliveryRetry"].take();
    desk.until_tried(1).await;
    let sooner = desk.admin.query(RETRY, json!({ "id": id })).await["webhookDeliveryRetry"].take();

    assert_eq!(refused["userErrors"], json!([{ "code": "CONFLICT", "path": ["id"] }]));
    assert_eq!((&again["delivery"]["status"], &again["delivery"]["attempts"]), (&json!("PENDING"), &json!(0)), "{again}");
    assert_eq!(sooner["userErrors"], json!([]), "what waits is tried at once");
    desk.until_status("DELIVERED").await;
    assert_eq!(listener.got().len(), 3);
}

on_both!(without_a_secret_webhooks_wait_and_say_so);
async fn without_a_secret_webhooks_wait_and_say_so(app: TestApp) {
    let listener = Listener::start().await;
    let desk = Desk::new(&app).await;
    desk.endpoint(&listener.url(), json!(["OCCURRENCE_CONFIRMED"])).await;
    let without = app.with_webhooks(Webhooks { secret: None, ..Listener::settings() }).await;
    let poster = without.posts_webhooks();
    desk.tell(&confirmed(), &[]).await;

    let waiting = desk.until(|row| row["problem"] == "NOT_SET_UP").await;
    poster.ends().await;
    let _poster = desk.office.posts_webhooks();
    app.clock.advance(TimeDelta::minutes(5));

    assert_eq!((&waiting["status"], &waiting["attempts"]), (&json!("PENDING"), &json!(0)));
    assert_eq!(desk.until_status("DELIVERED").await["attempts"], 1);
}
