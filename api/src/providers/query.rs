//! Queries of providers.

use async_graphql::{Context, Object, Result};

use super::{repository, types::Provider};
use crate::{auth::Operation, graphql::context::ContextExt};

/// Queries of providers.
#[derive(Default)]
pub struct ProvidersQuery;

/// Queries of providers.
#[Object]
impl ProvidersQuery {
    /// The account's telephone systems, by name, and how the links to them are.
    async fn providers(&self, ctx: &Context<'_>) -> Result<Vec<Provider>> {
        let permit = ctx.permit(Operation::Providers)?;
        let app = ctx.app();
        let now = app.clock.now();
        let rows = repository::all(&app.db, permit.account_id()).await?;
        Ok(rows.into_iter().map(|row| Provider::at(row, now)).collect())
    }
}
