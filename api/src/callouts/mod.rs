//! Callouts: whom to call for a purpose, how fast, how often, and how far that has come.
//!
//! Pure: what may become of a callout ([`state`]), of a population ([`population_state`]) and of a participation
//! ([`participation_state`]); how fast ([`pacing`]), how often ([`retry`]) and over which providers ([`routes`]). [`tally`] keeps what is
//! counted.

mod check;
pub mod pacing;
pub mod participation_state;
pub mod population_state;
pub mod retry;
pub mod routes;
pub mod state;
pub mod tally;
