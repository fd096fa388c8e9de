//! Queries about participations.

use async_graphql::{Context, ID, Object, Result};

use super::{repository::Participations, types::Participation};
use crate::{
    auth::Operation,
    error::Fault,
    graphql::{context::ContextExt, id},
};

/// Queries about participations.
#[derive(Default)]
pub struct ParticipationQuery;

/// Queries about participations.
#[Object]
impl ParticipationQuery {
    /// The participation of that id; null when there is none in this account.
    async fn participation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the participation.")] id: ID,
    ) -> Result<Option<Participation>> {
        let permit = ctx.permit(Operation::Participation)?;
        let row = Participations(permit.account_id()).find(ctx.app().db.read(), id::argument(&id, "id")?).await.map_err(Fault::from)?;
        Ok(row.map(Participation::from))
    }
}
