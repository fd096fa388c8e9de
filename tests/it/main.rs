//! The acceptance tests: one binary, one file a noun.

#![recursion_limit = "256"]
#![expect(clippy::expect_used, clippy::panic, reason = "a test fails by panicking, also outside of what clippy takes for a test")]

mod access;
mod alarms;
mod asterisk;
mod boot;
mod calendars;
mod callouts;
mod calls;
mod contacts;
mod conversations;
mod deploy;
mod door;
mod events;
mod flows;
mod isolation;
mod jobs;
mod lease;
mod live;
mod messages;
mod papers;
mod persons;
mod queues;
mod races;
mod recovery;
mod rota;
mod schema;
mod tidy;
mod webhooks;
