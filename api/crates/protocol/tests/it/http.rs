//! GraphQL over HTTP beyond the audits: statuses, headers, codes, masking.

use std::time::Duration;

use axum::body::Body;
use protocol::Limits;
use serde_json::json;

use crate::web::{GRAPHQL, JSON, Web, escape};

fn web() -> Web {
    Web::new(Limits::default())
}

#[tokio::test]
async fn every_way_to_fail_has_its_status_and_code() {
    let auth = |token| [("content-type", JSON), ("accept", JSON), ("authorization", token)];
    let body = json!({ "query": "{ hello }" }).to_string();
    let web = web();

    let table = [
        (web.send("POST", "/graphql", &auth("Bearer wrong"), body.clone()).await, 401, "UNAUTHENTICATED"),
        (web.send("POST", "/graphql", &auth("Basic eDp5"), body.clone()).await, 401, "UNAUTHENTICATED"),
        (web.send("POST", "/graphql", &auth("Bearer banned"), body.clone()).await, 403, "FORBIDDEN"),
        (web.send("POST", "/graphql", &auth("Bearer offline"), body.clone()).await, 503, "UNAVAILABLE"),
        (web.send("POST", "/graphql", &auth("Bearer hasty"), body.clone()).await, 429, "RATE_LIMITED"),
        (web.send("POST", "/graphql", &auth("Bearer poor"), body.clone()).await, 429, "RATE_LIMITED"),
        (web.send("PUT", "/graphql", &[("content-type", JSON)], body.clone()).await, 405, "METHOD_NOT_ALLOWED"),
        (web.send("DELETE", "/graphql", &[], body.clone()).await, 405, "METHOD_NOT_ALLOWED"),
        (web.send("POST", "/graphql", &[("content-type", "text/plain")], body.clone()).await, 415, "UNSUPPORTED_MEDIA_TYPE"),
        (
            web.send("POST", "/graphql", &[("content-type", "application/json; charset=latin1")], body.clone()).await,
            415,
            "UNSUPPORTED_MEDIA_TYPE",
        ),
        (web.send("POST", "/graphql", &[("content-type", JSON), ("accept", "text/html")], body.clone()).await, 406, "NOT_ACCEPTABLE"),
        (web.query("{").await, 400, "PARSE_FAILED"),
        (web.query("{ nothing }").await, 400, "VALIDATION_FAILED"),
        (web.query("query A { hello } query B { hello }").await, 400, "OPERATION_UNKNOWN"),
        (web.post(GRAPHQL, &json!({ "query": "query A { hello }", "operationName": "B" })).await, 400, "OPERATION_UNKNOWN"),
        (web.query("subscription { count(to: 1) }").await, 400, "OPERATION_UNSUPPORTED"),
        (web.get("mutation { bump }", JSON).await, 405, "METHOD_NOT_ALLOWED"),
        (web.query("{ panics }").await, 500, "INTERNAL"),
    ];

    for (answer, status, code) in table {
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (status, code), "{}", answer.message());
        assert!(answer.json().get("data").is_none());
    }
}

#[tokio::test]
async fn statuses_that_want_a_header_have_it() {
    let web = web();
    let body = json!({ "query": "{ hello }" }).to_string();
    let auth = |token| [("content-type", JSON), ("authorization", token)];

    let wrong = web.send("POST", "/graphql", &auth("Bearer wrong"), body.clone()).await;
    let poor = web.send("POST", "/graphql", &auth("Bearer poor"), body.clone()).await;
    let put = web.send("PUT", "/graphql", &[], body).await;
    let options = web.send("OPTIONS", "/graphql", &[], Body::empty()).await;

    assert_eq!(wrong.header("www-authenticate"), "Bearer");
    assert_eq!(poor.header("retry-after"), "2");
    assert_eq!(poor.json()["errors"][0]["extensions"]["retryAfter"], 2);
    assert_eq!(put.header("allow"), "GET, HEAD, POST, OPTIONS");
    assert_eq!((options.status.as_u16(), options.header("allow")), (204, "GET, HEAD, POST, OPTIONS"));
}

