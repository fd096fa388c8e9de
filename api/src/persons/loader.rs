//! Persons by id, for whoever has a page of things that name one: one statement a page.

use std::collections::HashMap;

use async_graphql::{Context, dataloader::Loader};
use entity::{
    id::{AccountId, PersonId},
    person,
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

use super::{repository::as_clients_see_them, types::Person};
use crate::{db::Db, error::Fault, graphql::batch::Batch};

/// Reads persons. A key names its account: an id of another account finds nothing.
pub struct PersonLoader(pub Db);

impl Loader<(AccountId, PersonId)> for PersonLoader {
    type Value = Person;
    type Error = DbErr;

    async fn load(&self, keys: &[(AccountId, PersonId)]) -> Result<HashMap<(AccountId, PersonId), Person>, DbErr> {
        let ids = keys.iter().map(|(_, id)| *id);
        let rows = as_clients_see_them(person::Entity::find().filter(person::Column::Id.is_in(ids)));
        let persons: Vec<Person> = rows.into_model().all(self.0.read()).await?;
        Ok(persons.into_iter().map(|person| ((person.account_id, person.key), person)).collect())
    }
}

/// The person of that id in the account, if there is one.
///
/// # Errors
/// The database's.
pub async fn person(ctx: &Context<'_>, account_id: AccountId, id: PersonId) -> Result<Option<Person>, Fault> {
    Ok(Batch::<PersonLoader>::of(ctx)?.one((account_id, id)).await?)
}
