//! Live changes of participations.

use async_graphql::{ComplexObject, Context, ID, Result, SimpleObject, Subscription};
use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, CalloutId, ParticipationId},
    stored::Topic,
};
use futures_util::Stream;

use super::{repository::Participations, types::Participation};
use crate::{
    auth::Operation,
    callouts::{news::ParticipationNews, words::ParticipationStatus},
    error::Fault,
    graphql::{
        context::ContextExt,
        id,
        live::{ChangeKind, Followed, follow},
        scalars::LiveCursor,
    },
};

/// A participation was added by hand, or has come further. Those that a population adds are told by `calloutChanged`, together.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct ParticipationChange {
    /// Place of the change: subscribe after it to go on from here.
    #[graphql(owned)]
    pub cursor: LiveCursor,
    /// When it happened.
    #[graphql(owned)]
    pub occurred_at: DateTime<Utc>,
    /// What became of the participation.
    #[graphql(owned)]
    pub kind: ChangeKind,
    /// Id of the participation.
    #[graphql(owned)]
    pub node_id: ID,
    /// How far it had come then.
    #[graphql(owned)]
    pub status: ParticipationStatus,
    /// Id of the callout.
    #[graphql(owned)]
    pub callout_id: ID,
    /// Id of the contact.
    #[graphql(owned)]
    pub contact_id: ID,
    /// Whose.
    #[graphql(skip)]
    account_id: AccountId,
    /// Which participation.
    #[graphql(skip)]
    participation_id: ParticipationId,
}

/// A participation was added by hand, or has come further.
#[ComplexObject]
impl ParticipationChange {
    /// The participation as it is now.
    async fn participation(&self, ctx: &Context<'_>) -> Result<Option<Participation>> {
        let row = Participations(self.account_id).find(ctx.app().db.read(), self.participation_id).await.map_err(Fault::from)?;
        Ok(row.map(Participation::from))
    }
}

impl TryFrom<Followed> for ParticipationChange {
    type Error = Fault;

    fn try_from(change: Followed) -> Result<Self, Fault> {
        let news: ParticipationNews = change.news()?;
        let participation_id = ParticipationId(change.node_id);
        Ok(Self {
            occurred_at: change.occurred_at,
            kind: change.kind.into(),
            node_id: participation_id.into(),
            status: news.status.into(),
            callout_id: news.callout.into(),
            contact_id: news.contact.into(),
            account_id: change.account_id,
            participation_id,
            cursor: change.cursor,
        })
    }
}

/// Live changes of participations.
#[derive(Default)]
pub struct ParticipationSubscription;

/// Live changes of participations.
#[Subscription]
impl ParticipationSubscription {
    /// Participations as they are added by hand, called, reached, given up and skipped.
    async fn participation_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those of this callout.")] callout_id: Option<ID>,
        #[graphql(desc = "Cursor after which to begin; absent: now.")] after: Option<LiveCursor>,
    ) -> Result<impl Stream<Item = Result<ParticipationChange>> + use<>> {
        ctx.permit(Operation::ParticipationChanged)?;
        let only: Option<CalloutId> = callout_id.map(|id| id::argument(&id, "calloutId")).transpose()?;
        let of = |payload: &serde_json::Value| payload.get("callout").and_then(|callout| callout.as_str()?.parse().ok());
        Ok(follow(ctx, after, move |change| {
            change.topic == Topic::Participation && only.is_none_or(|only| of(&change.payload) == Some(only))
        })?)
    }
}
