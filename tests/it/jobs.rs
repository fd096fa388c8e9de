//! Due work claimed by several at once, on both databases: each row is one's, comes back when its holder dies, and is not written by
//! who comes too late.

use std::collections::BTreeSet;

use acceptance::{TestApp, on_both};
use chrono::TimeDelta;
use jobs::{Claim, Due};
use sea_orm::{
    ConnectionTrait, DbBackend,
    prelude::Uuid,
    sea_query::{Alias, Query},
};
use switchboard::app::App;

const TASKS: Due = Due::of("task");
const LEASE: TimeDelta = TimeDelta::minutes(1);

/// So many tasks that are due now.
async fn tasks(app: &TestApp, count: usize) {
    let tx = app.app().db.begin().await.expect("a transaction");
    let types = match tx.get_database_backend() {
        DbBackend::Postgres => ["uuid", "timestamp with time zone"],
        _ => ["uuid_text", "timestamp_with_timezone_text"],
    };
    let [id, due_at] = types;
    let table = format!("CREATE TABLE task (id {id} NOT NULL PRIMARY KEY, due_at {due_at}, fence bigint NOT NULL)");
    tx.execute_unprepared(&table).await.expect("a table");
    for _ in 0..count {
        let insert = Query::insert()
            .into_table(Alias::new("task"))
            .columns(["id", "due_at", "fence"].map(Alias::new))
            .values_panic([Uuid::now_v7().into(), app.now().into(), 0.into()])
            .to_owned();
        tx.execute(&insert).await.expect("a task");
    }
    tx.commit().await.expect("a commit");
}

async fn claim(app: &App, most: u64) -> Vec<Claim> {
    let tx = app.db.begin().await.expect("a transaction");
    let claims = TASKS.claim(&*tx, None, app.clock.now(), LEASE, most).await.expect("a claim");
    tx.commit().await.expect("a commit");
    claims
}

/// Takes a task out of what is due; how many rows that changed.
async fn end(app: &App, claim: Claim) -> u64 {
    let tx = app.db.begin().await.expect("a transaction");
    let update = Query::update()
        .table(Alias::new("task"))
        .value(Alias::new("due_at"), Option::<chrono::DateTime<chrono::Utc>>::None)
        .cond_where(claim.held())
        .to_owned();
    let changed = tx.execute(&update).await.expect("a write").rows_affected();
    tx.commit().await.expect("a commit");
    changed
}

on_both!(of_several_who_claim_at_once_each_gets_other_rows);
async fn of_several_who_claim_at_once_each_gets_other_rows(app: TestApp) {
    tasks(&app, 60).await;
    let other = app.another_process().await;
    let taken = async |app: &App| {
        let mut taken = Vec::new();
        loop {
            let claims = claim(app, 3).await;
            if claims.is_empty() {
                return taken;
            }
            taken.extend(claims.into_iter().map(|claim| claim.id));
        }
    };

    let (one, two, three) = tokio::join!(taken(app.app()), taken(app.app()), taken(other.app_behind()));

    let all: Vec<Uuid> = [one, two, three].concat();
    let distinct: BTreeSet<Uuid> = all.iter().copied().collect();
    assert_eq!((all.len(), distinct.len()), (60, 60));
}

on_both!(who_claims_passes_by_what_another_is_just_claiming);
async fn who_claims_passes_by_what_another_is_just_claiming(app: TestApp) {
    if app.app().db.backend() != DbBackend::Postgres {
        // One writer: there is no at once.
        return;
    }
    tasks(&app, 2).await;
    let tx = app.app().db.begin().await.expect("a transaction");
    let first = TASKS.claim(&*tx, None, app.now(), LEASE, 1).await.expect("a claim");

    let second = claim(app.app(), 2).await;
    tx.commit().await.expect("a commit");

    assert_eq!((first.len(), second.len()), (1, 1));
    assert_ne!(first[0].id, second[0].id);
}

on_both!(what_a_dead_holder_had_comes_back_after_its_lease_and_the_stale_holder_writes_nothing);
async fn what_a_dead_holder_had_comes_back_after_its_lease_and_the_stale_holder_writes_nothing(app: TestApp) {
    tasks(&app, 1).await;
    let dead = claim(app.app(), 1).await[0];

    app.clock.advance(LEASE - TimeDelta::seconds(1));
    let early = claim(app.app(), 1).await;
    app.clock.advance(TimeDelta::seconds(1));
    let heir = claim(app.app(), 1).await[0];

    assert!(early.is_empty(), "{early:?}");
    assert_eq!((heir.id, heir.fence), (dead.id, dead.fence + 1));
    assert_eq!((end(app.app(), dead).await, end(app.app(), heir).await), (0, 1));
}
