//! Live changes of contacts.

use async_graphql::{ComplexObject, Context, ID, Result, SimpleObject, Subscription};
use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, ContactId},
    stored::Topic,
};
use futures_util::Stream;

use super::{loader, types::Contact};
use crate::{
    auth::Operation,
    graphql::{
        context::ContextExt,
        id,
        live::{ChangeKind, Followed, follow},
        scalars::LiveCursor,
    },
};

/// A contact was added, changed or deleted, or has said something about being reached.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct ContactChange {
    /// Place of the change: subscribe after it to go on from here.
    #[graphql(owned)]
    pub cursor: LiveCursor,
    /// When it happened.
    #[graphql(owned)]
    pub occurred_at: DateTime<Utc>,
    /// What became of the contact.
    #[graphql(owned)]
    pub kind: ChangeKind,
    /// Id of the contact.
    #[graphql(owned)]
    pub node_id: ID,
    /// Whose.
    #[graphql(skip)]
    pub account_id: AccountId,
    /// Which contact.
    #[graphql(skip)]
    pub contact_id: ContactId,
}

/// A contact was added, changed or deleted, or has said something about being reached.
#[ComplexObject]
impl ContactChange {
    /// The contact as it is now; null when it was deleted.
    async fn contact(&self, ctx: &Context<'_>) -> Result<Option<Contact>> {
        Ok(loader::contact(ctx, self.account_id, self.contact_id).await?)
    }
}

impl From<Followed> for ContactChange {
    fn from(change: Followed) -> Self {
        let contact_id = ContactId(change.node_id);
        Self {
            occurred_at: change.occurred_at,
            kind: change.kind.into(),
            node_id: contact_id.into(),
            account_id: change.account_id,
            contact_id,
            cursor: change.cursor,
        }
    }
}

/// Live changes of contacts.
#[derive(Default)]
pub struct ContactSubscription;

/// Live changes of contacts.
#[Subscription]
impl ContactSubscription {
    /// Contacts as they are added, changed and deleted.
    async fn contact_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only this contact.")] contact_id: Option<ID>,
        #[graphql(desc = "Cursor after which to begin; absent: now.")] after: Option<LiveCursor>,
    ) -> Result<impl Stream<Item = Result<ContactChange>> + use<>> {
        ctx.permit(Operation::ContactChanged)?;
        let only: Option<ContactId> = contact_id.map(|id| id::argument(&id, "contactId")).transpose()?;
        Ok(follow(ctx, after, move |change| change.topic == Topic::Contact && only.is_none_or(|only| change.node_id == only.0))?)
    }
}
