//! Templates: texts with variables, for voice, text messages and mail; one engine with what is said in flows.
//!
//! [`service`] makes and changes them, [`made`] puts variables in, for whoever sends one.

pub mod made;
pub mod mutation;
pub mod query;
pub mod repository;
pub mod service;
pub mod types;
