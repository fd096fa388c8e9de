//! The rota: who answers when, and how that is found.
//!
//! [`shape`] is a queue's week as it should be: service hours, closed days, settings, rules, standing turns. [`people`] is what
//! persons bring to it: loads, and times at which they are busy. Each part registers itself in `roots`.

mod check;
pub mod people;
mod roots;
pub mod shape;
pub mod span;
pub mod weekday;

pub use roots::{TurnsMutation, TurnsQuery, register};
