//! Turns that belong to somebody week after week.

use chrono::{DateTime, NaiveTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{AccountId, PersonId, QueueId, StandingTurnId};

/// A row of `standing_turn`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "standing_turn")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: StandingTurnId,
    /// Whose.
    pub account_id: AccountId,
    /// Which queue.
    pub queue_id: QueueId,
    /// Whose turn it is.
    pub person_id: PersonId,
    /// Day of the week, 1 (Monday) to 7 (Sunday).
    pub weekday: i16,
    /// When the service slot begins.
    pub starts_at: NaiveTime,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
