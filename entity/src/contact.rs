//! Contacts: whom the team calls and writes to.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, ContactId},
    stored::TimeZoneSource,
};

/// A row of `contact`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "contact")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ContactId,
    /// Whose.
    pub account_id: AccountId,
    /// Public number in E.164; unique in the account.
    pub number: String,
    /// Shown to people; empty: not known.
    pub name: String,
    /// The name in lower case, by which it is found and sorted.
    pub name_folded: String,
    /// What else is known, an object. `contact_value` has it flattened.
    pub metadata: Json,
    /// IANA name; none: not known.
    pub time_zone: Option<String>,
    /// Where the time zone is from; none: there is none.
    pub time_zone_source: Option<TimeZoneSource>,
    /// Since when nobody may call; none: one may.
    pub do_not_call_at: Option<DateTime<Utc>>,
    /// Why not, in the words of whoever said so.
    pub do_not_call_reason: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
