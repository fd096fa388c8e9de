//! Payloads and inputs of the mutations of queues.

use async_graphql::{InputObject, SimpleObject};

use super::{
    member::QueueMember,
    types::{Queue, QueueMode},
};
use crate::graphql::{scalars::TimeZone, user_error::UserError};

/// Changes to a queue: what is absent is kept.
#[derive(Clone, Debug, InputObject)]
pub struct QueueUpdateInput {
    /// Name of the queue, 1 to 120 characters.
    pub name: Option<String>,
    /// Whether Switchboard decides who is in the queue. One that becomes managed keeps everybody who is in it.
    pub mode: Option<QueueMode>,
    /// Time zone whose midnight starts the counters.
    pub time_zone: Option<TimeZone>,
    /// A call answered within so many seconds was answered in time; 1 to 3600.
    pub service_level_seconds: Option<i32>,
}

macro_rules! payloads {
    ($($(#[$doc:meta])* $name:ident { $(#[$fdoc:meta])* $field:ident: $type:ty })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, SimpleObject)]
        pub struct $name {
            $(#[$fdoc])*
            pub $field: Option<$type>,
            /// What the user can mend; empty when it was done.
            pub user_errors: Vec<UserError>,
        }
    )+};
}

payloads! {
    /// Outcome of `queueUpdate`.
    QueueUpdatePayload {
        /// The queue as it is now.
        queue: Queue
    }
    /// Outcome of `queueMemberAdd`.
    QueueMemberAddPayload {
        /// The member as it is now: with drift `MISSING` when the provider has not taken it yet.
        member: QueueMember
    }
    /// Outcome of `queueMemberRemove`.
    QueueMemberRemovePayload {
        /// The queue as it is now.
        queue: Queue
    }
    /// Outcome of `queueMemberPause`.
    QueueMemberPausePayload {
        /// The members as they are now: with drift `PAUSE` where the provider has not followed yet.
        members: Vec<QueueMember>
    }
    /// Outcome of `queueMemberResume`.
    QueueMemberResumePayload {
        /// The members as they are now: with drift `PAUSE` where the provider has not followed yet.
        members: Vec<QueueMember>
    }
    /// Outcome of `queueMemberSetPenalty`.
    QueueMemberSetPenaltyPayload {
        /// The member as it is now: with drift `PENALTY` when the provider has not followed yet.
        member: QueueMember
    }
    /// Outcome of `queueMembersOrder`.
    QueueMembersOrderPayload {
        /// The queue as it is now.
        queue: Queue
    }
}
