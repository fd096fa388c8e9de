//! Calls that are placed: once each, whatever gets lost on the way.

use acceptance::{
    Client, TestApp,
    carrier::{Carrier, Plan},
    on_both,
};
use chrono::TimeDelta;
use entity::{person, stored::Role};
use serde_json::{Value, json};
use telephony::{
    cause::Cause,
    outgoing::{CallProgress, OrderError},
};

const ORIGINATE: &str = "mutation ($input: CallOriginateInput!) { callOriginate(input: $input) {
    replayed callAttempt { id status target } userErrors { code path }
} }";
const ATTEMPTS: &str = "{ callAttempts { nodes { id status problem cause answeredAt talkSeconds providerKey } } }";

fn wish(request: &str, person: &person::Model) -> Value {
    json!({ "input": { "requestId": request, "personId": person.id, "to": "+34 972 183 386" } })
}

async fn ask(client: &Client, request: &str, person: &person::Model) -> Value {
    client.query(ORIGINATE, wish(request, person)).await["callOriginate"].clone()
}

/// Waits for the only attempt to have that status, and returns it.
async fn until(app: &TestApp, client: &Client, status: &str) -> Value {
    let answer = app.until(client, ATTEMPTS, json!({}), |answer| answer["callAttempts"]["nodes"][0]["status"] == status).await;
    assert_eq!(answer["callAttempts"]["nodes"].as_array().map(Vec::len), Some(1));
    answer["callAttempts"]["nodes"][0].clone()
}

on_both!(a_call_that_is_wanted_rings_once_and_what_becomes_of_it_is_told);
async fn a_call_that_is_wanted_rings_once_and_what_becomes_of_it_is_told(app: TestApp) {
    let ana = app.person("Ana").extension("1001").create().await;
    let (carrier, coordinator) = (Carrier::new(), app.as_role(Role::Coordinator).await);
    let _link = carrier.link(&app, "carrier").await;
    let mut changes = coordinator.subscribe("subscription { callAttemptChanged { status } }", json!({})).await;

    let answer = ask(&coordinator, "one", &ana).await;
    let orders = carrier.orders(1).await;
    until(&app, &coordinator, "SENT").await;
    carrier.tell(&orders[0], CallProgress::Ringing).await;
    carrier.tell(&orders[0], CallProgress::InProgress).await;
    until(&app, &coordinator, "IN_PROGRESS").await;
    app.clock.advance(TimeDelta::seconds(9));
    carrier.tell(&orders[0], CallProgress::Completed).await;

    let over = until(&app, &coordinator, "COMPLETED").await;
    assert_eq!((&answer["userErrors"], &answer["callAttempt"]["target"]), (&json!([]), &json!("1001")));
    assert_eq!((carrier.rings(&orders[0]), &over["cause"]), (1, &json!("NORMAL")));
    let mut told = Vec::new();
    while told.last() != Some(&json!("COMPLETED")) {
        told.push(changes.next_within(acceptance::SOON).await["callAttemptChanged"]["status"].clone());
    }
    assert_eq!(told, ["CREATED", "DISPATCHING", "SENT", "IN_PROGRESS", "COMPLETED"].map(Value::from));
}

on_both!(the_same_request_made_twice_rings_once_and_says_so_and_another_under_its_key_is_a_conflict);
async fn the_same_request_made_twice_rings_once_and_says_so_and_another_under_its_key_is_a_conflict(app: TestApp) {
    let ana = app.person("Ana").extension("1001").create().await;
    let berta = app.person("Berta").extension("1002").create().await;
    let (carrier, coordinator) = (Carrier::new(), app.as_role(Role::Coordinator).await);
    let _link = carrier.link(&app, "carrier").await;

    let (first, second) = futures_util::future::join(ask(&coordinator, "one", &ana), ask(&coordinator, "one", &ana)).await;
    let third = ask(&coordinator, "one", &ana).await;
    let other = ask(&coordinator, "one", &berta).await;

    until(&app, &coordinator, "SENT").await;
    assert_eq!((&first["callAttempt"]["id"], &first["callAttempt"]["id"]), (&second["callAttempt"]["id"], &third["callAttempt"]["id"]));
    let replayed = [&first, &second, &third].iter().filter(|answer| answer["replayed"] == true).count();
    assert_eq!(replayed, 2);
    assert_eq!(
        other,
        json!({ "replayed": null, "callAttempt": null, "userErrors": [{ "code": "CONFLICT", "path": ["input", "requestId"] }] })
    );
    assert_eq!(carrier.rings_in_all(), 1);
}

