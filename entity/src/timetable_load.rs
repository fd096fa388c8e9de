//! What each person carries in a timetable, kept true at each edit. Figures in tenths of a turn are exact.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{AccountId, PersonId, TimetableId};

/// A row of `timetable_load`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "timetable_load")]
pub struct Model {
    /// Of which timetable.
    #[sea_orm(primary_key, auto_increment = false)]
    pub timetable_id: TimetableId,
    /// Who.
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: PersonId,
    /// Whose.
    pub account_id: AccountId,
    /// Ideal load for the days that are there, in tenths of a turn.
    pub ideal_tenths: i32,
    /// Turns aimed at.
    pub load: i32,
    /// That, where somebody has decided it; none: it is found.
    pub decided: Option<i32>,
    /// Turns given.
    pub assigned: i32,
    /// Given beyond the ideal, in tenths of a turn; less than it when negative.
    pub overload_tenths: i32,
    /// Credit of earlier weeks, in tenths of a turn; debt when negative.
    pub credit_before_tenths: i32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
