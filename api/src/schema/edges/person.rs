//! From a person.

use async_graphql::{ComplexObject, Context, Result};

use crate::{
    auth::Operation,
    calls::{Call, loader},
    error::Fault,
    graphql::{context::ContextExt, interval::IntervalInput},
    persons::Person,
    turns::{
        people::{
            loader as people,
            types::{BusyEntry, PersonRota},
        },
        timetable::{Turns, loader as timetables},
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

    /// The person's turns with any part in a stretch of time, the earliest first; without those of drafts.
    #[graphql(complexity = "10 * child_complexity + 1")]
    async fn turns(&self, ctx: &Context<'_>, #[graphql(desc = "The stretch of time.")] between: IntervalInput) -> Result<Turns> {
        ctx.permit(Operation::Turns)?;
        Ok(timetables::turns_of_person(ctx, self.account_id, self.key, between.check()?).await?.into())
    }

    /// When the person is busy, the oldest entry first.
    async fn busy(&self, ctx: &Context<'_>) -> Result<Vec<BusyEntry>> {
        ctx.permit(Operation::Rota)?;
        let entries = people::busy(ctx, self.account_id, self.key).await?;
        Ok(entries.into_iter().map(BusyEntry::try_from).collect::<Result<_, _>>().map_err(Fault::from)?)
    }
}
