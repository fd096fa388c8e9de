//! A stretch of time as lists are asked for it.

use async_graphql::InputObject;
use chrono::{DateTime, Utc};

use crate::error::Fault;

/// Stretch of time from `startsAt`, with it, to `endsAt`, without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, InputObject)]
pub struct IntervalInput {
    /// First instant of it.
    pub starts_at: DateTime<Utc>,
    /// First instant after it; later than `startsAt`.
    pub ends_at: DateTime<Utc>,
}

impl IntervalInput {
    /// The interval, checked.
    ///
    /// # Errors
    /// [`Fault::BadRequest`] when it does not end after it starts.
    pub fn check(self) -> Result<Self, Fault> {
        if self.ends_at > self.starts_at {
            Ok(self)
        } else {
            Err(Fault::BadRequest("`between.endsAt` must be later than `between.startsAt`.".to_owned()))
        }
    }
}
