//! Processes that share a large callout.

use std::{collections::HashSet, time::Duration};

use acceptance::{Backend, TestApp, workers::Place};
use entity::stored::Role;
use serde_json::json;
use telephony::twilio::fake::Delivery;
use tokio::time::timeout;

/// Calls that are due.
const CALLS: usize = 10_000;
/// For whatever is expected to happen.
const LIMIT: Duration = Duration::from_secs(240);

#[test]
fn two_processes_ring_each_of_ten_thousand_once_and_both_do_their_share() {
    if let Some(backend) = Backend::postgres() {
        acceptance::run(backend, two_processes_share);
    }
}

async fn two_processes_share(app: TestApp) {
    let place = Place::new(&app, env!("CARGO_BIN_EXE_worker"), 1).await;
    place.fake.set_delivery(Delivery { times: 0, ..Delivery::default() });
    let client = app.as_role(Role::Coordinator).await;
    let input = json!({
        "name": "Assembly", "script": { "say": { "text": "Good day", "language": "en-GB" } },
        "routes": [{ "providerId": place.provider.id }],
    });
    let callout = app.callout(&client, input).await;
    app.crowd(callout, CALLS, app.now()).await;
    let workers = [place.deaf_worker("one").await, place.deaf_worker("other").await];

    let start = "mutation ($id: ID!) { calloutStart(id: $id) { userErrors { code message } } }";
    let started = client.query(start, json!({ "id": callout })).await;
    assert_eq!(started["calloutStart"]["userErrors"], json!([]));
    timeout(LIMIT, place.fake.until_placed(CALLS)).await.unwrap_or_else(|_| panic!("only {} were called", place.fake.placed()));
    // In order, so that an order too many would have come, too.
    for worker in workers {
        worker.end().await;
    }

    let placed = place.fake.calls();
    let called: HashSet<&str> = placed.iter().map(|call| call.to.as_str()).collect();
    assert_eq!((placed.len(), called.len(), place.fake.most_rings()), (CALLS, CALLS, 1));
    let shares = [place.of("one", &placed), place.of("other", &placed)];
    assert!(shares.iter().all(|share| *share > CALLS / 10), "{shares:?}");
}
