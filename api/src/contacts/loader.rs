//! Contacts by id, and what was said about numbers, for whoever has a page of things that name them: one statement a page.

use std::collections::{HashMap, HashSet};

use async_graphql::{Context, SchemaBuilder, dataloader::Loader};
use entity::{
    contact, contact_consent,
    id::{AccountId, ContactId},
    stored::Topic,
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

use super::{consent, repository::as_clients_see_them, types::Contact};
use crate::{db::Db, error::Fault, graphql::batch::Batch};

/// Reads contacts. A key names its account: an id of another account finds nothing.
pub struct ContactLoader(Db);

impl Loader<(AccountId, ContactId)> for ContactLoader {
    type Value = Contact;
    type Error = DbErr;

    async fn load(&self, keys: &[(AccountId, ContactId)]) -> Result<HashMap<(AccountId, ContactId), Contact>, DbErr> {
        let ids = keys.iter().map(|(_, id)| *id);
        let rows = as_clients_see_them(contact::Entity::find().filter(contact::Column::Id.is_in(ids)));
        let contacts: Vec<Contact> = rows.into_model().all(self.0.read()).await?;
        Ok(contacts.into_iter().map(|contact| ((contact.account_id, contact.key), contact)).collect())
    }
}

/// Reads all that was said about numbers, the oldest first.
pub struct ConsentLoader(Db);

impl Loader<(AccountId, String)> for ConsentLoader {
    type Value = Vec<contact_consent::Model>;
    type Error = DbErr;

    async fn load(&self, keys: &[(AccountId, String)]) -> Result<HashMap<(AccountId, String), Self::Value>, DbErr> {
        let accounts: HashSet<AccountId> = keys.iter().map(|(account, _)| *account).collect();
        let mut found: HashMap<(AccountId, String), Self::Value> = HashMap::new();
        for account in accounts {
            let numbers = keys.iter().filter(|(of, _)| *of == account).map(|(_, number)| number.as_str());
            for row in consent::of_numbers(self.0.read(), account, numbers, false).await? {
                found.entry((account, row.number.clone())).or_default().push(row);
            }
        }
        Ok(found)
    }
}

/// Adds the loaders to the schema.
pub fn register<Q, M, S>(builder: SchemaBuilder<Q, M, S>, db: &Db) -> SchemaBuilder<Q, M, S> {
    builder.data(Batch::new(ContactLoader(db.clone())).changing_with(Topic::Contact)).data(Batch::new(ConsentLoader(db.clone())))
}

/// The contact of that id in the account, if there is one.
///
/// # Errors
/// The database's.
pub async fn contact(ctx: &Context<'_>, account_id: AccountId, id: ContactId) -> Result<Option<Contact>, Fault> {
    Ok(Batch::<ContactLoader>::of(ctx)?.one((account_id, id)).await?)
}

/// All that was said about reaching a number of the account, the oldest first.
///
/// # Errors
/// The database's.
pub async fn consents(ctx: &Context<'_>, account_id: AccountId, number: &str) -> Result<Vec<contact_consent::Model>, Fault> {
    Ok(Batch::<ConsentLoader>::of(ctx)?.one((account_id, number.to_owned())).await?.unwrap_or_default())
}
