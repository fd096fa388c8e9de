//! GraphQL over HTTP and `graphql-transport-ws` around any async-graphql schema, with limits and shared subscriptions.
//!
//! The application gives a schema ([`Engine`]), says who asks ([`Gateway`]) and how much may be asked ([`Limits`]), and
//! mounts [`router`]. This crate knows none of its nouns.
//!
//! ```no_run
//! use std::{net::SocketAddr, sync::Arc};
//!
//! use async_graphql::{ObjectType, SchemaBuilder, SubscriptionType};
//! use axum::serve::ListenerExt;
//! use protocol::{Engine, Gateway, Limits, Positions, Protocol};
//!
//! async fn serve<Q: ObjectType + 'static, M: ObjectType + 'static, S: SubscriptionType + 'static>(
//!     schema: impl Fn() -> SchemaBuilder<Q, M, S>,
//!     gateway: impl Gateway,
//!     log: Arc<dyn Positions>,
//! ) -> Result<(), Box<dyn std::error::Error>> {
//!     // A metrics recorder, if there is one, is installed before this: handles are taken when things begin.
//!     let limits = Limits::default();
//!     let engine = Engine::new(schema, &limits).map_err(|error| error.message)?;
//!     let protocol = Arc::new(Protocol::new(gateway, engine, limits).with_positions(log));
//!
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:8000").await?;
//!     // Without TCP_NODELAY every second small message of a socket waits 40 ms for an acknowledgement.
//!     let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
//!     let service = protocol::router(Arc::clone(&protocol)).into_make_service_with_connect_info::<SocketAddr>();
//!     axum::serve(listener, service).with_graceful_shutdown(async { drop(tokio::signal::ctrl_c().await) }).await?;
//!     protocol.shutdown().await; // sockets, of which axum does not know
//!     Ok(())
//! }
//! ```

mod code;
mod documents;
mod engine;
mod feed;
mod gateway;
mod http;
mod limits;
mod media;
mod metering;
mod protocol;
mod request;
mod request_id;
mod response;
mod socket;

pub use code::{Code, Fault};
pub use engine::Engine;
pub use feed::{CursorError, LiveWindow, PositionSink, Positions};
pub use gateway::{Caller, Credentials, Gateway, Refusal, RemoteIp, RetryAfter, Session};
pub use http::router;
pub use limits::Limits;
pub use protocol::Protocol;
pub use request_id::RequestId;
