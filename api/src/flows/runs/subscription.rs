//! Live changes of runs.

use async_graphql::{ComplexObject, Context, ID, Result, SimpleObject, Subscription};
use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, AttemptId, CalloutId, FlowRunId, FlowVersionId},
    stored::Topic,
};
use futures_util::Stream;
use serde_json::json;

use super::{
    super::loader,
    news::FlowRunNews,
    types::{FlowRun, FlowRunStatus},
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

/// A call that is led by a flow began, or has come further.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct FlowRunChange {
    /// Place of the change: subscribe after it to go on from here.
    #[graphql(owned)]
    pub cursor: LiveCursor,
    /// When it happened.
    #[graphql(owned)]
    pub occurred_at: DateTime<Utc>,
    /// What became of the run.
    #[graphql(owned)]
    pub kind: ChangeKind,
    /// Id of the run.
    #[graphql(owned)]
    pub node_id: ID,
    /// How far it had come with this change; `flowRun` may be further by now.
    pub status: FlowRunStatus,
    /// Whose.
    #[graphql(skip)]
    pub account_id: AccountId,
    /// Which run.
    #[graphql(skip)]
    pub run_id: FlowRunId,
}

/// A call that is led by a flow began, or has come further.
#[ComplexObject]
impl FlowRunChange {
    /// The run as it is now.
    async fn flow_run(&self, ctx: &Context<'_>) -> Result<Option<FlowRun>> {
        Ok(loader::run(ctx, self.account_id, self.run_id).await?.map(FlowRun::from))
    }
}

impl TryFrom<Followed> for FlowRunChange {
    type Error = Fault;

    fn try_from(change: Followed) -> Result<Self, Fault> {
        let run_id = FlowRunId(change.node_id);
        let news: FlowRunNews = change.news()?;
        Ok(Self {
            occurred_at: change.occurred_at,
            kind: change.kind.into(),
            node_id: run_id.into(),
            status: news.status.into(),
            account_id: change.account_id,
            run_id,
            cursor: change.cursor,
        })
    }
}

/// Live changes of runs.
#[derive(Default)]
pub struct FlowRunSubscription;

/// Live changes of runs.
#[Subscription]
impl FlowRunSubscription {
    /// Calls that are led by flows, as they begin, turn by turn, and end.
    async fn flow_run_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those led by this version.")] flow_version_id: Option<ID>,
        #[graphql(desc = "Only those of this callout.")] callout_id: Option<ID>,
        #[graphql(desc = "Only that of this attempt.")] call_attempt_id: Option<ID>,
        #[graphql(desc = "Cursor after which to begin; absent: now.")] after: Option<LiveCursor>,
    ) -> Result<impl Stream<Item = Result<FlowRunChange>> + use<>> {
        ctx.permit(Operation::FlowRunChanged)?;
        let version = flow_version_id.map(|id| id::argument::<FlowVersionId>(&id, "flowVersionId").map(|id| json!(id))).transpose()?;
        let callout = callout_id.map(|id| id::argument::<CalloutId>(&id, "calloutId").map(|id| json!(id))).transpose()?;
        let attempt = call_attempt_id.map(|id| id::argument::<AttemptId>(&id, "callAttemptId").map(|id| json!(id))).transpose()?;
        Ok(follow(ctx, after, move |change| {
            let is = |field: &str, wanted: &Option<serde_json::Value>| {
                wanted.as_ref().is_none_or(|wanted| change.payload.get(field) == Some(wanted))
            };
            change.topic == Topic::FlowRun && is("version", &version) && is("callout", &callout) && is("attempt", &attempt)
        })?)
    }
}
