//! Words of callouts as the schema has them.

use async_graphql::{Enum, Value, resolver_utils::enum_value};

use super::pacing;
use crate::graphql::rows::Told;

/// How far a callout has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::CalloutStatus")]
pub enum CalloutStatus {
    /// Made, and not started.
    Initialized,
    /// Starts by itself at an instant.
    Scheduled,
    /// Calls.
    Running,
    /// Calls nobody for the moment; calls that are under way go on.
    Paused,
    /// Ended by somebody; may be resumed.
    Stopped,
    /// Everybody was reached, given up or skipped. It goes on when somebody is added.
    Completed,
    /// Could not start by itself, for the reason told; may be started.
    Errored,
}

/// How far a population has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::PopulationStatus")]
pub enum PopulationStatus {
    /// Can be looked at; nobody was added yet.
    Preview,
    /// Waits for a worker.
    Queued,
    /// Contacts are being added.
    Running,
    /// Everybody was added. Queued again, it adds those who match by now.
    Finished,
    /// Ended without adding everybody, for the reason told; may be queued again.
    Failed,
}

/// How far a contact's part in a callout has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::ParticipationStatus")]
pub enum ParticipationStatus {
    /// Has not been called.
    Pending,
    /// Is being called.
    InFlight,
    /// Was called in vain, and will be called again.
    Waiting,
    /// Was reached.
    Answered,
    /// Was called in vain as often as may be, or cannot be reached.
    Exhausted,
    /// Is not called, for the reason told.
    Skipped,
}

/// How many calls are begun when others are waiting already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "pacing::Strategy")]
pub enum CalloutStrategy {
    /// As many as a run may begin, whatever waits.
    Optimistic,
    /// As many less as are waiting at the provider, but `minPerRun` at the least.
    Pessimistic,
}

/// By which of its instants a call belongs to a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "pacing::PeriodTimestamp")]
pub enum CalloutPeriodTimestamp {
    /// When it was wanted.
    Created,
    /// When the provider was about to be asked.
    Dispatched,
    /// When the provider took it.
    Sent,
    /// When it was last changed.
    Updated,
}

macro_rules! told {
    ($($word:ty),*) => {$(
        impl Told for $word {
            fn told(&self) -> Value {
                enum_value(*self)
            }
        }
    )*};
}

told!(CalloutStatus, PopulationStatus, ParticipationStatus);
