//! Queries about runs.

use async_graphql::{Context, ID, Object, Result};

use super::{repository::Runs, types::SolverRun};
use crate::{
    auth::Operation,
    graphql::{context::ContextExt, id},
};

/// Queries about runs.
#[derive(Default)]
pub struct SolveQuery;

/// Queries about runs.
#[Object]
impl SolveQuery {
    /// The run of the solver of that id; null when there is none in this account.
    async fn solver_run(&self, ctx: &Context<'_>, #[graphql(desc = "Id of the run.")] id: ID) -> Result<Option<SolverRun>> {
        let permit = ctx.permit(Operation::SolverRun)?;
        let found = Runs(permit.account_id()).find(ctx.app().db.read(), id::argument(&id, "id")?).await;
        Ok(found.map_err(crate::error::Fault::from)?.map(SolverRun::from))
    }
}
