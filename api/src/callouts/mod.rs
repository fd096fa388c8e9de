//! Callouts: whom to call for a purpose, how fast, how often, and how far that has come.
//!
//! A callout's [`service`] makes, changes and moves it; [`populations`] are contacts by a filter, added in the background;
//! [`participations`] each contact's part. [`keeper`] are the tasks behind them. Each part registers itself in [`roots`].
//!
//! Pure: what may become of a callout ([`state`]), of a population ([`population_state`]) and of a participation
//! ([`participation_state`]); whether it can start ([`readiness`]), how fast it calls ([`pacing`]), what that may
//! cost ([`cost`]), how often ([`retry`]), over which
//! providers ([`routes`]), and whom when ([`policy`], told by [`facts`]). [`claim`] says who is dialled next, by how it stands ([`load`]), and
//! [`why`] why somebody is not; [`outcome`] what the end of an attempt does to its participation; [`news`] is what subscribers are told.
//! [`tally`] keeps what is counted.

mod check;
pub mod claim;
pub mod cost;
mod facts;
pub mod input;
pub mod keeper;
mod load;
pub mod loader;
pub mod mutation;
pub mod news;
pub mod outcome;
pub mod pacing;
pub mod participation_state;
pub mod participations;
pub mod policy;
pub mod population_state;
pub mod populations;
pub mod query;
pub mod readiness;
pub mod repository;
pub mod retry;
mod roots;
pub mod routes;
pub mod script;
pub mod service;
pub mod settings;
pub(crate) mod shared;
pub mod state;
pub mod statistics;
pub mod subscription;
pub mod tally;
pub mod types;
pub mod why;
pub mod words;

pub use loader::register;
pub use roots::{CalloutsMutation, CalloutsQuery, CalloutsSubscription};
pub use types::Callout;
