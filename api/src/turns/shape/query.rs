//! Queries about queues' weeks.

use async_graphql::{Context, ID, Object, Result};
use chrono::TimeDelta;
use entity::id::QueueId;

use super::{
    loader,
    repository::Shape,
    types::{ClosedDay, RotaSettings},
};
use crate::{
    auth::Operation,
    error::Fault,
    graphql::{context::ContextExt, id, local::Date},
    queues::repository::Queues,
};

/// Days that closed days are asked for at once, at the most: three years.
const MOST_DAYS: i64 = 1_100;

/// Queries about queues' weeks.
#[derive(Default)]
pub struct ShapeQuery;

/// Queries about queues' weeks.
#[Object]
impl ShapeQuery {
    /// How the rota of a queue is made and kept; null when there is no such queue in this account.
    async fn rota(&self, ctx: &Context<'_>, #[graphql(desc = "Id of the queue.")] queue_id: ID) -> Result<Option<RotaSettings>> {
        let permit = ctx.permit(Operation::Rota)?;
        let id: QueueId = id::argument(&queue_id, "queueId")?;
        let Some(queue) = Queues(permit.account_id()).find(ctx.app().db.read(), id).await? else { return Ok(None) };
        let row = loader::settings(ctx, queue.account_id, queue.id).await?;
        Ok(Some(row.try_into().map_err(Fault::from)?))
    }

    /// Days without service, in order; null when there is no such queue in this account.
    async fn closed_days(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "First day.")] from: Date,
        #[graphql(desc = "Last day, at most 1100 days after the first.")] until: Date,
        #[graphql(desc = "Only those on which this queue is closed, those of all queues among them; absent: of every queue.")]
        queue_id: Option<ID>,
    ) -> Result<Option<Vec<ClosedDay>>> {
        let permit = ctx.permit(Operation::ClosedDays)?;
        let (from, until) = (from.argument("from")?, until.argument("until")?);
        if until < from || until - from > TimeDelta::days(MOST_DAYS) {
            return Err(Fault::BadRequest(format!("`until` is not before `from`, and at most {MOST_DAYS} days after it.")).into());
        }
        let queue: Option<QueueId> = queue_id.map(|id| id::argument(&id, "queueId")).transpose()?;
        let db = ctx.app().db.read();
        if let Some(queue) = queue
            && Queues(permit.account_id()).find(db, queue).await?.is_none()
        {
            return Ok(None);
        }
        let days = Shape(permit.account_id()).closed_days(db, queue, from, until).await.map_err(Fault::from)?;
        Ok(Some(days.into_iter().map(ClosedDay::from).collect()))
    }
}
