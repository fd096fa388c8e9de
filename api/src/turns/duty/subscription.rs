//! What is told about the rota, live.

use async_graphql::{Context, ID, Result, Subscription};
use entity::{id::QueueId, stored::Topic};
use futures_util::Stream;

use super::types::RotaNotice;
use crate::{
    auth::Operation,
    graphql::{context::ContextExt, id, live::follow, scalars::LiveCursor},
};

/// What is told about the rota, live.
#[derive(Default)]
pub struct DutySubscription;

/// What is told about the rota, live.
#[Subscription]
impl DutySubscription {
    /// Hand-offs as they happen, and slots ahead in which somebody will be missing. Each is told once, and not when it is over:
    /// a hand-off within ten minutes of its boundary, a slot ahead until it begins.
    async fn rota_notice(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only about this queue.")] queue_id: Option<ID>,
        #[graphql(desc = "Cursor after which to begin; absent: now.")] after: Option<LiveCursor>,
    ) -> Result<impl Stream<Item = Result<RotaNotice>> + use<>> {
        ctx.permit(Operation::RotaNotice)?;
        let only: Option<QueueId> = queue_id.map(|id| id::argument(&id, "queueId")).transpose()?;
        let told = |change: &crate::live::Change| change.topic == Topic::RotaNotice;
        Ok(follow(ctx, after, move |change| told(change) && only.is_none_or(|only| change.queue_id == Some(only)))?)
    }
}
