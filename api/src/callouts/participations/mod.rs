//! Participations: contacts' parts in callouts, and how far each has come.

pub mod input;
pub mod list;
pub mod mutation;
pub mod query;
pub mod repository;
pub mod service;
pub mod subscription;
pub mod types;
