//! Offers of turns, each read within an account.

use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, PersonId, SwapRequestId},
    stored::SwapStatus,
    swap_request,
};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use crate::{db::Tx, graphql::connection::PageRequest};

/// Sort key of a list of offers, newest first.
pub type SwapKey = (DateTime<Utc>, SwapRequestId);

/// The offers of an account.
#[derive(Clone, Copy, Debug)]
pub struct Swaps(pub AccountId);

impl Swaps {
    fn all(self) -> Select<swap_request::Entity> {
        swap_request::Entity::find().filter(swap_request::Column::AccountId.eq(self.0))
    }

    /// The offer of that id.
    ///
    /// # Errors
    /// The database's.
    pub async fn find(self, db: &impl ConnectionTrait, id: SwapRequestId) -> Result<Option<swap_request::Model>, DbErr> {
        self.all().filter(swap_request::Column::Id.eq(id)).one(db).await
    }

    /// The offer of that id, which nobody else decides until the transaction ends.
    ///
    /// # Errors
    /// The database's.
    pub async fn locked(self, tx: &Tx, id: SwapRequestId) -> Result<Option<swap_request::Model>, DbErr> {
        self.all().filter(swap_request::Column::Id.eq(id)).lock_exclusive().one(&**tx).await
    }

    /// A page, newest first; `now` tells which open ones have expired.
    ///
    /// # Errors
    /// The database's.
    pub async fn page(
        self,
        db: &impl ConnectionTrait,
        status: Option<SwapStatus>,
        person: Option<PersonId>,
        now: DateTime<Utc>,
        request: &PageRequest<SwapKey>,
    ) -> Result<Vec<swap_request::Model>, DbErr> {
        use swap_request::Column as C;
        let mut page = self.all();
        match status {
            None => {}
            Some(SwapStatus::Open) => page = page.filter(C::Status.eq(SwapStatus::Open)).filter(C::ExpiresAt.gt(now)),
            Some(SwapStatus::Expired) => {
                let lapsed = Condition::all().add(C::Status.eq(SwapStatus::Open)).add(C::ExpiresAt.lte(now));
                page = page.filter(Condition::any().add(C::Status.eq(SwapStatus::Expired)).add(lapsed));
            }
            Some(other) => page = page.filter(C::Status.eq(other)),
        }
        if let Some(person) = person {
            page = page.filter(Condition::any().add(C::FromPersonId.eq(person)).add(C::ToPersonId.eq(person)));
        }
        if let Some((at, id)) = request.after {
            let earlier = Condition::any().add(C::CreatedAt.lt(at)).add(Condition::all().add(C::CreatedAt.eq(at)).add(C::Id.lt(id)));
            page = page.filter(earlier);
        }
        page.order_by_desc(C::CreatedAt).order_by_desc(C::Id).limit(request.limit()).all(db).await
    }
}
