//! Live changes of timetables.

use async_graphql::{Context, ID, Result, Subscription};
use entity::{id::QueueId, stored::Topic};
use futures_util::Stream;

use super::change::TimetableChange;
use crate::{
    auth::Operation,
    graphql::{context::ContextExt, id, live::follow, scalars::LiveCursor},
};

/// Live changes of timetables.
#[derive(Default)]
pub struct TimetableSubscription;

/// Live changes of timetables.
#[Subscription]
impl TimetableSubscription {
    /// What happens to timetables: made, published, edited; turns offered to others.
    async fn timetable_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only this queue's.")] queue_id: Option<ID>,
        #[graphql(desc = "Cursor after which to begin; absent: now.")] after: Option<LiveCursor>,
    ) -> Result<impl Stream<Item = Result<TimetableChange>> + use<>> {
        ctx.permit(Operation::TimetableChanged)?;
        let only: Option<QueueId> = queue_id.map(|id| id::argument(&id, "queueId")).transpose()?;
        Ok(follow(ctx, after, move |change| change.topic == Topic::Timetable && only.is_none_or(|only| change.queue_id == Some(only)))?)
    }
}
