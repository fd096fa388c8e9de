//! A queue's counters, one row a local day, kept in the transaction that changes them.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;

use crate::id::{AccountId, QueueId};

/// A row of `queue_day`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "queue_day")]
pub struct Model {
    /// Which queue.
    #[sea_orm(primary_key, auto_increment = false)]
    pub queue_id: QueueId,
    /// The day in the queue's time zone.
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: NaiveDate,
    /// Whose.
    pub account_id: AccountId,
    /// Waits that ended, and calls that were refused without waiting.
    pub offered: i32,
    /// Answered by a member.
    pub answered: i32,
    /// Caller hung up.
    pub abandoned: i32,
    /// Waited as long as the queue allows.
    pub timed_out: i32,
    /// Ended otherwise: nobody there, no room, withdrawn, not known.
    pub other: i32,
    /// Answered within the service level of the queue at that time.
    pub in_time: i32,
    /// Whole seconds the answered waited, together.
    pub answered_wait_seconds: i64,
    /// Whole seconds of conversation, together.
    pub talk_seconds: i64,
    /// Conversations that ended.
    pub talks: i32,
    /// Longest wait of any call, in whole seconds.
    pub longest_wait_seconds: i32,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
