//! How a queue's rota is made and kept. A queue without a row has the defaults.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{AccountId, QueueId};

/// A row of `rota_settings`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "rota_settings")]
pub struct Model {
    /// Which queue.
    #[sea_orm(primary_key, auto_increment = false)]
    pub queue_id: QueueId,
    /// Whose.
    pub account_id: AccountId,
    /// Whether those on duty, and nobody else by the rota, are wanted in the queue.
    pub duty_driven: bool,
    /// Turns a weekly load may go beyond the ideal.
    pub max_overload: i32,
    /// Whether lines that nobody would fill all week are closed.
    pub close_lines: bool,
    /// Cells of a slot that may be left empty by hand.
    pub max_empty_per_slot: i32,
    /// Turns of a person a day at the most, unless the person has a limit of its own.
    pub max_per_day: i32,
    /// Whether credit and debt of past weeks are ignored.
    pub forgive_credit: bool,
    /// Weights that differ from the solver's defaults, by name: an object.
    pub weights: Json,
    /// What each change costs when a published week is planned anew.
    pub change_weight: i32,
    /// Minutes before an uncovered slot at which it is told.
    pub warn_minutes: i32,
    /// Who is told what by mail: an object; none: nobody.
    pub notice_by_mail: Option<Json>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
