//! The stream of changes: complete, once, in commit order, for every reader, however often it is cut off or however slow.

mod board;
mod bursts;
mod owners;
mod socket;

use std::collections::HashSet;

use acceptance::{Backend, SOON, TestApp, on_both, run};
use chrono::TimeDelta;
use entity::{
    id::{AccountId, PersonId},
    stored::{ChangeKind, Role, Topic},
};
use futures_util::{FutureExt, StreamExt};
use rand::{Rng, SeedableRng, rngs::StdRng};
use sea_orm::prelude::Uuid;
use serde_json::{Value, json};
use socket::Door;
use switchboard::{
    app::App,
    live::{
        Position,
        outbox::{News, publish},
        stream,
    },
};

const PERSONS: &str = "subscription ($after: LiveCursor) { personChanged(after: $after) { cursor nodeId } }";

/// What a subscriber gets of a change: its cursor and what it is about.
type Told = (String, String);

fn told(event: &Value) -> Told {
    let text = |name: &str| event["personChanged"][name].as_str().expect("a text").to_owned();
    (text("cursor"), text("nodeId"))
}

/// News of `count` changes, each of another person.
fn news(app: &App, account: AccountId, count: usize) -> Vec<News> {
    let now = app.clock.now();
    (0..count).map(|_| News::new(account, now, Topic::Person, ChangeKind::Updated, Uuid::now_v7())).collect()
}

/// News of that person.
fn of_person(app: &TestApp, person: PersonId) -> News {
    News::new(app.id, app.now(), Topic::Person, ChangeKind::Updated, person.0)
}

/// Where the stream stands now.
async fn cursor(app: &TestApp) -> String {
    let answer = app.as_role(Role::Viewer).await.query("{ liveCursor }", json!({})).await;
    answer["liveCursor"].as_str().expect("a cursor").to_owned()
}

async fn commit(app: &App, news: Vec<News>) {
    let tx = app.db.begin().await.expect("a transaction");
    publish(&tx, news).await.expect("news are written");
    tx.commit().await.expect("news are kept");
}

/// Commits some hundred transactions of one to four changes, and lets every fifth fail. Tells what was committed, in order.
async fn write(app: App, account: AccountId, seed: u64) -> Vec<String> {
    let mut dice = StdRng::seed_from_u64(seed);
    let mut committed = Vec::new();
    for _ in 0..250 {
        let news = news(&app, account, dice.random_range(1..=4));
        if dice.random_range(0..5) == 0 {
            let tx = app.db.begin().await.expect("a transaction");
            publish(&tx, news).await.expect("news are written");
            continue; // dropped, and with it what it wrote
        }
        committed.extend(news.iter().map(|news| PersonId(news.node_id).to_string()));
        commit(&app, news).await;
        if dice.random_range(0..8) == 0 {
            tokio::task::yield_now().await;
        }
    }
    committed
}

/// The whole stream after `cursor`, as the database has it.
async fn log(app: &App, cursor: &str) -> Vec<Told> {
    let live = &app.live;
    let after = live.position(cursor).expect("a cursor of ours");
    let changes = live.log().after(after, 100_000).await.expect("the outbox is read");
    changes.iter().map(|change| (live.cursor(change.position), PersonId(change.node_id).to_string())).collect()
}

/// Reads after `cursor` until `last`, and is cut off at random. Tells what it got, and how often it was cut off.
async fn read_cut(door: Door, mut cursor: String, last: PersonId, seed: u64) -> (Vec<Told>, usize) {
    let mut dice = StdRng::seed_from_u64(seed);
    let (mut received, mut cuts) = (Vec::new(), 0);
    loop {
        let mut socket = door.subscribe(PERSONS, json!({ "after": cursor })).await;
        for _ in 0..dice.random_range(1..=100) {
            let event = told(&socket.next().await);
            let done = event.1 == last.to_string();
            cursor.clone_from(&event.0);
            received.push(event);
            if done {
                return (received, cuts);
            }
        }
        cuts += 1;
    }
}

on_both!(a_subscriber_cut_off_at_random_gets_every_change_once_in_commit_order);
async fn a_subscriber_cut_off_at_random_gets_every_change_once_in_commit_order(app: TestApp) {
    let other = app.another_process().await;
    let (here, there) = (app.app().clone(), other.access().app().clone());
    let doors = [Door::open(&app).await, Door::open(&other).await];
    let start = cursor(&app).await;
    let last = PersonId::new();

    let writers: Vec<_> =
        [&here, &there, &here, &there].into_iter().zip(0..).map(|(app, seed)| write(app.clone(), other.id, seed)).collect();
    let writers: Vec<_> = writers.into_iter().map(tokio::spawn).collect();
    // Two at each process, all with the same subscription.
    let readers: Vec<_> = (0..4).map(|seed| tokio::spawn(read_cut(doors[seed % 2].clone(), start.clone(), last, seed as u64))).collect();
    let mut written = Vec::new();
    for writer in writers {
        written.push(writer.await.expect("a writer"));
    }
    commit(&here, vec![of_person(&app, last)]).await;

    let log = log(&here, &start).await;
    assert_eq!(log.len(), written.iter().map(Vec::len).sum::<usize>() + 1, "what failed left nothing, what was committed is there");
    for committed in &written {
        let theirs: HashSet<&String> = committed.iter().collect();
        let order: Vec<&String> = log.iter().map(|(_, id)| id).filter(|id| theirs.contains(id)).collect();
        assert_eq!(order, committed.iter().collect::<Vec<_>>(), "what one writer committed is in the order it did");
    }
    for reader in readers {
        let (received, cuts) = reader.await.expect("a reader");
        assert!(cuts > 20, "cut off {cuts} times");
        assert_eq!(received, log);
    }
}

