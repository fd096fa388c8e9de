//! Live changes of messages.

use async_graphql::{ComplexObject, Context, ID, Result, SimpleObject, Subscription};
use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, ContactId, MessageId, PersonId},
    stored::Topic,
};
use futures_util::Stream;
use serde_json::json;

use super::{
    loader,
    news::MessageNews,
    types::{Message, MessageStatus},
};
use crate::{
    auth::Operation,
    error::Fault,
    graphql::{
        context::ContextExt,
        id,
        live::{ChangeKind, Followed, follow},
        scalars::LiveCursor,
    },
};

/// A message was asked for, or has come further.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct MessageChange {
    /// Place of the change: subscribe after it to go on from here.
    #[graphql(owned)]
    pub cursor: LiveCursor,
    /// When it happened.
    #[graphql(owned)]
    pub occurred_at: DateTime<Utc>,
    /// What became of the message.
    #[graphql(owned)]
    pub kind: ChangeKind,
    /// Id of the message.
    #[graphql(owned)]
    pub node_id: ID,
    /// How far the message had come with this change; `message` may be further by now.
    #[graphql(owned)]
    pub status: MessageStatus,
    /// Whose.
    #[graphql(skip)]
    pub account_id: AccountId,
    /// Which message.
    #[graphql(skip)]
    pub message_id: MessageId,
}

/// A message was asked for, or has come further.
#[ComplexObject]
impl MessageChange {
    /// The message as it is now; null when it is not kept any more.
    async fn message(&self, ctx: &Context<'_>) -> Result<Option<Message>> {
        Ok(loader::message(ctx, self.account_id, self.message_id).await?.map(Message::from))
    }
}

impl TryFrom<Followed> for MessageChange {
    type Error = Fault;

    fn try_from(change: Followed) -> Result<Self, Fault> {
        let message_id = MessageId(change.node_id);
        let news: MessageNews = change.news()?;
        Ok(Self {
            occurred_at: change.occurred_at,
            kind: change.kind.into(),
            node_id: message_id.into(),
            status: news.status.into(),
            account_id: change.account_id,
            message_id,
            cursor: change.cursor,
        })
    }
}

/// Live changes of messages.
#[derive(Default)]
pub struct MessagesSubscription;

/// Live changes of messages.
#[Subscription]
impl MessagesSubscription {
    /// Messages as they are asked for, handed over, put off, refused, delivered; an agent is told of those for the person the agent is.
    async fn message_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only messages for this person.")] person_id: Option<ID>,
        #[graphql(desc = "Only messages for this contact.")] contact_id: Option<ID>,
        #[graphql(desc = "Cursor after which to begin; absent: now.")] after: Option<LiveCursor>,
    ) -> Result<impl Stream<Item = Result<MessageChange>> + use<>> {
        let permit = ctx.permit(Operation::MessageChanged)?;
        let named: Option<PersonId> = person_id.map(|id| id::argument(&id, "personId")).transpose()?;
        let contact = contact_id.map(|id| id::argument::<ContactId>(&id, "contactId").map(|id| json!(id))).transpose()?;
        let own = permit.held_to();
        Ok(follow(ctx, after, move |change| {
            change.topic == Topic::Message
                && [named, own].into_iter().flatten().all(|only| change.person_id == Some(only))
                && contact.as_ref().is_none_or(|contact| change.payload.get("contact") == Some(contact))
        })?)
    }
}
