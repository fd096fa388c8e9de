//! Queries of queues.

use async_graphql::{Context, ID, Object, Result};
use entity::id::QueueId;

use super::{repository::Queues, types::Queue};
use crate::{
    auth::Operation,
    graphql::{
        connection::{Connection, DEFAULT_FIRST, PageRequest, page, page_cost},
        context::ContextExt,
        id,
    },
};

/// Queries of queues.
#[derive(Default)]
pub struct QueuesQuery;

/// Queries of queues.
#[Object]
impl QueuesQuery {
    /// The queue of that id; null when there is none in this account.
    async fn queue(&self, ctx: &Context<'_>, #[graphql(desc = "Id of the queue.")] id: ID) -> Result<Option<Queue>> {
        let permit = ctx.permit(Operation::Queue)?;
        let id: QueueId = id::argument(&id, "id")?;
        Ok(Queues(permit.account_id()).find(ctx.app().db.read(), id).await?.map(Queue::from))
    }

    /// Queues of the account, by name.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn queues(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Queues of the page, 1 to 200.", default_with = "Some(DEFAULT_FIRST)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the queue before the page.")] after: Option<String>,
    ) -> Result<Connection<Queue>> {
        let permit = ctx.permit(Operation::Queues)?;
        let request = PageRequest::read(first.unwrap_or(DEFAULT_FIRST), after)?;
        let rows = Queues(permit.account_id()).page(ctx.app().db.read(), &request).await?;
        Ok(page(&request, rows, |row| (row.name.clone(), row.id), Queue::from))
    }
}
