//! Cells of timetables: one person, one queue, one interval.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::id::{AccountId, PersonId, QueueId, TimetableId, TimetableSlotId, TurnId};

/// A row of `turn`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "turn")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TurnId,
    /// Whose.
    pub account_id: AccountId,
    /// Of which timetable.
    pub timetable_id: TimetableId,
    /// In which slot.
    pub slot_id: TimetableSlotId,
    /// Which queue.
    pub queue_id: QueueId,
    /// Which line of the slot, from 1.
    pub line: i32,
    /// Whose; none: empty.
    pub person_id: Option<PersonId>,
    /// When it begins: as its slot.
    pub starts_at: DateTime<Utc>,
    /// When it ends: as its slot.
    pub ends_at: DateTime<Utc>,
    /// Whether it is a standing turn of its person.
    pub standing: bool,
    /// One more at each change of it: revision of its event in calendars.
    pub sequence: i32,
    /// When that was.
    pub changed_at: DateTime<Utc>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
