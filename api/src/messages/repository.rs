//! Reading messages of one account. An agent finds those that are for the person the agent is.

use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, ContactId, MessageId, PersonId},
    message,
    stored::{MessageChannel, MessageStatus},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoSimpleExpr, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, ExprTrait, LockType},
};

use crate::{auth::Permit, graphql::connection::PageRequest};

/// Sort key of a list of messages.
pub type MessageKey = (DateTime<Utc>, uuid::Uuid);

/// Which messages; all conditions must hold.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// How far they have come: one of these.
    pub status: Option<Vec<MessageStatus>>,
    /// Which way they go.
    pub channel: Option<MessageChannel>,
    /// Person they are for.
    pub person_id: Option<PersonId>,
    /// Contact they are for.
    pub contact_id: Option<ContactId>,
    /// First instant at which they may have been asked for.
    pub from: Option<DateTime<Utc>>,
    /// First instant at which they may not have been asked for any more.
    pub until: Option<DateTime<Utc>>,
}

/// Messages of one account.
pub struct Messages<'a, C> {
    db: &'a C,
    account_id: AccountId,
    only: Option<PersonId>,
}

impl<'a, C: ConnectionTrait> Messages<'a, C> {
    /// Those that the permit's caller may see.
    pub fn of(db: &'a C, permit: &Permit<'_>) -> Self {
        Self { db, account_id: permit.account_id(), only: permit.held_to() }
    }

    fn all(&self) -> Select<message::Entity> {
        let all = message::Entity::find().filter(message::Column::AccountId.eq(self.account_id));
        match self.only {
            Some(person) => all.filter(message::Column::PersonId.eq(person)),
            None => all,
        }
    }

    /// The message of that id.
    ///
    /// # Errors
    /// The database's.
    pub async fn find(&self, id: MessageId) -> Result<Option<message::Model>, DbErr> {
        self.all().filter(message::Column::Id.eq(id)).one(self.db).await
    }

    /// The message of that id, which nobody else changes until the transaction ends.
    ///
    /// # Errors
    /// The database's.
    pub async fn locked(&self, id: MessageId) -> Result<Option<message::Model>, DbErr> {
        self.all().filter(message::Column::Id.eq(id)).lock(LockType::NoKeyUpdate).one(self.db).await
    }

    /// A page, newest first; one row more than wanted.
    ///
    /// # Errors
    /// The database's.
    pub async fn page(&self, wanted: Wanted, request: &PageRequest<MessageKey>) -> Result<Vec<message::Model>, DbErr> {
        use message::Column as C;
        let conditions = [
            wanted.status.map(|status| C::Status.is_in(status)),
            wanted.channel.map(|channel| C::Channel.eq(channel)),
            wanted.person_id.map(|person| C::PersonId.eq(person)),
            wanted.contact_id.map(|contact| C::ContactId.eq(contact)),
            wanted.from.map(|from| C::CreatedAt.gte(from)),
            wanted.until.map(|until| C::CreatedAt.lt(until)),
            request.after.map(|(created_at, id)| {
                let key = Expr::tuple([C::CreatedAt.into_simple_expr(), C::Id.into_simple_expr()]);
                key.lt(Expr::tuple([Expr::val(created_at), Expr::val(id)]))
            }),
        ];
        let rows = conditions.into_iter().flatten().fold(self.all(), QueryFilter::filter);
        rows.order_by_desc(C::CreatedAt).order_by_desc(C::Id).limit(request.limit()).all(self.db).await
    }
}
