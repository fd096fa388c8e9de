//! graphql-transport-ws: every message, every close code.

use std::time::Duration;

use futures_util::SinkExt;
use protocol::Limits;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_tungstenite::tungstenite::Message;

use crate::socket_client::Server;

async fn server() -> Server {
    Server::start(Limits::default()).await
}

fn init() -> Value {
    json!({ "type": "connection_init" })
}

#[tokio::test]
async fn a_query_a_mutation_and_a_subscription_run_over_one_socket() {
    let server = server().await;
    let mut client = server.member("ana").await;

    let query = client.subscribe("query Q($t: String!) { who echo(text: $t) }", json!({ "t": "hi" })).await;
    assert_eq!(client.next().await, json!({ "id": query, "type": "next", "payload": { "data": { "who": "ana", "echo": "hi" } } }));
    assert_eq!(client.next().await, json!({ "id": query, "type": "complete" }));

    let mutation = client.subscribe("mutation { bump }", json!(null)).await;
    assert_eq!(client.next().await, json!({ "id": mutation, "type": "next", "payload": { "data": { "bump": 1 } } }));
    assert_eq!(client.next().await, json!({ "id": mutation, "type": "complete" }));

    let count = client.subscribe("subscription { ...F } fragment F on Subscriptions { count(to: 2) }", json!({})).await;
    for n in 1..=2 {
        assert_eq!(client.next().await, json!({ "id": count, "type": "next", "payload": { "data": { "count": n } } }));
    }
    assert_eq!(client.next().await, json!({ "id": count, "type": "complete" }));
}

#[tokio::test]
async fn whatever_cannot_run_comes_as_error_and_the_socket_stays() {
    let server = server().await;
    let mut client = server.member("ana").await;
    let table = [
        ("{", "PARSE_FAILED"),
        ("{ nothing }", "VALIDATION_FAILED"),
        ("query Q($t: String!) { echo(text: $t) }", "VARIABLES_INVALID"),
        ("{ items(first: 1000000) { id } }", "LIMIT_COST"),
        ("subscription { count(to: 1) hanging }", "VALIDATION_FAILED"),
        ("subscription { hanging @skip(if: false) }", "VALIDATION_FAILED"),
        ("subscription { refused }", "FORBIDDEN"),
        ("{ panics }", "INTERNAL"),
    ];

    for (document, code) in table {
        let id = client.subscribe(document, json!(null)).await;
        let message = client.next().await;
        assert_eq!((&message["id"], &message["type"]), (&json!(id), &json!("error")), "{document}");
        assert_eq!(message["payload"][0]["extensions"]["code"], code, "{document}: {message}");
    }
    let id = client.subscribe("{ hello }", json!(null)).await;
    assert_eq!(client.next().await["id"], id);
}

#[tokio::test]
async fn an_event_that_fails_is_a_result_and_a_stream_that_panics_is_an_error() {
    let server = server().await;
    let mut client = server.member("ana").await;

    client.subscribe("subscription { fragile }", json!({})).await;
    let first = client.next().await;
    let second = client.next().await;
    assert_eq!((&first["type"], &first["payload"]["errors"][0]["extensions"]["code"]), (&json!("next"), &json!("INTERNAL")));
    assert_eq!(first["payload"]["data"], json!(null));
    assert_eq!(second["payload"]["data"], json!({ "fragile": 2 }));

    client.subscribe("subscription { panics }", json!({})).await;
    assert_eq!(client.next().await["payload"]["data"], json!({ "panics": 1 }));
    let end = client.next().await;
    assert_eq!((&end["type"], &end["payload"][0]["extensions"]["code"]), (&json!("error"), &json!("INTERNAL")));
}

#[tokio::test]
async fn after_the_clients_complete_nothing_more_comes_and_the_id_is_free() {
    let server = server().await;
    let mut client = server.member("ana").await;

    client.subscribe_as("x", "subscription { hanging }", json!({})).await;
    assert_eq!(client.next().await["id"], "x");
    client.send(json!({ "id": "x", "type": "complete" })).await;
    client.send(json!({ "id": "never-there", "type": "complete" })).await;
    client.subscribe_as("x", "{ hello }", json!({})).await;

    assert_eq!(client.next().await, json!({ "id": "x", "type": "next", "payload": { "data": { "hello": "world" } } }));
    assert_eq!(client.next().await, json!({ "id": "x", "type": "complete" }));
}

