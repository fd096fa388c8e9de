//! Runs: calls that are led by a sealed version, turn by turn, with what each node heard.
//!
//! [`turn`] writes one turn down and says what is done next; it is called by whoever leads calls, within a transaction of theirs.
//! [`results`] are what was counted of all runs of a version, [`recordings`] what was recorded, until it is let go of.

pub mod list;
pub mod mutation;
pub mod news;
pub mod query;
pub mod recordings;
pub mod results;
pub mod subscription;
pub mod turn;
pub mod types;
