//! One queue's week.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, QueueId, TimetableId},
    stored::TimetableStatus,
};

/// A row of `timetable`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "timetable")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TimetableId,
    /// Whose.
    pub account_id: AccountId,
    /// Which queue.
    pub queue_id: QueueId,
    /// The Monday it begins on; one timetable a queue and week.
    pub week: NaiveDate,
    /// How far it has come.
    pub status: TimetableStatus,
    /// One more at each edit: who edits an older one is told.
    pub version: i32,
    /// IANA zone its local times are in: the queue's when it was made.
    pub time_zone: String,
    /// When it was published.
    pub published_at: Option<DateTime<Utc>>,
    /// When it was archived.
    pub archived_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
