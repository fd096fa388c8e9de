//! Contacts in lists: orders, pages forward and backward, how many, and at what price.

use acceptance::{TestApp, on_both};
use entity::{contact, id::ContactId, stored::Role};
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, Statement};
use serde_json::{Value, json};

const LIST: &str = "query ($filter: ContactFilter, $sort: ContactSort, $first: Int, $after: String, $last: Int, $before: String) {
    contacts(filter: $filter, sort: $sort, first: $first, after: $after, last: $last, before: $before) {
        nodes { number name } edges { cursor node { number } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount } }";

fn names(contacts: &Value) -> Vec<String> {
    contacts["nodes"].as_array().expect("nodes").iter().map(|node| node["name"].as_str().unwrap_or("-").to_owned()).collect()
}

on_both!(orders_and_pages_hold_each_contact_once_in_both_directions);
async fn orders_and_pages_hold_each_contact_once_in_both_directions(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    for (number, name) in
        [("+34972183386", "Carla"), ("+34934123456", "ana"), ("+34972183380", "Ana"), ("+34972183381", ""), ("+34972183382", "Àngels")]
    {
        app.contact(&coordinator, json!({ "number": number, "name": name })).await;
    }
    let table = [
        (Value::Null, ["Carla", "ana", "Ana", "-", "Àngels"]),
        (json!({ "field": "NAME" }), ["-", "ana", "Ana", "Carla", "Àngels"]),
        (json!({ "field": "NUMBER" }), ["ana", "Ana", "-", "Àngels", "Carla"]),
    ];

    for (sort, expected) in table {
        for descending in [false, true] {
            let mut expected = expected.map(str::to_owned).to_vec();
            let mut sort = sort.clone();
            if descending {
                sort = json!({ "field": sort.get("field").cloned().unwrap_or(json!("CREATED_AT")), "descending": true });
                expected.reverse();
            }
            let (mut forward, mut backward, mut after, mut before) = (Vec::new(), Vec::new(), Value::Null, Value::Null);
            for page in 0..3 {
                let next = coordinator.query(LIST, json!({ "sort": sort, "first": 2, "after": after })).await["contacts"].take();
                let previous = coordinator.query(LIST, json!({ "sort": sort, "last": 2, "before": before })).await["contacts"].take();
                assert_eq!((&next["pageInfo"]["hasNextPage"], &next["pageInfo"]["hasPreviousPage"]), (&json!(page < 2), &json!(page > 0)));
                assert_eq!(
                    (&previous["pageInfo"]["hasPreviousPage"], &previous["pageInfo"]["hasNextPage"]),
                    (&json!(page < 2), &json!(page > 0))
                );
                assert_eq!((&next["totalCount"], &next["edges"][0]["cursor"]), (&json!(5), &next["pageInfo"]["startCursor"]));
                forward.extend(names(&next));
                backward.splice(0..0, names(&previous));
                after = next["pageInfo"]["endCursor"].clone();
                before = previous["pageInfo"]["startCursor"].clone();
            }
            assert_eq!((&forward, &backward), (&expected, &expected), "{sort}");
        }
    }
}

on_both!(a_page_that_cannot_be_is_refused);
async fn a_page_that_cannot_be_is_refused(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    app.contact(&coordinator, json!({ "number": "+34972183386" })).await;
    let cursor = coordinator.query(LIST, json!({ "first": 1 })).await["contacts"]["pageInfo"]["endCursor"].clone();
    let table = [
        (json!({ "first": 0 }), "BAD_REQUEST"),
        (json!({ "last": 201 }), "BAD_REQUEST"),
        (json!({ "after": "nonsense" }), "CURSOR_INVALID"),
        (json!({ "before": cursor, "sort": { "field": "NAME" } }), "CURSOR_INVALID"),
    ];

    for (variables, code) in table {
        assert_eq!(coordinator.error(LIST, variables.clone()).await.code, code, "{variables}");
    }
}

on_both!(a_page_is_one_statement_and_the_count_one_more);
async fn a_page_is_one_statement_and_the_count_one_more(app: TestApp) {
    let coordinator = app.as_role(Role::Coordinator).await;
    for number in 0..60 {
        app.contact(&coordinator, json!({ "number": format!("+349721833{number:02}"), "metadata": { "a": number } })).await;
    }
    let all = "id number name metadata timeZone timeZoneSource doNotCallSince doNotCallReason createdAt updatedAt timeZoneCandidates";
    let page = |more: &str| {
        format!(
            "{{ contacts(filter: {{ metadata: [{{ path: [\"a\"], test: {{ gte: 5 }} }}] }}) {{ nodes {{ {all} }} pageInfo {{ endCursor }} {more} }} }}"
        )
    };

    let (_, plain) = app.statements(coordinator.query(&page(""), json!({}))).await;
    let (_, counted) = app.statements(coordinator.query(&page("totalCount"), json!({}))).await;
    let (_, with_words) = app.statements(coordinator.query("{ contacts { nodes { consents { state } } } }", json!({}))).await;

    assert_eq!(plain, ["query_all"]);
    assert_eq!(counted.len(), 2, "{counted:?}");
    assert_eq!(with_words, ["query_all", "query_all"]);
}

