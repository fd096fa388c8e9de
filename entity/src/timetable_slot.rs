//! Dated intervals of a timetable, with the lines that are open in each.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{AccountId, TimetableId, TimetableSlotId};

/// A row of `timetable_slot`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "timetable_slot")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TimetableSlotId,
    /// Whose.
    pub account_id: AccountId,
    /// Of which timetable.
    pub timetable_id: TimetableId,
    /// Day in the timetable's time zone.
    pub day: NaiveDate,
    /// Place within the day, from 0.
    pub ordinal: i16,
    /// When it begins, as the clock on the wall says.
    pub local_start: NaiveTime,
    /// When it ends, likewise; 00:00 is midnight at the end of the day.
    pub local_end: NaiveTime,
    /// When it begins: of a local time that does not exist the first instant after, of one that comes twice the earlier.
    pub starts_at: DateTime<Utc>,
    /// When it ends: of a local time that comes twice the later.
    pub ends_at: DateTime<Utc>,
    /// Lines that are open: as many turns there are.
    pub demand: i32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
