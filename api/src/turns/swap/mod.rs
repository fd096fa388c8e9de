//! Offers of turns: to somebody or to anybody, for a turn in return or for none.
//!
//! An offer changes nothing until it is accepted; then turns change hands as by a coordinator's edit, with the same checks at
//! that moment. Agents offer their own, and accept for themselves.

pub mod mutation;
mod query;
pub mod repository;
pub mod service;
pub mod types;

pub use mutation::SwapMutation;
pub use query::SwapQuery;
pub use service::expire;
pub use types::SwapRequest;