/// What the database means to do for a page, as it tells it.
async fn plan(app: &TestApp, statement: &str) -> String {
    let db = app.app().db.read();
    let postgres = db.get_database_backend() == DbBackend::Postgres;
    let explain = if postgres { "EXPLAIN " } else { "EXPLAIN QUERY PLAN " };
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), format!("{explain}{statement}"))).await.expect("a plan");
    let column = if postgres { "QUERY PLAN" } else { "detail" };
    rows.iter().map(|row| row.try_get::<String>("", column).expect("a line")).collect::<Vec<_>>().join("\n")
}

/// Contacts enough that it pays to use an index.
async fn many(app: &TestApp) {
    let tx = app.app().db.begin().await.expect("a transaction");
    for piece in 0..10 {
        let rows: Vec<contact::Model> = (0..500).map(|number| row(app, piece * 500 + number)).collect();
        let values: Vec<_> = rows.iter().map(value).collect();
        contact::Entity::insert_many(rows.into_iter().map(IntoActiveModel::into_active_model))
            .exec_without_returning(&*tx)
            .await
            .expect("rows");
        entity::contact_value::Entity::insert_many(values.into_iter().map(IntoActiveModel::into_active_model))
            .exec_without_returning(&*tx)
            .await
            .expect("values");
    }
    tx.commit().await.expect("they are kept");
    app.app().db.admin().execute_unprepared("ANALYZE").await.expect("statistics");
}

fn row(app: &TestApp, number: i32) -> contact::Model {
    contact::Model {
        id: ContactId::new(),
        account_id: app.id,
        number: format!("+3497{number:07}"),
        name: format!("Contact {number:05}"),
        name_folded: format!("contact {number:05}"),
        metadata: json!({ "code": format!("c{number}") }),
        time_zone: None,
        time_zone_source: None,
        do_not_call_at: None,
        do_not_call_reason: None,
        created_at: app.now(),
        updated_at: app.now(),
    }
}

fn value(row: &contact::Model) -> entity::contact_value::Model {
    let number: f64 = row.number[5..].parse().expect("a number");
    entity::contact_value::Model {
        contact_id: row.id,
        path: "/code".to_owned(),
        position: 0,
        account_id: row.account_id,
        kind: entity::stored::ValueKind::Text,
        text: Some(format!("c{number}")),
        rest: String::new(),
        number: Some(number),
        instant: Some(number as i64),
    }
}

/// A filter's condition as text.
fn sql(app: &TestApp, filter: Value, rest: &str) -> String {
    use sea_orm::{QueryFilter, QueryTrait};
    let filter: switchboard::contacts::filter::Filter = serde_json::from_value(filter).expect("a filter");
    let backend = app.app().db.backend();
    let rows = contact::Entity::find().filter(switchboard::contacts::filter::condition(backend, &filter, app.id));
    format!("{}{rest}", rows.build(backend))
}

on_both!(comparisons_of_metadata_and_deep_pages_go_by_an_index);
async fn comparisons_of_metadata_and_deep_pages_go_by_an_index(app: TestApp) {
    many(&app).await;
    let metadata = |test: Value| json!({ "metadata": { "path": ["code"], "test": test } });
    let table = [
        (sql(&app, metadata(json!({ "equals": { "text": "c42" } })), ""), "contact_value_text_index"),
        (sql(&app, metadata(json!({ "in": [{ "text": "c42" }, { "text": "c43" }] })), ""), "contact_value_text_index"),
        (sql(&app, metadata(json!({ "lt": { "number": 5.0 } })), ""), "contact_value_number_index"),
        (
            sql(
                &app,
                metadata(json!({ "between": [{ "moment": { "day": "1970-01-01" } }, { "moment": { "at": "1970-01-01T00:00:00Z" } }] })),
                "",
            ),
            "contact_value_instant_index",
        ),
        (sql(&app, json!({ "name": { "startsWith": "contact 0004" } }), ""), "contact_name_index"),
        (sql(&app, json!({ "number": ["+34970000042"] }), ""), "contact_number_key"),
        (sql(&app, json!({ "all": [] }), " ORDER BY name_folded, id LIMIT 51"), "contact_name_index"),
    ];

    for (statement, index) in table {
        let plan = plan(&app, &statement).await;
        assert!(plan.contains(index), "{statement}\nis done by\n{plan}");
    }
}
