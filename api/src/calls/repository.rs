//! Reading calls of one account.

use chrono::{DateTime, Utc};
use entity::{
    call,
    id::{AccountId, CallId, PersonId, QueueId},
    stored::{CallDirection, CallStatus},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoSimpleExpr, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, ExprTrait},
};

use crate::{auth::Permit, graphql::connection::PageRequest};

/// Sort key of a list of calls.
pub type CallKey = (DateTime<Utc>, uuid::Uuid);

/// Which calls; all conditions must hold.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// First instant at which they may have begun.
    pub from: Option<DateTime<Utc>>,
    /// First instant at which they may not have begun any more.
    pub until: Option<DateTime<Utc>>,
    /// Which way they go.
    pub direction: Option<CallDirection>,
    /// How far they have come: one of these.
    pub status: Option<Vec<CallStatus>>,
    /// Last queue they waited in.
    pub queue_id: Option<QueueId>,
    /// Who answered.
    pub person_id: Option<PersonId>,
    /// What called or was dialled, as kept: one of these.
    pub numbers: Option<Vec<String>>,
    /// Whether they last.
    pub open: Option<bool>,
}

/// Calls of one account.
pub struct Calls<'a, C> {
    db: &'a C,
    account_id: AccountId,
}

impl<'a, C: ConnectionTrait> Calls<'a, C> {
    /// Those that the permit's caller may see.
    pub fn of(db: &'a C, permit: &Permit<'_>) -> Self {
        Self::in_account(db, permit.account_id())
    }

    /// Those of an account.
    pub fn in_account(db: &'a C, account_id: AccountId) -> Self {
        Self { db, account_id }
    }

    fn all(&self) -> Select<call::Entity> {
        call::Entity::find().filter(call::Column::AccountId.eq(self.account_id))
    }

    /// The call of that id.
    ///
    /// # Errors
    /// The database's.
    pub async fn find(&self, id: CallId) -> Result<Option<call::Model>, DbErr> {
        self.all().filter(call::Column::Id.eq(id)).one(self.db).await
    }

    /// A page, newest first; one row more than wanted.
    ///
    /// # Errors
    /// The database's.
    pub async fn page(&self, wanted: Wanted, request: &PageRequest<CallKey>) -> Result<Vec<call::Model>, DbErr> {
        let mut rows = self.matching(wanted);
        if let Some((started_at, id)) = &request.after {
            let key = Expr::tuple([call::Column::StartedAt.into_simple_expr(), call::Column::Id.into_simple_expr()]);
            rows = rows.filter(key.lt(Expr::tuple([Expr::val(*started_at), Expr::val(*id)])));
        }
        rows.order_by_desc(call::Column::StartedAt).order_by_desc(call::Column::Id).limit(request.limit()).all(self.db).await
    }

    fn matching(&self, wanted: Wanted) -> Select<call::Entity> {
        let open = wanted.open.map(|open| if open { call::Column::EndedAt.is_null() } else { call::Column::EndedAt.is_not_null() });
        let number = wanted
            .numbers
            .map(|numbers| call::Column::FromNumber.is_in(numbers.iter().map(String::as_str)).or(call::Column::Dialled.is_in(numbers)));
        let conditions = [
            wanted.from.map(|from| call::Column::StartedAt.gte(from)),
            wanted.until.map(|until| call::Column::StartedAt.lt(until)),
            wanted.direction.map(|direction| call::Column::Direction.eq(direction)),
            wanted.status.map(|status| call::Column::Status.is_in(status)),
            wanted.queue_id.map(|queue| call::Column::QueueId.eq(queue)),
            wanted.person_id.map(|person| call::Column::PersonId.eq(person)),
            number,
            open,
        ];
        conditions.into_iter().flatten().fold(self.all(), QueryFilter::filter)
    }
}
