//! Many changes at once: what they have in common is read once for all of them.

use acceptance::{SOON, TestApp, on_both};
use entity::stored::Role;
use protocol::{LiveWindow, PositionSink};
use serde_json::json;

use super::{commit, of_person};

const NAMES: &str = "subscription { personChanged { person { name } } }";

/// All that comes after a position, for as many as want it.
fn since(position: u64) -> LiveWindow {
    LiveWindow { after: Some(position), until: None, positions: PositionSink::default() }
}

on_both!(what_changed_many_times_is_read_once_for_all_that_were_waiting);
async fn what_changed_many_times_is_read_once_for_all_that_were_waiting(app: TestApp) {
    let ana = app.person("Ana").create().await;
    let before = app.app().live.head().0;
    commit(app.app(), (0..30).map(|_| of_person(&app, ana.id)).collect()).await;
    app.app().live.catch_up().await.expect("the outbox is read");
    let viewer = app.as_role(Role::Viewer).await;
    let mut changes = viewer.subscribe_to(since(before), NAMES, json!({}));

    let (names, statements) = app
        .statements(async {
            let mut names = Vec::new();
            for _ in 0..30 {
                names.push(changes.next_within(SOON).await["personChanged"]["person"]["name"].clone());
            }
            names
        })
        .await;

    assert_eq!(names, vec![json!("Ana"); 30]);
    assert!(statements.len() <= 1, "{statements:?}");
}

on_both!(a_change_is_told_with_what_it_led_to_and_not_with_what_was_read_before);
async fn a_change_is_told_with_what_it_led_to_and_not_with_what_was_read_before(app: TestApp) {
    let ana = app.person("Ana").create().await;
    let lead = app.as_role(Role::Coordinator).await;
    let mut changes = lead.subscribe_to(since(app.app().live.head().0), NAMES, json!({}));
    let rename = "mutation ($id: ID!, $name: String!) { personUpdate(id: $id, input: { name: $name }) { userErrors { code } } }";

    for name in ["Anna", "Hannah"] {
        lead.query(rename, json!({ "id": ana.id, "name": name })).await;

        assert_eq!(changes.next_within(SOON).await["personChanged"]["person"]["name"], name);
    }
}
