//! Hours at which a queue is answered, week after week.

use chrono::{DateTime, NaiveTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{AccountId, QueueId, ServiceSlotId};

/// A row of `service_slot`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "service_slot")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ServiceSlotId,
    /// Whose.
    pub account_id: AccountId,
    /// Which queue.
    pub queue_id: QueueId,
    /// Day of the week, 1 (Monday) to 7 (Sunday).
    pub weekday: i16,
    /// When it begins, in the queue's time zone.
    pub starts_at: NaiveTime,
    /// When it ends; 00:00 is midnight at the end of the day. Slots of a day do not overlap.
    pub ends_at: NaiveTime,
    /// Persons wanted: the lines that are open.
    pub demand: i32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
