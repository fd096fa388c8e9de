//! What leaves the rota for other programs: calendars that are read by a secret address, and tables.
//!
//! Only what was published leaves, so that nobody plans by a draft.

mod calendar;
mod lost;
pub mod mutation;
mod query;
mod read;
pub mod service;
pub mod table;
mod types;

pub use calendar::AlarmWish;
pub use mutation::FeedsMutation;
pub use query::FeedsQuery;
pub use read::calendar;
pub use types::Feed;
