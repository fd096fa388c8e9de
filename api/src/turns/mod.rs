//! The rota: who answers when, and how that is found.
//!
//! [`shape`] is a queue's week as it should be: service hours, closed days, settings, rules, standing turns. [`people`] is what
//! persons bring to it: loads, and times at which they are busy. [`timetable`] is one queue's
//! week as it is planned, published and kept; [`swap`] offers of turns to others. [`solve`] finds the best turns of a week, and [`explain`] says why they are what
//! they are. [`duty`] makes it true at the telephone. Each part registers itself in [`roots`].

mod check;
pub mod duty;
pub mod explain;
pub mod feeds;
pub mod import;
pub mod people;
mod roots;
pub mod shape;
pub mod solve;
pub mod span;
pub mod swap;
pub mod timetable;
pub mod weekday;

pub use roots::{TurnsMutation, TurnsQuery, TurnsSubscription, register};
