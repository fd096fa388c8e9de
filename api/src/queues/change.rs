//! A change in a queue, as subscribers get it: what it is about comes with it, read from the news themselves.

use async_graphql::{ComplexObject, Context, ID, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::id::{AccountId, QueueId};

use super::{
    history::{QueueChangeKind, QueueOutcome},
    loader,
    member::{QueueMember, Wish},
    news::QueueNews,
    state::QueueCounters,
    types::Queue,
    waiting::WaitingCall,
};
use crate::{
    auth,
    error::Fault,
    graphql::{
        actor::Actor,
        live::{ChangeKind, Followed},
        scalars::LiveCursor,
    },
};

/// Something changed in a queue.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct QueueChange {
    /// Place of the change: subscribe after it to go on from here.
    #[graphql(owned)]
    pub cursor: LiveCursor,
    /// When it happened.
    #[graphql(owned)]
    pub occurred_at: DateTime<Utc>,
    /// What became of the queue.
    #[graphql(owned)]
    pub kind: ChangeKind,
    /// Id of the queue.
    #[graphql(owned)]
    pub node_id: ID,
    /// What happened in the queue.
    #[graphql(owned)]
    pub what: QueueChangeKind,
    /// Why, in the actor's words.
    pub reason: Option<String>,
    /// Id of the member it is about, also of one that left.
    pub member_id: Option<ID>,
    /// The member as this change left it; of one that left, as it was last. Null when it is not about one.
    pub member: Option<QueueMember>,
    /// Id of the call it is about.
    pub call_id: Option<ID>,
    /// How the wait of the call ended, once it is known.
    #[graphql(owned)]
    pub outcome: Option<QueueOutcome>,
    /// The counters as this change left them; null when it did not touch them.
    pub counters: Option<QueueCounters>,
    /// The news.
    #[graphql(skip)]
    pub news: QueueNews,
    /// Whose.
    #[graphql(skip)]
    pub account_id: AccountId,
}

impl TryFrom<Followed> for QueueChange {
    type Error = Fault;

    fn try_from(change: Followed) -> Result<Self, Fault> {
        let news: QueueNews = change.news()?;
        Ok(Self {
            occurred_at: change.occurred_at,
            kind: change.kind.into(),
            node_id: QueueId(change.node_id).into(),
            what: news.what.into(),
            reason: news.reason.clone(),
            member_id: news.member.as_ref().map(|member| member.member_id.into()),
            member: news.member.clone().map(|member| QueueMember::new(member, Wish::Unread)),
            call_id: news.visit.as_ref().map(|visit| visit.call_id.into()),
            outcome: news.visit.as_ref().and_then(|visit| visit.outcome).map(QueueOutcome::from),
            counters: news.counters.clone().map(QueueCounters::from),
            account_id: change.account_id,
            cursor: change.cursor,
            news,
        })
    }
}

#[ComplexObject]
impl QueueChange {
    /// Who did it.
    async fn actor(&self) -> Actor {
        auth::Actor { kind: self.news.actor_kind, id: self.news.actor_id, name: self.news.actor_name.clone() }.into()
    }

    /// The call as it waits after this change; null when it waits no longer, or the change is not about one.
    async fn waiting_call(&self, ctx: &Context<'_>) -> Result<Option<WaitingCall>> {
        match &self.news.visit {
            Some(visit) if visit.left_at.is_none() => Ok(Some(WaitingCall::placed(ctx, visit.clone()).await?)),
            _ => Ok(None),
        }
    }

    /// The queue as it is now.
    async fn queue(&self, ctx: &Context<'_>) -> Result<Option<Queue>> {
        let id: QueueId = self.node_id.parse().map_err(|error: entity::id::IdError| async_graphql::Error::new(error.to_string()))?;
        Ok(loader::queue(ctx, self.account_id, id).await?.map(Queue::from))
    }
}
