//! Calls: looked up, listed, watched; placed.

mod placing;

use acceptance::{Client, SOON, TestApp, on_both};
use chrono::TimeDelta;
use entity::{
    call,
    id::{CallId, PersonId, QueueId},
    person,
    stored::{CallStatus, ChangeKind, Role, Scope},
};
use serde_json::{Value, json};
use switchboard::{
    calls::news,
    live::outbox::{self, News},
};

async fn ids(client: &Client, filter: Value) -> Vec<String> {
    let found = client.query("query ($filter: CallFilter) { calls(filter: $filter) { nodes { id } } }", json!({ "filter": filter })).await;
    let nodes = found["calls"]["nodes"].as_array().expect("nodes");
    nodes.iter().map(|node| node["id"].as_str().expect("an id").to_owned()).collect()
}

fn texts(calls: &[&call::Model]) -> Vec<String> {
    calls.iter().map(|call| call.id.to_string()).collect()
}

/// Tells what the exchange would tell.
async fn publish(app: &TestApp, news: News) {
    let tx = app.app().db.begin().await.expect("a transaction");
    outbox::publish(&tx, vec![news]).await.expect("news are written");
    tx.commit().await.expect("news are kept");
}

async fn rings(app: &TestApp, call: &call::Model, person: &person::Model) {
    publish(app, news::ringing(call, person.id, app.now())).await;
}

on_both!(a_call_tells_who_called_who_answered_and_every_leg);
async fn a_call_tells_who_called_who_answered_and_every_leg(app: TestApp) {
    let (ana, berta) = (app.person("Ana").extension("1001").create().await, app.person("Berta").extension("1002").create().await);
    let call = app.call().from("+34972183386").ringing(&berta).answered_by(&ana).ended(CallStatus::Completed).create().await;
    let viewer = app.as_role(Role::Viewer).await;
    let document = "query ($id: ID!) { call(id: $id) {
        direction status from withheld startedAt endedAt cause person { name } legs { role extension state person { name } }
    } }";

    let answer = viewer.query(document, json!({ "id": call.id })).await;

    assert_eq!(
        answer["call"],
        json!({
            "direction": "INBOUND", "status": "COMPLETED", "from": "+34972183386", "withheld": false,
            "startedAt": "2026-11-21T10:00:00+00:00", "endedAt": "2026-11-21T10:01:00+00:00", "cause": "NORMAL", "person": { "name": "Ana" },
            "legs": [
                { "role": "AGENT", "extension": "1002", "state": "ENDED", "person": { "name": "Berta" } },
                { "role": "AGENT", "extension": "1001", "state": "ENDED", "person": { "name": "Ana" } },
            ],
        })
    );
}

on_both!(another_accounts_call_is_not_there);
async fn another_accounts_call_is_not_there(app: TestApp) {
    let theirs = app.other_account().await.call().create().await;
    let admin = app.as_role(Role::Admin).await;

    let looked_up = admin.query("query ($id: ID!) { call(id: $id) { id } node(id: $id) { id } }", json!({ "id": theirs.id })).await;

    assert_eq!(looked_up, json!({ "call": null, "node": null }));
    assert_eq!(ids(&admin, Value::Null).await, Vec::<String>::new());
}

on_both!(the_call_log_is_filtered_by_all_conditions_at_once);
async fn the_call_log_is_filtered_by_all_conditions_at_once(app: TestApp) {
    let (ana, queue, start) = (app.person("Ana").create().await, QueueId::new(), app.now());
    let old = app.call().from("+34972183386").started_at(start - TimeDelta::hours(2)).ended(CallStatus::Abandoned).create().await;
    let outbound = app.call().outbound().from("1001").dialled("+34972183386").started_at(start - TimeDelta::hours(1)).create().await;
    let open = app.call().from("+34934123456").queue(queue).answered_by(&ana).started_at(start).create().await;
    let viewer = app.as_role(Role::Viewer).await;
    let table: [(Value, &[&call::Model]); 12] = [
        (Value::Null, &[&open, &outbound, &old]),
        (json!({ "between": { "startsAt": start - TimeDelta::hours(2), "endsAt": start } }), &[&outbound, &old]),
        (json!({ "direction": "OUTBOUND" }), &[&outbound]),
        (json!({ "status": ["ABANDONED", "IN_PROGRESS"] }), &[&open, &old]),
        (json!({ "status": [] }), &[]),
        (json!({ "queueId": queue }), &[&open]),
        (json!({ "personId": ana.id }), &[&open]),
        (json!({ "number": "0034 972 18 33 86" }), &[&outbound, &old]),
        (json!({ "number": "1001" }), &[&outbound]),
        (json!({ "open": true }), &[&open, &outbound]),
        (json!({ "open": false }), &[&old]),
        (json!({ "number": "+34972183386", "direction": "INBOUND", "open": true }), &[]),
    ];

    for (filter, expected) in table {
        assert_eq!(ids(&viewer, filter.clone()).await, texts(expected), "{filter}");
    }
}

