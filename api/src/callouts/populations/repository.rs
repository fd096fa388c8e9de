//! Reading populations of one account.

use entity::{
    callout_participation, callout_population,
    id::{AccountId, CalloutId, PopulationId},
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

/// Populations of one account.
pub struct Populations(pub AccountId);

impl Populations {
    fn all(&self) -> Select<callout_population::Entity> {
        callout_population::Entity::find().filter(callout_population::Column::AccountId.eq(self.0))
    }

    /// The row.
    ///
    /// # Errors
    /// The database's.
    pub async fn find(&self, db: &impl ConnectionTrait, id: PopulationId) -> Result<Option<callout_population::Model>, DbErr> {
        self.all().filter(callout_population::Column::Id.eq(id)).one(db).await
    }

    /// The row, which nobody else changes until the transaction ends.
    ///
    /// # Errors
    /// The database's.
    pub async fn locked(&self, db: &impl ConnectionTrait, id: PopulationId) -> Result<Option<callout_population::Model>, DbErr> {
        self.all().filter(callout_population::Column::Id.eq(id)).lock_exclusive().one(db).await
    }

    /// Those of a callout, the oldest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn of_callout(&self, db: &impl ConnectionTrait, callout: CalloutId) -> Result<Vec<callout_population::Model>, DbErr> {
        let rows = self.all().filter(callout_population::Column::CalloutId.eq(callout));
        rows.order_by_asc(callout_population::Column::Id).all(db).await
    }

    /// Whether it has added anybody.
    ///
    /// # Errors
    /// The database's.
    pub async fn has_participations(&self, db: &impl ConnectionTrait, row: &callout_population::Model) -> Result<bool, DbErr> {
        let any = callout_participation::Entity::find()
            .filter(callout_participation::Column::CalloutId.eq(row.callout_id))
            .filter(callout_participation::Column::PopulationId.eq(row.id))
            .limit(1);
        Ok(any.one(db).await?.is_some())
    }
}
