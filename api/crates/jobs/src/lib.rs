//! Due work, of any table: claimed by one process at a time, done by so many hands at once, tried again later.
//!
//! A table whose rows fall due has the columns `id` (a UUID), `due_at` (an instant; null: nothing is due) and `fence` (a number).
//! Whoever takes up a row counts its fence up and moves `due_at` to the end of a lease, in one statement ([`Due::claim`]): so
//! whoever dies leaves the row due again, and whatever is written under the claim says whose it is ([`Claim::held`]). What
//! comes too late finds no row, and writes nothing.
//!
//! [`backoff`] says when something is tried again, and is pure; [`runner`] claims as long as there is something due and a hand is
//! free. Nothing here knows what the work is.

pub mod backoff;
mod due;
pub mod runner;

pub use backoff::Backoff;
pub use due::{Claim, Due};
pub use runner::{Runner, Work};
