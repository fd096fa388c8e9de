//! Who is on duty, made true: at every boundary of a published timetable those of the rota in the queue become those on duty, and
//! the team is told who comes and who goes, and beforehand which slots will not be covered.
//!
//! [`keeper`] wakes at boundaries and at news, and compares; [`roster`] says who is on duty at an instant, and is pure; [`notice`]
//! what is told about it, and a [`Listener`] does what else is to be done of it, in the same transaction. Who is wanted in a queue is written by the slice of queues ([`crate::queues::service::duty`]).

mod compare;
pub mod keeper;
mod listener;
pub mod news;
pub mod notice;
mod read;
pub mod roster;
mod subscription;
pub mod types;

pub use keeper::run;
pub use listener::{Listener, SharedListener, Told, nobody};
pub use subscription::DutySubscription;
