//! Why somebody is not called by a callout: all that stands in the way, in words that a supervisor understands.
//!
//! [`known`] reads what whoever dials goes by, with the same functions; [`obstacle`] says what of it stands in the way, and is pure.

mod known;
mod obstacle;
pub mod query;
pub mod types;
