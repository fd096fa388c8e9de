//! Shared subscriptions: executed once, nothing lost, nothing twice, nothing out of order.

use std::sync::atomic::Ordering;

use protocol::Limits;
use rand::{Rng, SeedableRng, rngs::StdRng};
use serde_json::{Value, json};

use crate::socket_client::{Client, Server};

const CHANGES: &str = "subscription C($after: String, $topic: String) { changes(after: $after, topic: $topic) { n cursor } }";

async fn server() -> Server {
    Server::start(Limits::default()).await
}

/// The positions a client is given, up to one of them.
async fn positions_until(client: &mut Client, last: u64) -> Vec<u64> {
    let mut positions = Vec::new();
    while positions.last() != Some(&last) {
        positions.push(position(&client.next().await));
    }
    positions
}

fn position(message: &Value) -> u64 {
    message["payload"]["data"]["changes"]["n"].as_u64().unwrap_or_else(|| panic!("no change: {message}"))
}

#[tokio::test]
async fn one_change_to_500_identical_subscriptions_is_executed_once() {
    let server = Server::start(Limits { sockets_per_caller: 500, ..Limits::default() }).await;
    let mut clients = Vec::new();
    for n in 0..500 {
        let mut client = server.member("ana").await;
        // Spaces, comments, fragment names and operation names do not tell subscriptions apart.
        let document = match n % 3 {
            0 => "subscription A($after: String) { changes(after: $after) { n cursor } }",
            1 => "subscription B ( $after : String )\n{ # the same\n changes ( after : $after ) { n, cursor } }",
            _ => "subscription ($after: String) { ...Root } fragment Root on Subscriptions { changes(after: $after) { n cursor } }",
        };
        client.subscribe_as("s", document, json!({})).await;
        client.settled().await;
        clients.push(client);
    }

    server.app.log.append_many("x", 3);

    for client in &mut clients {
        assert_eq!(positions_until(client, 3).await, [1, 2, 3]);
    }
    assert_eq!(server.app.log.begun.load(Ordering::Relaxed), 1);
    assert_eq!(server.app.log.resolved.load(Ordering::Relaxed), 3);
    drop(clients);
    server.app.log.running(0).await;
}

#[tokio::test]
async fn another_share_key_another_variable_or_another_selection_is_another_execution() {
    let server = server().await;
    let mut client = server.member("ana").await;
    let mut other = server.member("ben").await;

    client.subscribe(CHANGES, json!({})).await;
    server.app.log.running(1).await;
    client.subscribe(CHANGES, json!({})).await;
    other.subscribe(CHANGES, json!({})).await;
    server.app.log.running(2).await;
    client.subscribe(CHANGES, json!({ "topic": "x" })).await;
    server.app.log.running(3).await;
    client.subscribe("subscription { changes { n } }", json!({})).await;
    server.app.log.running(4).await;
    client.subscribe("subscription { x: changes { n } }", json!({})).await;
    server.app.log.running(5).await;
}

#[tokio::test]
async fn a_feed_ends_with_its_last_subscriber_and_begins_anew() {
    let server = server().await;
    let (mut first, mut second) = (server.member("ana").await, server.member("ana").await);
    first.subscribe_as("s", CHANGES, json!({})).await;
    server.app.log.running(1).await;
    second.subscribe_as("s", CHANGES, json!({})).await;
    second.settled().await;
    server.app.log.append("x");
    positions_until(&mut first, 1).await;
    positions_until(&mut second, 1).await;

    first.send(json!({ "id": "s", "type": "complete" })).await;
    first.settled().await;
    server.app.log.append("x");
    positions_until(&mut second, 2).await;
    second.send(json!({ "id": "s", "type": "complete" })).await;
    server.app.log.running(0).await;
    server.app.log.append("x");
    first.subscribe_as("s", CHANGES, json!({ "after": "c1" })).await;

    assert_eq!(positions_until(&mut first, 3).await, [2, 3]);
    assert_eq!(server.app.log.executions.borrow().to_owned(), 1);
}

#[tokio::test]
async fn whoever_comes_back_with_a_cursor_gets_what_was_missed_and_then_follows_the_others() {
    let server = server().await;
    server.app.log.append_many("x", 10);
    let mut watching = server.member("ana").await;
    watching.subscribe(CHANGES, json!({})).await;
    server.app.log.running(1).await;
    server.app.log.append_many("x", 5);
    positions_until(&mut watching, 15).await;

    let literal = "subscription { changes(after: \"c3\") { n cursor } }";
    let default = "subscription D($after: String = \"c13\") { changes(after: $after) { n cursor } }";
    let mut returning = server.member("ana").await;
    returning.subscribe_as("literal", literal, json!({})).await;
    let from_literal = positions_until(&mut returning, 15).await;
    let mut other = server.member("ana").await;
    other.subscribe_as("default", default, json!({})).await;
    let from_default = positions_until(&mut other, 15).await;
    let mut third = server.member("ana").await;
    third.subscribe(CHANGES, json!({ "after": "c15" })).await;
    third.settled().await;
    server.app.log.append("x");

    assert_eq!(from_literal, (4..=15).collect::<Vec<_>>());
    assert_eq!(from_default, [14, 15]);
    for client in [&mut watching, &mut returning, &mut other, &mut third] {
        assert_eq!(positions_until(client, 16).await, [16]);
    }
}

