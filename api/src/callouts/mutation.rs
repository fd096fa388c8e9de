//! Mutations of callouts.

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::callout;

use super::{
    input::{CalloutCreateInput, CalloutUpdateInput},
    service::{self, Done, Warning},
    types::Callout,
};
use crate::{
    auth::Operation,
    error::{Outcome, Problem, ProblemCode},
    graphql::{
        context::ContextExt,
        id,
        user_error::{UserError, split},
    },
};

macro_rules! payloads {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, SimpleObject)]
        pub struct $name {
            /// The callout as it is now; null when nothing was done.
            pub callout: Option<Callout>,
            /// What was wrong; empty when it was done.
            pub user_errors: Vec<UserError>,
        }

        impl $name {
            fn of(outcome: Outcome<callout::Model>) -> Result<Option<Self>> {
                let (row, user_errors) = split(outcome)?;
                Ok(Some(Self { callout: row.map(Callout::from), user_errors }))
            }
        }
    )+};
}

payloads! {
    /// What became of `calloutCreate`.
    CalloutCreatePayload;
    /// What became of `calloutSchedule`.
    CalloutSchedulePayload;
    /// What became of `calloutUnschedule`.
    CalloutUnschedulePayload;
    /// What became of `calloutPause`.
    CalloutPausePayload;
    /// What became of `calloutResume`.
    CalloutResumePayload;
    /// What became of `calloutStop`.
    CalloutStopPayload;
}

/// What became of `calloutUpdate`.
#[derive(Clone, Debug, SimpleObject)]
pub struct CalloutUpdatePayload {
    /// The callout as it is now. With `CONFLICT` for `version` it is the present one, in which nothing was done.
    pub callout: Option<Callout>,
    /// What was wrong; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// What became of `calloutDelete`.
#[derive(Clone, Debug, SimpleObject)]
pub struct CalloutDeletePayload {
    /// Id of the callout that is gone.
    pub deleted_id: Option<ID>,
    /// What was wrong; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// What speaks against a start, and does not forbid it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Warning")]
pub enum CalloutWarning {
    /// Nobody takes part yet: it runs, and calls whoever is added.
    Empty,
}

/// What became of `calloutStart`.
#[derive(Clone, Debug, SimpleObject)]
pub struct CalloutStartPayload {
    /// The callout as it is now; null when nothing was done.
    pub callout: Option<Callout>,
    /// What speaks against it, although it was done.
    pub warnings: Option<Vec<CalloutWarning>>,
    /// What was wrong; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// Mutations of callouts.
#[derive(Default)]
pub struct CalloutMutation;

/// Mutations of callouts.
#[Object]
impl CalloutMutation {
    /// Makes a callout. Add whom to call by a population, or one by one; then start it.
    async fn callout_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new callout.")] input: CalloutCreateInput,
    ) -> Result<Option<CalloutCreatePayload>> {
        let permit = ctx.permit(Operation::CalloutCreate)?;
        CalloutCreatePayload::of(service::create(ctx.app(), permit, input.into()).await)
    }

    /// Changes a callout: absent fields keep their values, null clears them. What it calls with cannot be changed while it is
    /// running; how fast and how often can.
    async fn callout_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the callout.")] id: ID,
        #[graphql(desc = "Version of the callout that was seen.")] version: i32,
        #[graphql(desc = "What to change.")] input: CalloutUpdateInput,
    ) -> Result<Option<CalloutUpdatePayload>> {
        let permit = ctx.permit(Operation::CalloutUpdate)?;
        let done = async { service::update(ctx.app(), permit, id::parse(&id, &["id"])?, version, input.into()).await };
        let (done, user_errors) = split(done.await)?;
        let stale = || {
            let message = "The callout has been changed meanwhile; it is told as it is now.";
            Problem::new(ProblemCode::Conflict, &["version"], message).into()
        };
        Ok(Some(match done {
            None => CalloutUpdatePayload { callout: None, user_errors },
            Some(Done::Changed(row)) => CalloutUpdatePayload { callout: Some((*row).into()), user_errors },
            Some(Done::Stale(row)) => CalloutUpdatePayload { callout: Some((*row).into()), user_errors: vec![stale()] },
        }))
    }

