//! Subscriptions shared: one change to thousands of identical subscriptions is executed once and serialised once.
//!
//! Identical means: same [`share_key`](crate::Session::share_key), same operation whatever its spaces, names of fragments
//! and cursor, same variables but for the cursor. The first subscriber starts one execution, whose responses go into a
//! bounded [`ring`](ring::Ring) with their positions in the application's log; each subscriber is a
//! [`Follower`](follower::Follower) that reads on from its own position. Who is behind the ring (resuming, or slow to read)
//! catches up by an execution of its own, bounded by where the ring begins, and then follows the ring: no gap, no repeat,
//! no reorder, and no queue per subscriber. The execution ends with its last subscriber.
//!
//! A subscription takes part if its root field has the argument `after` and the endpoint was given
//! [`Positions`](crate::Positions); its resolver then keeps to the [`LiveWindow`] in the request's data.

pub(crate) mod follower;
mod ring;
mod window;

use std::{
    collections::HashMap,
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker, ready},
};

use async_graphql::Response;
use axum::extract::ws::Utf8Bytes;
use futures_util::{StreamExt, stream::BoxStream};
use metrics::Counter;
use tokio_util::sync::CancellationToken;

pub use window::{CursorError, LiveWindow, PositionSink, Positions};

use crate::{
    Fault, Limits, RequestId,
    metering::{self, Present},
    protocol::{internal, panicked},
    response,
};
use ring::{Read, Ring};

/// What makes two subscriptions one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(crate) share: String,
    pub(crate) operation: String,
    pub(crate) variables: String,
}

/// All feeds of an endpoint.
pub(crate) struct Feeds {
    live: Mutex<HashMap<Key, Live>>,
    entries: usize,
    bytes: usize,
}

struct Live {
    feed: Arc<Feed>,
    followers: usize,
}

impl Feeds {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self { live: Mutex::default(), entries: limits.feed_entries, bytes: limits.feed_bytes }
    }

    /// Joins the feed of this key; where there is none, begins one at `head` by `execute`.
    ///
    /// # Errors
    /// Those of `execute`.
    fn join(
        self: &Arc<Self>,
        key: Key,
        head: u64,
        execute: impl FnOnce(LiveWindow) -> Result<BoxStream<'static, Response>, Fault>,
    ) -> Result<Arc<Feed>, Fault> {
        let mut live = lock(&self.live);
        if let Some(known) = live.get_mut(&key) {
            known.followers += 1;
            return Ok(Arc::clone(&known.feed));
        }
        let positions = PositionSink::default();
        let responses = execute(LiveWindow { after: Some(head), until: None, positions: positions.clone() })?;
        let feed = Arc::new(Feed {
            key: key.clone(),
            state: Mutex::new(State { ring: Ring::new(head, self.entries, self.bytes), end: None, waiting: Vec::new(), free: Vec::new() }),
            stop: CancellationToken::new(),
            deliveries: metering::deliveries(),
            _counted: Present::feed(),
        });
        live.insert(key, Live { feed: Arc::clone(&feed), followers: 1 });
        tokio::spawn(run(Arc::clone(self), Arc::clone(&feed), responses, positions));
        Ok(feed)
    }

    /// A follower less. The last one ends the execution.
    fn leave(&self, feed: &Arc<Feed>) {
        let mut live = lock(&self.live);
        let Some(known) = live.get_mut(&feed.key).filter(|known| Arc::ptr_eq(&known.feed, feed)) else {
            return; // it ended by itself
        };
        known.followers -= 1;
        if known.followers == 0 {
            live.remove(&feed.key);
            feed.stop.cancel();
        }
    }

    /// Nobody joins a feed that ended.
    fn forget(&self, feed: &Arc<Feed>) {
        let mut live = lock(&self.live);
        if live.get(&feed.key).is_some_and(|known| Arc::ptr_eq(&known.feed, feed)) {
            live.remove(&feed.key);
        }
    }
}