on_both!(a_lost_answer_is_looked_up_and_not_repeated);
async fn a_lost_answer_is_looked_up_and_not_repeated(app: TestApp) {
    let ana = app.person("Ana").extension("1001").create().await;
    let (carrier, coordinator) = (Carrier::new(), app.as_role(Role::Coordinator).await);
    let _link = carrier.link(&app, "carrier").await;
    carrier.plan([Plan::LoseAnswer]);

    ask(&coordinator, "one", &ana).await;
    let unknown = until(&app, &coordinator, "UNKNOWN").await;
    app.clock.advance(TimeDelta::seconds(3));

    let found = until(&app, &coordinator, "IN_PROGRESS").await;
    assert!(unknown["problem"].is_string() && found["problem"].is_null() && found["providerKey"].is_string());
    assert_eq!((carrier.rings_in_all(), carrier.orders(1).await.len()), (1, 1));
}

on_both!(an_order_that_was_lost_on_its_way_is_made_again_once_its_provider_says_that_it_never_had_it);
async fn an_order_that_was_lost_on_its_way_is_made_again_once_its_provider_says_that_it_never_had_it(app: TestApp) {
    let ana = app.person("Ana").extension("1001").create().await;
    let (carrier, coordinator) = (Carrier::new(), app.as_role(Role::Coordinator).await);
    let _link = carrier.link(&app, "carrier").await;
    carrier.plan([Plan::LoseOrder]);

    ask(&coordinator, "one", &ana).await;
    until(&app, &coordinator, "UNKNOWN").await;
    app.clock.advance(TimeDelta::seconds(3));
    until(&app, &coordinator, "CREATED").await;
    app.clock.advance(TimeDelta::seconds(60));

    until(&app, &coordinator, "SENT").await;
    assert_eq!((carrier.rings_in_all(), carrier.orders(2).await.len(), carrier.look_ups(1).await.len()), (1, 2, 1));
}

on_both!(a_provider_that_is_not_reached_is_tried_again_and_one_that_refuses_is_not);
async fn a_provider_that_is_not_reached_is_tried_again_and_one_that_refuses_is_not(app: TestApp) {
    let ana = app.person("Ana").extension("1001").create().await;
    let (carrier, coordinator) = (Carrier::new(), app.as_role(Role::Coordinator).await);
    let _link = carrier.link(&app, "carrier").await;
    let refused = OrderError::Refused { cause: Cause::InvalidNumber, code: Some("21211".to_owned()), message: "no such number".to_owned() };
    carrier.plan([Plan::Answer(OrderError::NotSent("refused".to_owned())), Plan::Answer(refused)]);

    ask(&coordinator, "one", &ana).await;
    carrier.orders(1).await;
    let waiting = until(&app, &coordinator, "CREATED").await;
    app.clock.advance(TimeDelta::seconds(5));

    let over = until(&app, &coordinator, "ERRORED").await;
    assert!(waiting["problem"].is_string());
    assert_eq!((&over["cause"], &over["problem"]), (&json!("INVALID_NUMBER"), &json!("no such number")));
    app.clock.advance(TimeDelta::hours(2));
    assert_eq!((carrier.orders(2).await.len(), carrier.rings_in_all()), (2, 0));
}

