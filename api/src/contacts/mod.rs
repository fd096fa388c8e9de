//! Contacts: whom the team calls and writes to, what is known of them, and whether they want to be reached.
//!
//! [`service`] holds the use cases, [`repository`] the reads, [`loader`] a contact for whoever names one by id. [`filter`] is a
//! condition on contacts that can be kept: what a population is made of. [`consent`] is the ledger of who does not want to be
//! reached, which is asked before anybody is.

pub mod consent;
mod fields;
pub mod filter;
mod in_use;
mod input;
pub mod list;
pub mod loader;
pub mod metadata;
pub mod mutation;
pub mod number;
pub mod query;
pub mod repository;
pub mod service;
pub mod subscription;
pub mod types;
mod write;
pub mod zone;

pub use mutation::ContactsMutation;
pub use query::ContactsQuery;
pub use subscription::ContactsSubscription;
pub use types::Contact;