#[tokio::test]
async fn pings_are_answered_with_what_they_carry_also_before_the_acknowledgement() {
    let server = server().await;
    let mut client = server.connect().await;

    client.send(json!({ "type": "ping" })).await;
    assert_eq!(client.next().await, json!({ "type": "pong" }));
    client.send(json!({ "type": "ping", "payload": { "at": 7 } })).await;
    assert_eq!(client.next().await, json!({ "type": "pong", "payload": { "at": 7 } }));
    client.send(json!({ "type": "pong", "payload": { "unasked": true } })).await;
    client.send(init()).await;
    assert_eq!(client.next().await, json!({ "type": "connection_ack" }));
}

#[tokio::test]
async fn the_token_comes_in_the_payload_or_with_the_upgrade_or_not_at_all() {
    let server = server().await;
    let headers = [("authorization", "Bearer header")];
    let table =
        [(json!({ "authorization": "Bearer ana" }), "ana"), (json!({ "Authorization": "bearer ben" }), "ben"), (json!({}), "header")];

    for (payload, name) in table {
        let mut client = server.connect_with(Some("graphql-transport-ws"), &headers).await;
        client.send(json!({ "type": "connection_init", "payload": payload })).await;
        assert_eq!(client.next().await["type"], "connection_ack");
        client.subscribe("{ who }", json!({})).await;
        assert_eq!(client.next().await["payload"]["data"]["who"], name);
    }
    let mut nobody = server.connect().await;
    nobody.send(init()).await;
    nobody.next().await;
    nobody.subscribe("{ who }", json!({})).await;
    assert_eq!(nobody.next().await["payload"]["data"]["who"], "anonymous");
}

#[tokio::test]
async fn close_4400_for_messages_outside_the_protocol() {
    let server = server().await;
    for text in ["nonsense", "{}", r#"{"type":"start"}"#, r#"{"type":"subscribe","id":"1","payload":{"query":7}}"#] {
        let mut client = server.member("ana").await;
        client.send_text(text).await;
        assert_eq!(client.closed().await.0, 4400, "{text}");
    }
    let mut client = server.member("ana").await;
    client.ws.send(Message::Binary(b"{}".to_vec().into())).await.unwrap();
    assert_eq!(client.closed().await.0, 4400);
}

#[tokio::test]
async fn close_4401_for_a_subscribe_before_the_acknowledgement() {
    let server = server().await;
    let mut client = server.connect().await;

    client.subscribe("{ hello }", json!({})).await;

    assert_eq!(client.closed().await, (4401, "Unauthorized".to_owned()));
}

#[tokio::test]
async fn close_4403_for_a_token_that_is_not_good() {
    let server = server().await;
    for (authorization, code, reason) in [
        (json!("Bearer wrong"), 4403, "The token is not known."),
        (json!("Bearer banned"), 4403, "The account is locked."),
        (json!("Bearer ana:0"), 4403, "Session expired"),
        (json!("ana"), 4403, "`authorization` takes the form `Bearer <token>`"),
        (json!(7), 4403, "`authorization` is not a string"),
        (json!("Bearer offline"), 1013, "The directory does not answer."),
        (json!("Bearer hasty"), 1013, "RATE_LIMITED: Too many requests: come back in 3 s."),
    ] {
        let mut client = server.connect().await;
        client.send(json!({ "type": "connection_init", "payload": { "authorization": authorization } })).await;
        assert_eq!(client.closed().await, (code, reason.to_owned()));
    }
}

#[tokio::test]
async fn close_4403_when_the_session_ends_by_itself_or_is_ended() {
    let server = server().await;
    let mut brief = server.connect().await;
    brief.send(json!({ "type": "connection_init", "payload": { "authorization": "Bearer ana:200" } })).await;
    assert_eq!(brief.next().await, json!({ "type": "connection_ack", "payload": { "expiresAt": "1970-01-01T00:00:00.200Z" } }));
    let mut revoked = server.member("ben").await;

    server.app.advance(Duration::from_millis(200));
    server.app.revoke("ben");

    assert_eq!(brief.closed().await, (4403, "Session expired".to_owned()));
    assert_eq!(revoked.closed().await, (4403, "logged out elsewhere".to_owned()));
}

