//! Queries about runs.

use async_graphql::{Context, ID, Object, Result};

use super::{super::loader, types::FlowRun};
use crate::{
    auth::Operation,
    graphql::{context::ContextExt, id},
};

/// Queries about runs.
#[derive(Default)]
pub struct FlowRunQuery;

/// Queries about runs.
#[Object]
impl FlowRunQuery {
    /// The run of that id; null when there is none in this account.
    async fn flow_run(&self, ctx: &Context<'_>, #[graphql(desc = "Id of the run.")] id: ID) -> Result<Option<FlowRun>> {
        let permit = ctx.permit(Operation::FlowRun)?;
        let id = id::argument(&id, "id")?;
        Ok(loader::run(ctx, permit.account_id(), id).await?.map(FlowRun::from))
    }
}
