//! A connection's one task: messages in, operations' messages out, and the times it must keep.

use std::{collections::HashMap, future::pending, ops::ControlFlow, sync::Arc, time::Duration};

use axum::extract::ws::{Message, WebSocket};
use chrono::{DateTime, Utc};
use futures_util::{
    FutureExt, SinkExt, StreamExt,
    future::BoxFuture,
    stream::{AbortHandle, Abortable, SelectAll},
};
use serde_json::{Map, Value};
use tokio::time::{Instant, sleep_until, timeout};

use super::{
    bearer,
    close::Close,
    crowd::{Holder, Place},
    message::{self, ClientMessage},
    operation::{Frame, Operation},
};
use crate::{Code, Credentials, Fault, Gateway, Protocol, Session, metering, request::Parameters, response};

/// How long a peer may take to answer our close frame.
const FAREWELL: Duration = Duration::from_secs(2);

/// Messages written before they are flushed together.
const WRITTEN_TOGETHER: usize = 32;

/// Why the task ends.
enum End {
    /// We close, and say why.
    Close(Close),
    /// The peer closed, went, or does not answer.
    Gone,
}

type Flow = ControlFlow<End>;

/// Serves a connection until it ends.
pub(super) async fn serve<G: Gateway>(protocol: Arc<Protocol<G>>, socket: WebSocket, credentials: Credentials, place: Place) {
    let _counted = metering::Present::socket();
    let now = Instant::now();
    let mut connection = Connection {
        protocol,
        socket,
        credentials,
        place,
        member: None,
        running: SelectAll::new(),
        operations: HashMap::new(),
        opened: now,
        heard: now,
        pinged: false,
        drain_until: None,
    };
    match connection.work().await {
        End::Close(close) => {
            tracing::debug!(close.code = close.code, "closing a socket: {close:?}");
            say_goodbye(connection.socket, close).await;
        }
        End::Gone => metering::closed("none"),
    }
}

/// Closes a socket and says why.
pub(super) async fn say_goodbye(mut socket: WebSocket, close: Close) {
    metering::closed(&close.code.to_string());
    // The peer may be gone already, or deaf: either way there is nothing more to do than to wait a little.
    let farewell = async {
        if socket.send(close.into_message()).await.is_ok() {
            while let Some(Ok(_)) = socket.recv().await {}
        }
    };
    if timeout(FAREWELL, farewell).await.is_err() {
        tracing::debug!("a peer did not answer the close frame");
    }
}

struct Connection<G: Gateway> {
    protocol: Arc<Protocol<G>>,
    socket: WebSocket,
    /// Of the upgrade request: what `connection_init` falls back to.
    credentials: Credentials,
    /// As whose it is counted.
    place: Place,
    /// Whom the connection was acknowledged for.
    member: Option<Member<G::Session>>,
    running: SelectAll<Abortable<Operation>>,
    operations: HashMap<Arc<str>, Running>,
    opened: Instant,
    /// When the peer last sent anything.
    heard: Instant,
    /// Whether a ping went out since.
    pinged: bool,
    /// Set at shutdown: until when running queries and mutations may end.
    drain_until: Option<Instant>,
}

struct Member<S> {
    session: S,
    revoked: BoxFuture<'static, String>,
}

struct Running {
    abort: AbortHandle,
    /// Subscriptions are not waited for at shutdown: their clients resume elsewhere.
    streams: bool,
}

impl<G: Gateway> Connection<G> {
    async fn work(&mut self) -> End {
        let alarm = sleep_until(self.next_alarm());
        let closing = self.protocol.closing.clone().cancelled_owned();
        tokio::pin!(alarm, closing);
        loop {
            let flow = tokio::select! {
                message = self.socket.recv() => self.receive(message).await,
                Some(frame) = self.running.next(), if !self.running.is_empty() => self.send_frames(frame).await,
                () = &mut alarm => self.look_at_the_clock().await,
                reason = revoked(&mut self.member) => Flow::Break(End::Close(Close::forbidden(reason))),
                () = &mut closing, if self.drain_until.is_none() => {
                    self.drain_until = Some(Instant::now() + self.protocol.limits.drain);
                    Flow::Continue(())
                }
            };
            if let Flow::Break(end) = flow {
                return end;
            }
            if self.drain_until.is_some() && self.operations.values().all(|running| running.streams) {
                return End::Close(Close::shutdown());
            }
            let next = self.next_alarm();
            if next < alarm.deadline() || alarm.is_elapsed() {
                alarm.as_mut().reset(next);
            }
        }
    }

