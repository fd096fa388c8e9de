//! What became of the events' mutations.

use async_graphql::{ID, Result, SimpleObject};
use entity::{event, occurrence};

use super::{
    plan::Replanned,
    types::{Event, Occurrence},
};
use crate::{
    error::{Fault, Outcome},
    graphql::user_error::{UserError, split},
};

macro_rules! payloads {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, SimpleObject)]
        pub struct $name {
            /// The event as it is now; null when nothing was done.
            pub event: Option<Event>,
            /// What was wrong; empty when it was done.
            pub user_errors: Vec<UserError>,
        }

        impl $name {
            pub(super) fn of(outcome: Outcome<event::Model>) -> Result<Option<Self>> {
                let (row, user_errors) = split(outcome)?;
                Ok(Some(Self { event: row.map(Event::try_from).transpose().map_err(Fault::from)?, user_errors }))
            }
        }
    )+};
}

payloads! {
    /// What became of `eventCreate`.
    EventCreatePayload;
    /// What became of `eventPause`.
    EventPausePayload;
    /// What became of `eventResume`.
    EventResumePayload;
    /// What became of `eventCancel`.
    EventCancelPayload;
}

/// What became of `eventDelete`.
#[derive(Clone, Debug, SimpleObject)]
pub struct EventDeletePayload {
    /// Id of the event that is gone.
    pub deleted_id: Option<ID>,
    /// What was wrong; empty when it was done.
    pub user_errors: Vec<UserError>,
}

macro_rules! occurrence_payloads {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, SimpleObject)]
        pub struct $name {
            /// The occurrence as it is now; null when nothing was done.
            pub occurrence: Option<Occurrence>,
            /// What was wrong; empty when it was done.
            pub user_errors: Vec<UserError>,
        }

        impl $name {
            pub(super) fn of(outcome: Outcome<occurrence::Model>) -> Result<Option<Self>> {
                let (row, user_errors) = split(outcome)?;
                Ok(Some(Self { occurrence: row.map(Occurrence::from), user_errors }))
            }
        }
    )+};
}

occurrence_payloads! {
    /// What became of `occurrenceMove`.
    OccurrenceMovePayload;
    /// What became of `occurrencePause`.
    OccurrencePausePayload;
    /// What became of `occurrenceResume`.
    OccurrenceResumePayload;
    /// What became of `occurrenceCancel`.
    OccurrenceCancelPayload;
}

/// What a change of an event made of its occurrences ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, SimpleObject)]
pub struct EventReplan {
    /// Occurrences that the event still has.
    pub kept: i32,
    /// Those of them that somebody had moved, and that are where they were moved to.
    pub kept_moved: i32,
    /// Occurrences that are new.
    pub added: i32,
    /// Occurrences that the event does not have any more: they are canceled.
    pub withdrawn: i32,
    /// Occurrences that a change had taken away before, and that are back.
    pub restored: i32,
}

impl From<Replanned> for EventReplan {
    fn from(done: Replanned) -> Self {
        let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
        Self {
            kept: count(done.kept),
            kept_moved: count(done.kept_moved),
            added: count(done.added),
            withdrawn: count(done.withdrawn),
            restored: count(done.restored),
        }
    }
}

macro_rules! replanned {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, SimpleObject)]
        pub struct $name {
            /// The event as it is now; null when nothing was done.
            pub event: Option<Event>,
            /// What became of its occurrences ahead; null when nothing was done.
            pub replan: Option<EventReplan>,
            /// What was wrong; empty when it was done.
            pub user_errors: Vec<UserError>,
        }

        impl $name {
            pub(super) fn of(outcome: Outcome<(event::Model, Replanned)>) -> Result<Option<Self>> {
                let (done, user_errors) = split(outcome)?;
                let (row, replan) = done.unzip();
                let event = row.map(Event::try_from).transpose().map_err(Fault::from)?;
                Ok(Some(Self { event, replan: replan.map(EventReplan::from), user_errors }))
            }
        }
    )+};
}

replanned! {
    /// What became of `eventUpdate`.
    EventUpdatePayload;
    /// What became of `eventEnd`.
    EventEndPayload;
}
