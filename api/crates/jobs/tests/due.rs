//! Claims on SQLite: what is due is given to one, comes back when its holder dies, and is not written by who comes too late. Several
//! who claim at once, and PostgreSQL, are tried by the acceptance tests.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use chrono::{DateTime, TimeDelta, Utc};
use jobs::{Claim, Due};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection,
    prelude::Uuid,
    sea_query::{Alias, Condition, Expr, ExprTrait, Query},
};

const TASKS: Due = Due::of("task");
const LEASE: TimeDelta = TimeDelta::minutes(1);

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
}

async fn database() -> DatabaseConnection {
    let mut options = ConnectOptions::new("sqlite::memory:");
    options.sqlx_logging(false).max_connections(1);
    let db = Database::connect(options).await.unwrap();
    let table = "CREATE TABLE task (id uuid_text NOT NULL PRIMARY KEY, due_at timestamp_with_timezone_text, fence bigint NOT NULL, kind text NOT NULL)";
    db.execute_unprepared(table).await.unwrap();
    db
}

async fn task(db: &DatabaseConnection, kind: &str, due_at: Option<DateTime<Utc>>) -> Uuid {
    let id = Uuid::now_v7();
    let insert = Query::insert()
        .into_table(Alias::new("task"))
        .columns(["id", "due_at", "fence", "kind"].map(Alias::new))
        .values_panic([id.into(), due_at.into(), 0.into(), kind.into()])
        .to_owned();
    db.execute(&insert).await.unwrap();
    id
}

/// Ends a task under a claim; how many rows that changed.
async fn end(db: &DatabaseConnection, claim: Claim) -> u64 {
    let update = Query::update()
        .table(Alias::new("task"))
        .value(Alias::new("due_at"), Option::<DateTime<Utc>>::None)
        .cond_where(claim.held())
        .to_owned();
    db.execute(&update).await.unwrap().rows_affected()
}

async fn claimed(db: &DatabaseConnection, now: DateTime<Utc>, most: u64) -> Vec<Uuid> {
    let mut ids: Vec<Uuid> = TASKS.claim(db, None, now, LEASE, most).await.unwrap().into_iter().map(|claim| claim.id).collect();
    ids.sort_unstable();
    ids
}

#[tokio::test]
async fn what_is_due_is_taken_up_the_longest_due_first_and_once() {
    let db = database().await;
    let [late, later, latest] = [task(&db, "a", Some(at(1))).await, task(&db, "a", Some(at(2))).await, task(&db, "a", Some(at(3))).await];
    let (_ahead, _done) = (task(&db, "a", Some(at(11))).await, task(&db, "a", None).await);

    let [first, second, third] = [claimed(&db, at(10), 2).await, claimed(&db, at(10), 2).await, claimed(&db, at(10), 2).await];

    assert_eq!([first, second, third], [vec![late, later], vec![latest], vec![]]);
}

#[tokio::test]
async fn nothing_is_taken_up_without_a_hand() {
    let db = database().await;
    task(&db, "a", Some(at(1))).await;

    assert!(claimed(&db, at(10), 0).await.is_empty());
}

#[tokio::test]
async fn what_a_dead_holder_had_is_due_again_after_the_lease_and_the_dead_one_writes_nothing() {
    let db = database().await;
    let id = task(&db, "a", Some(at(1))).await;
    let dead = TASKS.claim(&db, None, at(10), LEASE, 1).await.unwrap()[0];

    let before = TASKS.claim(&db, None, dead.until - TimeDelta::microseconds(1), LEASE, 1).await.unwrap();
    let heir = TASKS.claim(&db, None, dead.until, LEASE, 1).await.unwrap()[0];

    assert!(before.is_empty(), "{before:?}");
    assert_eq!((heir.id, heir.fence, heir.until), (id, dead.fence + 1, dead.until + LEASE));
    assert_eq!((end(&db, dead).await, end(&db, heir).await), (0, 1));
    assert_eq!(TASKS.next(&db, None).await.unwrap(), None, "it is done");
}

#[tokio::test]
async fn only_what_comes_into_question_is_taken_up_and_waited_for() {
    let db = database().await;
    let (_other, ours) = (task(&db, "b", Some(at(1))).await, task(&db, "a", Some(at(2))).await);
    let only = || Some(Condition::all().add(Expr::col(Alias::new("kind")).eq("a")));

    let next = TASKS.next(&db, only()).await.unwrap();
    let claims = TASKS.claim(&db, only(), at(10), LEASE, 5).await.unwrap();

    assert_eq!(next, Some(at(2)));
    assert_eq!(claims.into_iter().map(|claim| claim.id).collect::<Vec<_>>(), [ours]);
    assert_eq!(TASKS.next(&db, None).await.unwrap(), Some(at(1)));
}
