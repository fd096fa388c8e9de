//! Reading what persons of one account bring to the rota.

use entity::{
    busy_entry,
    id::{AccountId, BusyEntryId, PersonId},
    person, person_rota,
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

/// What persons of one account bring to the rota.
#[derive(Clone, Copy)]
pub struct People(pub AccountId);

impl People {
    /// A person's part in the rota, if somebody has told it.
    ///
    /// # Errors
    /// The database's.
    pub async fn rota(self, db: &impl ConnectionTrait, person: PersonId) -> Result<Option<person_rota::Model>, DbErr> {
        person_rota::Entity::find_by_id(person).filter(person_rota::Column::AccountId.eq(self.0)).one(db).await
    }

    /// Who takes part in the rota: active persons with an ideal load, by name, each with that part.
    ///
    /// # Errors
    /// The database's.
    pub async fn attending(self, db: &impl ConnectionTrait) -> Result<Vec<(person::Model, person_rota::Model)>, DbErr> {
        let parts = person_rota::Entity::find()
            .filter(person_rota::Column::AccountId.eq(self.0))
            .filter(person_rota::Column::IdealLoad.is_not_null())
            .all(db)
            .await?;
        let mut parts: std::collections::HashMap<_, _> = parts.into_iter().map(|part| (part.person_id, part)).collect();
        let persons = person::Entity::find()
            .filter(person::Column::AccountId.eq(self.0))
            .filter(person::Column::Active.eq(true))
            .order_by_asc(person::Column::Name)
            .order_by_asc(person::Column::Id)
            .all(db)
            .await?;
        Ok(persons.into_iter().filter_map(|person| parts.remove(&person.id).map(|part| (person, part))).collect())
    }

    /// When a person is busy, the oldest entry first.
    ///
    /// # Errors
    /// The database's.
    pub async fn busy(self, db: &impl ConnectionTrait, person: PersonId) -> Result<Vec<busy_entry::Model>, DbErr> {
        use busy_entry::Column as C;
        busy_entry::Entity::find().filter(C::AccountId.eq(self.0)).filter(C::PersonId.eq(person)).order_by_asc(C::Id).all(db).await
    }

    /// When any of the account's persons is busy, the oldest entry first.
    ///
    /// # Errors
    /// The database's.
    pub async fn all_busy(self, db: &impl ConnectionTrait) -> Result<Vec<busy_entry::Model>, DbErr> {
        busy_entry::Entity::find().filter(busy_entry::Column::AccountId.eq(self.0)).order_by_asc(busy_entry::Column::Id).all(db).await
    }

    /// The entry of that id.
    ///
    /// # Errors
    /// The database's.
    pub async fn entry(self, db: &impl ConnectionTrait, id: BusyEntryId) -> Result<Option<busy_entry::Model>, DbErr> {
        busy_entry::Entity::find_by_id(id).filter(busy_entry::Column::AccountId.eq(self.0)).one(db).await
    }
}
