//! Processor time of a page of 50 contacts deep in 200 000: the whole way through the door, against hand-written SQL and JSON for
//! the same bytes, which also goes by a key.

use acceptance::Backend;
use axum::body::Bytes;
use chrono::{DateTime, Utc};
use entity::{
    contact,
    id::{AccountId, ContactId},
    stored::TimeZoneSource,
};
use sea_orm::{
    DbBackend, EntityTrait, IntoActiveModel,
    prelude::Uuid,
    sqlx::{self, ColumnIndex, Decode, Row, Type, types::Json},
};
use serde::Serialize;
use serde_json::json;
use switchboard::{db::Db, web};

use crate::{
    backends,
    door::Door,
    persons::{ask, compare},
};

const DOCUMENT: &str = "query Contacts($after: String) { contacts(first: 50, after: $after) { nodes {
    id number name metadata timeZone timeZoneSource doNotCallSince doNotCallReason createdAt updatedAt } pageInfo { hasNextPage } } }";
const SQL: &str =
    "SELECT id, number, name, metadata, time_zone, time_zone_source, do_not_call_at, do_not_call_reason, created_at, updated_at
    FROM contact WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT 51";
const CONTACTS: usize = 200_000;
const DEPTH: usize = 150_000;

/// Measures on each database.
pub(crate) async fn measure() {
    for (name, backend) in backends() {
        on(name, backend).await;
    }
}

async fn on(name: &str, backend: Backend) {
    let door = Door::open(backend).await;
    let before = fill(&door).await;
    let router = web::Server::new(door.app.access().clone()).expect("a server").router();
    let (db, account) = (&door.app.app().db, door.app.id);
    let first =
        json!({ "query": "query ($first: Int!, $after: String) { contacts(first: $first, after: $after) { pageInfo { endCursor } } }" });
    let mut after = serde_json::Value::Null;
    for _ in 0..DEPTH / 200 {
        let mut page = first.clone();
        page["variables"] = json!({ "first": 200, "after": after });
        let answer = ask(&router, &door.token, &Bytes::from(page.to_string())).await;
        after = serde_json::from_slice::<serde_json::Value>(&answer).expect("JSON")["data"]["contacts"]["pageInfo"]["endCursor"].take();
    }
    let body = Bytes::from(json!({ "query": DOCUMENT, "variables": { "after": after } }).to_string());
    let ours = ask(&router, &door.token, &body).await;
    let theirs = by_hand(db, account, before).await;
    assert_eq!(String::from_utf8_lossy(&ours), String::from_utf8_lossy(&theirs), "both give the same bytes");

    let what = format!("contacts, {name}: a page of 50 after {DEPTH} of {CONTACTS}, {} bytes", ours.len());
    compare(&what, async || by_hand(db, account, before).await, async || ask(&router, &door.token, &body).await).await;
}

/// Writes the contacts; told is the last before the page.
async fn fill(door: &Door) -> ContactId {
    let rows: Vec<contact::Model> = (0..CONTACTS).map(|number| row(door, number)).collect();
    let before = rows[DEPTH - 1].id;
    let tx = door.app.app().db.begin().await.expect("a transaction");
    for piece in rows.chunks(1_000) {
        let piece = piece.iter().cloned().map(IntoActiveModel::into_active_model);
        contact::Entity::insert_many(piece).exec_without_returning(&*tx).await.expect("contacts");
    }
    tx.commit().await.expect("they are kept");
    before
}

fn row(door: &Door, number: usize) -> contact::Model {
    let name = format!("Contact {number:06}");
    contact::Model {
        id: ContactId::new(),
        account_id: door.app.id,
        number: format!("+855{number:09}"),
        name_folded: name.to_lowercase(),
        name,
        metadata: json!({ "age": number % 90, "city": "Kampot" }),
        time_zone: Some("Asia/Phnom_Penh".to_owned()),
        time_zone_source: Some(TimeZoneSource::Number),
        do_not_call_at: None,
        do_not_call_reason: None,
        created_at: door.app.now(),
        updated_at: door.app.now(),
    }
}

#[derive(Serialize)]
struct Answer<'a> {
    data: Data<'a>,
}

#[derive(Serialize)]
struct Data<'a> {
    contacts: Page<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Page<'a> {
    nodes: &'a [Contact],
    page_info: PageInfo,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PageInfo {
    has_next_page: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Contact {
    id: ContactId,
    number: String,
    name: Option<String>,
    metadata: serde_json::Value,
    time_zone: Option<String>,
    time_zone_source: Option<String>,
    do_not_call_since: Option<String>,
    do_not_call_reason: Option<String>,
    created_at: String,
    updated_at: String,
}

async fn by_hand(db: &Db, account: AccountId, after: ContactId) -> Vec<u8> {
    let contacts: Vec<Contact> = match db.backend() {
        DbBackend::Postgres => {
            let query = sqlx::query(SQL).bind(account.0).bind(after.0);
            query.fetch_all(db.read().get_postgres_connection_pool()).await.expect("rows").iter().map(contact).collect()
        }
        _ => {
            let query = sqlx::query(SQL).bind(account.0).bind(after.0);
            query.fetch_all(db.read().get_sqlite_connection_pool()).await.expect("rows").iter().map(contact).collect()
        }
    };
    let nodes = &contacts[..contacts.len().min(50)];
    let page = Page { nodes, page_info: PageInfo { has_next_page: contacts.len() > 50 } };
    serde_json::to_vec(&Answer { data: Data { contacts: page } }).expect("JSON")
}

fn contact<'r, R: Row>(row: &'r R) -> Contact
where
    usize: ColumnIndex<R>,
    Uuid: Decode<'r, R::Database> + Type<R::Database>,
    String: Decode<'r, R::Database> + Type<R::Database>,
    Option<String>: Decode<'r, R::Database> + Type<R::Database>,
    Json<serde_json::Value>: Decode<'r, R::Database> + Type<R::Database>,
    DateTime<Utc>: Decode<'r, R::Database> + Type<R::Database>,
    Option<DateTime<Utc>>: Decode<'r, R::Database> + Type<R::Database>,
{
    let name: String = row.get(2);
    Contact {
        id: ContactId(row.get(0)),
        number: row.get(1),
        name: (!name.is_empty()).then_some(name),
        metadata: row.get::<Json<serde_json::Value>, _>(3).0,
        time_zone: row.get(4),
        time_zone_source: row.get(5),
        do_not_call_since: row.get::<Option<DateTime<Utc>>, _>(6).map(|at| at.to_rfc3339()),
        do_not_call_reason: row.get(7),
        created_at: row.get::<DateTime<Utc>, _>(8).to_rfc3339(),
        updated_at: row.get::<DateTime<Utc>, _>(9).to_rfc3339(),
    }
}
