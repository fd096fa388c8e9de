//! Queries about populations.

use async_graphql::{Context, ID, Object, Result};

use super::{preview::PopulationPreview, repository::Populations, types::Population};
use crate::{
    auth::Operation,
    callouts::repository::Callouts,
    contacts::filter::{Filter, input::ContactFilter},
    error::Fault,
    graphql::{context::ContextExt, id},
};

/// Queries about populations.
#[derive(Default)]
pub struct PopulationQuery;

/// Queries about populations.
#[Object]
impl PopulationQuery {
    /// The population of that id; null when there is none in this account.
    async fn population(&self, ctx: &Context<'_>, #[graphql(desc = "Id of the population.")] id: ID) -> Result<Option<Population>> {
        let permit = ctx.permit(Operation::Population)?;
        let found = Populations(permit.account_id()).find(ctx.app().db.read(), id::argument(&id, "id")?).await.map_err(Fault::from)?;
        Ok(found.map(Population::from))
    }

    /// Whom a population would add to a callout, and who would be skipped and why: nothing is written. Null when there is no such
    /// callout in this account.
    #[graphql(complexity = "100 + child_complexity")]
    async fn population_preview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the callout.")] callout_id: ID,
        #[graphql(desc = "Which contacts; all when absent.")] filter: Option<ContactFilter>,
    ) -> Result<Option<PopulationPreview>> {
        let permit = ctx.permit(Operation::PopulationPreview)?;
        let filter = filter.map(|filter| filter.argument("filter")).transpose()?.unwrap_or_else(Filter::default);
        let db = ctx.app().db.read();
        let callout = Callouts::of(&permit).find(db, id::argument(&callout_id, "calloutId")?).await.map_err(Fault::from)?;
        let Some(callout) = callout else { return Ok(None) };
        Ok(Some(PopulationPreview::of(db, callout, filter).await.map_err(Fault::from)?))
    }
}
