//! Switchboard: one GraphQL API for all that a phone-support team does with a telephone.
//!
//! The rooms, each importing only from those below it (`tests/it/tidy.rs` holds the order):
//!
//! - [`cli`]: the binary's commands.
//! - [`web`], `worker`: what serves requests; what acts by itself.
//! - [`schema`], `exchange`: the slices put together for clients; provider events put into the slices.
//! - the slices, leftward imports only: [`accounts`] [`persons`] [`contacts`] [`calendars`] [`events`] [`providers`] [`queues`] [`turns`] [`flows`] [`calls`]
//!   [`messages`] [`webhooks`] [`callouts`].
//! - [`graphql`]: what every slice's GraphQL needs.
//! - [`auth`]: who asks, and what they may.
//! - [`app`], [`live`], [`audit`], [`lease`], [`desk`]: what every use case needs; the stream of changes; who did what; what only one
//!   process may do at a time; due rows worked off.
//! - [`migrations`], [`db`], [`clock`], [`error`], [`config`]; [`ical`], calendars as other programs write them; [`failpoint`], for tests.

// The answer to a document over the whole schema is a deep type.
#![recursion_limit = "256"]

pub mod accounts;
pub mod alarms;
pub mod app;
pub mod audit;
pub mod auth;
pub mod calendars;
pub mod callouts;
pub mod calls;
pub mod cli;
pub mod clock;
pub mod config;
pub mod contacts;
pub mod db;
pub mod desk;
pub mod error;
pub mod events;
pub mod exchange;
pub mod failpoint;
pub mod flows;
pub mod graphql;
pub mod ical;
pub mod lease;
pub mod live;
pub mod messages;
pub mod migrations;
pub mod persons;
pub mod providers;
pub mod queues;
pub mod requests;
pub mod schema;
pub mod turns;
pub mod web;
pub mod webhooks;
pub mod worker;

/// Answering a page makes and frees thousands of small texts, which this allocator does in half the time of the C library's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
