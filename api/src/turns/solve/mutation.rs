//! Mutations of runs.

use async_graphql::{Context, ID, Object, Result};

use super::{
    service::{self, Applied},
    types::{SolverRun, SolverRunApplyPayload, SolverRunStopPayload, TimetableSolveInput, TimetableSolvePayload},
};
use crate::{
    auth::Operation,
    graphql::{context::ContextExt, id, user_error::split},
    turns::timetable::{payload::stale, turn::Turn},
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

    /// Writes what a run found into its timetable as that is now, although it was edited since: all of it, or nothing if it
    /// breaks a rule that must hold. What was edited by hand gives way to it. In a week that is published, slots that have begun
    /// stay as they are. `timetableUndo` undoes it.
    async fn solver_run_apply(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the run, which has ended with a result.")] id: ID,
        #[graphql(desc = "Version of the timetable that was seen.")] version: i32,
    ) -> Result<Option<SolverRunApplyPayload>> {
        let permit = ctx.permit(Operation::SolverRunApply)?;
        let done = async { service::apply(ctx.app(), permit, id::parse(&id, &["id"])?, version).await };
        let (applied, user_errors) = split(done.await)?;
        let nothing = SolverRunApplyPayload { run: None, timetable: None, turns: None, user_errors };
        Ok(Some(match applied {
            None => nothing,
            Some(Applied::Stale(row)) => {
                SolverRunApplyPayload { timetable: Some((*row).into()), user_errors: vec![stale("version")], ..nothing }
            }
            Some(Applied::Done(run, written)) => SolverRunApplyPayload {
                run: Some((*run).into()),
                timetable: Some(written.timetable.into()),
                turns: Some(written.turns.into_iter().map(Turn::from).collect()),
                ..nothing
            },
        }))
    }
}
