//! Mutations of messages.

use async_graphql::{Context, ID, Object, Result, SimpleObject};

use super::{
    input::MessageSendInput,
    sending::{self, Wish},
    service,
    types::Message,
};
use crate::{
    auth::Operation,
    error::{Problem, Refusal},
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

/// What became of `messageSend`.
#[derive(Clone, Debug, SimpleObject)]
pub struct MessageSendPayload {
    /// The message as it is now; null when nothing was done.
    pub message: Option<Message>,
    /// Whether it had been asked for before, under the same `requestId`: nothing was sent again. Null when nothing was done.
    pub replayed: Option<bool>,
    /// What was wrong; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// Mutations of messages.
#[derive(Default)]
pub struct MessagesMutation;

/// Mutations of messages.
#[Object]
impl MessagesMutation {
    /// Sends a text message. The answer says that it is wanted; `messageChanged` tells what comes of it. Refused for whoever does not
    /// want anything from this sender (`OPTED_OUT`), or is on the do-not-call list (`DO_NOT_CALL`); both are asked about again at the
    /// moment of sending.
    async fn message_send(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The message that is wanted.")] input: MessageSendInput,
    ) -> Result<Option<MessageSendPayload>> {
        let permit = ctx.permit(Operation::MessageSend)?;
        let outcome = match read(input) {
            Ok(wish) => sending::send(ctx.app(), permit, wish).await,
            Err(problem) => Err(Refusal::from(problem)),
        };
        let (done, user_errors) = split(outcome)?;
        let replayed = done.as_ref().map(|done| done.replayed);
        Ok(Some(MessageSendPayload { message: done.map(|done| done.row.into()), replayed, user_errors }))
    }

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

fn read(input: MessageSendInput) -> Result<Wish, Problem> {
    Ok(Wish {
        request_id: input.request_id,
        channel: input.channel.into(),
        to: input.to,
        contact_id: input.contact_id.map(|id| id::parse(&id, &["input", "contactId"])).transpose()?,
        country: input.country,
        from: input.from,
        provider_id: input.provider_id.map(|id| id::parse(&id, &["input", "providerId"])).transpose()?,
        body: input.body,
        expires_at: input.expires_at,
    })
}
