//! From who logs in.

use async_graphql::{ComplexObject, Context, Result};

use crate::{
    accounts::types::{User, Viewer},
    auth::Operation,
    graphql::context::ContextExt,
    persons::{Person, loader},
};

/// From a user.
#[ComplexObject]
impl User {
    /// The person the user is; null when the user answers no telephone.
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        ctx.permit(Operation::Person)?;
        let Some(id) = self.person_id else { return Ok(None) };
        Ok(loader::person(ctx, self.account_id, id).await?)
    }
}

/// From whoever is asking, who in a log-in's answer is not yet the request's caller.
#[ComplexObject]
impl Viewer {
    /// The person the viewer is; null when the viewer answers no telephone.
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        let Some(id) = self.person_id else { return Ok(None) };
        Ok(loader::person(ctx, self.account_id, id).await?)
    }
}
