//! Accounts and who gets in: users, API keys, log-ins, and the audit log.
//!
//! What a credential is and how one is verified is [`crate::auth`]'s; here is what people see and change of it.

mod context;
pub mod input;
pub mod mutation;
pub mod query;
mod repository;
pub mod service;
pub mod types;

pub use context::AccessExt;
pub use mutation::AccountsMutation;
pub use query::AccountsQuery;
