//! Queries about offers of turns.

use async_graphql::{Context, ID, Object, Result};
use entity::id::PersonId;

use super::{
    repository::Swaps,
    types::{SwapRequest, SwapStatus},
};
use crate::{
    auth::Operation,
    graphql::{
        connection::{Connection, DEFAULT_FIRST, PageRequest, page, page_cost},
        context::ContextExt,
        id,
    },
};

/// Queries about offers of turns.
#[derive(Default)]
pub struct SwapQuery;

/// Queries about offers of turns.
#[Object]
impl SwapQuery {
    /// Offers of turns, newest first.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn swap_requests(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those that have come so far.")] status: Option<SwapStatus>,
        #[graphql(desc = "Only those that this person made, or that were made to this person.")] person_id: Option<ID>,
        #[graphql(desc = "Offers of the page, 1 to 200.", default_with = "Some(DEFAULT_FIRST)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the offer before the page.")] after: Option<String>,
    ) -> Result<Connection<SwapRequest>> {
        let permit = ctx.permit(Operation::SwapRequests)?;
        let person: Option<PersonId> = person_id.map(|id| id::argument(&id, "personId")).transpose()?;
        let request = PageRequest::read(first.unwrap_or(DEFAULT_FIRST), after)?;
        let now = ctx.app().clock.now();
        let swaps = Swaps(permit.account_id());
        let rows = swaps.page(ctx.app().db.read(), status.map(Into::into), person, now, &request).await?;
        Ok(page(&request, rows, |row| (row.created_at, row.id), |row| SwapRequest::at(row, now)))
    }
}
