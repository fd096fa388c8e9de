//! Attempts to reach somebody: calls that are placed from here, whatever asks for them.
//!
//! [`state`] is how an attempt moves, [`happening`] what becomes of its row when something happens, [`order`] what it asks of its
//! provider, [`service`] the use cases, [`repository`] the reads, [`open`] what is under way, [`news`] what subscribers are told. Who asks providers, and hears
//! them, is the exchange; what an attempt is for, the slice that wanted it.

pub mod happening;
pub mod mutation;
pub mod news;
pub mod open;
pub mod order;
pub mod query;
pub mod repository;
pub mod service;
pub mod state;
pub mod subscription;
pub mod types;

pub use mutation::AttemptsMutation;
pub use query::AttemptsQuery;
pub use subscription::AttemptsSubscription;
pub use types::CallAttempt;
