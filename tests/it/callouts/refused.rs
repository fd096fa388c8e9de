//! What cannot be asked of callouts: refused with code and path, and nothing is written.

use acceptance::{Client, TestApp, on_both};
use entity::{
    callout_participation, callout_population,
    stored::{CalloutStatus, Role},
};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

use super::wrong;

const POPULATE: &str =
    "mutation ($input: PopulationCreateInput!) { populationCreate(input: $input) { population { id } userErrors { code path } } }";

/// Rows, audit entries and news there are.
async fn kept(app: &TestApp) -> [u64; 4] {
    let db = app.app().db.read();
    let count = |number: usize| u64::try_from(number).expect("a count");
    [
        callout_population::Entity::find().count(db).await.expect("a count"),
        callout_participation::Entity::find().count(db).await.expect("a count"),
        count(app.audit_log().await.len()),
        count(app.news().await.len()),
    ]
}

async fn populate(client: &Client, input: Value) -> Value {
    client.query(POPULATE, json!({ "input": input })).await["populationCreate"].take()
}

on_both!(a_population_by_a_filter_that_means_nothing_is_refused_with_its_place_and_nothing_is_kept);
async fn a_population_by_a_filter_that_means_nothing_is_refused_with_its_place_and_nothing_is_kept(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let callout = app.startable_callout(&coordinator, "Assembly").await;
    let condition = |cast: Value, test: Value| json!({ "metadata": [{ "path": ["age"], "cast": cast, "test": test }] });
    let before = kept(&app).await;
    // What the schema knows and nothing can be made of.
    let unreadable = [
        (condition(json!("NUMBER"), json!({ "gt": "old" })), "input.filter.metadata.0.test.gt: INVALID"),
        (condition(json!("DATE"), json!({ "lte": "23/11/2026" })), "input.filter.metadata.0.test.lte: INVALID"),
        (condition(Value::Null, json!({ "equals": { "a": 1 } })), "input.filter.metadata.0.test.equals: INVALID"),
    ];
    // What the schema does not know: an operator, a cast, two operators at once, none.
    let unknown = [
        condition(Value::Null, json!({ "like": "a%" })),
        condition(json!("MONEY"), json!({ "gt": 1 })),
        condition(Value::Null, json!({ "gt": 1, "lt": 2 })),
        condition(Value::Null, json!({})),
    ];

    for (filter, expected) in unreadable {
        let made = populate(&coordinator, json!({ "calloutId": callout, "filter": filter })).await;
        assert_eq!((wrong(&made), &made["population"]), ([expected.to_owned()].into(), &Value::Null));
    }
    for filter in unknown {
        let response = coordinator.response(POPULATE, json!({ "input": { "calloutId": callout, "filter": filter } })).await;
        assert_eq!((response.errors.len(), response.data.into_json().expect("JSON")), (1, Value::Null), "{filter}");
    }

    assert_eq!(kept(&app).await, before);
}

on_both!(a_callout_that_was_stopped_takes_nobody_in_and_nothing_is_kept);
async fn a_callout_that_was_stopped_takes_nobody_in_and_nothing_is_kept(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    let callout = app.startable_callout(&coordinator, "Assembly").await;
    let ana = app.contact(&coordinator, json!({ "number": "+34972183386" })).await;
    let population = populate(&coordinator, json!({ "calloutId": callout })).await["population"]["id"].take();
    app.callout_is(callout, CalloutStatus::Stopped).await;
    let before = kept(&app).await;

    let document = "mutation ($callout: ID!, $population: ID!, $contact: ID!) {
        populationCreate(input: { calloutId: $callout }) { userErrors { code path } }
        populationQueue(id: $population) { userErrors { code path } }
        participationAdd(calloutId: $callout, contactId: $contact) { userErrors { code path } }
        calloutRetry(id: $callout, statuses: [BUSY]) { userErrors { code path } } }";
    let refused = coordinator.query(document, json!({ "callout": callout, "population": population, "contact": ana.id })).await;

    let table = [
        ("populationCreate", "input.calloutId: CONFLICT"),
        ("populationQueue", "id: CONFLICT"),
        ("participationAdd", "calloutId: CONFLICT"),
        ("calloutRetry", "id: CONFLICT"),
    ];
    for (field, expected) in table {
        assert_eq!(wrong(&refused[field]), [expected.to_owned()].into(), "{field}");
    }
    assert_eq!(kept(&app).await, before);
}
