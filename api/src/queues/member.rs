//! A member of a queue as clients see it: what the provider has, beside what is wanted.

use async_graphql::{Context, Enum, ID, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, PersonId, QueueId},
    queue_assignment, queue_member, stored,
};

use super::loader;
use crate::{auth, error::Fault};

/// What a member is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "stored::Presence")]
pub enum Presence {
    /// Free, and rung by the next call.
    Available,
    /// The telephone rings.
    Ringing,
    /// Talking.
    OnCall,
    /// Has just finished a call, and is not rung yet.
    WrapUp,
    /// Paused.
    Paused,
    /// The telephone cannot be reached.
    Offline,
}

/// Who wants a member in a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "stored::MemberSource")]
pub enum MemberSource {
    /// Put there by hand.
    Manual,
    /// On duty by the rota.
    Turn,
    /// Fixed in the provider's configuration.
    Fixed,
    /// Nobody here: only the provider has it.
    Unmanaged,
}

/// A difference between wanted and actual.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum MemberDrift {
    /// Wanted, and not in the queue.
    Missing,
    /// In the queue, and not wanted.
    Unexpected,
    /// Paused where it should not be, not paused where it should be, or for another reason.
    Pause,
    /// Another penalty than wanted.
    Penalty,
}

/// A member's pause.
#[derive(Clone, Debug, SimpleObject)]
pub struct Pause {
    /// Why; may be empty.
    pub reason: String,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// Who wants a member, as far as it is known here.
#[derive(Clone, Debug)]
pub enum Wish {
    /// Not read yet.
    Unread,
    /// Nobody does, and it does not matter: the queue is only observed, or it is a past instant.
    Nobodys,
    /// Nobody does, in a managed queue.
    Stranger,
    /// We do.
    Ours(queue_assignment::Model),
}

impl Wish {
    /// In a managed queue nobody's is a stranger.
    pub(super) fn in_managed(self) -> Self {
        match self {
            Self::Nobodys => Self::Stranger,
            other => other,
        }
    }
}

/// Someone, or some telephone, that answers a queue.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct QueueMember {
    /// Id of the member, the same from joining to leaving; of one that is wanted and not there yet, the wish's.
    #[graphql(owned)]
    pub id: ID,
    /// Name of the member at the provider.
    pub name: String,
    /// Extension that is rung, where the provider's address stands for one.
    pub extension: Option<String>,
    /// Address that is rung, in the provider's words; null for one that is not there yet.
    pub endpoint: Option<String>,
    /// What the member is doing.
    #[graphql(owned)]
    pub presence: Presence,
    /// Since when the member has been doing that.
    #[graphql(owned)]
    pub since: DateTime<Utc>,
    /// The member's pause; null when it is not paused. A paused member may still be in a call.
    pub paused: Option<Pause>,
    /// Lower is rung first, from 0.
    pub penalty: i32,
    /// Calls answered since the member joined; the one under way is counted when it ends.
    pub calls_taken: i32,
    /// When the member's last call of this queue ended.
    #[graphql(owned)]
    pub last_call_at: Option<DateTime<Utc>>,
    /// The provider's part; `None`: it is not there.
    #[graphql(skip)]
    pub row: Option<queue_member::Model>,
    /// Who wants it.
    #[graphql(skip)]
    pub wish: Wish,
    /// Whose.
    #[graphql(skip)]
    pub account_id: AccountId,
    /// In which queue.
    #[graphql(skip)]
    pub queue_id: QueueId,
}

impl QueueMember {
    /// One that is there.
    pub fn new(row: queue_member::Model, wish: Wish) -> Self {
        Self {
            id: row.member_id.into(),
            name: row.name.clone(),
            extension: row.extension.clone(),
            endpoint: Some(row.endpoint.clone()),
            presence: row.presence.into(),
            since: row.since,
            paused: row.paused_reason.clone().map(|reason| Pause { reason, since: row.paused_at.unwrap_or(row.since) }),
            penalty: row.penalty,
            calls_taken: row.calls_taken,
            last_call_at: row.last_call_at,
            account_id: row.account_id,
            queue_id: row.queue_id,
            wish,
            row: Some(row),
        }
    }

    /// One that is wanted and not there yet.
    pub fn missing(want: queue_assignment::Model) -> Self {
        Self {
            id: want.id.into(),
            name: String::new(),
            extension: None,
            endpoint: None,
            presence: Presence::Offline,
            since: want.created_at,
            paused: want.paused_reason.clone().map(|reason| Pause { reason, since: want.paused_at.unwrap_or(want.updated_at) }),
            penalty: want.penalty,
            calls_taken: 0,
            last_call_at: None,
            row: None,
            account_id: want.account_id,
            queue_id: want.queue_id,
            wish: Wish::Ours(want),
        }
    }

    /// Who wants it, read if it has not been.
    async fn wish(&self, ctx: &Context<'_>) -> Result<Wish, Fault> {
        if !matches!(self.wish, Wish::Unread) {
            return Ok(self.wish.clone());
        }
        let queue = loader::queue(ctx, self.account_id, self.queue_id).await?;
        if queue.is_none_or(|queue| queue.mode == stored::QueueMode::Observed) {
            return Ok(Wish::Nobodys);
        }
        let person = self.row.as_ref().and_then(|row| row.person_id);
        let wanted = loader::wanted(ctx, self.account_id, self.queue_id).await?;
        Ok(wanted.into_iter().find(|want| Some(want.person_id) == person).map_or(Wish::Stranger, Wish::Ours))
    }
}

impl QueueMember {
    /// Whose extension is rung.
    pub fn person_id(&self) -> Option<PersonId> {
        match (&self.row, &self.wish) {
            (Some(row), _) => row.person_id,
            (None, Wish::Ours(want)) => Some(want.person_id),
            (None, _) => None,
        }
    }

    /// Who wants the member in the queue.
    ///
    /// # Errors
    /// The database's.
    pub async fn wanted_by(&self, ctx: &Context<'_>) -> Result<MemberSource, Fault> {
        let fixed = self.row.as_ref().is_some_and(|row| row.fixed);
        Ok(match self.wish(ctx).await? {
            Wish::Ours(want) => want.source.into(),
            _ if fixed => MemberSource::Fixed,
            _ => MemberSource::Unmanaged,
        })
    }

    /// Differences between wanted and actual.
    ///
    /// # Errors
    /// The database's.
    pub async fn differences(&self, ctx: &Context<'_>) -> Result<Vec<MemberDrift>, Fault> {
        Ok(match (self.wish(ctx).await?, &self.row) {
            (Wish::Ours(_), None) => vec![MemberDrift::Missing],
            (Wish::Stranger, _) => vec![MemberDrift::Unexpected],
            (Wish::Ours(want), Some(is)) => {
                let pause = (want.paused_reason != is.paused_reason).then_some(MemberDrift::Pause);
                let penalty = (want.penalty != is.penalty).then_some(MemberDrift::Penalty);
                pause.into_iter().chain(penalty).collect()
            }
            (Wish::Nobodys | Wish::Unread, _) => Vec::new(),
        })
    }

    /// Who made the member what it is.
    pub fn last_actor(&self) -> auth::Actor {
        match (&self.row, &self.wish) {
            (Some(row), _) => auth::Actor { kind: row.actor_kind, id: row.actor_id, name: row.actor_name.clone() },
            (None, Wish::Ours(want)) => auth::Actor { kind: want.actor_kind, id: want.actor_id, name: want.actor_name.clone() },
            (None, _) => auth::Actor::system(),
        }
    }
}
