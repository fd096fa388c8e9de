//! Mutations of messages.

use async_graphql::{Context, ID, Object, Result, SimpleObject};

use super::{service, types::Message};
use crate::{
    auth::Operation,
    graphql::{
        context::ContextExt,
        id,
        user_error::{UserError, split},
    },
};

/// What became of `messageCancel`.
#[derive(Clone, Debug, SimpleObject)]
pub struct MessageCancelPayload {
    /// The message as it is now; null when nothing was done.
    pub message: Option<Message>,
    /// What was wrong; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// Mutations of messages.
#[derive(Default)]
pub struct MessagesMutation;

/// Mutations of messages.
#[Object]
impl MessagesMutation {
    /// Calls off a message that waits. Refused with `CONFLICT` once it is being handed over: then it cannot be taken back.
    async fn message_cancel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the message.")] id: ID,
    ) -> Result<Option<MessageCancelPayload>> {
        let permit = ctx.permit(Operation::MessageCancel)?;
        let done = async { service::cancel(ctx.app(), permit, id::parse(&id, &["id"])?).await };
        let (row, user_errors) = split(done.await)?;
        Ok(Some(MessageCancelPayload { message: row.map(Message::from), user_errors }))
    }
}