#[tokio::test]
async fn changes_that_are_filtered_out_leave_no_gap() {
    let server = Server::start(Limits { feed_entries: 2, ..Limits::default() }).await;
    let mut watching = server.member("ana").await;
    watching.subscribe(CHANGES, json!({ "topic": "x" })).await;
    server.app.log.running(1).await;
    for n in 0..60 {
        server.app.log.append(if n % 3 == 0 { "x" } else { "y" });
    }
    positions_until(&mut watching, 58).await;

    let mut returning = server.member("ana").await;
    returning.subscribe(CHANGES, json!({ "topic": "x", "after": "c20" })).await;

    assert_eq!(positions_until(&mut returning, 58).await, (21..60).filter(|n| n % 3 == 1).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_cursor_that_cannot_be_used_is_an_error_with_its_code() {
    let server = server().await;
    server.app.log.append_many("x", 10);
    server.app.log.pruned.store(5, Ordering::Relaxed);
    let mut client = server.member("ana").await;

    for (query, variables, code) in [
        (CHANGES, json!({ "after": "nonsense" }), "CURSOR_INVALID"),
        (CHANGES, json!({ "after": "c4" }), "CURSOR_EXPIRED"),
        ("subscription { changes(after: \"c1\") { n } }", json!({}), "CURSOR_EXPIRED"),
    ] {
        let id = client.subscribe(query, variables).await;
        let message = client.next().await;
        assert_eq!((&message["id"], &message["type"]), (&json!(id), &json!("error")));
        assert_eq!(message["payload"][0]["extensions"]["code"], code);
    }
}

#[tokio::test]
async fn a_log_that_is_pruned_under_a_running_feed_ends_it_with_cursor_expired() {
    let server = server().await;
    let mut client = server.member("ana").await;
    client.subscribe(CHANGES, json!({})).await;
    server.app.log.running(1).await;
    server.app.log.append("x");
    positions_until(&mut client, 1).await;

    server.app.log.pruned.store(100, Ordering::Relaxed);
    server.app.log.append("x");
    let end = client.next().await;

    assert_eq!((&end["type"], &end["payload"][0]["extensions"]["code"]), (&json!("error"), &json!("CURSOR_EXPIRED")));
}

#[tokio::test]
async fn an_event_with_a_failing_field_is_delivered_masked_and_the_feed_goes_on() {
    let server = server().await;
    let mut client = server.member("ana").await;
    client.subscribe("subscription { changes { n fails } }", json!({})).await;
    server.app.log.running(1).await;

    server.app.log.append_many("x", 2);

    for n in 1..=2 {
        let message = client.next().await;
        assert_eq!(message["payload"]["data"], json!({ "changes": { "n": n, "fails": null } }));
        assert_eq!(message["payload"]["errors"][0]["extensions"]["code"], "INTERNAL");
    }
}

#[tokio::test]
async fn a_resolver_that_keeps_positions_to_itself_is_found_out() {
    let server = server().await;
    let mut client = server.member("ana").await;

    client.subscribe("subscription { careless }", json!({})).await;
    let end = client.next().await;

    assert_eq!((&end["type"], &end["payload"][0]["extensions"]["code"]), (&json!("error"), &json!("INTERNAL")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_changes_arrive_exactly_once_in_order_through_fifty_cuts() {
    const EVENTS: u64 = 10_000;
    // A ring much shorter than what a client misses, so that cuts and lags have to catch up.
    let server = Server::start(Limits { feed_entries: 16, ..Limits::default() }).await;
    let log = std::sync::Arc::clone(&server.app.log);
    let writer = tokio::spawn(async move {
        for n in 0..EVENTS {
            log.append(if n % 7 == 0 { "y" } else { "x" });
            if n % 64 == 0 {
                tokio::task::yield_now().await;
            }
        }
    });
    let mut readers = tokio::task::JoinSet::new();
    let server = std::sync::Arc::new(server);
    for seed in 0..4u64 {
        let server = std::sync::Arc::clone(&server);
        readers.spawn(async move {
            let mut random = StdRng::seed_from_u64(seed);
            let mut received = Vec::new();
            let mut cuts: Vec<u64> = (0..50).map(|_| random.random_range(1..EVENTS)).collect();
            cuts.sort_unstable();
            cuts.push(EVENTS);
            let mut cursor = "c0".to_owned();
            for cut in cuts {
                let mut client = server.member("ana").await;
                client.subscribe(CHANGES, json!({ "after": cursor })).await;
                while received.last().copied().unwrap_or(0) < cut {
                    let message = client.next().await;
                    received.push(position(&message));
                    cursor = message["payload"]["data"]["changes"]["cursor"].as_str().unwrap().to_owned();
                }
            }
            received
        });
    }

    writer.await.unwrap();

    while let Some(received) = readers.join_next().await {
        assert_eq!(received.unwrap(), (1..=EVENTS).collect::<Vec<_>>());
    }
    server.app.log.running(0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_that_stops_reading_holds_back_only_itself_and_misses_nothing() {
    const EVENTS: u64 = 3_000;
    const LARGE: &str = "subscription C($after: String) { changes(after: $after) { n padding(bytes: 8000) } }";
    let server = Server::start(Limits { feed_entries: 8, ..Limits::default() }).await;
    let (mut slow, mut quick) = (server.member("ana").await, server.member("ana").await);
    for client in [&mut slow, &mut quick] {
        client.subscribe(LARGE, json!({ "after": "c0" })).await;
    }

    // What the kernel buffers for the slow one is far less than these 24 MB.
    let log = std::sync::Arc::clone(&server.app.log);
    let writer = tokio::spawn(async move { log.append_many("x", EVENTS) });
    let quickly = positions_until(&mut quick, EVENTS).await;
    writer.await.unwrap();
    let slowly = positions_until(&mut slow, EVENTS).await;

    assert_eq!(quickly, (1..=EVENTS).collect::<Vec<_>>());
    assert_eq!(slowly, quickly);
    assert!(server.app.log.begun.load(Ordering::Relaxed) > 1, "the slow one was never behind the ring");
}
