//! When a person cannot be on duty, or would rather not.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{AccountId, BusyEntryId, PersonId};

/// A row of `busy_entry`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "busy_entry")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BusyEntryId,
    /// Whose.
    pub account_id: AccountId,
    /// Who.
    pub person_id: PersonId,
    /// Every such day of the week, 1 (Monday) to 7 (Sunday); none, as `on_date`: every day.
    pub weekday: Option<i16>,
    /// Only that day; then there is no `weekday`.
    pub on_date: Option<NaiveDate>,
    /// From when, in the time zone of the queue it is compared with; none, as `ends_at`: the whole day.
    pub starts_at: Option<NaiveTime>,
    /// Until when; 00:00 is midnight at the end of the day.
    pub ends_at: Option<NaiveTime>,
    /// Whether the person cannot; otherwise would rather not.
    pub required: bool,
    /// Whether it is a day off, which lowers the load of its week: a required whole day with a date.
    pub day_off: bool,
    /// Why, for people.
    pub reason: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