    async fn receive(&mut self, message: Option<Result<Message, axum::Error>>) -> Flow {
        self.heard = Instant::now();
        self.pinged = false;
        match message {
            Some(Ok(Message::Text(text))) => match message::read(&text) {
                Ok(message) => self.obey(message).await,
                Err(close) => Flow::Break(End::Close(close)),
            },
            Some(Ok(Message::Binary(_))) => Flow::Break(End::Close(Close::invalid("Messages are text"))),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => Flow::Continue(()), // frames, answered below us
            // tungstenite has no kind of error that axum would hand through; these are its words for its limit.
            Some(Err(error)) if error.to_string().contains("too long") => {
                let limit = self.protocol.limits.body_bytes as u64;
                Flow::Break(End::Close(Close::too_large(&Fault::limit(Code::LimitBodyBytes, "body_bytes", limit, None))))
            }
            Some(Ok(Message::Close(_)) | Err(_)) | None => Flow::Break(End::Gone),
        }
    }

    async fn obey(&mut self, message: ClientMessage) -> Flow {
        match message {
            ClientMessage::ConnectionInit { .. } if self.member.is_some() => Flow::Break(End::Close(Close::too_many_inits())),
            ClientMessage::ConnectionInit { payload } => self.acknowledge(payload).await,
            ClientMessage::Ping { payload } => self.pong(payload).await,
            ClientMessage::Pong => Flow::Continue(()),
            ClientMessage::Subscribe { id, parameters } => self.subscribe(id, parameters).await,
            ClientMessage::Complete { id } => {
                // Unknown ids are no fault: our `complete` and theirs may have crossed.
                if let Some(running) = self.operations.remove(id.as_str()) {
                    running.abort.abort();
                }
                Flow::Continue(())
            }
        }
    }

    async fn acknowledge(&mut self, payload: Option<Map<String, Value>>) -> Flow {
        let credentials = match authorization(payload.as_ref()) {
            Ok(None) => self.credentials.clone(),
            Ok(bearer) => Credentials { bearer, ip: self.credentials.ip },
            Err(close) => return Flow::Break(End::Close(close)),
        };
        let session = match authenticate(&self.protocol, credentials).await {
            Ok(session) => session,
            Err(close) => return Flow::Break(End::Close(close)),
        };
        let text = message::connection_ack(session.expires_at());
        match self.admit_member(session) {
            Ok(()) => self.send(text).await,
            Err(limit) => Flow::Break(End::Close(Close::crowded(&limit))),
        }
    }

    /// Answers a ping; one that carries a token renews the session.
    async fn pong(&mut self, payload: Option<Map<String, Value>>) -> Flow {
        let bearer = match authorization(payload.as_ref()) {
            Ok(Some(bearer)) => bearer,
            Ok(None) => return self.send(message::pong(payload)).await,
            Err(close) => return Flow::Break(End::Close(close)),
        };
        let Some(share_key) = self.member.as_ref().map(|member| member.session.share_key()) else {
            return Flow::Break(End::Close(Close::unauthorized()));
        };
        let session = match authenticate(&self.protocol, Credentials { bearer: Some(bearer), ip: self.credentials.ip }).await {
            Ok(session) => session,
            Err(close) => return Flow::Break(End::Close(close)),
        };
        if session.share_key() != share_key {
            return Flow::Break(End::Close(Close::forbidden("The renewing token is of another holder or other rights")));
        }
        let text = message::renewed(session.expires_at());
        match self.admit_member(session) {
            Ok(()) => self.send(text).await,
            Err(limit) => Flow::Break(End::Close(Close::crowded(&limit))),
        }
    }

    /// Takes the session for the connection's own, and counts the socket as its holder's.
    ///
    /// # Errors
    /// `LIMIT_SOCKETS`.
    fn admit_member(&mut self, session: G::Session) -> Result<(), Fault> {
        if let Some(holder) = session.holder() {
            self.place.hand_over(Holder::Named(holder))?;
        }
        let revoked = self.protocol.gateway.revoked(&session);
        self.member = Some(Member { session, revoked });
        Ok(())
    }

    async fn subscribe(&mut self, id: String, parameters: Parameters) -> Flow {
        let Some(member) = &self.member else {
            return Flow::Break(End::Close(Close::unauthorized()));
        };
        if self.operations.contains_key(id.as_str()) {
            return Flow::Break(End::Close(Close::duplicate(&id)));
        }
        let limit = self.protocol.limits.socket_operations;
        let fault = if self.drain_until.is_some() {
            Some(Fault::new(Code::Unavailable, "The server is about to restart."))
        } else if self.operations.len() >= limit {
            Some(Fault::limit(Code::LimitSocketOperations, "socket_operations", limit as u64, None))
        } else {
            None
        };
        if let Some(fault) = fault {
            return self.send(message::error(&message::head(&id), &response::errors_json(&[fault]))).await;
        }
        let id: Arc<str> = id.into();
        let operation =
            Operation::new(Arc::clone(&self.protocol), member.session.clone(), self.credentials.ip, Arc::clone(&id), parameters);
        let (abort, registration) = AbortHandle::new_pair();
        let mut operation = Abortable::new(operation, registration);
        // Begun before the next message is read: a pong after a `subscribe` tells the client that it listens.
        let first = operation.next().now_or_never().flatten();
        self.operations.insert(id, Running { abort, streams: false });
        self.running.push(operation);
        match first {
            Some(frame) => self.send_frames(frame).await,
            None => Flow::Continue(()),
        }
    }

