//! What those who own calendars may do, and how calls for their events are made.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, CalendarSettingsId},
    stored::MachineBehavior,
};

/// A row of `calendar_settings`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calendar_settings")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CalendarSettingsId,
    /// Whose.
    pub account_id: AccountId,
    /// Shown to people; unique in the account.
    pub name: String,
    /// Number in E.164 that is shown to whoever is called; none: the provider's own.
    pub caller_id: Option<String>,
    /// How long a telephone rings.
    pub ring_seconds: i32,
    /// What becomes of a call that a machine answers.
    pub machine_behavior: MachineBehavior,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
