//! Persons: who answers the telephone, how they are reached, and in which groups they are.
//!
//! [`service`] holds the use cases, [`repository`] the reads, [`loader`] a person for whoever names one by id.

mod fields;
mod input;
pub mod loader;
pub mod mutation;
pub mod query;
pub mod repository;
mod search;
pub mod service;
pub mod subscription;
pub mod types;

pub use mutation::PersonsMutation;
pub use query::PersonsQuery;
pub use subscription::PersonsSubscription;
pub use types::Person;
