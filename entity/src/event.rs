//! Events: what happens, and when again.

use chrono::{DateTime, NaiveDateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, CalendarId, EventId},
    stored::EventStatus,
};

/// A row of `event`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EventId,
    /// Whose.
    pub account_id: AccountId,
    /// In which calendar.
    pub calendar_id: CalendarId,
    /// By what other programs know it; unique in the calendar.
    pub uid: String,
    /// One line for people.
    pub title: String,
    /// More for people.
    pub description: Option<String>,
    /// What texts may name, an object.
    pub data: Json,
    /// What the clock shows when it begins, the first time.
    pub local_start: NaiveDateTime,
    /// How long it lasts, elapsed.
    pub duration_seconds: i64,
    /// IANA name: by whose clock.
    pub time_zone: String,
    /// RRULE; none: it is once, and on `rdates`.
    pub rule: Option<String>,
    /// Local times besides, as a list of texts.
    pub rdates: Json,
    /// Local times left out, as a list of texts.
    pub exdates: Json,
    /// How far it has come.
    pub status: EventStatus,
    /// Nothing of it is after this instant.
    pub ends_at: Option<DateTime<Utc>>,
    /// Its occurrences are made as far as this, with it.
    pub made_until: DateTime<Utc>,
    /// One more at each change of it.
    pub sequence: i32,
    /// When something is to be done about it by itself; none: nothing is.
    pub due_at: Option<DateTime<Utc>>,
    /// Counted up by whoever takes it up.
    pub fence: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
