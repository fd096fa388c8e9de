//! What a request costs besides its resolvers: `cargo bench -p protocol --bench documents`.
//!
//! The document has some 40 fields over a page of items; resolvers only copy. Measured are async-graphql alone, strict and
//! fast, and the whole endpoint with and without its document cache, all on one thread.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a program that measures and prints")]

use std::{hint::black_box, sync::Arc, time::Instant};

use async_graphql::{
    EmptyMutation, EmptySubscription, Object, Request, Schema, SchemaBuilder, SimpleObject, ValidationMode, Variables, parser::parse_query,
};
use axum::{body::Body, http};
use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use http_body_util::BodyExt;
use protocol::{Caller, Credentials, Engine, Gateway, Limits, Protocol, Refusal, RetryAfter, Session};
use tower::ServiceExt;

const DOCUMENT: &str = include_str!("documents.graphql");
const ROUNDS: u32 = 20_000;

#[derive(SimpleObject, Clone)]
struct Number {
    country: String,
    digits: String,
    extension: Option<String>,
    verified: bool,
}

#[derive(Clone)]
struct Person {
    id: i32,
}

#[Object]
impl Person {
    async fn id(&self) -> i32 {
        self.id
    }
    async fn name(&self) -> &str {
        "Ana Puig"
    }
    async fn email(&self) -> Option<&str> {
        None
    }
    async fn language(&self) -> &str {
        "ca"
    }
    async fn zone(&self) -> &str {
        "Europe/Madrid"
    }
    async fn active(&self) -> bool {
        true
    }
    async fn number(&self) -> Number {
        Number { country: "ES".into(), digits: "972123456".into(), extension: None, verified: true }
    }
    async fn manager(&self) -> Option<Person> {
        (self.id < 2).then_some(Person { id: self.id + 1 })
    }
}

struct Query;

#[Object]
impl Query {
    #[graphql(complexity = "first.max(0) as usize * child_complexity")]
    async fn persons(&self, #[graphql(default = 50)] first: i32, search: Option<String>, active: Option<bool>) -> Vec<Person> {
        let _unused = (search, active);
        (0..first).map(|id| Person { id }).collect()
    }
}

fn build() -> SchemaBuilder<Query, EmptyMutation, EmptySubscription> {
    Schema::build(Query, EmptyMutation, EmptySubscription)
}

#[derive(Clone)]
struct Nobody;

impl Session for Nobody {
    fn expires_at(&self) -> Option<DateTime<Utc>> {
        None
    }
    fn share_key(&self) -> String {
        String::new()
    }
    fn holder(&self) -> Option<String> {
        None
    }
    fn prepare(&self, request: Request) -> Request {
        request
    }
}

struct Open;

impl Gateway for Open {
    type Session = Nobody;
    async fn authenticate(&self, _: Credentials) -> Result<Nobody, Refusal> {
        Ok(Nobody)
    }
    fn revoked(&self, _: &Nobody) -> BoxFuture<'static, String> {
        Box::pin(std::future::pending())
    }
    fn admit(&self, _: Caller<'_, Nobody>, _: u64) -> Result<(), RetryAfter> {
        Ok(())
    }
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let variables = serde_json::json!({ "first": 1, "search": "ana", "active": true });
    let request = || Request::new(DOCUMENT).variables(Variables::from_json(variables.clone()));
    let tree = parse_query(DOCUMENT).unwrap();
    println!("{ROUNDS} rounds each, µs a round");

    let started = Instant::now();
    for _ in 0..ROUNDS {
        black_box(parse_query(DOCUMENT).unwrap());
    }
    report("parse alone", started);

    let started = Instant::now();
    for _ in 0..ROUNDS {
        black_box(tree.clone());
    }
    report("copy of the parsed document", started);

    for (name, mode, parsed) in [
        ("async-graphql, strict, parsing", ValidationMode::Strict, false),
        ("async-graphql, strict, parsed", ValidationMode::Strict, true),
        ("async-graphql, fast, parsed", ValidationMode::Fast, true),
    ] {
        let schema = build().validation_mode(mode).finish();
        let started = Instant::now();
        for _ in 0..ROUNDS {
            let mut request = request();
            if parsed {
                request.set_parsed_query(tree.clone());
            }
            black_box(schema.execute(request).await);
        }
        report(name, started);
    }

    let body = serde_json::json!({ "query": DOCUMENT, "variables": variables }).to_string();
    for (name, bytes) in [("the whole endpoint, documents forgotten", 0), ("the whole endpoint, documents remembered", 4 << 20)] {
        let limits = Limits { document_cache_bytes: bytes, ..Limits::default() };
        let engine = Engine::new(build, &limits).unwrap();
        let router = protocol::router(Arc::new(Protocol::new(Open, engine, limits)));
        let started = Instant::now();
        for _ in 0..ROUNDS {
            let request = http::Request::post("/graphql").header("content-type", "application/json");
            let response = router.clone().oneshot(request.body(Body::from(body.clone())).unwrap()).await.unwrap();
            assert_eq!(response.status(), 200);
            black_box(response.into_body().collect().await.unwrap());
        }
        report(name, started);
    }
}

fn report(name: &str, started: Instant) {
    println!("{:>8.1}  {name}", started.elapsed().as_secs_f64() * 1e6 / f64::from(ROUNDS));
}
