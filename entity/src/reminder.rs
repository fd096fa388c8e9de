//! Reminders: one alarm for one occurrence, and what became of it.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, AlarmId, AttemptId, CalendarId, EventId, MessageId, OccurrenceId, ReminderId},
    stored::{AlarmMethod, ReminderReason, ReminderStatus},
};

/// A row of `reminder`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reminder")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReminderId,
    /// Whose.
    pub account_id: AccountId,
    /// In which calendar.
    pub calendar_id: CalendarId,
    /// Of which event.
    pub event_id: EventId,
    /// By which alarm.
    pub alarm_id: AlarmId,
    /// Of which occurrence; unique with the alarm.
    pub occurrence_id: OccurrenceId,
    /// How far it has come.
    pub status: ReminderStatus,
    /// At which of the alarm's steps it is, from 0.
    pub step: i32,
    /// How that step reaches somebody.
    pub method: AlarmMethod,
    /// Tries of that step.
    pub tried: i32,
    /// Tries of all steps.
    pub tries: i32,
    /// When it was to be, before a window moved it.
    pub planned_at: DateTime<Utc>,
    /// When somebody has to look at it; none: it is over, is being tried, or is held back.
    pub due_at: Option<DateTime<Utc>>,
    /// The last call.
    pub attempt_id: Option<AttemptId>,
    /// The last message.
    pub message_id: Option<MessageId>,
    /// Whether a call of it is under way: what counts towards its calendar's limit.
    pub calling: bool,
    /// What was answered: CONFIRMED, CANCELED, RESCHEDULED, or a word of the alarm's own.
    pub answer: Option<String>,
    /// Keys as they were pressed.
    pub keys: Option<String>,
    /// Why it is as it is.
    pub reason: Option<ReminderReason>,
    /// The one that reminds the same of the same at the same time.
    pub merged_into: Option<ReminderId>,
    /// Whether its occurrence is yet to be canceled, since whoever was reminded said so.
    pub cancels: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// When it was over.
    pub ended_at: Option<DateTime<Utc>>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
