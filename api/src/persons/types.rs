//! A person as clients see it, read straight from the row.

use async_graphql::{ID, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, PersonId},
    person,
};
use sea_orm::{DbErr, FromJsonQueryResult, FromQueryResult, QueryResult};
use serde::{Deserialize, Serialize};

use crate::graphql::{rows::plain, scalars::TimeZone};

/// Who answers the telephone.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Person {
    /// Id of the person.
    #[graphql(owned)]
    pub id: ID,
    /// Name of the person.
    pub name: String,
    /// E-mail address of the person, in lower case.
    pub email: Option<String>,
    /// Extension of the person, e.g. `1001`; no two active persons of an account have the same.
    pub extension: Option<String>,
    /// Public telephone numbers of the person in E.164, e.g. `+34972183386`, the preferred first.
    pub phone_numbers: Vec<String>,
    /// Colour the person is shown in, `#rrggbb`.
    pub colour: Option<String>,
    /// Names of the groups the person is in, sorted.
    pub groups: Vec<String>,
    /// Time zone the person works in; null: the queue's.
    pub time_zone: Option<TimeZone>,
    /// Whether the person takes part.
    pub active: bool,
    /// When the person was added.
    pub created_at: DateTime<Utc>,
    /// When the person was last changed.
    pub updated_at: DateTime<Utc>,
    /// The same id, typed.
    #[graphql(skip)]
    pub key: PersonId,
    /// Whose.
    #[graphql(skip)]
    pub account_id: AccountId,
}

plain!(Person {
    "id" => id,
    "name" => name,
    "email" => email,
    "extension" => extension,
    "phoneNumbers" => phone_numbers,
    "colour" => colour,
    "groups" => groups,
    "timeZone" => time_zone,
    "active" => active,
    "createdAt" => created_at,
    "updatedAt" => updated_at,
});

/// Columns of a person, in the order in which [`Person`] reads them.
pub(super) const COLUMNS: [person::Column; 12] = [
    person::Column::Id,
    person::Column::AccountId,
    person::Column::Name,
    person::Column::Email,
    person::Column::Extension,
    person::Column::PhoneNumbers,
    person::Column::Colour,
    person::Column::Groups,
    person::Column::TimeZone,
    person::Column::Active,
    person::Column::CreatedAt,
    person::Column::UpdatedAt,
];

/// A column of texts, read without a detour over a JSON value.
#[derive(Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
struct Texts(Vec<String>);

impl FromQueryResult for Person {
    /// By place, not by name: a name is looked up again for each row.
    fn from_query_result(row: &QueryResult, _: &str) -> Result<Self, DbErr> {
        let key: PersonId = row.try_get_by_index(0)?;
        Ok(Self {
            id: key.into(),
            key,
            account_id: row.try_get_by_index(1)?,
            name: row.try_get_by_index(2)?,
            email: row.try_get_by_index(3)?,
            extension: row.try_get_by_index(4)?,
            phone_numbers: row.try_get_by_index::<Texts>(5)?.0,
            colour: row.try_get_by_index(6)?,
            groups: row.try_get_by_index::<Texts>(7)?.0,
            time_zone: row.try_get_by_index::<Option<String>>(8)?.map(zone).transpose()?,
            active: row.try_get_by_index(9)?,
            created_at: row.try_get_by_index(10)?,
            updated_at: row.try_get_by_index(11)?,
        })
    }
}

impl TryFrom<person::Model> for Person {
    type Error = DbErr;

    fn try_from(row: person::Model) -> Result<Self, DbErr> {
        Ok(Self {
            id: row.id.into(),
            key: row.id,
            account_id: row.account_id,
            name: row.name,
            email: row.email,
            extension: row.extension,
            phone_numbers: texts(row.phone_numbers)?,
            colour: row.colour,
            groups: texts(row.groups)?,
            time_zone: row.time_zone.map(zone).transpose()?,
            active: row.active,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

fn texts(value: serde_json::Value) -> Result<Vec<String>, DbErr> {
    serde_json::from_value(value).map_err(|error| DbErr::Json(error.to_string()))
}

fn zone(name: String) -> Result<TimeZone, DbErr> {
    name.parse().map(TimeZone).map_err(|_| DbErr::Type(format!("`{name}` is stored as a time zone and is none")))
}
