//! Flows: voice applications, what they heard, and templates of texts.
//!
//! A flow is a draft until it is sealed; a sealed version is never changed, so that what it heard can be counted. [`service`] makes,
//! changes and seals, [`document`] is a draft as clients write it, [`pick`] says which version a call is led by. [`templates`] are texts with
//! variables. [`runs`] are calls that a version leads, with what each node heard; who leads them is the exchange. What a flow is, and what
//! follows from what is heard, is the crate `flow`.

pub mod document;
pub mod finding;
pub mod loader;
pub mod mutation;
pub mod pick;
pub mod query;
pub mod repository;
mod roots;
pub mod runs;
pub mod service;
pub mod templates;
pub mod types;

pub use loader::register;
pub use roots::{FlowsMutation, FlowsQuery, FlowsSubscription};
pub use types::{Flow, FlowVersion};
