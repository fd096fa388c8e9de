//! Counting what the database is asked.
//!
//! SeaORM opens a tracing span for each statement. A test runs on one thread, so a subscriber of that thread sees its
//! statements and no other test's. Tasks that run beside the test, such as the hub, are marked and not counted.

use std::{
    cell::Cell,
    future::Future,
    pin::Pin,
    sync::{Arc, LazyLock, Mutex, PoisonError},
    task::{Context, Poll},
};

use tracing::{
    Dispatch, Event, Metadata, Subscriber,
    span::{Attributes, Id, Record},
    subscriber::Interest,
};

thread_local! {
    static BESIDE: Cell<bool> = const { Cell::new(false) };
}

/// Runs `future` without counting its statements.
pub(crate) fn beside<F: Future>(future: F) -> impl Future<Output = F::Output> {
    Beside(Box::pin(future))
}

struct Beside<F>(Pin<Box<F>>);

impl<F: Future> Future for Beside<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        BESIDE.set(true);
        let outcome = self.0.as_mut().poll(cx);
        BESIDE.set(false);
        outcome
    }
}

/// Names of the calls by which the database was asked during `work`, in order.
pub(crate) async fn during<T>(work: impl Future<Output = T>) -> (T, Vec<&'static str>) {
    // While there is only one subscriber in the process, what a callsite is worth is asked of whichever thread comes by, and kept for all:
    // one that has none would silence it for the others. With two that stay, all are asked.
    static STAY: LazyLock<[Dispatch; 2]> = LazyLock::new(|| [(); 2].map(|()| Dispatch::new(Counter(Arc::default()))));
    LazyLock::force(&STAY);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let guard = tracing::subscriber::set_default(Counter(Arc::clone(&seen)));
    let outcome = work.await;
    drop(guard);
    let statements = std::mem::take(&mut *seen.lock().unwrap_or_else(PoisonError::into_inner));
    (outcome, statements)
}

/// Spans of statements: those of the pools, and those of transactions, which have names of their own.
const POOLED: [&str; 5] = ["execute", "execute_unprepared", "query_one", "query_all", "stream"];
const IN_TRANSACTION: [&str; 7] = ["begin", "commit", "execute_raw", "execute_unprepared", "query_one_raw", "query_all_raw", "stream_raw"];

struct Counter(Arc<Mutex<Vec<&'static str>>>);

fn is_statement(span: &Metadata<'_>) -> bool {
    let names: &[&str] = match span.target() {
        target if target.starts_with("sea_orm::driver::") => &POOLED,
        "sea_orm::database::transaction" => &IN_TRANSACTION,
        _ => return false,
    };
    names.contains(&span.name())
}

impl Subscriber for Counter {
    fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
        // Asked each time: what one thread counts is nothing to the others.
        Interest::sometimes()
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_span() && is_statement(metadata)
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        if !BESIDE.get() {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(span.metadata().name());
        }
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}
