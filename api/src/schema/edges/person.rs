//! From a person.

use async_graphql::{ComplexObject, Context, Result};

use crate::{
    auth::Operation,
    calls::{Call, loader},
    error::Fault,
    graphql::context::ContextExt,
    persons::Person,
    turns::people::{
        loader as people,
        types::{BusyEntry, PersonRota},
    },
};

/// From a person.
#[ComplexObject]
impl Person {
    /// The call the person is on now, ringing or talking.
    async fn current_call(&self, ctx: &Context<'_>) -> Result<Option<Call>> {
        ctx.permit(Operation::Call)?;
        Ok(loader::current_call(ctx, self.account_id, self.key).await?)
    }

    /// The person's part in the rota.
    async fn rota(&self, ctx: &Context<'_>) -> Result<PersonRota> {
        ctx.permit(Operation::Rota)?;
        Ok(people::rota(ctx, self.account_id, self.key).await?.map(PersonRota::from).unwrap_or_default())
    }

    /// When the person is busy, the oldest entry first.
    async fn busy(&self, ctx: &Context<'_>) -> Result<Vec<BusyEntry>> {
        ctx.permit(Operation::Rota)?;
        let entries = people::busy(ctx, self.account_id, self.key).await?;
        Ok(entries.into_iter().map(BusyEntry::try_from).collect::<Result<_, _>>().map_err(Fault::from)?)
    }
}
