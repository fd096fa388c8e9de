//! Live changes of attempts.

use async_graphql::{ComplexObject, Context, ID, Result, SimpleObject, Subscription};
use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, AttemptId, CalloutId},
    stored::Topic,
};
use futures_util::Stream;

use super::{
    news::AttemptNews,
    repository::attempt,
    types::{AttemptStatus, CallAttempt},
};
use crate::{
    auth::Operation,
    error::Fault,
    graphql::{
        context::ContextExt,
        id,
        live::{ChangeKind, Followed, follow},
        scalars::LiveCursor,
    },
};

/// An attempt was made, or has come further.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct CallAttemptChange {
    /// Place of the change: subscribe after it to go on from here.
    #[graphql(owned)]
    pub cursor: LiveCursor,
    /// When it happened.
    #[graphql(owned)]
    pub occurred_at: DateTime<Utc>,
    /// What became of the attempt.
    #[graphql(owned)]
    pub kind: ChangeKind,
    /// Id of the attempt.
    #[graphql(owned)]
    pub node_id: ID,
    /// How far the attempt had come with this change; `callAttempt` may be further by now.
    pub status: AttemptStatus,
    /// Whose.
    #[graphql(skip)]
    pub account_id: AccountId,
    /// Which attempt.
    #[graphql(skip)]
    pub attempt_id: AttemptId,
}

/// An attempt was made, or has come further.
#[ComplexObject]
impl CallAttemptChange {
    /// The attempt as it is now.
    async fn call_attempt(&self, ctx: &Context<'_>) -> Result<Option<CallAttempt>> {
        Ok(attempt(ctx, self.account_id, self.attempt_id).await?)
    }
}

impl TryFrom<Followed> for CallAttemptChange {
    type Error = Fault;

    fn try_from(change: Followed) -> Result<Self, Fault> {
        let attempt_id = AttemptId(change.node_id);
        let news: AttemptNews = change.news()?;
        Ok(Self {
            occurred_at: change.occurred_at,
            kind: change.kind.into(),
            node_id: attempt_id.into(),
            status: news.status.into(),
            account_id: change.account_id,
            attempt_id,
            cursor: change.cursor,
        })
    }
}

/// Live changes of attempts.
#[derive(Default)]
pub struct AttemptsSubscription;

/// Live changes of attempts.
#[Subscription]
impl AttemptsSubscription {
    /// Attempts as they are made and come further.
    async fn call_attempt_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only attempts of this callout.")] callout_id: Option<ID>,
        #[graphql(desc = "Only this attempt.")] id: Option<ID>,
        #[graphql(desc = "Cursor after which to begin; absent: now.")] after: Option<LiveCursor>,
    ) -> Result<impl Stream<Item = Result<CallAttemptChange>> + use<>> {
        ctx.permit(Operation::CallAttemptChanged)?;
        let callout: Option<CalloutId> = callout_id.map(|id| id::argument(&id, "calloutId")).transpose()?;
        let callout = callout.map(|id| serde_json::Value::String(id.to_string()));
        let only: Option<AttemptId> = id.map(|id| id::argument(&id, "id")).transpose()?;
        Ok(follow(ctx, after, move |change| {
            change.topic == Topic::Attempt
                && only.is_none_or(|only| change.node_id == only.0)
                && callout.as_ref().is_none_or(|callout| change.payload.get("callout") == Some(callout))
        })?)
    }
}
