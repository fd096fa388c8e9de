//! A subscriber of a feed, at its own position.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use async_graphql::Response;
use futures_util::{Stream, stream::BoxStream};

use super::{End, Feed, Feeds, Key, LiveWindow, PositionSink, Read, Results, lock};
use crate::{Fault, RequestId, metering, socket::Event};

/// Begins an execution of one subscriber's own: same operation, same session, another window.
pub(crate) type Execute = Arc<dyn Fn(LiveWindow) -> Result<BoxStream<'static, Response>, Fault> + Send + Sync>;

/// The events of a subscription from a position on: by catching up alone where it must, otherwise from the feed.
pub(crate) struct Follower {
    feeds: Arc<Feeds>,
    feed: Arc<Feed>,
    /// Where our waker stands in the feed.
    place: usize,
    /// Everything up to and with this was given.
    position: u64,
    execute: Execute,
    catching_up: Option<Box<CatchUp>>,
    over: bool,
    _counted: metering::Present,
}

struct CatchUp {
    results: Results,
    until: u64,
    executions: metrics::Counter,
}

impl Follower {
    /// Follows the feed of `key` from `after` on, or from `head`, which is where the feed begins if there is none yet.
    ///
    /// # Errors
    /// If the subscription cannot be executed.
    pub(crate) fn join(feeds: &Arc<Feeds>, key: Key, after: Option<u64>, head: u64, execute: Execute) -> Result<Self, Fault> {
        let feed = feeds.join(key, head, |window| execute(window))?;
        Ok(Self {
            place: feed.place(),
            feeds: Arc::clone(feeds),
            feed,
            position: after.unwrap_or(head),
            execute,
            catching_up: None,
            over: false,
            _counted: metering::Present::subscription("shared"),
        })
    }

    fn end(&mut self, errors: &str) -> Poll<Option<Event>> {
        self.over = true;
        Poll::Ready(Some(Event::Error(errors.to_owned())))
    }

    /// Begins to fetch what lies before the ring.
    fn catch_up(&mut self, until: u64) -> Result<(), Fault> {
        let positions = PositionSink::default();
        let window = LiveWindow { after: Some(self.position), until: Some(until), positions: positions.clone() };
        let results = Results::new((self.execute)(window)?, positions, RequestId::fresh());
        self.catching_up = Some(Box::new(CatchUp { results, until, executions: metering::executions("catch_up") }));
        Ok(())
    }

    /// The next event of the ring, or the news that there is something else to do.
    fn read(&mut self, cx: &Context<'_>) -> Step {
        let mut state = lock(&self.feed.state);
        match (state.ring.read(self.position), &state.end) {
            (Read::Entry(position, payload), _) => Step::Give(position, payload),
            (Read::Behind(until), _) => Step::CatchUp(until),
            (Read::UpToDate, Some(end)) => Step::End(end.clone()),
            (Read::UpToDate, None) => {
                let waiting = &mut state.waiting[self.place];
                if !waiting.as_ref().is_some_and(|waker| waker.will_wake(cx.waker())) {
                    *waiting = Some(cx.waker().clone());
                }
                Step::Wait
            }
        }
    }
}

enum Step {
    Give(u64, axum::extract::ws::Utf8Bytes),
    CatchUp(u64),
    End(End),
    Wait,
}

impl Stream for Follower {
    type Item = Event;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Event>> {
        let this = &mut *self;
        while !this.over {
            if let Some(catching_up) = &mut this.catching_up {
                match std::task::ready!(catching_up.results.poll(cx)) {
                    Some(Ok((position, _))) if position <= this.position || position > catching_up.until => {
                        let errors = catching_up.results.unordered(this.position, position);
                        return this.end(&errors);
                    }
                    Some(Ok((position, payload))) => {
                        this.position = position;
                        catching_up.executions.increment(1);
                        this.feed.deliveries.increment(1);
                        return Poll::Ready(Some(Event::Next(payload)));
                    }
                    Some(Err(errors)) => return this.end(&errors),
                    None => {
                        this.position = catching_up.until;
                        this.catching_up = None;
                    }
                }
                continue;
            }
            match this.read(cx) {
                Step::Give(position, payload) => {
                    this.position = position;
                    this.feed.deliveries.increment(1);
                    return Poll::Ready(Some(Event::Next(payload)));
                }
                Step::CatchUp(until) => {
                    if let Err(fault) = this.catch_up(until) {
                        return this.end(&super::errors(fault));
                    }
                }
                Step::End(End::Error(errors)) => return this.end(&errors),
                Step::End(End::Complete) => this.over = true,
                Step::Wait => return Poll::Pending,
            }
        }
        Poll::Ready(None)
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.feed.give_back(self.place);
        self.feeds.leave(&self.feed);
    }
}
