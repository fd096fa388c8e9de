//! Calls: each conversation with its legs, while it lasts and afterwards.
//!
//! [`state`] is how a call moves; [`repository`] and [`loader`] read; [`news`] is what subscribers are told when a call changes or a telephone rings.
//! [`attempts`] are the calls that are placed from here, [`limits`] how many of them there may be.

pub mod attempts;
pub mod input;
pub mod limits;
pub mod loader;
pub mod news;
mod number;
pub mod query;
pub mod repository;
pub mod state;
pub mod subscription;
pub mod types;
pub mod words;

pub use query::CallsQuery;
pub use subscription::CallsSubscription;
pub use types::{Call, CallLeg};