#[test]
fn a_transaction_still_open_is_not_passed() {
    // SQLite has one writer: nothing can be committed beside it.
    if let Some(backend) = Backend::postgres() {
        run(backend, still_open);
    }
}

async fn still_open(app: TestApp) {
    let viewer = app.as_role(Role::Viewer).await;
    let start = cursor(&app).await;
    let [first, second, third] = [PersonId::new(), PersonId::new(), PersonId::new()];
    let mut reader = viewer.subscribe(PERSONS, json!({ "after": start })).await;

    let open = app.app().db.begin().await.expect("a transaction");
    publish(&open, vec![of_person(&app, first)]).await.expect("news are written");
    commit(app.app(), vec![of_person(&app, second)]).await;
    let before = told(&reader.next_within(SOON).await);
    open.commit().await.expect("news are kept");
    let after = told(&reader.next_within(SOON).await);
    commit(app.app(), vec![of_person(&app, third)]).await;

    // The second was true first. It waits for nobody, and the first is not skipped for it.
    assert_eq!([before.1.clone(), after.1.clone()], [second.to_string(), first.to_string()]);
    let other = app.another_process().await.as_role(Role::Viewer).await;
    let mut late = other.subscribe(PERSONS, json!({ "after": start })).await;
    let mut between = other.subscribe(PERSONS, json!({ "after": before.0 })).await;
    assert_eq!(told(&late.next_within(SOON).await), before, "who reads later reads the same");
    assert_eq!(told(&late.next_within(SOON).await), after);
    assert_eq!(told(&between.next_within(SOON).await), after, "a cursor between them loses neither");
    assert_eq!(told(&between.next_within(SOON).await).1, third.to_string());
}

on_both!(who_has_been_away_too_long_is_told_so_and_nobody_else);
async fn who_has_been_away_too_long_is_told_so_and_nobody_else(app: TestApp) {
    let away = cursor(&app).await;
    commit(app.app(), news(app.app(), app.id, 3)).await;
    app.app().live.catch_up().await.expect("the outbox is read");
    let present = cursor(&app).await;
    app.clock.advance(TimeDelta::hours(1));

    let pruned = app.app().live.log().prune(app.now()).await.expect("the outbox is pruned");
    // Begun after that, it has nothing in memory.
    let other = app.another_process().await;
    let viewer = other.as_role(Role::Viewer).await;
    let door = Door::open(&other).await;
    let mut expired = viewer.subscribe(PERSONS, json!({ "after": away })).await;
    let mut goes_on = viewer.subscribe(PERSONS, json!({ "after": present })).await;
    let next = PersonId::new();
    commit(app.app(), vec![of_person(&app, next)]).await;

    assert_eq!(pruned, 3);
    assert_eq!(expired.error_within(SOON).await.code, "CURSOR_EXPIRED");
    assert_eq!(door.subscribe(PERSONS, json!({ "after": away })).await.error().await, "CURSOR_EXPIRED");
    assert_eq!(told(&goes_on.next_within(SOON).await).1, next.to_string(), "places go on after everything was pruned");
    assert_eq!(told(&door.subscribe(PERSONS, json!({ "after": present })).await.next().await).1, next.to_string());
}

on_both!(a_cursor_that_is_none_of_ours_is_refused_with_its_code);
async fn a_cursor_that_is_none_of_ours_is_refused_with_its_code(app: TestApp) {
    let ours = cursor(&app).await;
    let foreign = switchboard::live::cursor::encode(Uuid::now_v7(), Position(1));
    let door = Door::open(&app).await;

    let table = [
        (String::new(), "CURSOR_INVALID"),
        ("17".to_owned(), "CURSOR_INVALID"),
        (ours[1..].to_owned(), "CURSOR_INVALID"),
        (format!("{ours}AAAA"), "CURSOR_INVALID"),
        ("🐦".to_owned(), "CURSOR_INVALID"),
        // Of a database that was put back from a copy, or another: to begin again is the remedy.
        (foreign, "CURSOR_EXPIRED"),
    ];
    for (after, code) in table {
        let refused = door.subscribe(PERSONS, json!({ "after": after })).await.error().await;

        assert_eq!(refused, code, "{after}");
    }
}

on_both!(a_slow_reader_gets_everything_also_what_memory_no_longer_holds);
async fn a_slow_reader_gets_everything_also_what_memory_no_longer_holds(app: TestApp) {
    // More than the hub keeps in memory: whoever has not read it by then reads it from the database.
    const CHANGES: usize = 17_000;
    let live = app.app().live.clone();
    let start = cursor(&app).await;
    let mut slow = Box::pin(stream::changes(live.clone(), live.position(&start).expect("a cursor"), None, |_| true));
    commit(app.app(), news(app.app(), app.id, 300)).await;
    let mut received = Vec::new();
    for _ in 0..10 {
        received.extend(slow.next().await);
    }

    for _ in 0..17 {
        commit(app.app(), news(app.app(), app.id, CHANGES / 17)).await;
    }
    let log = live.log().after(live.position(&start).expect("a cursor"), 100_000).await.expect("the outbox is read");
    let newest = log.last().expect("a change").position;
    tokio::time::timeout(SOON, live.past(Position(newest.0 - 1))).await.expect("the hub has read it all");
    while received.len() < log.len() {
        received.extend(tokio::time::timeout(SOON, slow.next()).await.expect("the next comes"));
    }

    assert_eq!(log.len(), CHANGES + 300);
    let received: Vec<_> = received.into_iter().map(|change| change.expect("a change").position).collect();
    assert_eq!(received, log.iter().map(|change| change.position).collect::<Vec<_>>());
    assert!(slow.next().now_or_never().is_none(), "and then nothing more");
}