on_both!(a_call_that_is_not_wanted_any_more_is_hung_up);
async fn a_call_that_is_not_wanted_any_more_is_hung_up(app: TestApp) {
    let ana = app.person("Ana").extension("1001").create().await;
    let (carrier, coordinator) = (Carrier::new(), app.as_role(Role::Coordinator).await);
    let _link = carrier.link(&app, "carrier").await;
    let asked = ask(&coordinator, "one", &ana).await;
    let sent = until(&app, &coordinator, "SENT").await;

    let document = "mutation ($id: ID!) { callHangUp(id: $id) { callAttempt { status } userErrors { code } } }";
    let answer = coordinator.query(document, json!({ "id": asked["callAttempt"]["id"] })).await;

    let hung_up = carrier.hung_up(1).await;
    carrier.tell(&carrier.orders(1).await[0], CallProgress::Canceled).await;
    until(&app, &coordinator, "CANCELED").await;
    assert_eq!(answer["callHangUp"], json!({ "callAttempt": { "status": "SENT" }, "userErrors": [] }));
    assert_eq!(sent["providerKey"], hung_up[0].0);
}

on_both!(an_agent_places_and_ends_calls_of_the_agents_own_telephone_only);
async fn an_agent_places_and_ends_calls_of_the_agents_own_telephone_only(app: TestApp) {
    let ana = app.person("Ana").extension("1001").create().await;
    let berta = app.person("Berta").extension("1002").create().await;
    let carrier = Carrier::new();
    let _link = carrier.link(&app, "carrier").await;
    let (agent, other) = (app.as_agent(&ana).await, app.as_agent(&berta).await);

    let own = ask(&agent, "one", &ana).await;
    let foreign = ask(&agent, "two", &berta).await;

    assert_eq!(own["userErrors"], json!([]));
    assert_eq!(foreign["userErrors"], json!([{ "code": "FORBIDDEN", "path": ["input", "personId"] }]));
    let document = "mutation ($id: ID!) { callHangUp(id: $id) { userErrors { code path } } }";
    let answer = other.query(document, json!({ "id": own["callAttempt"]["id"] })).await;
    assert_eq!(answer["callHangUp"]["userErrors"], json!([{ "code": "FORBIDDEN", "path": ["id"] }]));
    carrier.orders(1).await;
    assert_eq!(carrier.rings_in_all(), 1);
}

on_both!(what_cannot_be_called_is_refused_and_nothing_is_written);
async fn what_cannot_be_called_is_refused_and_nothing_is_written(app: TestApp) {
    let ana = app.person("Ana").extension("1001").create().await;
    let silent = app.person("Pau").create().await;
    let coordinator = app.as_role(Role::Coordinator).await;
    let call = |person: &person::Model, to: &str| json!({ "input": { "requestId": "one", "personId": person.id, "to": to } });
    let errors = |answer: Value| answer["callOriginate"]["userErrors"].clone();

    let nobody = errors(coordinator.query(ORIGINATE, call(&ana, "+34972183386")).await);
    let carrier = Carrier::new();
    let _link = carrier.link(&app, "carrier").await;
    let number = errors(coordinator.query(ORIGINATE, call(&ana, "972")).await);
    let telephone = errors(coordinator.query(ORIGINATE, call(&silent, "+34972183386")).await);

    assert_eq!(nobody, json!([{ "code": "NOT_FOUND", "path": ["input"] }]));
    assert_eq!(number, json!([{ "code": "INVALID", "path": ["input", "to"] }]));
    assert_eq!(telephone, json!([{ "code": "CONFLICT", "path": ["input", "personId"] }]));
    assert_eq!(coordinator.query(ATTEMPTS, json!({})).await["callAttempts"]["nodes"], json!([]));
    // The key was not used up by what was refused.
    assert_eq!(errors(coordinator.query(ORIGINATE, call(&ana, "+34972183386")).await), json!([]));
}
