//! Reading attempts of one account, by id for whoever has a page of things that name one, and in pages.

use std::collections::HashMap;

use async_graphql::{Context, dataloader::Loader};
use entity::{
    call_attempt,
    id::{AccountId, AttemptId, CalloutId, ContactId, ParticipationId},
    stored::AttemptStatus,
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use super::types::CallAttempt;
use crate::{
    auth::Permit,
    db::Db,
    error::Fault,
    graphql::{batch::Batch, connection::PageRequest},
};

/// Reads attempts. A key names its account: an id of another account finds nothing.
pub struct AttemptLoader(pub Db);

impl Loader<(AccountId, AttemptId)> for AttemptLoader {
    type Value = CallAttempt;
    type Error = DbErr;

    async fn load(&self, keys: &[(AccountId, AttemptId)]) -> Result<HashMap<(AccountId, AttemptId), CallAttempt>, DbErr> {
        let ids = keys.iter().map(|(_, id)| *id);
        let rows = call_attempt::Entity::find().filter(call_attempt::Column::Id.is_in(ids)).all(self.0.read()).await?;
        Ok(rows.into_iter().map(|row| ((row.account_id, row.id), row.into())).collect())
    }
}

/// The attempt of that id in the account, if there is one.
///
/// # Errors
/// The database's.
pub async fn attempt(ctx: &Context<'_>, account_id: AccountId, id: AttemptId) -> Result<Option<CallAttempt>, Fault> {
    Ok(Batch::<AttemptLoader>::of(ctx)?.one((account_id, id)).await?)
}

/// Which attempts; all conditions must hold.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Of which callout.
    pub callout_id: Option<CalloutId>,
    /// Of which participation.
    pub participation_id: Option<ParticipationId>,
    /// Of which contact.
    pub contact_id: Option<ContactId>,
    /// How far they have come: one of these.
    pub status: Option<Vec<AttemptStatus>>,
}

/// Attempts of one account.
pub struct Attempts<'a, C> {
    db: &'a C,
    account_id: AccountId,
}

impl<'a, C: ConnectionTrait> Attempts<'a, C> {
    /// Those that the permit's caller may see.
    pub fn of(db: &'a C, permit: &Permit<'_>) -> Self {
        Self { db, account_id: permit.account_id() }
    }

    fn all(&self) -> Select<call_attempt::Entity> {
        call_attempt::Entity::find().filter(call_attempt::Column::AccountId.eq(self.account_id))
    }

    /// The attempt of that id.
    ///
    /// # Errors
    /// The database's.
    pub async fn find(&self, id: AttemptId) -> Result<Option<call_attempt::Model>, DbErr> {
        self.all().filter(call_attempt::Column::Id.eq(id)).one(self.db).await
    }

    /// The same, held until the end of the transaction.
    ///
    /// # Errors
    /// The database's.
    pub async fn locked(&self, id: AttemptId) -> Result<Option<call_attempt::Model>, DbErr> {
        self.all().filter(call_attempt::Column::Id.eq(id)).lock_exclusive().one(self.db).await
    }

    /// A page, newest first; one row more than wanted.
    ///
    /// # Errors
    /// The database's.
    pub async fn page(&self, wanted: Wanted, request: &PageRequest<uuid::Uuid>) -> Result<Vec<call_attempt::Model>, DbErr> {
        use call_attempt::Column as C;
        let conditions = [
            wanted.callout_id.map(|id| C::CalloutId.eq(id)),
            wanted.participation_id.map(|id| C::ParticipationId.eq(id)),
            wanted.contact_id.map(|id| C::ContactId.eq(id)),
            wanted.status.map(|status| C::Status.is_in(status)),
            request.after.map(|id| C::Id.lt(id)),
        ];
        let rows = conditions.into_iter().flatten().fold(self.all(), QueryFilter::filter);
        rows.order_by_desc(C::Id).limit(request.limit()).all(self.db).await
    }
}
