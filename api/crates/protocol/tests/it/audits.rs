//! The audits of graphql-http (`src/audits/server.ts` as of 1.22), by their ids.
//!
//! Two of them contradict what we follow otherwise, and are held to our reading: `80D8` wants `application/json` where no
//! `Accept` is sent, which the specification gave up on 2025-01-01; `5A70` sends a GET that any foreign page could send,
//! which passes where `require_preflight` is off.

use axum::body::Body;
use protocol::Limits;
use serde_json::{Value, json};

use crate::web::{Answer, GRAPHQL, JSON, Web, escape};

fn web() -> Web {
    Web::new(Limits::default())
}

/// POST without `Accept`.
async fn bare(body: &Value) -> Answer {
    web().send("POST", "/graphql", &[("content-type", JSON)], body.to_string()).await
}

fn typename() -> Value {
    json!({ "query": "{ __typename }" })
}

fn not_strings() -> [Value; 4] {
    [json!({ "obj": "ect" }), json!(0), json!(false), json!(["array"])]
}

fn not_objects() -> [Value; 4] {
    [json!("string"), json!(0), json!(false), json!(["array"])]
}

#[tokio::test]
async fn audit_22eb_accepts_graphql_response_json_and_matches_the_content_type() {
    let answer = web().post(GRAPHQL, &typename()).await;

    assert_eq!(answer.status, 200);
    assert!(answer.header("content-type").contains(GRAPHQL));
}

#[tokio::test]
async fn audit_4655_accepts_json_and_matches_the_content_type() {
    let answer = web().post(JSON, &typename()).await;

    assert_eq!(answer.status, 200);
    assert!(answer.header("content-type").contains(JSON));
}

#[tokio::test]
async fn audit_47de_accepts_anything_and_uses_json() {
    let answer = web().post("*/*", &typename()).await;

    assert_eq!(answer.status, 200);
    assert!(answer.header("content-type").contains(JSON));
}

#[tokio::test]
async fn audit_80d8_after_the_watershed_a_missing_accept_means_graphql_response_json() {
    let answer = bare(&typename()).await;

    assert_eq!(answer.status, 200);
    assert!(answer.header("content-type").contains(GRAPHQL));
}

#[tokio::test]
async fn audit_82a3_responds_in_utf_8() {
    let answer = bare(&json!({ "query": "{ echo(text: \"Grüße 🏃\") }" })).await;

    assert_eq!(answer.status, 200);
    assert!(String::from_utf8(answer.bytes).unwrap().contains("Grüße 🏃"));
}

#[tokio::test]
async fn audit_bf61_accepts_requests_in_utf_8() {
    let body = json!({ "query": "{ __type(name: \"Run🏃Swim🏊\") { name } }" });
    let answer = web().send("POST", "/graphql", &[("content-type", "application/json; charset=utf-8")], body.to_string()).await;

    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn audits_78d5_2c94_03d4_post_of_json_works_and_means_utf_8() {
    assert_eq!(bare(&typename()).await.status, 200);
}

#[tokio::test]
async fn audit_5a70_a_bare_get_passes_where_no_preflight_is_required_and_is_told_why_where_it_is() {
    let uri = format!("/graphql?query={}", escape("{ __typename }"));
    let open = Web::new(Limits { require_preflight: false, ..Limits::default() });

    assert_eq!(open.send("GET", &uri, &[], Body::empty()).await.status, 200);
    let refused = web().send("GET", &uri, &[], Body::empty()).await;
    let preflighted = web().send("GET", &uri, &[("graphql-require-preflight", "1")], Body::empty()).await;

    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (400, "PREFLIGHT_REQUIRED"));
    assert_eq!(preflighted.status, 200);
}

#[tokio::test]
async fn audit_9c48_refuses_mutations_by_get() {
    let answer = web().get("mutation { __typename }", GRAPHQL).await;

    assert_eq!(answer.status, 405);
}

#[tokio::test]
async fn audit_9abe_refuses_a_post_without_content_type() {
    let answer = web().send("POST", "/graphql", &[], Body::empty()).await;

    assert!(answer.status.is_client_error());
}

#[tokio::test]
async fn audit_a5bf_refuses_a_post_without_body() {
    let answer = web().send("POST", "/graphql", &[("content-type", JSON)], Body::empty()).await;

    assert_eq!(answer.status, 400);
}

#[tokio::test]
async fn audits_423l_8764_3e3a_refuse_a_missing_query() {
    assert_eq!(web().post(GRAPHQL, &json!({ "notquery": "{ __typename }" })).await.status, 400);
    assert_eq!(bare(&json!({ "qeury": "{ __typename }" })).await.status, 400);
}

#[tokio::test]
async fn audits_lkj0_to_lkj3_refuse_a_query_that_is_no_string() {
    for invalid in not_strings() {
        assert_eq!(bare(&json!({ "query": invalid })).await.status, 400, "{invalid}");
    }
}

#[tokio::test]
async fn audits_34a2_13ee_allow_a_string_as_query() {
    for accept in [GRAPHQL, JSON] {
        let answer = web().post(accept, &typename()).await;

        assert_eq!(answer.status, 200);
        assert!(answer.json().get("errors").is_none());
    }
}

