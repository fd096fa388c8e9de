//! Mutations of participations.

use async_graphql::{Context, ID, Object, Result, SimpleObject};

use super::{service, types::Participation};
use crate::{
    auth::Operation,
    callouts::{statistics::int, types::Callout},
    calls::attempts::types::AttemptStatus,
    graphql::{
        context::ContextExt,
        id,
        user_error::{UserError, split},
    },
};

/// What became of `participationAdd`.
#[derive(Clone, Debug, SimpleObject)]
pub struct ParticipationAddPayload {
    /// The participation; null when nothing was done.
    pub participation: Option<Participation>,
    /// What was wrong; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// What became of `participationRemove`.
#[derive(Clone, Debug, SimpleObject)]
pub struct ParticipationRemovePayload {
    /// The participation, which is skipped from now on; null when nothing was done.
    pub participation: Option<Participation>,
    /// What was wrong; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// What became of `calloutRetry`.
#[derive(Clone, Debug, SimpleObject)]
pub struct CalloutRetryPayload {
    /// The callout as it is now; null when nothing was done.
    pub callout: Option<Callout>,
    /// How many will be called again.
    pub retried: Option<i32>,
    /// What was wrong; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// Mutations of participations.
#[derive(Default)]
pub struct ParticipationMutation;

/// Mutations of participations.
#[Object]
impl ParticipationMutation {
    /// Adds one contact to a callout. A callout that was completed runs again.
    async fn participation_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the callout.")] callout_id: ID,
        #[graphql(desc = "Id of the contact.")] contact_id: ID,
    ) -> Result<Option<ParticipationAddPayload>> {
        let permit = ctx.permit(Operation::ParticipationAdd)?;
        let done = async {
            let (callout, contact) = (id::parse(&callout_id, &["calloutId"])?, id::parse(&contact_id, &["contactId"])?);
            service::add(ctx.app(), permit, callout, contact).await
        };
        let (row, user_errors) = split(done.await)?;
        Ok(Some(ParticipationAddPayload { participation: row.map(Participation::from), user_errors }))
    }

    /// Takes somebody out of a callout who is pending or waiting: skipped, with the reason `CANCELED`.
    async fn participation_remove(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the participation.")] id: ID,
    ) -> Result<Option<ParticipationRemovePayload>> {
        let permit = ctx.permit(Operation::ParticipationRemove)?;
        let done = async { service::remove(ctx.app(), permit, id::parse(&id, &["id"])?).await };
        let (row, user_errors) = split(done.await)?;
        Ok(Some(ParticipationRemovePayload { participation: row.map(Participation::from), user_errors }))
    }

    /// Has those of a callout called again, with a new budget, who were given up and whose last call ended so. A callout that was
    /// completed runs again.
    async fn callout_retry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the callout.")] id: ID,
        #[graphql(desc = "How their last call ended; at least one.")] statuses: Vec<AttemptStatus>,
    ) -> Result<Option<CalloutRetryPayload>> {
        let permit = ctx.permit(Operation::CalloutRetry)?;
        let statuses = statuses.into_iter().map(Into::into).collect();
        let done = async { service::again(ctx.app(), permit, id::parse(&id, &["id"])?, statuses).await };
        let (done, user_errors) = split(done.await)?;
        let (callout, retried) = done.map(|(row, count)| (Callout::from(row), int(count))).unzip();
        Ok(Some(CalloutRetryPayload { callout, retried, user_errors }))
    }
}
