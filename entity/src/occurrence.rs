//! Occurrences: the times at which an event happens, made ahead.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, CalendarId, EventId, OccurrenceId},
    stored::{OccurrenceCause, OccurrenceState},
};

/// A row of `occurrence`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "occurrence")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OccurrenceId,
    /// Whose.
    pub account_id: AccountId,
    /// In which calendar.
    pub calendar_id: CalendarId,
    /// Of which event.
    pub event_id: EventId,
    /// When the event would have it; unique in the event.
    pub original_start: DateTime<Utc>,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// How far it has come.
    pub state: OccurrenceState,
    /// Why it is paused or canceled; none in other states.
    pub cause: Option<OccurrenceCause>,
    /// Whether somebody gave it another time than the event would.
    pub moved: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