#[tokio::test]
async fn nobody_needs_a_token_and_who_has_one_is_known() {
    let body = json!({ "query": "{ who }" }).to_string();

    let nobody = web().send("POST", "/graphql", &[("content-type", JSON)], body.clone()).await;
    let ana = web().send("POST", "/graphql", &[("content-type", JSON), ("authorization", "bearer ana")], body).await;

    assert_eq!(nobody.json(), json!({ "data": { "who": "anonymous" } }));
    assert_eq!(ana.json(), json!({ "data": { "who": "ana" } }));
}

#[tokio::test]
async fn a_failure_of_ours_is_masked_and_found_by_its_request_id() {
    let headers = [("content-type", JSON), ("x-request-id", "req-42")];
    let body = json!({ "query": "{ hello secretFailure }" }).to_string();

    let answer = web().send("POST", "/graphql", &headers, body).await;

    assert_eq!(answer.json()["data"], json!({ "hello": "world", "secretFailure": null }));
    assert!(!String::from_utf8_lossy(&answer.bytes).contains("hunter2"));
    assert_eq!(answer.json()["errors"][0]["extensions"], json!({ "code": "INTERNAL", "requestId": "req-42" }));
    assert_eq!(answer.json()["errors"][0]["path"], json!(["secretFailure"]));
    assert_eq!(answer.header("x-request-id"), "req-42");
}

#[tokio::test]
async fn a_request_id_that_could_deface_the_log_is_replaced() {
    let long = "x".repeat(200);
    for id in ["two words", "", long.as_str()] {
        let answer = web().send("POST", "/graphql", &[("content-type", JSON), ("x-request-id", id)], "{}").await;

        assert_eq!(answer.header("x-request-id").len(), 36, "{id}");
    }
}

#[tokio::test]
async fn an_argument_that_only_its_scalar_can_refuse_is_the_clients_fault() {
    let answer = web().query("{ hello fussy(text: \"bad\") }").await;

    assert_eq!(answer.code(), "BAD_REQUEST");
    assert!(answer.message().contains("not this one"), "{}", answer.message());
}

#[tokio::test]
async fn a_request_that_takes_too_long_is_cut_and_told_the_limit() {
    let web = Web::new(Limits { time: Duration::from_millis(20), ..Limits::default() });

    let answer = web.query("{ never }").await;

    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (504, "TIMEOUT"));
    assert_eq!(answer.json()["errors"][0]["extensions"]["limit"], "time");
}

#[tokio::test]
async fn a_body_that_does_not_come_to_its_end_is_not_waited_for() {
    let web = Web::new(Limits { time: Duration::from_millis(20), ..Limits::default() });
    let dripping = Body::from_stream(futures_util::stream::pending::<Result<Vec<u8>, std::io::Error>>());

    let answer = web.send("POST", "/graphql", &[("content-type", JSON)], dripping).await;

    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (504, "TIMEOUT"));
}

#[tokio::test]
async fn headers_of_resolvers_reach_the_client() {
    let answer = web().query("{ withHeader }").await;

    assert_eq!(answer.header("x-from-resolver"), "yes");
}

#[tokio::test]
async fn get_takes_its_parameters_from_the_query_string() {
    let document = escape("query A { hello } query B($t: String!) { echo(text: $t) }");
    let headers = [("accept", GRAPHQL)];
    let variables = escape("{\"t\":\"a b+c\"}");

    let named = format!("/graphql?query={document}&operationName=B&variables={variables}&extensions=%7B%7D");
    let answer = web().send("GET", &named, &headers, Body::empty()).await;
    assert_eq!(answer.json(), json!({ "data": { "echo": "a b+c" } }));

    let empty_name = format!("/graphql?query={}&operationName=&variables=", escape("{ hello }"));
    assert_eq!(web().send("GET", &empty_name, &headers, Body::empty()).await.status, 200);

    for broken in
        ["", "?variables=%7B%7D", "?query=%7Bhello%7D&variables=nojson", "?query=%7Bhello%7D&variables=%5B%5D", "?query=a&query=b"]
    {
        let answer = web().send("GET", &format!("/graphql{broken}"), &headers, Body::empty()).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (400, "BAD_REQUEST"), "{broken}");
    }
}

