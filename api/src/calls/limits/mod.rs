//! Limits of an account's calls and of each provider's, whatever the calls are for: a row each, if there are any.
//!
//! Callouts are held to them; a call that somebody asks for by hand counts among those under way and waits for nobody. Whoever looks whom to
//! call locks the rows first ([`repository`]), so that limits hold over all processes. When a call ends, its rows count that, under
//! the same lock: whoever waits for an end has either seen it or is told.

pub mod query;
pub mod repository;
pub mod service;
pub mod types;

pub use query::{CallLimitsMutation, CallLimitsQuery};
