//! A queue's week as it should be: service hours, closed days, settings, rules about groups and rooms, standing turns.
//!
//! Other parts of the rota read it by [`repository::Shape`].

pub mod hours;
pub mod input;
pub mod loader;
mod mutation;
pub mod notice_by_mail;
pub mod payload;
mod query;
pub mod repository;
pub mod service;
pub mod settings;
pub mod types;
pub mod weights;

pub use mutation::ShapeMutation;
pub use query::ShapeQuery;
