//! Live changes of runs.

use async_graphql::{Context, ID, Result, Subscription};
use entity::{id::TimetableId, stored::Topic};
use futures_util::Stream;

use super::change::SolverRunChange;
use crate::{
    auth::Operation,
    graphql::{context::ContextExt, id, live::follow, scalars::LiveCursor},
};

/// Live changes of runs.
#[derive(Default)]
pub struct SolveSubscription;

/// Live changes of runs.
#[Subscription]
impl SolveSubscription {
    /// How far runs of the solver come, several times a second at the most, to their end.
    async fn solver_run_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only runs over this timetable.")] timetable_id: Option<ID>,
        #[graphql(desc = "Cursor after which to begin; absent: now.")] after: Option<LiveCursor>,
    ) -> Result<impl Stream<Item = Result<SolverRunChange>> + use<>> {
        ctx.permit(Operation::SolverRunChanged)?;
        let only: Option<TimetableId> = timetable_id.map(|id| id::argument(&id, "timetableId")).transpose()?;
        // News name a timetable by the text of its id.
        let only = only.map(|id| serde_json::Value::String(id.to_string()));
        Ok(follow(ctx, after, move |change| {
            change.topic == Topic::SolverRun && only.as_ref().is_none_or(|only| change.payload.get("timetable") == Some(only))
        })?)
    }
}
