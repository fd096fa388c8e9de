//! Several processes look at the same reminders, and some of them die: each is called once.

use acceptance::{SOON, TestApp, on_both};
use futures_util::future::join_all;
use serde_json::json;
use switchboard::alarms::{keeper, listener::listener};
use tokio::time::timeout;

use super::desk::Desk;

/// Alarms, each of which calls a number of its own.
async fn many(desk: &Desk, count: usize) -> Vec<String> {
    let mut alarms = Vec::new();
    for place in 0..count {
        // An event has only so many.
        let event = desk.event(json!({})).await;
        alarms.push(desk.alarm(&event, json!({ "steps": [desk.call(&format!("+349721{:05}", 80_000 + place))] })).await);
    }
    alarms
}

on_both!(processes_that_look_at_once_call_each_once);
async fn processes_that_look_at_once_call_each_once(app: TestApp) {
    let desk = Desk::new(&app).await;
    many(&desk, 20).await;
    let others = [app.another_process().await, app.another_process().await];
    desk.passes("2026-11-23T07:00:00Z").await;

    let looks = [app.account(), &others[0], &others[1]].map(|account| account.remind());
    let done = join_all(looks).await;
    // What one had in hand another has passed by.
    let rest = app.remind().await;

    desk.carrier.orders(20).await;
    assert_eq!((done.iter().sum::<usize>() + rest, desk.carrier.rings_in_all()), (20, 20));
}

on_both!(however_often_whoever_looks_is_killed_each_is_called_once);
async fn however_often_whoever_looks_is_killed_each_is_called_once(app: TestApp) {
    let desk = Desk::new(&app).await;
    let alarms = many(&desk, 10).await;
    desk.passes("2026-11-23T07:00:00Z").await;

    for steps in 0..40 {
        let process = app.app().clone();
        let task = tokio::spawn(async move { keeper::once(&process, &listener()).await });
        // It comes a little further each time.
        for _ in 0..steps {
            tokio::task::yield_now().await;
        }
        task.abort();
        let _ended = task.await;
    }
    // What one held that was killed is free again once the database has heard of that.
    let rest = async {
        while desk.carrier.rings_in_all() < 10 {
            app.remind().await;
            tokio::task::yield_now().await;
        }
    };
    timeout(SOON, rest).await.expect("all are called");

    for alarm in &alarms {
        let row = &desk.reminders(alarm).await[0];
        assert_eq!((&row["status"], &row["tries"]), (&json!("IN_PROCESS"), &json!(1)), "{row:#}");
    }
    assert_eq!(desk.carrier.rings_in_all(), 10);
}