#[tokio::test]
async fn audits_6c00_to_6c03_refuse_an_operation_name_that_is_no_string() {
    for invalid in not_strings() {
        assert_eq!(bare(&json!({ "query": "{ __typename }", "operationName": invalid })).await.status, 400, "{invalid}");
    }
}

#[tokio::test]
async fn audits_8161_b8b3_allow_a_string_as_operation_name() {
    for accept in [GRAPHQL, JSON] {
        let answer = web().post(accept, &json!({ "operationName": "Query", "query": "query Query { __typename }" })).await;

        assert_eq!(answer.status, 200);
        assert!(answer.json().get("errors").is_none());
    }
}

#[tokio::test]
async fn audits_94b0_to_94b2_and_0220_to_0222_allow_null_for_what_is_optional() {
    for parameter in ["variables", "operationName", "extensions"] {
        for accept in [GRAPHQL, JSON] {
            let answer = web().post(accept, &json!({ "query": "{ __typename }", parameter: null })).await;

            assert_eq!(answer.status, 200, "{parameter}");
            assert!(answer.json().get("errors").is_none(), "{parameter}");
        }
    }
}

#[tokio::test]
async fn audits_4760_to_4763_refuse_variables_that_are_no_object() {
    for invalid in not_objects() {
        assert_eq!(bare(&json!({ "query": "{ __typename }", "variables": invalid })).await.status, 400, "{invalid}");
    }
}

const BY_NAME: &str = "query Type($name: String!) { __type(name: $name) { name } }";

#[tokio::test]
async fn audits_2ea1_28b9_allow_an_object_of_variables() {
    for accept in [GRAPHQL, JSON] {
        let answer = web().post(accept, &json!({ "query": BY_NAME, "variables": { "name": "sometype" } })).await;

        assert_eq!(answer.status, 200);
        assert!(answer.json().get("errors").is_none());
    }
}

#[tokio::test]
async fn audits_d6d5_6a70_allow_json_variables_in_a_get() {
    let uri = format!("/graphql?query={}&variables={}", escape(BY_NAME), escape("{\"name\":\"sometype\"}"));
    for accept in [GRAPHQL, JSON] {
        let answer = web().send("GET", &uri, &[("accept", accept)], Body::empty()).await;

        assert_eq!(answer.status, 200);
        assert!(answer.json().get("errors").is_none());
    }
}

#[tokio::test]
async fn audits_58b0_to_58b3_refuse_extensions_that_are_no_object() {
    for invalid in not_objects() {
        assert_eq!(bare(&json!({ "query": "{ __typename }", "extensions": invalid })).await.status, 400, "{invalid}");
    }
}

#[tokio::test]
async fn audits_428f_1b7a_allow_an_object_of_extensions() {
    for accept in [GRAPHQL, JSON] {
        let answer = web().post(accept, &json!({ "query": "{ __typename }", "extensions": { "some": "value" } })).await;

        assert_eq!(answer.status, 200);
        assert!(answer.json().get("errors").is_none());
    }
}

#[tokio::test]
async fn audits_b6dc_bcf8_refuse_what_is_not_json() {
    let answer = web().send("POST", "/graphql", &[("content-type", JSON)], "{ \"not a JSON").await;

    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (400, "BAD_REQUEST"));
}

const UNPARSABLE: &str = "{";
const INVALID: &str = "{ 8f31403dfe404bccbb0e835f2629c6a7 }";

fn coercion_failure() -> Value {
    json!({ "query": "query CoerceFailure($id: ID!){ __typename }", "variables": { "id": null } })
}

#[tokio::test]
async fn audits_572b_fde2_7b9b_answer_200_as_json_where_the_graphql_is_at_fault() {
    for body in [json!({ "query": UNPARSABLE }), json!({ "query": INVALID }), coercion_failure()] {
        let answer = web().post(JSON, &body).await;

        assert_eq!(answer.status, 200, "{body}");
        assert!(answer.json().get("errors").is_some(), "{body}");
    }
}

#[tokio::test]
async fn audits_865d_556a_d586_51fe_74ff_5e5b_86ee_answer_400_without_data_as_graphql_response() {
    for body in [json!({ "query": UNPARSABLE }), json!({ "query": INVALID }), coercion_failure()] {
        let answer = web().post(GRAPHQL, &body).await;

        assert_eq!(answer.status, 400, "{body}");
        assert!(answer.json().get("data").is_none(), "{body}");
    }
}

#[tokio::test]
async fn audit_ee52_answers_200_where_there_is_data_beside_errors() {
    let answer = web().query("{ hello codedFailure }").await;

    assert_eq!(answer.status, 200);
    assert_eq!(answer.json()["data"]["hello"], "world");
    assert_eq!(answer.code(), "FORBIDDEN");
}

#[tokio::test]
async fn audit_bc58_answers_401_or_403_where_the_caller_may_not() {
    for (token, status) in [("Bearer wrong", 401), ("Bearer banned", 403)] {
        let headers = [("content-type", JSON), ("accept", GRAPHQL), ("authorization", token)];
        let answer = web().send("POST", "/graphql", &headers, typename().to_string()).await;

        assert_eq!(answer.status, status);
    }
}
