//! What is counted, under the names that operators see.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use metrics::{Counter, Gauge, Histogram, Key, KeyName, Metadata, Recorder, SharedString, Unit};
use protocol::Limits;
use serde_json::json;

use crate::{socket_client::Server, web::Web};

/// Keeps every counter and gauge by name and labels.
#[derive(Clone, Default)]
struct Ledger(Arc<Mutex<BTreeMap<String, Arc<AtomicU64>>>>);

impl Ledger {
    fn account(&self, key: &Key) -> Arc<AtomicU64> {
        let labels: Vec<_> = key.labels().map(|label| format!("{}={}", label.key(), label.value())).collect();
        let name = format!("{}{{{}}}", key.name(), labels.join(","));
        Arc::clone(self.0.lock().unwrap().entry(name).or_default())
    }

    fn counted(&self, name: &str) -> u64 {
        self.0.lock().unwrap().get(name).map_or(0, |account| account.load(Ordering::Relaxed))
    }

    /// Gauges are kept as the bits of a float.
    fn gauged(&self, name: &str) -> f64 {
        f64::from_bits(self.counted(name))
    }
}

impl Recorder for Ledger {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        Counter::from_arc(self.account(key))
    }
    fn register_gauge(&self, key: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::from_arc(self.account(key))
    }
    fn register_histogram(&self, _: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::noop()
    }
}

#[tokio::test]
async fn requests_are_counted_by_operation_and_code() {
    let ledger = Ledger::default();
    let _guard = metrics::set_default_local_recorder(&ledger);
    let web = Web::new(Limits::default());

    for query in ["{ hello }", "{ hello }", "mutation { bump }", "{ nothing }", "{ codedFailure }"] {
        web.query(query).await;
    }
    web.send("PUT", "/graphql", &[], "").await;

    assert_eq!(ledger.counted("graphql_requests_total{operation=query,code=OK}"), 2);
    assert_eq!(ledger.counted("graphql_requests_total{operation=mutation,code=OK}"), 1);
    assert_eq!(ledger.counted("graphql_requests_total{operation=none,code=VALIDATION_FAILED}"), 1);
    assert_eq!(ledger.counted("graphql_requests_total{operation=query,code=FORBIDDEN}"), 1);
    assert_eq!(ledger.counted("graphql_requests_total{operation=none,code=METHOD_NOT_ALLOWED}"), 1);
}

#[tokio::test]
async fn sockets_subscriptions_executions_and_deliveries_are_counted() {
    let ledger = Ledger::default();
    let _guard = metrics::set_default_local_recorder(&ledger);
    let server = Server::start(Limits::default()).await;
    let mut clients = [server.member("ana").await, server.member("ana").await];
    for client in &mut clients {
        client.subscribe("subscription { changes { n } }", json!({})).await;
        client.settled().await;
    }

    server.app.log.append_many("x", 2);
    for client in &mut clients {
        client.next().await;
        client.next().await;
    }

    assert_eq!(ledger.gauged("graphql_sockets{}"), 2.0);
    assert_eq!(ledger.gauged("graphql_subscriptions{kind=shared}"), 2.0);
    assert_eq!(ledger.gauged("graphql_feeds{}"), 1.0);
    assert_eq!(ledger.counted("graphql_feed_executions_total{kind=change}"), 2);
    assert_eq!(ledger.counted("graphql_deliveries_total{}"), 4);
    for client in &mut clients {
        client.send_text("nonsense").await;
        client.closed().await;
    }
    server.protocol.shutdown().await;
    server.app.log.running(0).await;
    assert_eq!(ledger.gauged("graphql_sockets{}"), 0.0);
    assert_eq!(ledger.gauged("graphql_subscriptions{kind=shared}"), 0.0);
    assert_eq!(ledger.counted("graphql_socket_closes_total{code=4400}"), 2);
}
