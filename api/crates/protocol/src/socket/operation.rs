//! One operation on a socket: a stream of the messages it sends.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use async_graphql::parser::types::OperationType;
use axum::extract::ws::Utf8Bytes;
use futures_util::{
    FutureExt, Stream, StreamExt,
    future::BoxFuture,
    stream::{self, BoxStream},
};

use super::{message, subscription};
use crate::{
    Fault, Gateway, Protocol, RequestId, metering,
    request::Parameters,
    response::{self, Outcome},
};

/// What an operation has to say.
pub(crate) enum Event {
    /// A result, as JSON. Shared between sockets where the operation is.
    Next(Utf8Bytes),
    /// The operation ends: an array of errors, as JSON.
    Error(String),
}

/// A message to send, or a note to the connection.
pub(super) enum Frame {
    /// The operation turned out to be a subscription.
    Streams(Arc<str>),
    Text(String),
    /// The last message of the operation.
    Last(Arc<str>, String),
}

/// Gives all messages of one operation, `complete` included unless `error` took its place.
pub(super) struct Operation {
    id: Arc<str>,
    head: Box<str>,
    state: State,
}

enum State {
    /// Apart from running, so that its memory is given back when the stream begins.
    Starting(BoxFuture<'static, Start>),
    Running(BoxStream<'static, Event>),
    Ended,
}

enum Start {
    /// Runs once.
    Single(Event),
    Stream(BoxStream<'static, Event>),
}

impl Operation {
    pub(super) fn new<G: Gateway>(
        protocol: Arc<Protocol<G>>,
        session: G::Session,
        ip: Option<std::net::IpAddr>,
        id: Arc<str>,
        parameters: Parameters,
    ) -> Self {
        let head = message::head(&id);
        let state = State::Starting(start(protocol, session, ip, parameters).boxed());
        Self { id, head, state }
    }

    fn end(&mut self, text: String) -> Poll<Option<Frame>> {
        self.state = State::Ended;
        Poll::Ready(Some(Frame::Last(Arc::clone(&self.id), text)))
    }
}

impl Stream for Operation {
    type Item = Frame;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Frame>> {
        match &mut self.state {
            State::Starting(starting) => match ready!(starting.poll_unpin(cx)) {
                Start::Single(event @ Event::Next(_)) => {
                    let text = frame(&self.head, event);
                    self.state = State::Running(stream::empty().boxed());
                    Poll::Ready(Some(Frame::Text(text)))
                }
                Start::Single(event) => {
                    let text = frame(&self.head, event);
                    self.end(text)
                }
                Start::Stream(stream) => {
                    self.state = State::Running(stream);
                    Poll::Ready(Some(Frame::Streams(Arc::clone(&self.id))))
                }
            },
            State::Running(running) => match ready!(running.poll_next_unpin(cx)) {
                Some(event @ Event::Next(_)) => Poll::Ready(Some(Frame::Text(frame(&self.head, event)))),
                Some(event) => {
                    let text = frame(&self.head, event);
                    self.end(text)
                }
                None => {
                    let text = message::complete(&self.head);
                    self.end(text)
                }
            },
            State::Ended => Poll::Ready(None),
        }
    }
}

fn frame(head: &str, event: Event) -> String {
    match event {
        Event::Next(payload) => message::next(head, &payload),
        Event::Error(payload) => message::error(head, &payload),
    }
}

/// Checks and admits the operation and runs it, or begins to.
async fn start<G: Gateway>(protocol: Arc<Protocol<G>>, session: G::Session, ip: Option<std::net::IpAddr>, parameters: Parameters) -> Start {
    let id = RequestId::fresh();
    let started = tokio::time::Instant::now();
    if let Err(fault) = protocol.admit(&session, ip, 1) {
        return refused("none", &[fault]);
    }
    let prepared = match protocol.prepare(parameters).await {
        Ok(prepared) => prepared,
        Err(faults) => return refused("none", &faults),
    };
    let kind = metering::kind(prepared.ty());
    if let Err(fault) = protocol.admit(&session, ip, prepared.cost - 1) {
        return refused(kind, &[fault]);
    }
    if prepared.ty() == OperationType::Subscription {
        return match subscription::begin(&protocol, &session, prepared, &id) {
            Ok(stream) => {
                metering::request(kind, "OK");
                Start::Stream(stream)
            }
            Err(fault) => refused(kind, &[fault]),
        };
    }
    let outcome = protocol.run(&session, prepared, &id).await;
    metering::request(kind, &outcome.code());
    metering::took(kind, started.elapsed());
    Start::Single(match &outcome {
        Outcome::Executed(_) => Event::Next(outcome.to_json().into()),
        Outcome::Refused(faults) => Event::Error(response::errors_json(faults)),
    })
}

fn refused(kind: &'static str, faults: &[Fault]) -> Start {
    metering::request(kind, faults.first().map_or("OK", |fault| fault.code.as_str()));
    Start::Single(Event::Error(response::errors_json(faults)))
}
