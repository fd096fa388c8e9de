//! Events as other programs write them, by iCalendar (RFC 5545): taken over from a calendar, and written as one.

mod export;
mod import;
mod mutation;
mod read;

pub use export::{Kept, calendar};
pub use mutation::{CalendarImportPayload, IcsMutation};
