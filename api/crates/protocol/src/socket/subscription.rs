//! Beginning a subscription: shared where it can be, otherwise run for its one subscriber.

use std::{
    panic::AssertUnwindSafe,
    sync::Arc,
    task::{Poll, ready},
};

use async_graphql::{Response, Value};
use futures_util::{
    StreamExt,
    stream::{self, BoxStream},
};

use super::Event;
use crate::{
    Code, CursorError, Fault, Gateway, Positions, Protocol, RequestId, Session,
    documents::live::After,
    engine::Prepared,
    feed::{
        Key,
        follower::{Execute, Follower},
    },
    metering,
    protocol::panicked,
    response,
};

/// Begins a subscription.
///
/// # Errors
/// `CURSOR_INVALID` or `CURSOR_EXPIRED`.
pub(super) fn begin<G: Gateway>(
    protocol: &Arc<Protocol<G>>,
    session: &G::Session,
    prepared: Prepared,
    id: &RequestId,
) -> Result<BoxStream<'static, Event>, Fault> {
    match &protocol.positions {
        Some(positions) if protocol.engine.takes_cursor(&prepared.live()?.name) => {
            follow(protocol, &**positions, session.clone(), prepared)
        }
        _ => {
            let request = session.prepare(prepared.request()?.data(id.clone()));
            Ok(plain(protocol.engine.stream(prepared, request), id.clone()))
        }
    }
}

/// Joins the feed of this subscription.
fn follow<G: Gateway>(
    protocol: &Arc<Protocol<G>>,
    positions: &dyn Positions,
    session: G::Session,
    prepared: Prepared,
) -> Result<BoxStream<'static, Event>, Fault> {
    let cursor = prepared.live()?.cursor(prepared.variables())?;
    let after = cursor.map(|cursor| positions.decode(&cursor)).transpose().map_err(unusable)?;
    let key = key(&session, &prepared)?;
    let engine = Arc::clone(&protocol.engine);
    let execute: Execute = Arc::new(move |window| {
        let request = session.prepare(prepared.request()?.data(RequestId::fresh()).data(window));
        Ok(engine.stream(prepared.clone(), request))
    });
    Ok(Follower::join(&protocol.feeds, key, after, positions.head(), execute)?.boxed())
}

fn unusable(error: CursorError) -> Fault {
    let code = match error {
        CursorError::Invalid => Code::CursorInvalid,
        CursorError::Expired => Code::CursorExpired,
    };
    Fault::new(code, error.to_string())
}

fn key<S: Session>(session: &S, prepared: &Prepared) -> Result<Key, Fault> {
    let root = prepared.live()?;
    let mut variables = prepared.variables().clone();
    if let After::Variable { name, shared: false, .. } = &root.after {
        variables.remove(name);
    }
    Ok(Key { share: session.share_key(), operation: root.canonical.clone(), variables: response::json(&variables) })
}

/// A subscription run for one subscriber.
fn plain(responses: BoxStream<'static, Response>, id: RequestId) -> BoxStream<'static, Event> {
    let present = metering::Present::subscription("plain");
    let deliveries = metering::deliveries();
    let mut responses = AssertUnwindSafe(responses).catch_unwind().fuse();
    let mut first = true;
    let mut held = None;
    stream::poll_fn(move |cx| {
        let _counted = &present;
        let next = match held.take() {
            Some(next) => Some(next),
            None => ready!(responses.poll_next_unpin(cx)),
        };
        let mut response = match next {
            None => return Poll::Ready(None),
            Some(Ok(response)) => response,
            Some(Err(panic)) => return Poll::Ready(Some(Event::Error(response::errors_json(&[panicked(&*panic, &id)])))),
        };
        response::mask(&mut response, &id);
        if std::mem::take(&mut first) && response.data == Value::Null && response.is_err() {
            // Either the subscription could not begin, then the stream is over, or its first event failed.
            match responses.poll_next_unpin(cx) {
                Poll::Ready(None) => return Poll::Ready(Some(Event::Error(response::json(&response.errors)))),
                Poll::Ready(next) => held = next,
                Poll::Pending => {}
            }
        }
        deliveries.increment(1);
        Poll::Ready(Some(Event::Next(response::json(&response).into())))
    })
    .boxed()
}
