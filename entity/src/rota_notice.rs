//! What was told about the rota: each thing once.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, QueueId, RotaNoticeId},
    stored::RotaNoticeKind,
};

/// A row of `rota_notice`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "rota_notice")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RotaNoticeId,
    /// Whose.
    pub account_id: AccountId,
    /// Which queue.
    pub queue_id: QueueId,
    /// What was told.
    pub kind: RotaNoticeKind,
    /// When the slot it is about begins.
    pub slot_starts_at: DateTime<Utc>,
    /// When it was told.
    pub told_at: DateTime<Utc>,
    /// What was told besides: an object.
    pub detail: Json,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
