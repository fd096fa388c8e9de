//! Populations: contacts by a filter, who are looked at first and then added to a callout.
//!
//! [`skip`] says in SQL who is not called and why, for the [`preview`] as for the [`job`] that adds them: so that the one tells what the
//! other does.

pub mod input;
pub mod job;
pub mod mutation;
pub mod preview;
pub mod query;
pub mod repository;
pub mod service;
pub mod skip;
pub mod types;
