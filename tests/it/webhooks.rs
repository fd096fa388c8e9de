//! Webhooks: posted signed, once or again under the same id, tried later and later, and never to where they may not go.

pub(crate) mod desk;
mod endpoints;
mod trouble;
mod where_to;

use acceptance::{Listener, Reply, TestApp, on_both};
use chrono::TimeDelta;
use entity::stored::WebhookKind;
use serde_json::json;
use switchboard::{
    webhooks::{Event, publish},
    worker::housekeeping,
};

use self::desk::{DELIVERIES, Desk};

/// Something that happened.
fn confirmed() -> Event {
    Event { kind: WebhookKind::OccurrenceConfirmed, subject_id: "occ_1".to_owned(), data: json!({ "title": "Check-up", "keys": "1" }) }
}

on_both!(what_happened_is_posted_signed_to_whoever_gets_its_kind_and_to_whoever_is_named);
async fn what_happened_is_posted_signed_to_whoever_gets_its_kind_and_to_whoever_is_named(app: TestApp) {
    let (subscribed, named, other) = (Listener::start().await, Listener::start().await, Listener::start().await);
    let desk = Desk::new(&app).await;
    let (_, secret) = desk.endpoint(&subscribed.url(), json!(["OCCURRENCE_CONFIRMED", "REMINDER_FAILED"])).await;
    let (both, _) = desk.endpoint(&named.url(), json!([])).await;
    desk.endpoint(&other.url(), json!(["OCCURRENCE_CANCELED"])).await;

    let told = desk.tell(&confirmed(), &[both.parse().expect("an id")]).await;
    let _poster = desk.office.posts_webhooks();

    assert_eq!(told, 2);
    let [post] = subscribed.until_got(1).await.try_into().expect("one post");
    named.until_got(1).await;
    desk.until_all("DELIVERED", 2).await;
    let row = desk.deliveries().await[1].take();
    let body = json!({
        "id": row["id"], "type": "occurrence.confirmed", "timestamp": "2026-11-21T10:00:00Z", "account": app.account().id,
        "subject": "occ_1", "data": { "title": "Check-up", "keys": "1" },
    });
    assert_eq!((post.path.as_str(), post.json()), ("/hooks", body));
    assert_eq!(post.header("content-type"), "application/json");
    assert_eq!((post.header("webhook-id"), post.header("webhook-timestamp")), (row["id"].as_str().unwrap_or_default(), "1795255200"));
    assert!(post.is_signed_by(&secret), "{post:?}");
    assert!(!post.is_signed_by("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), "{post:?}");
    assert_eq!(other.got(), []);
}

on_both!(what_was_not_committed_is_not_posted);
async fn what_was_not_committed_is_not_posted(app: TestApp) {
    let listener = Listener::start().await;
    let desk = Desk::new(&app).await;
    desk.endpoint(&listener.url(), json!(["OCCURRENCE_CONFIRMED"])).await;

    let tx = app.app().db.begin().await.expect("a transaction");
    let told = publish(&tx, app.account().id, &confirmed(), &[], app.now()).await.expect("it is written");
    drop(tx);

    assert_eq!((told, desk.deliveries().await.len()), (1, 0));
}

on_both!(two_processes_post_each_delivery_once);
async fn two_processes_post_each_delivery_once(app: TestApp) {
    let listener = Listener::start().await;
    let desk = Desk::new(&app).await;
    let successor = app.with_webhooks(Listener::settings()).await;
    desk.endpoint(&listener.url(), json!(["OCCURRENCE_CONFIRMED"])).await;
    for _ in 0..20 {
        desk.tell(&confirmed(), &[]).await;
    }

    let _posters = [desk.office.posts_webhooks(), successor.posts_webhooks()];

    desk.until_all("DELIVERED", 20).await;
    let mut ids: Vec<String> = listener.got().iter().map(|post| post.header("webhook-id").to_owned()).collect();
    ids.sort();
    ids.dedup();
    assert_eq!((ids.len(), listener.got().len()), (20, 20));
}

on_both!(what_is_not_taken_is_tried_again_later_and_later_under_the_same_id_and_given_up_after_nine);
async fn what_is_not_taken_is_tried_again_later_and_later_under_the_same_id_and_given_up_after_nine(app: TestApp) {
    let listener = Listener::start().await;
    let desk = Desk::new(&app).await;
    let (_, secret) = desk.endpoint(&listener.url(), json!(["OCCURRENCE_CONFIRMED"])).await;
    listener.replies([Reply::Status(500); 9]);
    let _poster = desk.office.posts_webhooks();
    let begun = app.now();

    desk.tell(&confirmed(), &[]).await;
    let mut waits = Vec::new();
    for tries in 1..9 {
        let waiting = desk.until_tried(tries).await;
        let next: chrono::DateTime<chrono::Utc> = waiting["nextAttemptAt"].as_str().expect("an instant").parse().expect("an instant");
        assert_eq!((waiting["status"].as_str(), listener.got().len()), (Some("PENDING"), tries));
        waits.push((next - app.now()).num_seconds());
        // Not a second sooner.
        app.clock.advance(next - app.now() - TimeDelta::seconds(1));
        assert_eq!(listener.got().len(), tries);
        app.clock.advance(TimeDelta::seconds(1));
    }

    let failed = desk.until_status("FAILED").await;
    let expected = [10, 60, 300, 1_800, 7_200, 21_600, 50_400, 86_400];
    assert!(waits.iter().zip(expected).all(|(wait, whole)| (whole * 9 / 10..=whole).contains(wait)), "{waits:?}");
    assert_eq!((&failed["attempts"], &failed["problem"], &failed["nextAttemptAt"]), (&json!(9), &json!("REFUSED"), &json!(null)));
    assert_eq!(failed["tries"].as_array().map(Vec::len), Some(9));
    assert_eq!(failed["tries"][0], json!({ "status": 500, "problem": "REFUSED", "message": null, "endedAt": "2026-11-21T10:00:00+00:00" }));
    let posts = listener.got();
    assert!(posts.iter().all(|post| post.header("webhook-id") == posts[0].header("webhook-id") && post.is_signed_by(&secret)));
    let last: i64 = posts[8].header("webhook-timestamp").parse().expect("seconds");
    assert_eq!(last, app.now().timestamp(), "each try says when it is");
    assert!((app.now() - begun) < TimeDelta::days(2));
}

on_both!(who_asks_to_be_asked_later_is_asked_then);
async fn who_asks_to_be_asked_later_is_asked_then(app: TestApp) {
    let listener = Listener::start().await;
    let desk = Desk::new(&app).await;
    desk.endpoint(&listener.url(), json!(["OCCURRENCE_CONFIRMED"])).await;
    listener.replies([Reply::Later(503, 900)]);
    let _poster = desk.office.posts_webhooks();

    desk.tell(&confirmed(), &[]).await;
    let waiting = desk.until_tried(1).await;
    app.clock.advance(TimeDelta::seconds(900));

    assert_eq!(waiting["nextAttemptAt"], "2026-11-21T10:15:00+00:00");
    let done = desk.until_status("DELIVERED").await;
    assert_eq!((&done["attempts"], &done["problem"], &done["deliveredAt"]), (&json!(2), &json!(null), &json!("2026-11-21T10:15:00+00:00")));
}

on_both!(what_has_ended_goes_after_its_time_and_what_waits_stays);
async fn what_has_ended_goes_after_its_time_and_what_waits_stays(app: TestApp) {
    let listener = Listener::start().await;
    let desk = Desk::new(&app).await;
    desk.endpoint(&listener.url(), json!(["OCCURRENCE_CONFIRMED"])).await;
    let poster = desk.office.posts_webhooks();
    desk.tell(&confirmed(), &[]).await;
    desk.until_status("DELIVERED").await;
    poster.ends().await;
    desk.tell(&confirmed(), &[]).await;

    app.clock.advance(TimeDelta::days(31));
    housekeeping::once(app.app()).await.expect("it is cleaned up");

    let left: Vec<_> = desk.deliveries().await.into_iter().map(|row| row["status"].clone()).collect();
    assert_eq!(left, [json!("PENDING")]);
}

on_both!(deliveries_are_listed_newest_first_page_by_page_and_chosen_by_endpoint_status_and_kind);
async fn deliveries_are_listed_newest_first_page_by_page_and_chosen_by_endpoint_status_and_kind(app: TestApp) {
    let listener = Listener::start().await;
    let desk = Desk::new(&app).await;
    let (first, _) = desk.endpoint(&listener.url(), json!(["OCCURRENCE_CONFIRMED"])).await;
    let (second, _) = desk.endpoint(&listener.url(), json!(["OCCURRENCE_CONFIRMED", "REMINDER_FAILED"])).await;
    desk.tell(&confirmed(), &[]).await;
    desk.tell(&Event { kind: WebhookKind::ReminderFailed, ..confirmed() }, &[]).await;
    let page = async |filter: serde_json::Value, first: i32, after: serde_json::Value| {
        desk.admin.query(DELIVERIES, json!({ "filter": filter, "first": first, "after": after })).await["webhookDeliveries"].take()
    };

    let newest = page(json!({}), 2, json!(null)).await;
    let rest = page(json!({}), 2, newest["pageInfo"]["endCursor"].clone()).await;
    let of_first = page(json!({ "endpointId": first }), 10, json!(null)).await;
    let failed = page(json!({ "kind": "REMINDER_FAILED", "status": ["PENDING"] }), 10, json!(null)).await;
    let delivered = page(json!({ "status": ["DELIVERED"] }), 10, json!(null)).await;

    let kinds = |page: &serde_json::Value| {
        let nodes = page["nodes"].as_array().expect("nodes").iter();
        nodes.map(|node| (node["kind"].as_str().unwrap_or_default().to_owned(), node["endpoint"]["id"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(kinds(&newest), [("REMINDER_FAILED".to_owned(), json!(second)), ("OCCURRENCE_CONFIRMED".to_owned(), json!(second))]);
    assert_eq!(kinds(&rest), [("OCCURRENCE_CONFIRMED".to_owned(), json!(first))]);
    assert_eq!((kinds(&of_first).len(), kinds(&failed).len(), kinds(&delivered).len()), (1, 1, 0));
    assert_eq!((&newest["pageInfo"]["hasNextPage"], &rest["pageInfo"]["hasNextPage"]), (&json!(true), &json!(false)));
}
