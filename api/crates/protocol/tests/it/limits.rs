//! Each limit from outside: its code, its name, and room for what people really send.

use protocol::Limits;
use serde_json::json;

use crate::web::{GRAPHQL, JSON, Web};

const INTROSPECTION: &str = include_str!("introspection.graphql");

#[tokio::test]
async fn each_limit_answers_with_its_own_code_and_name() {
    let limits = Limits {
        document_bytes: 600,
        tokens: 80,
        depth: 3,
        fields: 20,
        aliases: 2,
        root_fields: 8,
        directives: 2,
        cost: 100,
        body_bytes: 1000,
        ..Limits::default()
    };
    let web = Web::new(limits);
    let table = [
        (format!("{{ hello }} # {}", "x".repeat(600)), 400, "LIMIT_DOCUMENT_BYTES", "document_bytes"),
        (format!("{{ {} }}", "hello ".repeat(79)), 400, "LIMIT_TOKENS", "tokens"),
        ("{ nested { nested { nested { hello } } } }".to_owned(), 400, "LIMIT_DEPTH", "depth"),
        (format!("{{ nested {{ {} }} }}", "hello ".repeat(21)), 400, "LIMIT_FIELDS", "fields"),
        ("{ a: hello b: hello c: hello }".to_owned(), 400, "LIMIT_ALIASES", "aliases"),
        (format!("{{ {} }}", "hello ".repeat(9)), 400, "LIMIT_ROOT_FIELDS", "root_fields"),
        ("{ hello @skip(if: false) @include(if: true) @x }".to_owned(), 400, "LIMIT_DIRECTIVES", "directives"),
        ("{ items(first: 100) { id } }".to_owned(), 400, "LIMIT_COST", "cost"),
        (format!("{{ echo(text: \"{}\") }}", "x".repeat(1000)), 413, "LIMIT_BODY_BYTES", "body_bytes"),
    ];

    for (document, status, code, name) in table {
        let answer = web.query(&document).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (status, code), "{document}");
        assert_eq!(answer.json()["errors"][0]["extensions"]["limit"], name, "{document}");
        assert!(answer.message().contains(name), "{}", answer.message());
    }
}

#[tokio::test]
async fn page_sizes_multiply_cost_also_when_they_come_in_variables() {
    let web = Web::new(Limits { cost: 100, ..Limits::default() });
    let document = "query Q($n: Int) { items(first: $n) { id name } }";

    let small = web.query_with(document, json!({ "n": 49 })).await;
    let large = web.query_with(document, json!({ "n": 50 })).await;
    let again = web.query_with(document, json!({ "n": 50 })).await;

    assert_eq!(small.status, 200);
    for answer in [large, again] {
        assert_eq!(answer.code(), "LIMIT_COST");
        assert_eq!(answer.json()["errors"][0]["extensions"]["actual"], 101);
    }
}

#[tokio::test]
async fn the_schema_can_be_asked_by_tools_under_the_default_limits() {
    let answer = Web::new(Limits::default()).query(INTROSPECTION).await;

    assert_eq!(answer.status, 200, "{}", answer.message());
    assert_eq!(answer.json()["data"]["__schema"]["queryType"]["name"], "Query");
}

#[tokio::test]
async fn the_schema_is_not_told_where_that_is_switched_off() {
    let web = Web::new(Limits { introspection: false, ..Limits::default() });

    let schema = web.query(INTROSPECTION).await;
    let hidden = web.query("{ hello ...F } fragment F on Query { __type(name: \"Item\") { name } }").await;
    let typename = web.query("{ __typename items(first: 1) { __typename } }").await;

    let guess = web.query("{ helo }").await;

    assert!(!guess.message().contains("hello"), "{}", guess.message());
    assert_eq!((schema.status.as_u16(), schema.code().as_str()), (400, "INTROSPECTION_DISABLED"));
    assert_eq!(hidden.code(), "INTROSPECTION_DISABLED");
    assert_eq!(typename.status, 200);
}

#[tokio::test]
async fn a_batch_is_refused_unless_it_is_allowed_and_small_enough() {
    let batch = json!([{ "query": "{ hello }" }, { "query": "{ nothing }" }, { "query": "mutation { bump }" }]);
    let none = Web::new(Limits::default());
    let two = Web::new(Limits { batch: 2, ..Limits::default() });
    let three = Web::new(Limits { batch: 3, ..Limits::default() });

    for web in [none, two] {
        let answer = web.post(GRAPHQL, &batch).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (400, "LIMIT_BATCH"));
    }
    let answer = three.post(JSON, &batch).await;

    assert_eq!(answer.status, 200);
    assert_eq!(answer.json()[0], json!({ "data": { "hello": "world" } }));
    assert_eq!(answer.json()[1]["errors"][0]["extensions"]["code"], "VALIDATION_FAILED");
    assert_eq!(answer.json()[2], json!({ "data": { "bump": 1 } }));
}

#[tokio::test]
async fn fragment_bombs_and_circles_are_refused_at_once() {
    let mut bomb = String::from("{ ...F0 } ");
    for n in 0..40 {
        bomb += &format!("fragment F{n} on Query {{ nested {{ ...F{next} }} other: nested {{ ...F{next} }} }} ", next = n + 1);
    }
    bomb += "fragment F40 on Query { hello }";
    let circle = "{ ...A } fragment A on Query { nested { ...B } } fragment B on Query { ...A ...A }";

    let bombed = Web::new(Limits::default()).query(&bomb).await;
    let circled = Web::new(Limits::default()).query(circle).await;

    assert_eq!(bombed.code(), "LIMIT_DEPTH");
    assert_eq!(circled.code(), "VALIDATION_FAILED");
}