#[tokio::test]
async fn a_ping_with_a_token_renews_the_session_and_what_runs_goes_on() {
    let server = server().await;
    let mut client = server.member("ana:300").await;
    client.subscribe_as("s", "subscription { hanging }", json!({})).await;
    client.next().await;

    client.send(json!({ "type": "ping", "payload": { "authorization": "Bearer ana:5000" } })).await;
    assert_eq!(client.next().await, json!({ "type": "pong", "payload": { "expiresAt": "1970-01-01T00:00:05Z" } }));
    server.app.advance(Duration::from_millis(400));
    client.send(json!({ "type": "ping", "payload": { "authorization": "Bearer ana" } })).await;
    assert_eq!(client.next().await, json!({ "type": "pong", "payload": { "expiresAt": null } }));
    client.subscribe("{ who }", json!({})).await;
    assert_eq!(client.next().await["payload"]["data"]["who"], "ana");

    client.subscribe_as("s", "{ hello }", json!({})).await;
    assert_eq!(client.closed().await.0, 4409, "the subscription is still there");
}

#[tokio::test]
async fn close_4403_for_a_renewal_by_another_holder_or_a_bad_token() {
    let server = server().await;
    for token in ["ben", "wrong", "ana:0"] {
        let mut client = server.member("ana").await;
        client.send(json!({ "type": "ping", "payload": { "authorization": format!("Bearer {token}") } })).await;
        assert_eq!(client.closed().await.0, 4403, "{token}");
    }
    let mut early = server.connect().await;
    early.send(json!({ "type": "ping", "payload": { "authorization": "Bearer ana" } })).await;
    assert_eq!(early.closed().await.0, 4401);
}

#[tokio::test]
async fn close_4406_for_no_subprotocol_or_one_of_old() {
    let server = server().await;

    let mut client = server.connect_with(None, &[]).await;
    assert_eq!(client.closed().await, (4406, "Subprotocol not acceptable".to_owned()));

    // Client libraries give up when none of their subprotocols is chosen, so this one is spoken by hand.
    let mut stream = tokio::net::TcpStream::connect(server.address).await.unwrap();
    let request = "GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
                   Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: graphql-ws\r\n\r\n";
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    tokio::time::timeout(Duration::from_secs(10), stream.read_to_end(&mut answer)).await.unwrap().unwrap();
    let head = String::from_utf8_lossy(&answer);
    assert!(head.starts_with("HTTP/1.1 101"), "{head}");
    let close = [&[0x88, 28][..], &4406u16.to_be_bytes(), b"Subprotocol not acceptable"].concat();
    assert!(answer.ends_with(&close));
}

#[tokio::test]
async fn close_4408_when_connection_init_does_not_come() {
    let server = Server::start(Limits { connection_init: Duration::from_millis(50), ..Limits::default() }).await;
    let mut client = server.connect().await;

    assert_eq!(client.closed().await, (4408, "Connection initialisation timeout".to_owned()));
}

#[tokio::test]
async fn close_4409_for_an_id_in_use() {
    let server = server().await;
    let mut client = server.member("ana").await;

    client.subscribe_as("x", "subscription { hanging }", json!({})).await;
    client.subscribe_as("x", "{ hello }", json!({})).await;

    assert_eq!(client.closed().await, (4409, "Subscriber for x already exists".to_owned()));
}

#[tokio::test]
async fn close_4429_for_a_second_connection_init() {
    let server = server().await;
    let mut client = server.member("ana").await;

    client.send(init()).await;

    assert_eq!(client.closed().await, (4429, "Too many initialisation requests".to_owned()));
}

#[tokio::test]
async fn close_1009_for_a_message_beyond_the_limit() {
    let server = Server::start(Limits { body_bytes: 1000, ..Limits::default() }).await;
    let mut client = server.member("ana").await;

    client.send(json!({ "type": "ping", "payload": { "x": "x".repeat(1000) } })).await;

    assert_eq!(client.closed().await.0, 1009);
}

