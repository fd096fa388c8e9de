//! Rules about groups and rooms that a rota keeps.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, QueueId, RotaRuleId},
    stored::RotaRuleKind,
};

/// A row of `rota_rule`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rota_rule")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RotaRuleId,
    /// Whose.
    pub account_id: AccountId,
    /// Which queue.
    pub queue_id: QueueId,
    /// What is limited.
    pub kind: RotaRuleKind,
    /// Which group, or which room; none: each room.
    pub group_name: Option<String>,
    /// How many.
    pub limit: i32,
    /// Whether it must hold; otherwise each break costs `weight`.
    pub required: bool,
    /// What each person too many or too few in each slot costs, if it is not required.
    pub weight: i32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
