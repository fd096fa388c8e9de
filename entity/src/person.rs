//! Persons: who answers the telephone.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{AccountId, PersonId};

/// A row of `person`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "person")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PersonId,
    /// Whose.
    pub account_id: AccountId,
    /// Shown to people.
    pub name: String,
    /// Lower case.
    pub email: Option<String>,
    /// Internal number; unique among the active of an account.
    pub extension: Option<String>,
    /// Public numbers in E.164, an array of texts, the preferred first.
    pub phone_numbers: Json,
    /// `#rrggbb`, lower case.
    pub colour: Option<String>,
    /// Names of the groups the person is in, an array of texts, sorted.
    pub groups: Json,
    /// IANA name; none: the queue's.
    pub time_zone: Option<String>,
    /// Whether the person takes part.
    pub active: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
