//! Live changes of callouts.

use async_graphql::{ComplexObject, Context, Enum, ID, Result, SimpleObject, Subscription};
use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, CalloutId},
    stored::Topic,
};
use futures_util::Stream;

use super::{
    loader,
    news::{CalloutNews, What},
    types::Callout,
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

/// What happened to a callout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "What")]
pub enum CalloutChangeKind {
    /// It was made, changed, moved on or deleted.
    Changed,
    /// What is counted of it is another now: told once for all that happened at once.
    Progress,
    /// A population of it was made, or has come further.
    Population,
}

/// Something happened to a callout.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct CalloutChange {
    /// Place of the change: subscribe after it to go on from here.
    #[graphql(owned)]
    pub cursor: LiveCursor,
    /// When it happened.
    #[graphql(owned)]
    pub occurred_at: DateTime<Utc>,
    /// What became of the callout.
    #[graphql(owned)]
    pub kind: ChangeKind,
    /// Id of the callout.
    #[graphql(owned)]
    pub node_id: ID,
    /// What happened to it.
    #[graphql(owned)]
    pub what: CalloutChangeKind,
    /// Id of the population it is about.
    pub population_id: Option<ID>,
    /// Whose.
    #[graphql(skip)]
    account_id: AccountId,
    /// Which callout.
    #[graphql(skip)]
    callout_id: CalloutId,
}

/// Something happened to a callout.
#[ComplexObject]
impl CalloutChange {
    /// The callout as it is now; null when it is deleted.
    async fn callout(&self, ctx: &Context<'_>) -> Result<Option<Callout>> {
        Ok(loader::callout(ctx, self.account_id, self.callout_id).await?.map(Callout::from))
    }
}

impl TryFrom<Followed> for CalloutChange {
    type Error = Fault;

    fn try_from(change: Followed) -> Result<Self, Fault> {
        let news: CalloutNews = change.news()?;
        let callout_id = CalloutId(change.node_id);
        Ok(Self {
            occurred_at: change.occurred_at,
            kind: change.kind.into(),
            node_id: callout_id.into(),
            what: news.what.into(),
            population_id: news.population.map(ID::from),
            account_id: change.account_id,
            callout_id,
            cursor: change.cursor,
        })
    }
}

/// Live changes of callouts.
#[derive(Default)]
pub struct CalloutSubscription;

/// Live changes of callouts.
#[Subscription]
impl CalloutSubscription {
    /// Callouts as they are made, changed, moved on and deleted, and as what is counted of them changes.
    async fn callout_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only this callout.")] callout_id: Option<ID>,
        #[graphql(desc = "Cursor after which to begin; absent: now.")] after: Option<LiveCursor>,
    ) -> Result<impl Stream<Item = Result<CalloutChange>> + use<>> {
        ctx.permit(Operation::CalloutChanged)?;
        let only: Option<CalloutId> = callout_id.map(|id| id::argument(&id, "calloutId")).transpose()?;
        Ok(follow(ctx, after, move |change| change.topic == Topic::Callout && only.is_none_or(|only| change.node_id == only.0))?)
    }
}