/// One shared execution and what it gave lately.
struct Feed {
    key: Key,
    state: Mutex<State>,
    stop: CancellationToken,
    deliveries: Counter,
    _counted: Present,
}

struct State {
    ring: Ring,
    end: Option<End>,
    /// Who waits for the next entry, by place. A follower has one place, so wakers cannot pile up.
    waiting: Vec<Option<Waker>>,
    free: Vec<usize>,
}

/// How a feed ended, for all who follow it.
#[derive(Debug, Clone)]
enum End {
    Complete,
    /// An array of errors, as JSON.
    Error(Arc<str>),
}

impl Feed {
    fn place(&self) -> usize {
        let mut state = lock(&self.state);
        state.free.pop().unwrap_or_else(|| {
            state.waiting.push(None);
            state.waiting.len() - 1
        })
    }

    fn give_back(&self, place: usize) {
        let mut state = lock(&self.state);
        state.waiting[place] = None;
        state.free.push(place);
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        let wakers: Vec<Waker> = {
            let mut state = lock(&self.state);
            change(&mut state);
            state.waiting.iter_mut().filter_map(Option::take).collect()
        };
        // Outside the lock: who is woken comes for it.
        wakers.into_iter().for_each(Waker::wake);
    }
}

/// Runs a feed's execution until it ends or nobody is left.
async fn run(feeds: Arc<Feeds>, feed: Arc<Feed>, responses: BoxStream<'static, Response>, positions: PositionSink) {
    let id = RequestId::fresh();
    let mut responses = Results::new(responses, positions, id);
    let executions = metering::executions("change");
    let end = loop {
        let result = tokio::select! {
            () = feed.stop.cancelled() => return,
            result = responses.next() => result,
        };
        match result {
            Some(Ok((position, payload))) => {
                executions.increment(1);
                let mut pushed = Ok(());
                feed.change(|state| pushed = state.ring.push(position, payload));
                if let Err(previous) = pushed {
                    break End::Error(responses.unordered(previous, position));
                }
            }
            Some(Err(errors)) => break End::Error(errors),
            None => break End::Complete,
        }
    };
    feeds.forget(&feed);
    feed.change(|state| state.end = Some(end));
}

/// An event with its position, written down; or the array of errors that ends the subscription.
type Delivery = Result<(u64, Utf8Bytes), Arc<str>>;

/// What an execution gives, as deliveries.
struct Results {
    responses: BoxStream<'static, std::thread::Result<Response>>,
    positions: PositionSink,
    id: RequestId,
}

impl Results {
    fn new(responses: BoxStream<'static, Response>, positions: PositionSink, id: RequestId) -> Self {
        Self { responses: AssertUnwindSafe(responses).catch_unwind().boxed(), positions, id }
    }

    async fn next(&mut self) -> Option<Delivery> {
        std::future::poll_fn(|cx| self.poll(cx)).await
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Delivery>> {
        let next = ready!(self.responses.poll_next_unpin(cx));
        Poll::Ready(next.map(|result| {
            let mut response = result.map_err(|panic| errors(panicked(&*panic, &self.id)))?;
            response::mask(&mut response, &self.id);
            match self.positions.take() {
                Some(position) => Ok((position, response::json(&response).into())),
                // Not an event but the end: the source could not begin or go on.
                None if response.is_err() => Err(response::json(&response.errors).into()),
                None => {
                    tracing::error!(request.id = %self.id, "a subscription with `after` gives events without their positions");
                    Err(errors(internal(&self.id)))
                }
            }
        }))
    }

    fn unordered(&self, previous: u64, position: u64) -> Arc<str> {
        tracing::error!(request.id = %self.id, previous, position, "a subscription gives positions that do not rise");
        errors(internal(&self.id))
    }
}

fn errors(fault: Fault) -> Arc<str> {
    response::errors_json(&[fault]).into()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing that is done under these locks can panic halfway.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
