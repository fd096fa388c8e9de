//! A timetable's history: what changed, by whom, when and why.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, TimetableEntryId, TimetableId},
    stored::{ActorKind, TimetableAction},
};

/// A row of `timetable_entry`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "timetable_entry")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TimetableEntryId,
    /// Whose.
    pub account_id: AccountId,
    /// Of which timetable.
    pub timetable_id: TimetableId,
    /// Version that it made.
    pub version: i32,
    /// When.
    pub occurred_at: DateTime<Utc>,
    /// Kind of whoever did it.
    pub actor_kind: ActorKind,
    /// Their id, by kind.
    pub actor_id: Option<Uuid>,
    /// Their name then.
    pub actor_name: String,
    /// What was done.
    pub what: TimetableAction,
    /// Why, in their words.
    pub reason: Option<String>,
    /// Turns it changed, each with who had it before and after: an array.
    pub cells: Json,
    /// Entry that this one undid.
    pub undoes: Option<TimetableEntryId>,
    /// Entry by which this one was undone.
    pub undone_by: Option<TimetableEntryId>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