#[tokio::test]
async fn nulls_climb_to_the_first_field_that_may_be_null() {
    let table = [
        ("{ hello fragile { name maybe } }", json!({ "hello": "world", "fragile": { "name": "fragile", "maybe": null } })),
        ("{ hello fragile { name surely } }", json!({ "hello": "world", "fragile": null })),
        ("{ hello fragile { surely } }", json!({ "hello": "world", "fragile": null })),
        ("{ fragile { name inner { surely } } }", json!({ "fragile": null })),
        ("{ fragile { name maybeInner { surely } } }", json!({ "fragile": { "name": "fragile", "maybeInner": null } })),
        ("{ fragile { x: maybeInner { y: surely } } }", json!({ "fragile": { "x": null } })),
        ("{ fragile { many { name surely } } }", json!({ "fragile": null })),
        ("{ fragile { manyMaybe { surely } } }", json!({ "fragile": { "manyMaybe": [null, null] } })),
        ("{ named { name ... on Fragile { surely } } }", json!(null)),
        (
            "{ named { name ...F } } fragment F on Named { ... on Fragile { maybe } }",
            json!({ "named": { "name": "fragile", "maybe": null } }),
        ),
    ];

    for (document, data) in table {
        let answer = web().query(document).await;
        assert_eq!(answer.status, 200, "{document}");
        assert_eq!(answer.json()["data"], data, "{document}");
        assert_eq!(answer.code(), "INTERNAL", "{document}");
    }
}

#[tokio::test]
async fn head_is_answered_as_get_is() {
    let uri = format!("/graphql?query={}", escape("{ hello }"));

    let answer = web().send("HEAD", &uri, &[("accept", GRAPHQL)], Body::empty()).await;

    assert_eq!((answer.status.as_u16(), answer.bytes.len()), (200, 0));
}

#[tokio::test]
async fn nonsense_costs_too_and_the_rest_is_paid_before_it_runs() {
    let app = std::sync::Arc::new(crate::app::App::default());
    let web = Web::of(crate::app::protocol_of(std::sync::Arc::clone(&app), Limits::default()));

    web.query("{").await;
    assert_eq!(*app.spent.lock().unwrap(), 1);
    web.query("{ items(first: 3) { id } }").await;
    assert_eq!(*app.spent.lock().unwrap(), 5);
}

#[tokio::test]
async fn a_mutation_goes_on_when_its_caller_leaves_and_a_query_does_not() {
    let app = std::sync::Arc::new(crate::app::App::default());
    let web = Web::of(crate::app::protocol_of(std::sync::Arc::clone(&app), Limits::default()));
    let mut slow = app.slow.subscribe();

    for query in ["mutation { slow }", "{ slow }"] {
        let web = web.clone();
        let call = tokio::spawn(async move { web.query(query).await });
        slow.wait_for(|slow| slow.waiting == 1).await.unwrap();
        call.abort();
        assert!(call.await.unwrap_err().is_cancelled());
        app.slow.send_modify(|slow| slow.may_go = true);
        slow.wait_for(|slow| slow.waiting == 0).await.unwrap();
        app.slow.send_modify(|slow| slow.may_go = false);
    }

    assert_eq!(app.slow.borrow().done, ["mutation"]);
}

#[tokio::test]
async fn whoever_tried_too_often_to_be_let_in_is_told_when_to_come_back() {
    let headers = [("content-type", JSON), ("authorization", "Bearer hasty")];

    let answer = web().send("POST", "/graphql", &headers, json!({ "query": "{ hello }" }).to_string()).await;

    assert_eq!((answer.header("retry-after"), &answer.json()["errors"][0]["extensions"]["retryAfter"]), ("3", &json!(3)));
}
