//! From a person.

use async_graphql::{ComplexObject, Context, Result};

use crate::{
    auth::Operation,
    calls::{Call, loader},
    graphql::context::ContextExt,
    persons::Person,
};

/// From a person.
#[ComplexObject]
impl Person {
    /// The call the person is on now, ringing or talking.
    async fn current_call(&self, ctx: &Context<'_>) -> Result<Option<Call>> {
        ctx.permit(Operation::Call)?;
        Ok(loader::current_call(ctx, self.account_id, self.key).await?)
    }
}
