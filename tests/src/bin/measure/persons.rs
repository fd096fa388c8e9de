//! Processor time of a page of 50 persons: the whole way through the door, against hand-written SQL and JSON.
//!
//! Both read by the same pool in the same process, and their bytes are compared. The database's own time is counted on
//! SQLite, which runs in the process, and not on PostgreSQL, which does not; for both sides alike.

use std::{fmt::Write as _, time::Instant};

use acceptance::Backend;
use axum::{
    Router,
    body::{Body, Bytes},
    http::Request,
};
use chrono::{DateTime, Utc};
use entity::id::{AccountId, PersonId};
use http_body_util::BodyExt;
use sea_orm::{
    DbBackend,
    prelude::Uuid,
    sqlx::{self, ColumnIndex, Decode, Row, Type, types::Json},
};
use serde::Serialize;
use serde_json::json;
use switchboard::{db::Db, web};
use tower::ServiceExt;

use crate::{backends, door::Door, process};

const DOCUMENT: &str = "query Persons { persons(first: 50) { nodes {
    id name email extension phoneNumbers colour groups timeZone active createdAt updatedAt } pageInfo { hasNextPage } } }";
const SQL: &str = "SELECT id, name, email, extension, phone_numbers, colour, groups, time_zone, active, created_at, updated_at
    FROM person WHERE account_id = $1 ORDER BY name, id LIMIT 51";
const PERSONS: u32 = 200;
const ROUNDS: u32 = 4_000;

/// Measures on each database.
pub(crate) async fn measure() {
    for (name, backend) in backends() {
        on(name, backend).await;
    }
}

async fn on(name: &str, backend: Backend) {
    let door = Door::open(backend).await;
    for number in 0..PERSONS {
        door.app
            .person(&format!("Person {number:03}"))
            .email(&format!("person{number}@example.org"))
            .extension(&format!("{}", 1_000 + number))
            .phone_numbers(&["+34972183386", "+34972183387"])
            .colour("#1a7f37")
            .groups(&["invoices", "supply"])
            .time_zone("Europe/Madrid")
            .create()
            .await;
    }
    let router = web::Server::new(door.app.access().clone()).expect("a server").router();
    let body = Bytes::from(json!({ "query": DOCUMENT }).to_string());
    let (db, account) = (&door.app.app().db, door.app.id);
    let ours = ask(&router, &door.token, &body).await;
    assert_eq!(ours, by_hand(db, account).await, "both give the same bytes");

    let what = format!("persons, {name}: a page of 50, {} bytes", ours.len());
    compare(&what, async || by_hand(db, account).await, async || ask(&router, &door.token, &body).await).await;
}

/// Times a round of each, and tells how much more the second takes.
pub(crate) async fn compare(what: &str, by_hand: impl AsyncFnMut() -> Vec<u8>, through_the_door: impl AsyncFnMut() -> Vec<u8>) {
    let bare = timed(by_hand).await;
    let whole = timed(through_the_door).await;
    let mut text = format!("{what}, {ROUNDS} times\n");
    for (what, cost) in [("by hand", &bare), ("through the door", &whole)] {
        let _ = writeln!(text, "{:>8.0}  µs of processor, {:.0} µs in all: {what}", cost.processor, cost.elapsed);
    }
    println!("{text}{:>8.2}  times as much processor (bar: 2)", whole.processor / bare.processor);
}

struct Cost {
    processor: f64,
    elapsed: f64,
}

/// Microseconds of one round.
async fn timed(mut round: impl AsyncFnMut() -> Vec<u8>) -> Cost {
    for _ in 0..ROUNDS / 10 {
        round().await;
    }
    let (cpu, started) = (process::processor(), Instant::now());
    for _ in 0..ROUNDS {
        round().await;
    }
    let each = |seconds: f64| seconds * 1e6 / f64::from(ROUNDS);
    Cost { processor: each((process::processor() - cpu).as_secs_f64()), elapsed: each(started.elapsed().as_secs_f64()) }
}

/// The bytes of an answer.
pub(crate) async fn ask(router: &Router, token: &str, body: &Bytes) -> Vec<u8> {
    let request = Request::post("/graphql")
        .header("content-type", "application/json")
        .header("accept", "application/graphql-response+json")
        .header("authorization", format!("Bearer {token}"))
        .body(Body::from(body.clone()))
        .expect("a request");
    let response = router.clone().oneshot(request).await.expect("an answer");
    response.into_body().collect().await.expect("its bytes").to_bytes().to_vec()
}

#[derive(Serialize)]
struct Answer<'a> {
    data: Data<'a>,
}

#[derive(Serialize)]
struct Data<'a> {
    persons: Page<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Page<'a> {
    nodes: &'a [Person],
    page_info: PageInfo,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PageInfo {
    has_next_page: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Person {
    id: PersonId,
    name: String,
    email: Option<String>,
    extension: Option<String>,
    phone_numbers: Vec<String>,
    colour: Option<String>,
    groups: Vec<String>,
    time_zone: Option<String>,
    active: bool,
    created_at: String,
    updated_at: String,
}

async fn by_hand(db: &Db, account: AccountId) -> Vec<u8> {
    let persons: Vec<Person> = match db.backend() {
        DbBackend::Postgres => {
            let rows = sqlx::query(SQL).bind(account.0).fetch_all(db.read().get_postgres_connection_pool()).await.expect("rows");
            rows.iter().map(person).collect()
        }
        _ => {
            let rows = sqlx::query(SQL).bind(account.0).fetch_all(db.read().get_sqlite_connection_pool()).await.expect("rows");
            rows.iter().map(person).collect()
        }
    };
    let nodes = &persons[..persons.len().min(50)];
    let page = Page { nodes, page_info: PageInfo { has_next_page: persons.len() > 50 } };
    serde_json::to_vec(&Answer { data: Data { persons: page } }).expect("JSON")
}

fn person<'r, R: Row>(row: &'r R) -> Person
where
    usize: ColumnIndex<R>,
    Uuid: Decode<'r, R::Database> + Type<R::Database>,
    String: Decode<'r, R::Database> + Type<R::Database>,
    Option<String>: Decode<'r, R::Database> + Type<R::Database>,
    Json<Vec<String>>: Decode<'r, R::Database> + Type<R::Database>,
    bool: Decode<'r, R::Database> + Type<R::Database>,
    DateTime<Utc>: Decode<'r, R::Database> + Type<R::Database>,
{
    Person {
        id: PersonId(row.get(0)),
        name: row.get(1),
        email: row.get(2),
        extension: row.get(3),
        phone_numbers: row.get::<Json<_>, _>(4).0,
        colour: row.get(5),
        groups: row.get::<Json<_>, _>(6).0,
        time_zone: row.get(7),
        active: row.get(8),
        created_at: row.get::<DateTime<Utc>, _>(9).to_rfc3339(),
        updated_at: row.get::<DateTime<Utc>, _>(10).to_rfc3339(),
    }
}
