//! GraphQL over WebSocket: the subprotocol `graphql-transport-ws` (enisdenjo/graphql-ws, PROTOCOL.md), every message and
//! every close code of it, in one task a connection.
//!
//! async-graphql's own implementation closes with other codes, knows no time-out for `connection_init`, lets a second
//! operation of the same id replace the first, and answers documents that failed validation with `next`.
//!
//! Two things go beyond the protocol, and stay within its messages:
//! - `connection_ack` carries `{"expiresAt": …}` where the session ends by itself.
//! - A `ping` with the payload `{"authorization": "Bearer …"}` renews the session. It is answered by a `pong` with
//!   `{"expiresAt": …}`, null where the new session does not end, or by closing with 4403. What runs goes on, so the new
//!   token must be of the same holder: of the same [`share_key`](crate::Session::share_key).

mod close;
mod connection;
mod crowd;
mod message;
mod operation;
mod subscription;

use std::sync::Arc;

use axum::{extract::WebSocketUpgrade, response::Response};

pub(crate) use crowd::Crowd;
pub(crate) use operation::Event;

use self::{close::Close, crowd::Holder};
use crate::{Credentials, Gateway, Protocol};

const SUBPROTOCOL: &str = "graphql-transport-ws";

/// Small, because there is one of each for every connection; tungstenite's own are 128 KiB, which is 138 KiB a connection
/// and more time a delivery.
const READ_BUFFER: usize = 2 * 1024;
const WRITE_BUFFER: usize = 4 * 1024;

/// Takes over a connection. Whoever does not speak the subprotocol, or has too many sockets, is told so over the opened
/// socket, by 4406 and 1013, since a browser cannot read the body of a refused upgrade.
pub(crate) fn accept<G: Gateway>(protocol: Arc<Protocol<G>>, upgrade: WebSocketUpgrade, credentials: Credentials) -> Response {
    let upgrade = upgrade
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(WRITE_BUFFER)
        .max_message_size(protocol.limits.body_bytes)
        .max_frame_size(protocol.limits.body_bytes)
        .protocols([SUBPROTOCOL]);
    let place = match upgrade.selected_protocol() {
        None => Err(Close::subprotocol()),
        Some(_) => protocol.crowd.enter(Holder::at(credentials.ip)).map_err(|limit| Close::crowded(&limit)),
    };
    let token = protocol.tasks.token();
    upgrade.on_upgrade(move |socket| async move {
        let _token = token; // shutdown waits for this
        match place {
            Ok(place) => Box::pin(connection::serve(protocol, socket, credentials, place)).await,
            Err(close) => connection::say_goodbye(socket, close).await,
        }
    })
}

/// The token of `Bearer <token>`.
pub(crate) fn bearer(value: &str) -> Option<String> {
    let (scheme, token) = value.trim().split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then(|| token.to_owned())
}
