//! Days without service: holidays, and what else.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{AccountId, ClosedDayId, QueueId};

/// A row of `closed_day`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "closed_day")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ClosedDayId,
    /// Whose.
    pub account_id: AccountId,
    /// Which queue; none: all of the account.
    pub queue_id: Option<QueueId>,
    /// The day, in the queue's time zone.
    pub closed_on: NaiveDate,
    /// Why, for people.
    pub reason: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