#[tokio::test]
async fn close_1012_at_shutdown_after_running_queries_had_their_time() {
    let server = Server::start(Limits { drain: Duration::from_secs(1), ..Limits::default() }).await;
    let mut subscriber = server.member("ana").await;
    subscriber.subscribe("subscription { hanging }", json!({})).await;
    subscriber.next().await;
    let mut asker = server.member("ben").await;
    asker.subscribe("{ never }", json!({})).await;
    asker.send(json!({ "type": "ping" })).await;
    asker.next().await;

    let protocol = std::sync::Arc::clone(&server.protocol);
    let shutdown = tokio::spawn(async move { protocol.shutdown().await });

    let (code, reason) = subscriber.closed().await;
    assert_eq!(code, 1012);
    assert!(reason.contains("resume"), "{reason}");
    let late = asker.subscribe("{ hello }", json!({})).await;
    let refused = asker.next().await;
    assert_eq!((&refused["id"], &refused["payload"][0]["extensions"]["code"]), (&json!(late), &json!("UNAVAILABLE")));
    assert_eq!(asker.closed().await.0, 1012);
    shutdown.await.unwrap();
}

#[tokio::test]
async fn a_silent_peer_is_pinged_and_dropped_if_it_stays_silent() {
    let server = Server::start(Limits { keep_alive: Duration::from_millis(300), ..Limits::default() }).await;
    let mut answering = server.member("ana").await;
    let mut silent = server.member("ben").await;

    assert_eq!(silent.next_raw().await, json!({ "type": "ping" }));
    for _ in 0..4 {
        assert_eq!(answering.next_raw().await, json!({ "type": "ping" }));
        answering.send(json!({ "type": "pong" })).await;
    }

    assert_eq!(silent.closed().await.0, 0);
    answering.subscribe("{ hello }", json!({})).await;
    assert_eq!(answering.next().await["type"], "next");
}

#[tokio::test]
async fn operations_beyond_the_limit_of_a_socket_are_refused_by_error() {
    let server = Server::start(Limits { socket_operations: 2, ..Limits::default() }).await;
    let mut client = server.member("ana").await;
    for id in ["a", "b"] {
        client.subscribe_as(id, "subscription { hanging }", json!({})).await;
        client.next().await;
    }

    client.subscribe_as("c", "{ hello }", json!({})).await;
    let refused = client.next().await;
    client.send(json!({ "id": "a", "type": "complete" })).await;
    client.subscribe_as("c", "{ hello }", json!({})).await;

    assert_eq!(refused["payload"][0]["extensions"]["code"], "LIMIT_SOCKET_OPERATIONS");
    assert_eq!(client.next().await["payload"]["data"]["hello"], "world");
}

#[tokio::test]
async fn the_rate_limit_counts_on_sockets_too() {
    let server = server().await;
    let mut poor = server.member("poor").await;
    let mut rich = server.member("rich").await;

    poor.subscribe("{ items(first: 3) { id } }", json!({})).await;
    let refused = poor.next().await;
    rich.subscribe("{ items(first: 3) { id } }", json!({})).await;
    let served = rich.next().await;

    assert_eq!((&refused["type"], &refused["payload"][0]["extensions"]["code"]), (&json!("error"), &json!("RATE_LIMITED")));
    assert_eq!(served["type"], "next");
    assert_eq!(*server.app.spent.lock().unwrap(), 1 + 4);
}

#[tokio::test]
async fn close_1013_for_a_socket_too_many_until_another_has_gone() {
    let server = Server::start(Limits { sockets_per_caller: 2, ..Limits::default() }).await;
    let (first, _second) = (server.member("ana").await, server.member("ana").await);

    let init = json!({ "type": "connection_init", "payload": { "authorization": "Bearer ana" } });
    let mut third = server.connect().await;
    third.send(init.clone()).await;
    let refused = third.closed().await;
    let _other = server.member("ben").await;
    drop((first, third));

    assert_eq!((refused.0, refused.1.starts_with("LIMIT_SOCKETS: ")), (1013, true), "{}", refused.1);
    // The place is free when the server has heard of the end.
    loop {
        let mut next = server.connect().await;
        next.send(init.clone()).await;
        match next.frame().await {
            Some(Message::Text(_)) => break,
            other => assert!(matches!(other, Some(Message::Close(Some(ref frame))) if u16::from(frame.code) == 1013), "{other:?}"),
        }
    }
}

#[tokio::test]
async fn close_1013_at_once_for_sockets_of_one_address_that_have_not_said_whose_they_are() {
    let server = Server::start(Limits { sockets_per_caller: 2, ..Limits::default() }).await;
    let _silent = (server.connect().await, server.connect().await);

    let refused = server.connect().await.closed().await;

    assert_eq!((refused.0, refused.1.starts_with("LIMIT_SOCKETS: ")), (1013, true), "{}", refused.1);
}
