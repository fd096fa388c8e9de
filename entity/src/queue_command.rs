//! Commands to providers about queues: written before they are sent.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, CommandId, PersonId, QueueId},
    stored::CommandStatus,
};

/// A row of `queue_command`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "queue_command")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CommandId,
    /// Whose.
    pub account_id: AccountId,
    /// Which queue.
    pub queue_id: QueueId,
    /// Whom it is about.
    pub person_id: Option<PersonId>,
    /// The command: `telephony::port::QueueCommand`.
    pub command: Json,
    /// How far it came.
    pub status: CommandStatus,
    /// Why it failed.
    pub error: Option<String>,
    /// Fence of the lease it was sent under.
    pub fence: i64,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When its outcome was written.
    pub finished_at: Option<DateTime<Utc>>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
