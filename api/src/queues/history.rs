//! An entry of a queue's history, as clients see it.

use async_graphql::{ComplexObject, Context, Enum, ID, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{
    queue_event,
    stored::{self, QueueOutcome as Stored},
};

use super::{
    loader,
    member::{QueueMember, Wish},
};
use crate::{
    auth::{self, Operation},
    graphql::rows::Plain,
    graphql::{actor::Actor, context::ContextExt},
    persons::{Person, loader::person},
};

/// What happened in a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "stored::QueueChangeKind")]
pub enum QueueChangeKind {
    /// The queue itself was found, or its definition changed.
    Defined,
    /// A member is in the queue that was not.
    MemberAdded,
    /// A member is no longer in the queue.
    MemberRemoved,
    /// A member's presence, pause, penalty or person changed.
    MemberChanged,
    /// Who is wanted in the queue changed; the provider follows.
    Wanted,
    /// A call waits.
    CallJoined,
    /// A member's telephone rings for a waiting call, or rings for it no more.
    CallRinging,
    /// A call no longer waits.
    CallLeft,
    /// How a wait ended, or how long the conversation after it was, became known; the counters have moved.
    CallResult,
    /// A new day's counters began.
    Counted,
    /// Wanted and actual came to agree, or ceased to.
    SyncChanged,
    /// The link to the provider came up or went down.
    LinkChanged,
}

/// How a wait in a queue ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Stored")]
pub enum QueueOutcome {
    /// A member answered.
    Answered,
    /// The caller hung up.
    Abandoned,
    /// The caller waited as long as the queue allows.
    TimedOut,
    /// Nobody was there to answer.
    NoAgents,
    /// The queue had no room.
    Full,
    /// The call was taken out of the queue.
    Withdrawn,
    /// Not seen: the link was down when it ended.
    Unknown,
}

/// Something that changed in a queue: what, who, when, why.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct QueueHistoryEntry {
    /// Id of the entry.
    #[graphql(owned)]
    pub id: ID,
    /// When it happened.
    #[graphql(owned)]
    pub occurred_at: DateTime<Utc>,
    /// What happened.
    #[graphql(owned)]
    pub what: QueueChangeKind,
    /// Why, in the actor's words.
    pub reason: Option<String>,
    /// How a wait ended.
    #[graphql(owned)]
    pub outcome: Option<QueueOutcome>,
    /// The row.
    #[graphql(skip)]
    pub row: queue_event::Model,
}

impl Plain for QueueHistoryEntry {}

impl From<queue_event::Model> for QueueHistoryEntry {
    fn from(row: queue_event::Model) -> Self {
        Self {
            id: row.id.into(),
            occurred_at: row.occurred_at,
            what: row.kind.into(),
            reason: row.reason.clone(),
            outcome: row.outcome.map(QueueOutcome::from),
            row,
        }
    }
}

#[ComplexObject]
impl QueueHistoryEntry {
    /// Who did it.
    async fn actor(&self) -> Actor {
        auth::Actor { kind: self.row.actor_kind, id: self.row.actor_id, name: self.row.actor_name.clone() }.into()
    }

    /// Person it is about.
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        ctx.permit(Operation::Person)?;
        match self.row.person_id {
            Some(id) => Ok(person(ctx, self.row.account_id, id).await?),
            None => Ok(None),
        }
    }

    /// The member as this left it; of one that left, as it was last.
    #[graphql(complexity = "5 + child_complexity")]
    async fn member(&self, ctx: &Context<'_>) -> Result<Option<QueueMember>> {
        let Some(id) = self.row.version_id else { return Ok(None) };
        let row = loader::version(ctx, self.row.account_id, id).await?;
        Ok(row.map(|row| QueueMember::new(row, Wish::Nobodys)))
    }

    /// Id of the call it is about.
    async fn call_id(&self) -> Option<ID> {
        self.row.call_id.map(ID::from)
    }
}
