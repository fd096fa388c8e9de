//! Recordings at `/export/recordings/…`: heard by whoever may, whole or a part, and by nobody else.

use std::sync::Arc;

use acceptance::{Client, TestAccount, TestApp, carrier::Carrier, on_both};
use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode},
};
use entity::{id::FlowRecordingId, stored::Role};
use http_body_util::BodyExt;
use serde_json::json;
use switchboard::{
    accounts::service::{TokenWanted, issue_token},
    exchange::{Link, callbacks::Callbacks, conversations::Conversations, recordings},
    web,
};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use super::{desk::Desk, recordings::spoken};

const SAID: &str = "what was said in RE1";

/// What is served of an account's process, with these providers.
fn served(account: &TestAccount, desk: &Desk, links: &[Link]) -> Router {
    let callbacks = Callbacks::new(account.access().app().clone(), account.outgoing().book, links.iter());
    let conversations = Conversations::new(Arc::clone(&desk.conductor), links.iter());
    web::Server::with_posts(account.access().clone(), Some((callbacks, conversations))).expect("a server").router()
}

fn link(carrier: &Carrier) -> Link {
    Link { name: "carrier".to_owned(), account: None, country: None, provider: Arc::new(carrier.clone()) }
}

/// Asks for a recording with the token of `client`, if there is one.
async fn asked(
    router: &Router,
    account: &TestAccount,
    client: Option<&Client>,
    id: &str,
    range: Option<&str>,
) -> (StatusCode, HeaderMap, String) {
    let mut request = Request::get(format!("/export/recordings/{id}"));
    if let Some(client) = client {
        let email = client.caller().expect("somebody").name.clone();
        let Ok(token) = issue_token(account.access(), &email, TokenWanted::Access).await else { panic!("no token for {email}") };
        request = request.header("authorization", format!("Bearer {token}"));
    }
    if let Some(range) = range {
        request = request.header("range", range);
    }
    let answer = router.clone().oneshot(request.body(Body::empty()).expect("a request")).await.expect("an answer");
    let (parts, body) = answer.into_parts();
    let body = body.collect().await.expect("a body").to_bytes();
    (parts.status, parts.headers, String::from_utf8_lossy(&body).into_owned())
}

on_both!(a_recording_is_heard_by_whoever_may_have_it_deleted_and_by_nobody_else);
async fn a_recording_is_heard_by_whoever_may_have_it_deleted_and_by_nobody_else(app: TestApp) {
    let (desk, carrier) = (Desk::new(&app).await, Carrier::shared());
    let _link = carrier.link(&app, "carrier").await;
    let (_, recording) = spoken(&desk).await;
    let router = served(&app, &desk, &[link(&carrier)]);
    let id = recording.to_string();

    let (status, headers, body) = asked(&router, &app, Some(&desk.client), &id, None).await;

    assert_eq!((status, body.as_str()), (StatusCode::OK, SAID));
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    assert_eq!((header("content-type"), header("cache-control")), ("audio/wav", "private, no-store"));
    assert_eq!((header("content-disposition"), header("accept-ranges")), ("attachment; filename=\"recording\"", "bytes"));
    let foreign = app.other_account().await.as_role(Role::Coordinator).await;
    let (viewer, agent) = (app.as_role(Role::Viewer).await, app.as_role(Role::Agent).await);
    let other = FlowRecordingId::new().to_string();
    let table = [
        (None, id.as_str(), StatusCode::UNAUTHORIZED),
        (Some(&viewer), &id, StatusCode::FORBIDDEN),
        (Some(&agent), &id, StatusCode::FORBIDDEN),
        (Some(&foreign), &id, StatusCode::NOT_FOUND),
        (Some(&desk.client), &other, StatusCode::NOT_FOUND),
        (Some(&desk.client), "RE1", StatusCode::BAD_REQUEST),
    ];
    for (client, id, expected) in table {
        let (status, _, body) = asked(&router, &app, client, id, None).await;
        assert_eq!(status, expected, "{id}: {body}");
        assert!(!body.contains("what was said"), "{body}");
    }
}

on_both!(a_part_of_a_recording_is_heard_as_players_ask_for_it);
async fn a_part_of_a_recording_is_heard_as_players_ask_for_it(app: TestApp) {
    let (desk, carrier) = (Desk::new(&app).await, Carrier::shared());
    let _link = carrier.link(&app, "carrier").await;
    let (_, recording) = spoken(&desk).await;
    let router = served(&app, &desk, &[link(&carrier)]);
    let table = [
        ("bytes=0-3", StatusCode::PARTIAL_CONTENT, "what", "bytes 0-3/20"),
        ("bytes=17-", StatusCode::PARTIAL_CONTENT, "RE1", "bytes 17-19/20"),
        ("bytes=17-900", StatusCode::PARTIAL_CONTENT, "RE1", "bytes 17-19/20"),
        ("bytes=-3", StatusCode::PARTIAL_CONTENT, "RE1", "bytes 17-19/20"),
        ("bytes=20-", StatusCode::RANGE_NOT_SATISFIABLE, "", "bytes */20"),
        ("bytes=-0", StatusCode::RANGE_NOT_SATISFIABLE, "", "bytes */20"),
        // Several parts, another unit, and what cannot be read: all of it.
        ("bytes=0-1,3-4", StatusCode::OK, SAID, ""),
        ("seconds=0-3", StatusCode::OK, SAID, ""),
        ("bytes=3-1", StatusCode::OK, SAID, ""),
    ];

    for (range, status, body, told) in table {
        let answer = asked(&router, &app, Some(&desk.client), &recording.to_string(), Some(range)).await;

        let content_range = answer.1.get("content-range").and_then(|value| value.to_str().ok()).unwrap_or_default();
        assert_eq!((answer.0, answer.2.as_str(), content_range), (status, body, told), "{range}");
    }
}

on_both!(what_was_deleted_or_whose_provider_is_gone_is_not_heard);
async fn what_was_deleted_or_whose_provider_is_gone_is_not_heard(app: TestApp) {
    let (desk, carrier) = (Desk::new(&app).await, Carrier::shared());
    let provider = app.able_provider("carrier", &super::desk::CONVERSES).await;
    let _line = carrier.dials(&app, &provider);
    let (attempt, recording) = spoken(&desk).await;
    let (with, without) = (served(&app, &desk, &[link(&carrier)]), served(&app, &desk, &[]));

    let (gone, ..) = asked(&without, &app, Some(&desk.client), &recording.to_string(), None).await;
    let delete = "mutation ($id: ID!) { flowRecordingDelete(id: $id) { userErrors { code } } }";
    desk.client.query(delete, json!({ "id": recording })).await;
    let stop = CancellationToken::new();
    let _stopped = stop.clone().drop_guard();
    tokio::spawn(recordings::run(app.app().clone(), app.outgoing().lines, stop));
    let deleted = "query ($id: ID!) { callAttempt(id: $id) { flowRun { recordings { status } } } }";
    let is = |answer: &serde_json::Value| answer["callAttempt"]["flowRun"]["recordings"][0]["status"] == "DELETED";
    app.until(&desk.client, deleted, json!({ "id": attempt }), is).await;
    let (after, ..) = asked(&with, &app, Some(&desk.client), &recording.to_string(), None).await;

    assert_eq!((gone, after), (StatusCode::SERVICE_UNAVAILABLE, StatusCode::NOT_FOUND));
}
