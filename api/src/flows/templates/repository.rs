//! Reading templates of one account.

use entity::{
    id::{AccountId, TemplateId},
    stored::TemplateMedium,
    template,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select, prelude::Uuid, sea_query::LockType,
};

use crate::{auth::Permit, graphql::connection::PageRequest};

/// Templates of one account.
#[derive(Clone, Copy, Debug)]
pub struct Templates(pub AccountId);

impl Templates {
    /// Those that the permit's caller may see.
    pub fn of(permit: &Permit<'_>) -> Self {
        Self(permit.account_id())
    }

    fn all(self) -> Select<template::Entity> {
        template::Entity::find().filter(template::Column::AccountId.eq(self.0))
    }

    /// The template.
    ///
    /// # Errors
    /// The database's.
    pub async fn find(self, db: &impl ConnectionTrait, id: TemplateId) -> Result<Option<template::Model>, DbErr> {
        self.all().filter(template::Column::Id.eq(id)).one(db).await
    }

    /// The template, which nobody else changes until the transaction ends.
    ///
    /// # Errors
    /// The database's.
    pub async fn locked(self, db: &impl ConnectionTrait, id: TemplateId) -> Result<Option<template::Model>, DbErr> {
        self.all().filter(template::Column::Id.eq(id)).lock(LockType::NoKeyUpdate).one(db).await
    }

    /// The template of that key.
    ///
    /// # Errors
    /// The database's.
    pub async fn by_key(self, db: &impl ConnectionTrait, key: &str) -> Result<Option<template::Model>, DbErr> {
        self.all().filter(template::Column::Key.eq(key)).one(db).await
    }

    /// A page, the newest first; one row more than wanted.
    ///
    /// # Errors
    /// The database's.
    pub async fn page(
        self,
        db: &impl ConnectionTrait,
        medium: Option<TemplateMedium>,
        request: &PageRequest<Uuid>,
    ) -> Result<Vec<template::Model>, DbErr> {
        let mut rows = self.all();
        if let Some(medium) = medium {
            rows = rows.filter(template::Column::Medium.eq(medium));
        }
        if let Some(after) = request.after {
            rows = rows.filter(template::Column::Id.lt(after));
        }
        rows.order_by_desc(template::Column::Id).limit(request.limit()).all(db).await
    }
}
