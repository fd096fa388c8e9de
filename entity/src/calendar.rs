//! Calendars: whose events belong together, and by which clock they are told.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{AccountId, CalendarId, CalendarSettingsId, PersonId, UserId};

/// A row of `calendar`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calendar")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CalendarId,
    /// Whose.
    pub account_id: AccountId,
    /// Shown to people.
    pub name: String,
    /// IANA name: by whose clock its events are told, where they say nothing else.
    pub time_zone: String,
    /// The person whose it is; then there is no `owner_user_id`.
    pub owner_person_id: Option<PersonId>,
    /// The calendar user whose it is.
    pub owner_user_id: Option<UserId>,
    /// What it may do; none: nothing is settled, or its calendar user's settings count.
    pub settings_id: Option<CalendarSettingsId>,
    /// Calls at once for its events, at the most; none: as many as there are.
    pub max_concurrent: Option<i32>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
