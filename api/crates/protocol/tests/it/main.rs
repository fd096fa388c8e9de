//! The endpoint from outside: a small schema, a small application, and clients.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests fail by panicking")]
#![expect(unreachable_pub, reason = "modules of one program")]

mod app;
mod audits;
mod documents;
mod feed;
mod http;
mod limits;
mod log;
mod metering;
mod schema;
mod socket;
mod socket_client;
mod web;
