//! Processor time of a page of 50 persons with their 250 turns of a week: the whole way through the door, against hand-written
//! SQL and JSON for the same bytes.

use std::collections::HashMap;

use acceptance::Backend;
use axum::body::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use entity::id::{AccountId, PersonId, TurnId};
use sea_orm::{
    DbBackend,
    prelude::Uuid,
    sqlx::{self, ColumnIndex, Decode, Row, Type},
};
use serde::Serialize;
use serde_json::json;
use switchboard::{db::Db, web};

use crate::{
    backends,
    door::Door,
    persons::{ask, compare},
};

const DOCUMENT: &str = "query Week($between: IntervalInput!) { persons(first: 50) { nodes {
    id name turns(between: $between) { id startsAt endsAt line standing } } } }";
const PERSONS: &str = "SELECT id, name FROM person WHERE account_id = $1 ORDER BY name, id LIMIT 51";
const TURNS: &str = "SELECT turn.person_id, turn.id, turn.starts_at, turn.ends_at, turn.line, turn.standing
    FROM turn JOIN timetable ON timetable.id = turn.timetable_id
    WHERE turn.account_id = $1 AND turn.starts_at < $2 AND turn.ends_at > $3 AND timetable.status <> 'DRAFT'
    ORDER BY turn.starts_at, turn.id";
/// Persons on the page, and in the queue at once.
const PEOPLE: usize = 50;
const LINES: usize = 10;
/// Slots of the week: five for each person.
const SLOTS: i64 = 25;

/// Measures on each database.
pub(crate) async fn measure() {
    for (name, backend) in backends() {
        on(name, backend).await;
    }
}

async fn on(name: &str, backend: Backend) {
    let door = Door::open(backend).await;
    let monday = door.app.now() + TimeDelta::days(2);
    week(&door, monday).await;
    let until = monday + TimeDelta::days(7);
    let router = web::Server::new(door.app.access().clone()).expect("a server").router();
    let variables = json!({ "between": { "startsAt": monday, "endsAt": until } });
    let body = Bytes::from(json!({ "query": DOCUMENT, "variables": variables }).to_string());
    let (db, account) = (&door.app.app().db, door.app.id);
    let ours = ask(&router, &door.token, &body).await;
    let theirs = by_hand(db, account, monday, until).await;
    assert_eq!(String::from_utf8_lossy(&ours), String::from_utf8_lossy(&theirs), "both give the same bytes");

    let what = format!("turns, {name}: 50 persons with {} turns, {} bytes", LINES as i64 * SLOTS, ours.len());
    compare(&what, async || by_hand(db, account, monday, until).await, async || ask(&router, &door.token, &body).await).await;
}

/// Slots of two hours, five a day, ten lines each; everybody has one a day.
async fn week(door: &Door, monday: DateTime<Utc>) {
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        people.push(door.app.person(&format!("Person {number:03}")).create().await);
    }
    let queue = door.app.managed_queue("support").await;
    let week = door.app.published_week(queue.id, monday).await;
    for slot in 0..SLOTS {
        let (day, of_day) = (slot / 5, slot % 5);
        let begins = monday + TimeDelta::days(day) + TimeDelta::hours(2 * of_day);
        let first = usize::try_from(of_day).expect("few slots") * LINES;
        let lines: Vec<_> = people[first..first + LINES].iter().map(Some).collect();
        week.slot(begins, 120, &lines).await;
    }
}

#[derive(Serialize)]
struct Answer {
    data: Data,
}

#[derive(Serialize)]
struct Data {
    persons: Page,
}

#[derive(Serialize)]
struct Page {
    nodes: Vec<Person>,
}

#[derive(Serialize)]
struct Person {
    id: PersonId,
    name: String,
    turns: Vec<Turn>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Turn {
    id: TurnId,
    starts_at: String,
    ends_at: String,
    line: i32,
    standing: bool,
}

type NamedPerson = (Uuid, String);
type PersonsTurn = (Uuid, Turn);

async fn by_hand(db: &Db, account: AccountId, from: DateTime<Utc>, until: DateTime<Utc>) -> Vec<u8> {
    let (persons, turns): (Vec<NamedPerson>, Vec<PersonsTurn>) = match db.backend() {
        DbBackend::Postgres => {
            let pool = db.read().get_postgres_connection_pool();
            let persons = sqlx::query(PERSONS).bind(account.0).fetch_all(pool).await.expect("rows");
            let turns = sqlx::query(TURNS).bind(account.0).bind(until).bind(from).fetch_all(pool).await.expect("rows");
            (persons.iter().map(person).collect(), turns.iter().map(turn).collect())
        }
        _ => {
            let pool = db.read().get_sqlite_connection_pool();
            let persons = sqlx::query(PERSONS).bind(account.0).fetch_all(pool).await.expect("rows");
            let turns = sqlx::query(TURNS).bind(account.0).bind(until).bind(from).fetch_all(pool).await.expect("rows");
            (persons.iter().map(person).collect(), turns.iter().map(turn).collect())
        }
    };
    let mut of_person: HashMap<Uuid, Vec<Turn>> = HashMap::new();
    for (person, turn) in turns {
        of_person.entry(person).or_default().push(turn);
    }
    let node = |(id, name): NamedPerson| Person { id: PersonId(id), name, turns: of_person.remove(&id).unwrap_or_default() };
    let nodes = persons.into_iter().take(PEOPLE).map(node).collect();
    serde_json::to_vec(&Answer { data: Data { persons: Page { nodes } } }).expect("JSON")
}

fn person<'r, R: Row>(row: &'r R) -> NamedPerson
where
    usize: ColumnIndex<R>,
    Uuid: Decode<'r, R::Database> + Type<R::Database>,
    String: Decode<'r, R::Database> + Type<R::Database>,
{
    (row.get(0), row.get(1))
}

fn turn<'r, R: Row>(row: &'r R) -> PersonsTurn
where
    usize: ColumnIndex<R>,
    Uuid: Decode<'r, R::Database> + Type<R::Database>,
    i32: Decode<'r, R::Database> + Type<R::Database>,
    bool: Decode<'r, R::Database> + Type<R::Database>,
    DateTime<Utc>: Decode<'r, R::Database> + Type<R::Database>,
{
    let turn = Turn {
        id: TurnId(row.get(1)),
        starts_at: row.get::<DateTime<Utc>, _>(2).to_rfc3339(),
        ends_at: row.get::<DateTime<Utc>, _>(3).to_rfc3339(),
        line: row.get(4),
        standing: row.get(5),
    };
    (row.get(0), turn)
}
