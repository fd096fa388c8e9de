//! Limits asked for, and set.

use async_graphql::{Context, Object, Result, SimpleObject};

use super::{
    service::{self, Wanted},
    types::{CallLimits, CallLimitsInput},
};
use crate::{
    auth::Operation,
    graphql::{
        context::ContextExt,
        id,
        user_error::{UserError, split},
    },
};

/// Queries about limits.
#[derive(Default)]
pub struct CallLimitsQuery;

/// Queries about limits.
#[Object]
impl CallLimitsQuery {
    /// How fast the account calls, and each of its providers, and how many calls are under way: the account's first, then its providers'
    /// by name.
    async fn call_limits(&self, ctx: &Context<'_>) -> Result<Vec<CallLimits>> {
        let permit = ctx.permit(Operation::CallLimits)?;
        Ok(service::all(&ctx.app().db, permit.account_id()).await?)
    }
}

/// What became of `callLimitsSet`.
#[derive(Clone, Debug, SimpleObject)]
pub struct CallLimitsSetPayload {
    /// The limits as they are now; null when nothing was done.
    pub call_limits: Option<CallLimits>,
    /// What the user can mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// Mutations of limits.
#[derive(Default)]
pub struct CallLimitsMutation;

/// Mutations of limits.
#[Object]
impl CallLimitsMutation {
    /// Sets how fast the account calls, or one of its providers, whatever for. They hold for all callouts together, over all processes;
    /// those that call first have the higher priority, and of the same priority those that waited longest.
    async fn call_limits_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The limits, as a whole.")] input: CallLimitsInput,
    ) -> Result<Option<CallLimitsSetPayload>> {
        let permit = ctx.permit(Operation::CallLimitsSet)?;
        let done = async {
            let CallLimitsInput { provider_id, calls_per_second, calls_at_once } = input;
            let provider = provider_id.map(|id| id::parse(&id, &["input", "providerId"])).transpose()?;
            service::set(ctx.app(), permit, Wanted { provider, calls_per_second, calls_at_once }).await
        };
        let (call_limits, user_errors) = split(done.await)?;
        Ok(Some(CallLimitsSetPayload { call_limits, user_errors }))
    }
}
