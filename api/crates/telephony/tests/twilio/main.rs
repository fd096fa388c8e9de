//! Twilio against a fake that follows the published description: promises, troubles, callbacks, look-ups.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test tells of a broken expectation by failing")]

mod account;
mod callbacks;
mod conformance;
mod description;
mod led;
mod look_up;
mod sealed;
mod trouble;
mod world;
