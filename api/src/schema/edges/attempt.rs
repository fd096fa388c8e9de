//! From an attempt.

use async_graphql::{ComplexObject, Context, Result};

use crate::{
    auth::Operation,
    calls::attempts::CallAttempt,
    contacts::{Contact, loader as contacts},
    flows::{loader as flows, runs::types::FlowRun},
    graphql::context::ContextExt,
    providers::Provider,
    queues::loader as queues,
};

/// From an attempt.
#[ComplexObject]
impl CallAttempt {
    /// Telephone system that is asked.
    async fn provider(&self, ctx: &Context<'_>) -> Result<Option<Provider>> {
        ctx.permit(Operation::Providers)?;
        let row = queues::provider(ctx, self.account_id, self.provider_id).await?;
        Ok(row.map(|row| Provider::at(row, ctx.app().clock.now())))
    }

    /// Contact that is called, if it is one.
    async fn contact(&self, ctx: &Context<'_>) -> Result<Option<Contact>> {
        ctx.permit(Operation::Contact)?;
        let Some(id) = self.contact_id else { return Ok(None) };
        Ok(contacts::contact(ctx, self.account_id, id).await?)
    }

    /// How the flow went that leads it; null while nobody has answered, and where no flow leads it.
    async fn flow_run(&self, ctx: &Context<'_>) -> Result<Option<FlowRun>> {
        ctx.permit(Operation::FlowRun)?;
        Ok(flows::run_of(ctx, self.account_id, self.key).await?.map(FlowRun::from))
    }
}
