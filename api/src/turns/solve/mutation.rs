//! Mutations of runs.

use async_graphql::{Context, ID, Object, Result};

use super::{
    service,
    types::{SolverRun, SolverRunStopPayload, TimetableSolveInput, TimetableSolvePayload},
};
use crate::{
    auth::Operation,
    graphql::{context::ContextExt, id, user_error::split},
};

/// Mutations of runs.
#[derive(Default)]
pub struct SolveMutation;

/// Mutations of runs.
#[Object]
impl SolveMutation {
    /// Asks the solver for the best turns of a timetable, and answers at once: the run is told by `solverRunChanged`. What it
    /// finds is written into the timetable, as an edit of whoever asked, if nobody has edited it meanwhile. In a week that is
    /// published, slots that have begun stay as they are.
    async fn timetable_solve(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the timetable.")] id: ID,
        #[graphql(desc = "How it is to be solved.")] input: Option<TimetableSolveInput>,
    ) -> Result<Option<TimetableSolvePayload>> {
        let permit = ctx.permit(Operation::TimetableSolve)?;
        let options = input.unwrap_or_default().options();
        let done = async { service::ask(ctx.app(), permit, id::parse(&id, &["id"])?, options).await };
        let (run, user_errors) = split(done.await)?;
        Ok(Some(TimetableSolvePayload { run: run.map(SolverRun::from), user_errors }))
    }

    /// Stops a run: the best so far is kept. One that has ended stays as it is.
    async fn solver_run_stop(&self, ctx: &Context<'_>, #[graphql(desc = "Id of the run.")] id: ID) -> Result<Option<SolverRunStopPayload>> {
        let permit = ctx.permit(Operation::SolverRunStop)?;
        let done = async { service::stop(ctx.app(), permit, id::parse(&id, &["id"])?).await };
        let (run, user_errors) = split(done.await)?;
        Ok(Some(SolverRunStopPayload { run: run.map(SolverRun::from), user_errors }))
    }
}
