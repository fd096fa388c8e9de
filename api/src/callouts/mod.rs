//! Callouts: whom to call for a purpose, how fast, how often, and how far that has come.
//!
//! Pure: what may become of a callout ([`state`]), of a population ([`population_state`]) and of a participation
//! ([`participation_state`]); how fast ([`pacing`]), how often ([`retry`]) over which providers ([`routes`]), and whom when
//! ([`policy`], told by [`facts`]). [`claim`] says who is dialled next, [`outcome`] what the end of an attempt does to its participation;
//! [`news`] is what subscribers are told. [`tally`] keeps what is counted.

mod check;
pub mod claim;
mod facts;
pub mod news;
pub mod outcome;
pub mod pacing;
pub mod participation_state;
pub mod policy;
pub mod population_state;
pub mod retry;
pub mod routes;
pub mod state;
pub mod tally;