    /// Deletes a callout in which nobody takes part.
    async fn callout_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the callout.")] id: ID,
    ) -> Result<Option<CalloutDeletePayload>> {
        let permit = ctx.permit(Operation::CalloutDelete)?;
        let done = async { service::delete(ctx.app(), permit, id::parse(&id, &["id"])?).await };
        let (deleted, user_errors) = split(done.await)?;
        Ok(Some(CalloutDeletePayload { deleted_id: deleted.map(ID::from), user_errors }))
    }

    /// Starts a callout that is `INITIALIZED` or `ERRORED`. Refused with `CONFLICT` when it has no script or no provider, and with
    /// `CAPABILITY_UNSUPPORTED` when one of its providers cannot do what is wanted.
    async fn callout_start(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the callout.")] id: ID,
    ) -> Result<Option<CalloutStartPayload>> {
        let permit = ctx.permit(Operation::CalloutStart)?;
        let done = async { service::start(ctx.app(), permit, id::parse(&id, &["id"])?).await };
        let (started, user_errors) = split(done.await)?;
        let nothing = CalloutStartPayload { callout: None, warnings: None, user_errors };
        Ok(Some(match started {
            None => nothing,
            Some(started) => CalloutStartPayload {
                callout: Some(started.callout.into()),
                warnings: Some(started.warnings.into_iter().map(CalloutWarning::from).collect()),
                ..nothing
            },
        }))
    }

    /// Has a callout that is `INITIALIZED` start by itself. If it cannot by then, it is `ERRORED` and says why.
    async fn callout_schedule(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the callout.")] id: ID,
        #[graphql(desc = "When it starts: an instant to come.")] at: DateTime<Utc>,
    ) -> Result<Option<CalloutSchedulePayload>> {
        let permit = ctx.permit(Operation::CalloutSchedule)?;
        CalloutSchedulePayload::of(async { service::schedule(ctx.app(), permit, id::parse(&id, &["id"])?, at).await }.await)
    }

    /// Takes back that a callout starts by itself.
    async fn callout_unschedule(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the callout.")] id: ID,
    ) -> Result<Option<CalloutUnschedulePayload>> {
        let permit = ctx.permit(Operation::CalloutUnschedule)?;
        CalloutUnschedulePayload::of(async { service::unschedule(ctx.app(), permit, id::parse(&id, &["id"])?).await }.await)
    }

    /// Has a running callout call nobody for the moment; calls that are under way go on.
    async fn callout_pause(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the callout.")] id: ID,
    ) -> Result<Option<CalloutPausePayload>> {
        let permit = ctx.permit(Operation::CalloutPause)?;
        CalloutPausePayload::of(async { service::pause(ctx.app(), permit, id::parse(&id, &["id"])?).await }.await)
    }

    /// Has a callout that is paused or stopped go on.
    async fn callout_resume(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the callout.")] id: ID,
    ) -> Result<Option<CalloutResumePayload>> {
        let permit = ctx.permit(Operation::CalloutResume)?;
        CalloutResumePayload::of(async { service::resume(ctx.app(), permit, id::parse(&id, &["id"])?).await }.await)
    }

    /// Ends a callout that is running or paused; calls that are under way go on, unless they are to be hung up. Nobody is added to it
    /// until it is resumed.
    async fn callout_stop(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the callout.")] id: ID,
        #[graphql(desc = "Whether to hang up calls that are under way; whoever talks is cut off.", default_with = "Some(false)")]
        hang_up: Option<bool>,
    ) -> Result<Option<CalloutStopPayload>> {
        let permit = ctx.permit(Operation::CalloutStop)?;
        let hang_up = hang_up.unwrap_or(false);
        CalloutStopPayload::of(async { service::stop(ctx.app(), permit, id::parse(&id, &["id"])?, hang_up).await }.await)
    }
}