on_both!(a_filter_that_cannot_be_is_refused);
async fn a_filter_that_cannot_be_is_refused(app: TestApp) {
    let viewer = app.as_role(Role::Viewer).await;
    let document = "query ($filter: CallFilter) { calls(filter: $filter) { nodes { id } } }";
    let table = [
        json!({ "between": { "startsAt": app.now(), "endsAt": app.now() } }),
        json!({ "queueId": PersonId::new() }),
        json!({ "personId": "Ana" }),
    ];

    for filter in table {
        assert_eq!(viewer.error(document, json!({ "filter": filter })).await.code, "BAD_REQUEST", "{filter}");
    }
}

on_both!(pages_go_back_in_time_and_hold_each_call_once);
async fn pages_go_back_in_time_and_hold_each_call_once(app: TestApp) {
    let mut calls = Vec::new();
    for second in [0, 0, 0, 1, 2] {
        // Parts of a second are written in as many digits as they need.
        calls.push(app.call().started_at(app.now() + TimeDelta::milliseconds(second * 500)).create().await);
    }
    calls.sort_by_key(|call| std::cmp::Reverse((call.started_at, call.id)));
    let viewer = app.as_role(Role::Viewer).await;
    let page = "query ($after: String) { calls(first: 2, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }";

    let mut seen = Vec::new();
    let mut info = json!({ "endCursor": null, "hasNextPage": true });
    while info["hasNextPage"] == true {
        let calls = viewer.query(page, json!({ "after": info["endCursor"] })).await["calls"].take();
        seen.extend(calls["nodes"].as_array().expect("nodes").iter().map(|node| node["id"].as_str().unwrap_or_default().to_owned()));
        info = calls["pageInfo"].clone();
    }

    assert_eq!(seen, texts(&calls.iter().collect::<Vec<_>>()));
}

on_both!(a_page_of_calls_with_legs_and_persons_is_four_statements);
async fn a_page_of_calls_with_legs_and_persons_is_four_statements(app: TestApp) {
    for number in 0..50 {
        let person = app.person(&format!("Person {number}")).create().await;
        app.call().answered_by(&person).create().await;
    }
    let viewer = app.as_role(Role::Viewer).await;
    let document = "{ calls { nodes { person { name } legs { person { name } } } } }";

    let (answer, statements) = app.statements(viewer.query(document, json!({}))).await;

    assert_eq!(statements, ["query_all"; 4]);
    assert_eq!(answer["calls"]["nodes"].as_array().map(Vec::len), Some(50));
}

on_both!(a_key_for_calls_does_not_see_persons_through_them);
async fn a_key_for_calls_does_not_see_persons_through_them(app: TestApp) {
    let ana = app.person("Ana").create().await;
    let call = app.call().answered_by(&ana).create().await;
    let key = app.with_key(Role::Viewer, &[Scope::CallsRead]);

    let answer = key.query("query ($id: ID!) { call(id: $id) { status } }", json!({ "id": call.id })).await;
    let refused = key.error("query ($id: ID!) { call(id: $id) { person { name } } }", json!({ "id": call.id })).await;

    assert_eq!(answer["call"]["status"], "IN_PROGRESS");
    assert_eq!((refused.code.as_str(), refused.path.as_str()), ("FORBIDDEN", "call.person"));
}

const CHANGED: &str = "subscription ($queueId: ID, $personId: ID, $after: LiveCursor) {
    callChanged(queueId: $queueId, personId: $personId, after: $after) { cursor kind nodeId status call { id status } }
}";

