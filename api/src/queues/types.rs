//! A queue as clients see it: its definition, its live state, whether it is as wanted, its history.

use async_graphql::{ComplexObject, Context, Enum, ID, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::queue;

use super::{history::QueueHistoryEntry, loader, repository::Queues, state::QueueState};
use crate::{
    auth::Operation,
    graphql::rows::Plain,
    graphql::{
        connection::{Connection, DEFAULT_FIRST, PageRequest, page, page_cost},
        context::ContextExt,
        interval::IntervalInput,
        scalars::TimeZone,
    },
    providers::Provider,
};

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

#[ComplexObject]
impl Queue {
    /// Telephone system the queue is at.
    async fn provider(&self, ctx: &Context<'_>) -> Result<Option<Provider>> {
        ctx.permit(Operation::Providers)?;
        let row = loader::provider(ctx, self.row.account_id, self.row.provider_id).await?;
        Ok(row.map(|row| Provider::at(row, ctx.app().clock.now())))
    }

    /// Live state of the queue: as it is now, or as it was at an instant.
    async fn state(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Past instant; absent: now. Of before the queue was found, or before the past that is kept (400 days by default), nothing is known: `BAD_REQUEST`."
        )]
        at: Option<DateTime<Utc>>,
    ) -> Result<QueueState> {
        Ok(QueueState::read(ctx, self.row.clone(), at).await?)
    }

    /// What changed in the queue, by whom, when and why; newest first, as far back as the past is kept (400 days by default).
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only what happened in this stretch of time.")] between: Option<IntervalInput>,
        #[graphql(desc = "Entries of the page, 1 to 200.", default_with = "Some(DEFAULT_FIRST)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the entry before the page.")] after: Option<String>,
    ) -> Result<Connection<QueueHistoryEntry>> {
        let between = between.map(IntervalInput::check).transpose()?;
        let request = PageRequest::read(first.unwrap_or(DEFAULT_FIRST), after)?;
        let rows = Queues(self.row.account_id).history(ctx.app().db.read(), self.row.id, between, &request).await?;
        Ok(page(&request, rows, |row| (row.occurred_at, row.id), QueueHistoryEntry::from))
    }
}
