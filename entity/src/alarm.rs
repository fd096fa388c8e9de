//! Alarms: how somebody is to be reminded of each time at which an event happens.

use chrono::{DateTime, NaiveTime, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, AlarmId, CalendarId, EventId},
    stored::{AlarmLate, MachineBehavior},
};

/// A row of `alarm`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "alarm")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AlarmId,
    /// Whose.
    pub account_id: AccountId,
    /// In which calendar its event is.
    pub calendar_id: CalendarId,
    /// Of which event.
    pub event_id: EventId,
    /// Shown to people.
    pub name: Option<String>,
    /// Whether it reminds anybody.
    pub enabled: bool,
    /// So long before an occurrence begins; none: at an instant.
    pub before_seconds: Option<i64>,
    /// At that instant, of an event that happens once.
    pub at: Option<DateTime<Utc>>,
    /// Nobody is reminded before this time of day; none: at any time.
    pub window_from: Option<NaiveTime>,
    /// Nor from this time of day on.
    pub window_to: Option<NaiveTime>,
    /// IANA name: by whose clock the window is told; none: by whoever's who is reminded, else the calendar's.
    pub time_zone: Option<String>,
    /// Whether the window does not count.
    pub urgent: bool,
    /// Whether somebody may be reminded when it is over.
    pub past_end: bool,
    /// What becomes of a reminder that comes too late.
    pub late: AlarmLate,
    /// When it is too late, after it was due.
    pub late_seconds: i64,
    /// Pause between two tries.
    pub retry_seconds: i64,
    /// How much longer each further pause is.
    pub retry_factor: f64,
    /// How somebody is reached, one step after the other: a list, see `alarms::definition`.
    pub steps: Json,
    /// Who gets a text message when all was in vain, an object.
    pub failure: Option<Json>,
    /// What becomes of a call that a machine answers; none: as the calendar's settings say.
    pub machine_behavior: Option<MachineBehavior>,
    /// What answers mean that have no meaning in the flow: a list.
    pub answers: Json,
    /// Whether somebody who says nothing was not reached.
    pub needs_answer: bool,
    /// Whether the occurrence is canceled by whoever says so.
    pub cancels: bool,
    /// Number for a flow that joins somebody who wants another time: `{alarm.transfer}`.
    pub transfer_to: Option<String>,
    /// Counts changes.
    pub version: i32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