on_both!(a_change_of_a_call_tells_the_status_it_had_then);
async fn a_change_of_a_call_tells_the_status_it_had_then(app: TestApp) {
    let ana = app.person("Ana").create().await;
    let now = app.call().answered_by(&ana).create().await;
    let then = call::Model { status: CallStatus::Ringing, person_id: None, ..now.clone() };
    let mut changes = app.as_role(Role::Viewer).await.subscribe(CHANGED, json!({})).await;

    publish(&app, news::changed(&then, vec![ana.id], ChangeKind::Created, app.now())).await;

    let change = changes.next_within(SOON).await["callChanged"].take();
    assert_eq!(
        (&change["kind"], &change["status"], &change["call"]["status"]),
        (&json!("CREATED"), &json!("RINGING"), &json!("IN_PROGRESS"))
    );
    assert_eq!((&change["nodeId"], &change["call"]["id"]), (&json!(now.id), &json!(now.id)));
}

on_both!(changes_of_calls_are_filtered_by_queue_and_by_whose_telephone_has_a_part);
async fn changes_of_calls_are_filtered_by_queue_and_by_whose_telephone_has_a_part(app: TestApp) {
    let (ana, berta, queue) = (app.person("Ana").create().await, app.person("Berta").create().await, QueueId::new());
    let elsewhere = app.call().create().await;
    let queued = app.call().queue(queue).create().await;
    let answered = app.call().answered_by(&ana).create().await;
    let viewer = app.as_role(Role::Viewer).await;
    let mut of_queue = viewer.subscribe(CHANGED, json!({ "queueId": queue })).await;
    let mut of_ana = viewer.subscribe(CHANGED, json!({ "personId": ana.id })).await;
    let mut of_berta = viewer.subscribe(CHANGED, json!({ "personId": berta.id })).await;

    for (call, persons) in [(&elsewhere, vec![]), (&queued, vec![berta.id]), (&answered, vec![])] {
        publish(&app, news::changed(call, persons, ChangeKind::Updated, app.now())).await;
    }

    assert_eq!(of_queue.next_within(SOON).await["callChanged"]["nodeId"], json!(queued.id));
    assert_eq!(of_ana.next_within(SOON).await["callChanged"]["nodeId"], json!(answered.id));
    assert_eq!(of_berta.next_within(SOON).await["callChanged"]["nodeId"], json!(queued.id));
}

const INCOMING: &str = "subscription ($personId: ID, $all: Boolean = false) {
    incomingCall(personId: $personId, all: $all) { kind nodeId person { name } call { from } }
}";

on_both!(an_agent_is_told_of_calls_at_the_agents_own_telephone_only);
async fn an_agent_is_told_of_calls_at_the_agents_own_telephone_only(app: TestApp) {
    let (ana, berta) = (app.person("Ana").create().await, app.person("Berta").create().await);
    let (first, second) = (app.call().from("1002").create().await, app.call().from("+34972183386").create().await);
    let agent = app.as_agent(&ana).await;
    let mut own = agent.subscribe(INCOMING, json!({})).await;

    rings(&app, &first, &berta).await;
    rings(&app, &second, &ana).await;

    let expected = json!({ "kind": "CREATED", "nodeId": second.id, "person": { "name": "Ana" }, "call": { "from": "+34972183386" } });
    assert_eq!(own.next_within(SOON).await["incomingCall"], expected);
    for variables in [json!({ "personId": berta.id }), json!({ "all": true })] {
        let refused = agent.subscribe(INCOMING, variables.clone()).await.error_within(SOON).await;
        assert_eq!(refused.code, "FORBIDDEN", "{variables}");
    }
}

on_both!(a_coordinator_names_whose_telephone_or_sees_all);
async fn a_coordinator_names_whose_telephone_or_sees_all(app: TestApp) {
    let (ana, berta) = (app.person("Ana").create().await, app.person("Berta").create().await);
    let call = app.call().create().await;
    let coordinator = app.as_role(Role::Coordinator).await;
    let mut all = coordinator.subscribe(INCOMING, json!({ "all": true })).await;
    let mut of_berta = coordinator.subscribe(INCOMING, json!({ "personId": berta.id })).await;

    for person in [&ana, &berta] {
        rings(&app, &call, person).await;
    }

    assert_eq!(all.next_within(SOON).await["incomingCall"]["person"]["name"], "Ana");
    assert_eq!(all.next_within(SOON).await["incomingCall"]["person"]["name"], "Berta");
    assert_eq!(of_berta.next_within(SOON).await["incomingCall"]["person"]["name"], "Berta");
    for variables in [json!({}), json!({ "personId": ana.id, "all": true }), json!({ "personId": CallId::new() })] {
        let refused = coordinator.subscribe(INCOMING, variables.clone()).await.error_within(SOON).await;
        assert_eq!(refused.code, "BAD_REQUEST", "{variables}");
    }
}
