//! A queue as clients see it: its definition, and whether it is as wanted. What leads on from it is in `schema::edges`.

use async_graphql::{Enum, ID, SimpleObject};
use chrono::{DateTime, Utc};
use entity::queue;

use crate::graphql::{rows::Plain, scalars::TimeZone};

/// Whether Switchboard decides who is in a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::QueueMode")]
pub enum QueueMode {
    /// Members, pauses and penalties converge to what is wanted here.
    Managed,
    /// Only mirrored: nothing is sent to it.
    Observed,
}

/// Whether a queue is as wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::QueueSyncState")]
pub enum QueueSyncState {
    /// Wanted and actual agree.
    InSync,
    /// Commands are under way.
    Changing,
    /// Something was refused; it is tried again, more slowly each time.
    Failing,
    /// Nothing is wanted: the queue is only observed.
    Observed,
}

/// Whether a queue is as wanted.
#[derive(Clone, Debug, SimpleObject)]
pub struct QueueSync {
    /// Whether wanted and actual agree.
    pub state: QueueSyncState,
    /// Commands still needed.
    pub pending: i32,
    /// When wanted and actual last came to agree.
    pub last_synced_at: Option<DateTime<Utc>>,
    /// Why something was refused.
    pub problem: Option<String>,
}

/// Waiting line of calls, and the people who answer it.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Queue {
    /// Id of the queue.
    #[graphql(owned)]
    pub id: ID,
    /// Name of the queue.
    pub name: String,
    /// Name of the queue at its provider, e.g. `support`; unique there.
    pub key: String,
    /// Whether Switchboard decides who is in the queue.
    #[graphql(owned)]
    pub mode: QueueMode,
    /// Time zone whose midnight starts the queue's counters.
    #[graphql(owned)]
    pub time_zone: TimeZone,
    /// A call answered within so many seconds was answered in time.
    pub service_level_seconds: i32,
    /// Whether the queue is as wanted.
    #[graphql(owned)]
    pub sync: QueueSync,
    /// The row.
    #[graphql(skip)]
    pub row: queue::Model,
}

impl Plain for Queue {}

impl From<queue::Model> for Queue {
    fn from(row: queue::Model) -> Self {
        Self {
            id: row.id.into(),
            name: row.name.clone(),
            key: row.key.clone(),
            mode: row.mode.into(),
            time_zone: TimeZone(super::counters::zone(&row)),
            service_level_seconds: row.service_level_seconds,
            sync: QueueSync {
                state: row.sync_state.into(),
                pending: row.sync_pending,
                last_synced_at: row.last_synced_at,
                problem: row.sync_problem.clone(),
            },
            row,
        }
    }
}
