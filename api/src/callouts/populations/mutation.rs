//! Mutations of populations.

use async_graphql::{Context, ID, Object, Result, SimpleObject};

use super::{input::PopulationCreateInput, service, types::Population};
use crate::{
    auth::Operation,
    graphql::{
        context::ContextExt,
        id,
        user_error::{UserError, split},
    },
};

/// What became of `populationCreate`.
#[derive(Clone, Debug, SimpleObject)]
pub struct PopulationCreatePayload {
    /// The population; null when nothing was done.
    pub population: Option<Population>,
    /// What was wrong; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// What became of `populationQueue`.
#[derive(Clone, Debug, SimpleObject)]
pub struct PopulationQueuePayload {
    /// The population, which waits to be added: subscribe to `calloutChanged`. Null when nothing was done.
    pub population: Option<Population>,
    /// What was wrong; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// What became of `populationDelete`.
#[derive(Clone, Debug, SimpleObject)]
pub struct PopulationDeletePayload {
    /// Id of the population that is gone.
    pub deleted_id: Option<ID>,
    /// What was wrong; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// Mutations of populations.
#[derive(Default)]
pub struct PopulationMutation;

/// Mutations of populations.
#[Object]
impl PopulationMutation {
    /// Makes a population: contacts by a filter, of whom nobody is added yet. Look at its preview, then queue it.
    async fn population_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new population.")] input: PopulationCreateInput,
    ) -> Result<Option<PopulationCreatePayload>> {
        let permit = ctx.permit(Operation::PopulationCreate)?;
        let done = async { service::create(ctx.app(), permit, input.read()?).await };
        let (row, user_errors) = split(done.await)?;
        Ok(Some(PopulationCreatePayload { population: row.map(Population::from), user_errors }))
    }

    /// Has everybody added whom a population matches and who does not take part yet, in the background. One that is finished adds those
    /// who match by now. A callout that was completed runs again as soon as somebody is added.
    async fn population_queue(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the population.")] id: ID,
    ) -> Result<Option<PopulationQueuePayload>> {
        let permit = ctx.permit(Operation::PopulationQueue)?;
        let done = async { service::queue(ctx.app(), permit, id::parse(&id, &["id"])?).await };
        let (row, user_errors) = split(done.await)?;
        Ok(Some(PopulationQueuePayload { population: row.map(Population::from), user_errors }))
    }

    /// Deletes a population by which nobody was added.
    async fn population_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the population.")] id: ID,
    ) -> Result<Option<PopulationDeletePayload>> {
        let permit = ctx.permit(Operation::PopulationDelete)?;
        let done = async { service::delete(ctx.app(), permit, id::parse(&id, &["id"])?).await };
        let (deleted, user_errors) = split(done.await)?;
        Ok(Some(PopulationDeletePayload { deleted_id: deleted.map(ID::from), user_errors }))
    }
}
