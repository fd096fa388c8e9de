//! From settings of calendars.

use async_graphql::{ComplexObject, Context, Result};
use futures_util::future::try_join_all;

use crate::{
    auth::Operation,
    calendars::{CalendarSettings, loader},
    error::Fault,
    flows::{Flow, loader as flows},
    graphql::context::ContextExt,
    providers::{Provider, repository as providers},
};

/// From what those who own calendars may do.
#[ComplexObject]
impl CalendarSettings {
    /// Providers that may be called over; empty: all.
    async fn providers(&self, ctx: &Context<'_>) -> Result<Vec<Provider>> {
        ctx.permit(Operation::Providers)?;
        let ids = loader::providers(ctx, self.key).await?;
        let mut found = providers::by_ids(&ctx.app().db, self.account_id, &ids).await.map_err(Fault::from)?;
        let now = ctx.app().clock.now();
        Ok(ids.iter().filter_map(|id| found.remove(id)).map(|row| Provider::at(row, now)).collect())
    }

    /// Flows by which calls may be led; empty: all.
    async fn flows(&self, ctx: &Context<'_>) -> Result<Vec<Flow>> {
        ctx.permit(Operation::Flow)?;
        let ids = loader::flows(ctx, self.key).await?;
        let rows = try_join_all(ids.into_iter().map(|id| flows::flow(ctx, self.account_id, id))).await?;
        Ok(rows.into_iter().flatten().map(Flow::from).collect())
    }
}
