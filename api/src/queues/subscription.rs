//! Live changes of queues.

use async_graphql::{Context, ID, Result, Subscription};
use entity::{id::QueueId, stored::Topic};
use futures_util::Stream;

use super::change::QueueChange;
use crate::{
    auth::Operation,
    graphql::{context::ContextExt, id, live::follow, scalars::LiveCursor},
};

/// Live changes of queues.
#[derive(Default)]
pub struct QueuesSubscription;

/// Live changes of queues.
#[Subscription]
impl QueuesSubscription {
    /// What happens in queues: members, waiting calls, counters, whether they are as wanted.
    async fn queue_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only this queue.")] queue_id: Option<ID>,
        #[graphql(desc = "Cursor after which to begin; absent: now.")] after: Option<LiveCursor>,
    ) -> Result<impl Stream<Item = Result<QueueChange>> + use<>> {
        ctx.permit(Operation::QueueChanged)?;
        let only: Option<QueueId> = queue_id.map(|id| id::argument(&id, "queueId")).transpose()?;
        Ok(follow(ctx, after, move |change| change.topic == Topic::Queue && only.is_none_or(|only| change.queue_id == Some(only)))?)
    }
}
