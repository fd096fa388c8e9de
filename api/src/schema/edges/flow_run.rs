//! From a run of a flow.

use async_graphql::{ComplexObject, Context, Result};
use entity::{flow_recording, flow_result};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::{
    auth::Operation,
    calls::attempts::{CallAttempt, repository as attempts},
    contacts::{Contact, loader as contacts},
    error::Fault,
    flows::{
        document::FlowOutcome,
        loader,
        pick::document,
        runs::types::{FlowRecording, FlowResult, FlowRun, outcome},
        types::FlowVersion,
    },
    graphql::context::ContextExt,
};

/// From a run.
#[ComplexObject]
impl FlowRun {
    /// What it means for whatever it is about: of the last answer that means something.
    async fn outcome(&self) -> Option<FlowOutcome> {
        outcome(self.meaning.as_deref())
    }

    /// What its nodes heard, in the order in which they were come by.
    #[graphql(complexity = "10 * child_complexity + 1")]
    async fn results(&self, ctx: &Context<'_>) -> Result<Vec<FlowResult>> {
        let rows = flow_result::Entity::find()
            .filter(flow_result::Column::RunId.eq(self.key))
            .filter(flow_result::Column::AccountId.eq(self.account_id))
            .order_by_asc(flow_result::Column::HeardAt)
            .order_by_asc(flow_result::Column::Node)
            .all(ctx.app().db.read())
            .await
            .map_err(Fault::from)?;
        let version = loader::version(ctx, self.account_id, self.version_id).await?;
        let document = version.as_ref().map(document).transpose().map_err(Fault::from)?.unwrap_or_default();
        let label = |node: &str| document.nodes.get(&node.parse().ok()?).and_then(|node| node.label.clone());
        let shown = |row: flow_result::Model| FlowResult {
            label: label(&row.node),
            node: row.node,
            kind: row.kind.into(),
            response: row.response,
            keys: row.keys,
            outcome: outcome(row.outcome.as_deref()),
            seconds: row.seconds,
            visits: row.visits,
            heard_at: row.heard_at,
        };
        Ok(rows.into_iter().map(shown).collect())
    }

    /// What was recorded in it, the oldest first.
    #[graphql(complexity = "5 * child_complexity + 1")]
    async fn recordings(&self, ctx: &Context<'_>) -> Result<Vec<FlowRecording>> {
        let rows = flow_recording::Entity::find()
            .filter(flow_recording::Column::RunId.eq(self.key))
            .filter(flow_recording::Column::AccountId.eq(self.account_id))
            .order_by_asc(flow_recording::Column::Id);
        Ok(rows.all(ctx.app().db.read()).await.map_err(Fault::from)?.into_iter().map(FlowRecording::from).collect())
    }

    /// Version that leads it.
    async fn flow_version(&self, ctx: &Context<'_>) -> Result<Option<FlowVersion>> {
        ctx.permit(Operation::FlowVersion)?;
        Ok(loader::version(ctx, self.account_id, self.version_id).await?.map(FlowVersion::from))
    }

    /// Contact that is called, if it is one.
    async fn contact(&self, ctx: &Context<'_>) -> Result<Option<Contact>> {
        ctx.permit(Operation::Contact)?;
        let Some(id) = self.contact_id else { return Ok(None) };
        Ok(contacts::contact(ctx, self.account_id, id).await?)
    }

    /// Attempt that it leads.
    async fn call_attempt(&self, ctx: &Context<'_>) -> Result<Option<CallAttempt>> {
        ctx.permit(Operation::CallAttempt)?;
        Ok(attempts::attempt(ctx, self.account_id, self.attempt_id).await?)
    }
}