    /// Sends what operations have ready, as much as fits one flush.
    async fn send_frames(&mut self, first: Frame) -> Flow {
        let patience = self.protocol.limits.keep_alive;
        let sending = async {
            let mut frame = Some(first);
            for _ in 0..WRITTEN_TOGETHER {
                match frame.take().or_else(|| self.running.next().now_or_never().flatten()) {
                    None => break,
                    Some(Frame::Streams(id)) => {
                        if let Some(running) = self.operations.get_mut(&id) {
                            running.streams = true;
                        }
                    }
                    Some(Frame::Text(text)) => self.socket.feed(Message::Text(text.into())).await?,
                    Some(Frame::Last(id, text)) => {
                        self.operations.remove(&id);
                        self.socket.feed(Message::Text(text.into())).await?;
                    }
                }
            }
            self.socket.flush().await
        };
        sent(timeout(patience, sending).await)
    }

    async fn send(&mut self, text: String) -> Flow {
        let patience = self.protocol.limits.keep_alive;
        sent(timeout(patience, self.socket.send(Message::Text(text.into()))).await)
    }

    /// Everything that can be due when the alarm rings.
    async fn look_at_the_clock(&mut self) -> Flow {
        let now = Instant::now();
        if self.drain_until.is_some_and(|until| until <= now) {
            return Flow::Break(End::Close(Close::shutdown()));
        }
        match &self.member {
            None if self.opened + self.protocol.limits.connection_init <= now => {
                return Flow::Break(End::Close(Close::init_timeout()));
            }
            Some(member) if is_over(member.session.expires_at(), self.protocol.gateway.now()) => {
                return Flow::Break(End::Close(Close::forbidden("Session expired")));
            }
            _ => {}
        }
        if self.silent_until() > now {
            return Flow::Continue(());
        }
        if self.pinged {
            tracing::debug!("a peer did not answer a ping");
            return Flow::Break(End::Gone);
        }
        self.pinged = true;
        self.send(message::ping()).await
    }

    fn next_alarm(&self) -> Instant {
        let init = self.member.is_none().then(|| self.opened + self.protocol.limits.connection_init);
        let expiry = self.member.as_ref().and_then(|member| member.session.expires_at()).map(|at| {
            let left = (at - self.protocol.gateway.now()).to_std().unwrap_or_default();
            // Not less than a moment, for a clock that stands still while ours runs.
            Instant::now() + left.max(Duration::from_millis(1))
        });
        [init, expiry, self.drain_until].into_iter().flatten().fold(self.silent_until(), Instant::min)
    }

    /// Until when silence is fine.
    fn silent_until(&self) -> Instant {
        let interval = self.protocol.limits.keep_alive;
        self.heard + if self.pinged { interval * 2 } else { interval }
    }
}

async fn authenticate<G: Gateway>(protocol: &Protocol<G>, credentials: Credentials) -> Result<G::Session, Close> {
    match timeout(protocol.limits.time, protocol.gateway.authenticate(credentials)).await {
        Ok(Ok(session)) if is_over(session.expires_at(), protocol.gateway.now()) => Err(Close::forbidden("Session expired")),
        Ok(session) => session.map_err(|refusal| Close::refused(&refusal)),
        Err(_) => Err(Close::refused(&crate::Refusal::Unavailable("The session could not be checked in time".to_owned()))),
    }
}

async fn revoked<S>(member: &mut Option<Member<S>>) -> String {
    match member {
        Some(member) => (&mut member.revoked).await,
        None => pending().await,
    }
}

fn is_over(expires_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    expires_at.is_some_and(|at| at <= now)
}

fn sent(result: Result<Result<(), axum::Error>, tokio::time::error::Elapsed>) -> Flow {
    match result {
        Ok(Ok(())) => Flow::Continue(()),
        Ok(Err(_)) => Flow::Break(End::Gone),
        Err(_) => {
            tracing::debug!("a peer does not read");
            Flow::Break(End::Gone)
        }
    }
}

/// The bearer token in a payload, under `authorization` or `Authorization`.
fn authorization(payload: Option<&Map<String, Value>>) -> Result<Option<String>, Close> {
    let value = payload.and_then(|payload| payload.get("authorization").or_else(|| payload.get("Authorization")));
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => match bearer(text) {
            Some(token) => Ok(Some(token)),
            None => Err(Close::forbidden("`authorization` takes the form `Bearer <token>`")),
        },
        Some(_) => Err(Close::forbidden("`authorization` is not a string")),
    }
}
