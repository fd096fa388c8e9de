//! What persons bring to the rota: loads, limits, rooms, and times at which they are busy.
//!
//! Other parts of the rota read it by [`repository::People`], and compare busy times with slots by [`busy`].

pub mod busy;
pub mod input;
pub mod loader;
pub mod mutation;
pub mod repository;
pub mod service;
pub mod types;

pub use mutation::PeopleMutation;
