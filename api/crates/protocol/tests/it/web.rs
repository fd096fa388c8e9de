//! An HTTP client without a network.

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode},
};
use http_body_util::BodyExt;
use protocol::Limits;
use serde_json::Value;
use tower::ServiceExt;

use crate::app;

pub const GRAPHQL: &str = "application/graphql-response+json";
pub const JSON: &str = "application/json";

#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&self.bytes)))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn code(&self) -> String {
        self.json()["errors"][0]["extensions"]["code"].as_str().unwrap_or("OK").to_owned()
    }

    pub fn message(&self) -> String {
        self.json()["errors"][0]["message"].as_str().unwrap_or_default().to_owned()
    }
}

#[derive(Clone)]
pub struct Web(Router);

impl Web {
    pub fn new(limits: Limits) -> Self {
        Self(protocol::router(app::protocol(limits)))
    }

    pub fn of(protocol: std::sync::Arc<protocol::Protocol<std::sync::Arc<app::App>>>) -> Self {
        Self(protocol::router(protocol))
    }

    pub async fn send(&self, method: &str, uri: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Answer {
        let mut request = Request::builder().method(method).uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.0.clone().oneshot(request.body(body.into()).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        Answer { status: parts.status, headers: parts.headers, bytes: body.collect().await.unwrap().to_bytes().to_vec() }
    }

    /// A POST of JSON, accepting one media type.
    pub async fn post(&self, accept: &str, body: &Value) -> Answer {
        self.send("POST", "/graphql", &[("content-type", JSON), ("accept", accept)], body.to_string()).await
    }

    /// A POST of a document.
    pub async fn query(&self, query: &str) -> Answer {
        self.post(GRAPHQL, &serde_json::json!({ "query": query })).await
    }

    pub async fn query_with(&self, query: &str, variables: Value) -> Answer {
        self.post(GRAPHQL, &serde_json::json!({ "query": query, "variables": variables })).await
    }

    /// A GET of a document that names its media type.
    pub async fn get(&self, query: &str, accept: &str) -> Answer {
        self.send("GET", &format!("/graphql?query={}", escape(query)), &[("accept", accept)], Body::empty()).await
    }
}

pub fn escape(text: &str) -> String {
    text.bytes().map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
