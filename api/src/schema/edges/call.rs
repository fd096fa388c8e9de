//! From a call, its legs, and a telephone that rings for it.
//!
//! An API key for calls sees persons only with the scope for persons: an edge asks the policy as the root field does.

use async_graphql::{ComplexObject, Context, Result};

use crate::{
    auth::Operation,
    calls::{Call, CallLeg, loader, subscription::IncomingCall},
    error::Fault,
    graphql::context::ContextExt,
    persons::{Person, loader::person},
    providers::Provider,
    queues::{Queue, loader as queues},
};

/// From a call.
#[ComplexObject]
impl Call {
    /// Who answered.
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        ctx.permit(Operation::Person)?;
        let Some(id) = self.person_id else { return Ok(None) };
        Ok(person(ctx, self.account_id, id).await?)
    }

    /// Queue the call waited in last.
    async fn queue(&self, ctx: &Context<'_>) -> Result<Option<Queue>> {
        ctx.permit(Operation::Queue)?;
        let Some(id) = self.queue_id else { return Ok(None) };
        Ok(queues::queue(ctx, self.account_id, id).await?.map(Queue::from))
    }

    /// Telephone system the call is at.
    async fn provider(&self, ctx: &Context<'_>) -> Result<Option<Provider>> {
        ctx.permit(Operation::Providers)?;
        let row = queues::provider(ctx, self.account_id, self.provider_id).await?;
        Ok(row.map(|row| Provider::at(row, ctx.app().clock.now())))
    }

    /// Parties of the call, in the order in which they came.
    async fn legs(&self, ctx: &Context<'_>) -> Result<Vec<CallLeg>> {
        Ok(loader::legs(ctx, self.account_id, self.key).await?)
    }
}

/// From a leg.
#[ComplexObject]
impl CallLeg {
    /// Whose telephone it is, if it is one of the team's.
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        ctx.permit(Operation::Person)?;
        let Some(id) = self.person_id else { return Ok(None) };
        Ok(person(ctx, self.account_id, id).await?)
    }
}

/// From a telephone that rings.
#[ComplexObject]
impl IncomingCall {
    /// Whose telephone rings.
    async fn person(&self, ctx: &Context<'_>) -> Result<Person> {
        ctx.permit(Operation::Person)?;
        let found = person(ctx, self.account_id, self.person_id).await?;
        Ok(found.ok_or_else(|| Fault::Internal(anyhow::anyhow!("{} rings and is not there", self.person_id)))?)
    }

    /// Queue the call waits in.
    async fn queue(&self, ctx: &Context<'_>) -> Result<Option<Queue>> {
        ctx.permit(Operation::Queue)?;
        let Some(id) = self.queue_id else { return Ok(None) };
        Ok(queues::queue(ctx, self.account_id, id).await?.map(Queue::from))
    }

    /// The call as it is now.
    async fn call(&self, ctx: &Context<'_>) -> Result<Option<Call>> {
        Ok(loader::call(ctx, self.account_id, self.call_id).await?)
    }
}
