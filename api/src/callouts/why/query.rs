//! The query why somebody is not called.

use async_graphql::{Context, ID, Object, Result};

use super::{known::Known, types::WhyNotCalled};
use crate::{
    auth::Operation,
    error::Fault,
    graphql::{context::ContextExt, id},
};

/// The query why somebody is not called.
#[derive(Default)]
pub struct WhyQuery;

/// The query why somebody is not called.
#[Object]
impl WhyQuery {
    /// Why a contact is not called by a callout at this instant: all that stands in the way, found as it is found for dialling. Null when
    /// there is no such contact, or no such callout, in this account.
    #[graphql(complexity = "20 + child_complexity")]
    async fn why_not_called(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the contact.")] contact_id: ID,
        #[graphql(desc = "Id of the callout.")] callout_id: ID,
    ) -> Result<Option<WhyNotCalled>> {
        let permit = ctx.permit(Operation::WhyNotCalled)?;
        let (contact, callout) = (id::argument(&contact_id, "contactId")?, id::argument(&callout_id, "calloutId")?);
        let app = ctx.app();
        // All of one instant: what is read in pieces may never have been so.
        let tx = app.db.snapshot().await.map_err(Fault::from)?;
        let known = Known::read(&tx, permit.account_id(), contact, callout, app.clock.now()).await.map_err(Fault::from)?;
        Ok(known.map(WhyNotCalled::from))
    }
}
