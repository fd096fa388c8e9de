//! What README and the guide to callouts have their readers paste works as it stands there.

use std::collections::BTreeMap;

use acceptance::{TestApp, carrier::Carrier, on_both};
use entity::stored::Role;
use serde_json::{Value, json};
use telephony::outgoing::CallProgress;

use super::read;

/// The operations of all GraphQL blocks of a paper, in their order.
pub(super) fn operations(paper: &str) -> Vec<String> {
    let blocks = paper.split("```graphql\n").skip(1).filter_map(|rest| rest.split("```").next());
    let mut operations = Vec::<String>::new();
    for line in blocks.flat_map(str::lines) {
        if ["query ", "mutation ", "subscription "].iter().any(|word| line.starts_with(word)) {
            operations.push(String::new());
        }
        if let Some(operation) = operations.last_mut() {
            operation.push_str(line);
            operation.push('\n');
        }
    }
    operations
}

/// Takes ids from an answer: of each thing by its name, of the providers the first's.
fn learn(answer: &Value, known: &mut BTreeMap<String, Value>) {
    if let Some(provider) = answer["providers"].get(0) {
        known.insert("provider".to_owned(), provider["id"].clone());
    }
    for payload in answer.as_object().expect("an answer").values() {
        assert_eq!(payload.get("userErrors").cloned().unwrap_or(json!([])), json!([]));
        for (name, thing) in payload.as_object().into_iter().flatten() {
            if thing["id"].is_string() {
                known.insert(name.clone(), thing["id"].clone());
            }
        }
    }
}

on_both!(what_the_readme_says_to_paste_shows_the_queues_and_runs_a_callout_to_its_end);
async fn what_the_readme_says_to_paste_shows_the_queues_and_runs_a_callout_to_its_end(app: TestApp) {
    let carrier = Carrier::new();
    let _link = carrier.link(&app, "carrier").await;
    let _keeper = app.keeps_callouts();
    let coordinator = app.as_role(Role::Coordinator).await;
    let mut known = BTreeMap::new();

    let operations = [operations(&read("README.md")), operations(&read("docs/callout.md"))].concat();
    for operation in &operations {
        if operation.starts_with("subscription ") {
            let mut changes = coordinator.subscribe(operation, json!({})).await;
            assert!(changes.is_silent(), "{:?}", changes.refused_at_once());
        } else {
            let answer = coordinator.query(operation, json!(known)).await;
            learn(&answer, &mut known);
        }
    }
    for order in carrier.orders(2).await {
        carrier.tell(&order, CallProgress::Completed).await;
    }

    let last = operations.last().expect("an operation");
    let done = app.until(&coordinator, last, json!(known), |answer| answer["callout"]["status"] == "COMPLETED").await;
    let counted = &done["callout"]["statistics"];
    assert_eq!(
        json!([counted["calloutParticipations"], counted["calloutParticipationsAnswered"], counted["callsCompleted"]]),
        json!([2, 2, 2])
    );
}
