//! The document cache must never be noticed: what was refused stays refused, what fits once is checked again.

use protocol::Limits;
use serde_json::{Value, json};

use crate::web::Web;

fn web() -> Web {
    Web::new(Limits::default())
}

#[tokio::test]
async fn variables_are_checked_against_their_types_before_anything_runs() {
    let table: [(&str, Value, &str); 12] = [
        ("query Q($t: String!) { echo(text: $t) }", json!({}), "`$t`: a value of type `String!` is required"),
        ("query Q($t: String!) { echo(text: $t) }", json!({ "t": null }), "`$t`: `String!` cannot be null"),
        ("query Q($t: String!) { echo(text: $t) }", json!({ "t": 1 }), "`$t`: a number is no `String`"),
        ("query Q($f: Filter!) { filter(by: $f) }", json!({ "f": 1 }), "`$f`: a number is no `Filter`"),
        ("query Q($f: Filter!) { filter(by: $f) }", json!({ "f": {} }), "`$f.name`: a value of type `String!` is required"),
        (
            "query Q($f: Filter!) { filter(by: $f) }",
            json!({ "f": { "name": "x", "colour": "BLUE" } }),
            "`$f.colour`: this string is no value of `Colour`",
        ),
        ("query Q($f: Filter!) { filter(by: $f) }", json!({ "f": { "name": "x", "size": 1 } }), "`$f`: `Filter` has no field `size`"),
        ("query Q($b: By!) { one(by: $b) }", json!({ "b": {} }), "`By` takes exactly one field"),
        ("query Q($b: By!) { one(by: $b) }", json!({ "b": { "id": 1, "name": "x" } }), "`By` takes exactly one field"),
        ("query Q($b: By!) { one(by: $b) }", json!({ "b": { "id": null } }), "`By` takes exactly one field"),
        ("query Q($l: [Int!]!) { sum(of: $l) }", json!({ "l": [1, null] }), "`$l[1]`: `Int!` cannot be null"),
        ("query Q($l: [Int!]!) { sum(of: $l) }", json!({ "l": [1, "2"] }), "`$l[1]`: this string is no `Int`"),
    ];
    let web = web();

    for (document, variables, message) in table {
        let answer = web.query_with(document, variables.clone()).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (400, "VARIABLES_INVALID"), "{variables}");
        assert!(answer.message().contains(message), "{} is not {message}", answer.message());
    }
}

#[tokio::test]
async fn variables_that_fit_arrive_also_where_a_single_value_stands_for_a_list() {
    let table: [(&str, Value, Value); 5] = [
        ("query Q($l: [Int!]!) { sum(of: $l) }", json!({ "l": [1, 2] }), json!({ "sum": 3 })),
        ("query Q($l: [Int!]!) { sum(of: $l) }", json!({ "l": 5 }), json!({ "sum": 5 })),
        ("query Q($t: String = \"d\") { echo(text: $t) }", json!({}), json!({ "echo": "d" })),
        (
            "query Q($f: Filter!) { filter(by: $f) }",
            json!({ "f": { "name": "x", "colour": "RED" }, "unused": 1 }),
            json!({ "filter": "x Some(true) 7" }),
        ),
        ("query Q($b: By!) { one(by: $b) }", json!({ "b": { "id": 4 } }), json!({ "one": "4" })),
    ];
    let web = web();

    for (document, variables, data) in table {
        let answer = web.query_with(document, variables).await;
        assert_eq!(answer.json()["data"], data, "{document} {}", answer.message());
    }
}

#[tokio::test]
async fn a_document_that_passed_once_is_still_refused_with_other_variables() {
    let web = web();
    let document = "query Q($t: String!) { echo(text: $t) }";

    let first = web.query_with(document, json!({ "t": "a" })).await;
    let second = web.query_with(document, json!({ "t": 7 })).await;
    let third = web.query_with(document, json!({ "t": "b" })).await;

    assert_eq!(first.json()["data"]["echo"], "a");
    assert_eq!(second.code(), "VARIABLES_INVALID");
    assert_eq!(third.json()["data"]["echo"], "b");
}

#[tokio::test]
async fn a_literal_beside_an_absent_variable_is_checked_once_the_variable_is_there() {
    let web = web();
    // With `$n` absent async-graphql 7.2.1 passes over the whole object, and so over `bogus`.
    let document = "query Q($n: String = \"x\") { filter(by: { name: $n, bogus: 1 }) }";

    web.query_with(document, json!({})).await;
    let answer = web.query_with(document, json!({ "n": "y" })).await;

    assert_eq!(answer.code(), "VALIDATION_FAILED");
}

#[tokio::test]
async fn of_several_operations_the_named_one_runs_and_all_must_be_valid() {
    let web = web();
    let document = "query A { hello } query B { echo(text: \"b\") } mutation C { bump }";
    for (name, data) in [("A", json!({ "hello": "world" })), ("B", json!({ "echo": "b" })), ("C", json!({ "bump": 1 }))] {
        let answer = web.post(crate::web::GRAPHQL, &json!({ "query": document, "operationName": name })).await;
        assert_eq!(answer.json()["data"], data);
    }

    let answer = web.post(crate::web::GRAPHQL, &json!({ "query": "query A { hello } query B { nothing }", "operationName": "A" })).await;

    assert_eq!(answer.code(), "VALIDATION_FAILED");
}

#[tokio::test]
async fn cost_is_kept_even_where_it_hangs_on_the_text_of_a_string() {
    let web = Web::new(Limits { cost: 10, ..Limits::default() });
    let document = "query Q($t: String!) { pricedByLength(text: $t) }";

    let short = web.query_with(document, json!({ "t": "short" })).await;
    let long = web.query_with(document, json!({ "t": "much too long" })).await;

    assert_eq!(short.json()["data"]["pricedByLength"], 5);
    assert_eq!((long.status.as_u16(), long.code().as_str()), (400, "LIMIT_COST"));
    assert!(long.json().get("data").is_none());
}

#[tokio::test]
async fn a_thousand_mistakes_are_not_a_thousand_errors() {
    let answer = web().query(&format!("{{ nested {{ {} }} }}", "nothing ".repeat(1000))).await;

    assert_eq!(answer.code(), "VALIDATION_FAILED");
    assert!(answer.json()["errors"].as_array().unwrap().len() <= 20);
}

#[tokio::test]
async fn fields_are_answered_in_the_order_of_the_document_whichever_finishes_first() {
    let document = "{ a: late { slower: late { hello } hello ...F } hello b: late { ...F hello } } fragment F on Query { x: late { hello } one: sum(of: [1]) }";
    let web = web();

    for _ in 0..2 {
        let answer = web.query(document).await;

        let inner = r#"{"slower":{"hello":"world"},"hello":"world","x":{"hello":"world"},"one":1}"#;
        let other = r#"{"x":{"hello":"world"},"one":1,"hello":"world"}"#;
        assert_eq!(String::from_utf8_lossy(&answer.bytes), format!(r#"{{"data":{{"a":{inner},"hello":"world","b":{other}}}}}"#));
    }
}
