//! Whose extension is whose, in one account; and how numbers are written down.

use std::collections::HashMap;

use entity::{
    id::{AccountId, PersonId},
    person,
};
use numbering::{Country, Extension, Msisdn};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use crate::db::Db;

/// The active persons of an account, by extension.
#[derive(Clone, Debug, Default)]
pub(super) struct Directory(HashMap<String, PersonId>);

impl Directory {
    pub(super) async fn load(db: &Db, account_id: AccountId) -> Result<Self, DbErr> {
        let rows: Vec<(Option<String>, PersonId)> = person::Entity::find()
            .select_only()
            .columns([person::Column::Extension, person::Column::Id])
            .filter(person::Column::AccountId.eq(account_id))
            .filter(person::Column::Active.eq(true))
            .filter(person::Column::Extension.is_not_null())
            .into_tuple()
            .all(db.read())
            .await?;
        Ok(Self(rows.into_iter().filter_map(|(extension, id)| Some((extension?, id))).collect()))
    }

    pub(super) fn person(&self, extension: Option<&Extension>) -> Option<PersonId> {
        self.0.get(extension?.as_str()).copied()
    }
}

/// A caller's number as it is kept: E.164 where it can be read as a public number, else as the carrier sent it.
pub(super) fn number(text: Option<&str>, country: Option<Country>) -> Option<String> {
    let text = text.map(str::trim).filter(|text| !text.is_empty())?;
    // A short number is an extension, never a public number of some country.
    if text.parse::<Extension>().is_ok() && text.len() <= 5 {
        return Some(text.to_owned());
    }
    Some(Msisdn::parse(text, country).map_or_else(|_| text.to_owned(), String::from))
}
