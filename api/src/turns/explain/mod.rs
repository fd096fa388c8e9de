//! Why a timetable is as it is, and what an edit would do before it is made.
//!
//! [`judged`] is a timetable with what it owes to every rule, read at one instant; [`ranking`] who else could come, and
//! [`preview`] what an edit would do, each judged by the same rules as the edit itself. [`compare`] tells two states of
//! timetables apart, and [`gaps`] where people will be missing. What takes the processor for a while does so beside the requests.

pub mod candidate;
pub mod compare;
pub mod constraint;
mod gaps;
pub mod judged;
pub mod loader;
mod preview;
mod query;
mod ranking;
pub mod types;

pub use query::ExplainQuery;
