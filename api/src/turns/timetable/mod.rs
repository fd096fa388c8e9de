//! Timetables: one queue's week, from the draft to the archive.
//!
//! A timetable's slots are copied from the service hours when it is made, and each line of a slot is a *turn*. [`service`] holds
//! the use cases; what speaks against an edit is found by [`check`](mod@check), which is pure, from [`facts`], read at one
//! instant. Whoever gives turns to others does it by [`write::hand_over`], in one transaction: turns, loads, history, audit, news.

pub mod change;
pub mod check;
pub mod credit;
pub(super) mod drafts;
pub mod entry;
pub mod facts;
pub mod instants;
pub mod loader;
pub mod loads;
mod mutation;
pub mod news;
pub mod payload;
mod query;
pub mod repository;
pub mod service;
pub mod state;
mod subscription;
pub mod turn;
pub mod types;
pub mod write;

pub use change::TimetableChange;
pub use mutation::TimetableMutation;
pub use query::TimetableQuery;
pub use subscription::TimetableSubscription;
pub use turn::{Turn, Turns};
pub use types::Timetable;
