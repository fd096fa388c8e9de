//! Reading participations of one account.

use entity::{
    callout_participation,
    id::{AccountId, CalloutId, ContactId, ParticipationId},
    stored,
};
use numbering::Msisdn;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select, prelude::Uuid, sea_query::Condition,
};

use super::input::ParticipationFilter;
use crate::graphql::connection::PageRequest;

/// Participations of one account.
pub struct Participations(pub AccountId);

/// Whose participations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// A callout's.
    Callout(CalloutId),
    /// A contact's.
    Contact(ContactId),
}

impl Participations {
    fn all(&self) -> Select<callout_participation::Entity> {
        callout_participation::Entity::find().filter(callout_participation::Column::AccountId.eq(self.0))
    }

    /// The row.
    ///
    /// # Errors
    /// The database's.
    pub async fn find(&self, db: &impl ConnectionTrait, id: ParticipationId) -> Result<Option<callout_participation::Model>, DbErr> {
        self.all().filter(callout_participation::Column::Id.eq(id)).one(db).await
    }

    /// The row, which nobody else changes until the transaction ends.
    ///
    /// # Errors
    /// The database's.
    pub async fn locked(&self, db: &impl ConnectionTrait, id: ParticipationId) -> Result<Option<callout_participation::Model>, DbErr> {
        self.all().filter(callout_participation::Column::Id.eq(id)).lock_exclusive().one(db).await
    }

    /// Those of a callout with one of these contacts or one of these numbers: at most two.
    ///
    /// # Errors
    /// The database's.
    pub async fn like(
        &self,
        db: &impl ConnectionTrait,
        callout: CalloutId,
        contact: ContactId,
        number: &str,
    ) -> Result<Vec<callout_participation::Model>, DbErr> {
        use callout_participation::Column as C;
        let same = Condition::any().add(C::ContactId.eq(contact)).add(C::Msisdn.eq(number));
        self.all().filter(C::CalloutId.eq(callout)).filter(same).all(db).await
    }

    /// A page, the oldest first; one row more than wanted.
    ///
    /// # Errors
    /// The database's.
    pub async fn page(
        &self,
        db: &impl ConnectionTrait,
        whose: Whose,
        filter: &ParticipationFilter,
        request: &PageRequest<Uuid>,
    ) -> Result<Vec<callout_participation::Model>, DbErr> {
        use callout_participation::Column as C;
        let mut rows = self.all().filter(match whose {
            Whose::Callout(id) => C::CalloutId.eq(id),
            Whose::Contact(id) => C::ContactId.eq(id),
        });
        if let Some(statuses) = &filter.status {
            rows = rows.filter(C::Status.is_in(statuses.iter().copied().map(stored::ParticipationStatus::from)));
        }
        if let Some(statuses) = &filter.last_status {
            rows = rows.filter(C::LastStatus.is_in(statuses.iter().copied().map(stored::AttemptStatus::from)));
        }
        if let Some(number) = &filter.number {
            let Ok(number) = number.parse::<Msisdn>() else { return Ok(Vec::new()) };
            rows = rows.filter(C::Msisdn.eq(String::from(number)));
        }
        if let Some(reason) = &filter.reason {
            rows = rows.filter(C::Reason.eq(reason));
        }
        if let Some(after) = request.after {
            rows = rows.filter(C::Id.gt(after));
        }
        rows.order_by_asc(C::Id).limit(request.limit()).all(db).await
    }
}
