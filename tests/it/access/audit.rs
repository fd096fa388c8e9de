//! The audit log, read.

use acceptance::{Client, TestApp, on_both};
use chrono::TimeDelta;
use entity::stored::{Role, Scope};
use serde_json::{Value, json};

use super::{UPDATE_USER, create_user};

const ENTRIES: &str = "query ($filter: AuditFilter, $first: Int, $after: String) {
    auditEntries(filter: $filter, first: $first, after: $after) {
        nodes { id occurredAt actor { kind name userId } action subjectId reason before after requestId }
        pageInfo { hasNextPage endCursor }
    }
}";

async fn actions(client: &Client, filter: Value) -> Vec<String> {
    let answer = client.query(ENTRIES, json!({ "filter": filter })).await;
    let nodes = answer["auditEntries"]["nodes"].as_array().expect("nodes");
    nodes.iter().map(|node| node["action"].as_str().expect("an action").to_owned()).collect()
}

on_both!(an_entry_says_who_did_what_to_whom_and_what_it_was_before);
async fn an_entry_says_who_did_what_to_whom_and_what_it_was_before(app: TestApp) {
    let admin = app.as_role(Role::Admin).await;
    let id = create_user(&app, "ana@example.org", Role::Agent).await;
    admin.query(UPDATE_USER, json!({ "id": id, "input": { "role": "VIEWER" } })).await;

    let answer = admin.query(ENTRIES, json!({ "first": 1 })).await;

    let entry = &answer["auditEntries"]["nodes"][0];
    let caller = admin.caller().expect("a caller");
    let own = admin.query("{ viewer { user { id } } }", json!({})).await["viewer"]["user"]["id"].clone();
    let user = |role| json!({ "email": "ana@example.org", "role": role, "personId": null, "active": true });
    assert_eq!(
        *entry,
        json!({
            "id": entry["id"], "occurredAt": "2026-11-21T10:00:00+00:00", "actor": { "kind": "USER", "name": caller.name, "userId": own },
            "action": "userUpdate", "subjectId": id, "reason": null, "before": user("AGENT"), "after": user("VIEWER"), "requestId": "req-test",
        })
    );
    let node = admin.query("query ($id: ID!) { node(id: $id) { id } }", json!({ "id": entry["id"] })).await;
    assert_eq!(node["node"]["id"], entry["id"]);
}

on_both!(entries_are_found_by_subject_user_action_and_time);
async fn entries_are_found_by_subject_user_action_and_time(app: TestApp) {
    let admin = app.as_role(Role::Admin).await;
    let own = admin.query("{ viewer { user { id } } }", json!({})).await["viewer"]["user"]["id"].clone();
    let ana = create_user(&app, "ana@example.org", Role::Agent).await;
    app.clock.advance(TimeDelta::hours(1));
    create_user(&app, "pau@example.org", Role::Agent).await;
    admin.query(UPDATE_USER, json!({ "id": ana, "input": { "role": "VIEWER" } })).await;

    assert_eq!(actions(&admin, json!({ "subjectId": ana })).await, ["userUpdate", "userCreate"]);
    assert_eq!(actions(&admin, json!({ "userId": own })).await, ["userUpdate"]);
    assert_eq!(actions(&admin, json!({ "action": "userCreate" })).await.len(), 2);
    let between = json!({ "startsAt": "2026-11-21T10:00:00Z", "endsAt": "2026-11-21T11:00:00Z" });
    assert_eq!(actions(&admin, json!({ "between": between })).await, ["userCreate"]);
    assert_eq!(actions(&admin, json!({ "subjectId": ana, "action": "userCreate", "userId": own })).await, [] as [&str; 0]);
}

on_both!(entries_come_newest_first_page_by_page_without_gap_or_repeat);
async fn entries_come_newest_first_page_by_page_without_gap_or_repeat(app: TestApp) {
    let admin = app.as_role(Role::Admin).await;
    for index in 0..5 {
        // All but the last at one instant.
        app.clock.advance(TimeDelta::seconds(i64::from(index == 4)));
        create_user(&app, &format!("user{index}@example.org"), Role::Agent).await;
    }
    let (mut found, mut after) = (Vec::new(), Value::Null);

    loop {
        let answer = admin.query(ENTRIES, json!({ "first": 2, "after": after })).await;
        let page = &answer["auditEntries"];
        found.extend(
            page["nodes"].as_array().expect("nodes").iter().map(|node| node["after"]["email"].as_str().expect("an address").to_owned()),
        );
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }

    assert_eq!(found, [4, 3, 2, 1, 0].map(|index| format!("user{index}@example.org")));
}

on_both!(only_admins_and_keys_with_the_scope_read_the_log_and_only_their_own);
async fn only_admins_and_keys_with_the_scope_read_the_log_and_only_their_own(app: TestApp) {
    create_user(&app, "ana@example.org", Role::Agent).await;
    for role in [Role::Coordinator, Role::Agent, Role::Viewer] {
        assert_eq!(app.as_role(role).await.error(ENTRIES, json!({})).await.code, "FORBIDDEN");
    }

    assert_eq!(app.with_key(Role::Admin, &[Scope::AccessRead]).error(ENTRIES, json!({})).await.code, "FORBIDDEN");
    assert_eq!(actions(&app.with_key(Role::Admin, &[Scope::AuditRead]), Value::Null).await, ["userCreate"]);
    let stranger = app.other_account().await.as_role(Role::Admin).await;
    assert_eq!(actions(&stranger, Value::Null).await, [] as [&str; 0]);
}

on_both!(a_filter_that_cannot_be_right_is_refused);
async fn a_filter_that_cannot_be_right_is_refused(app: TestApp) {
    let admin = app.as_role(Role::Admin).await;
    let backwards = json!({ "startsAt": "2026-11-21T11:00:00Z", "endsAt": "2026-11-21T10:00:00Z" });

    for filter in [json!({ "userId": "per_x" }), json!({ "between": backwards })] {
        assert_eq!(admin.error(ENTRIES, json!({ "filter": filter })).await.code, "BAD_REQUEST", "{filter}");
    }
}
