//! Live changes of persons.

use async_graphql::{ComplexObject, Context, ID, Result, SimpleObject, Subscription};
use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, PersonId},
    stored::Topic,
};
use futures_util::Stream;

use super::{loader, types::Person};
use crate::{
    auth::Operation,
    graphql::{
        context::ContextExt,
        id,
        live::{ChangeKind, Followed, follow},
        scalars::LiveCursor,
    },
};

/// A person was added or changed.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct PersonChange {
    /// Place of the change: subscribe after it to go on from here.
    #[graphql(owned)]
    pub cursor: LiveCursor,
    /// When it happened.
    #[graphql(owned)]
    pub occurred_at: DateTime<Utc>,
    /// What became of the person.
    #[graphql(owned)]
    pub kind: ChangeKind,
    /// Id of the person.
    #[graphql(owned)]
    pub node_id: ID,
    /// Whose.
    #[graphql(skip)]
    pub account_id: AccountId,
    /// Which person.
    #[graphql(skip)]
    pub person_id: PersonId,
}

/// A person was added or changed.
#[ComplexObject]
impl PersonChange {
    /// The person as it is now.
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Ok(loader::person(ctx, self.account_id, self.person_id).await?)
    }
}

impl From<Followed> for PersonChange {
    fn from(change: Followed) -> Self {
        let person_id = PersonId(change.node_id);
        Self {
            occurred_at: change.occurred_at,
            kind: change.kind.into(),
            node_id: person_id.into(),
            account_id: change.account_id,
            person_id,
            cursor: change.cursor,
        }
    }
}

/// Live changes of persons.
#[derive(Default)]
pub struct PersonsSubscription;

/// Live changes of persons.
#[Subscription]
impl PersonsSubscription {
    /// Persons as they are added and changed.
    async fn person_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only this person.")] person_id: Option<ID>,
        #[graphql(desc = "Cursor after which to begin; absent: now.")] after: Option<LiveCursor>,
    ) -> Result<impl Stream<Item = Result<PersonChange>> + use<>> {
        ctx.permit(Operation::PersonChanged)?;
        let only: Option<PersonId> = person_id.map(|id| id::argument(&id, "personId")).transpose()?;
        Ok(follow(ctx, after, move |change| change.topic == Topic::Person && only.is_none_or(|only| change.node_id == only.0))?)
    }
}
