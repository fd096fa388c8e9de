//! Queues: waiting lines of calls, as defined here.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, ProviderId, QueueId},
    stored::{QueueMode, QueueSyncState},
};

/// A row of `queue`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "queue")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QueueId,
    /// Whose.
    pub account_id: AccountId,
    /// Where it is.
    pub provider_id: ProviderId,
    /// Its name at the provider; unique there.
    pub key: String,
    /// Shown to people.
    pub name: String,
    /// Managed, or only observed.
    pub mode: QueueMode,
    /// IANA zone whose midnight starts the counters.
    pub time_zone: String,
    /// A call answered within so many seconds was answered in time.
    pub service_level_seconds: i32,
    /// Whether it is as wanted.
    pub sync_state: QueueSyncState,
    /// Commands still needed.
    pub sync_pending: i32,
    /// Why a command was refused.
    pub sync_problem: Option<String>,
    /// When wanted and actual last agreed.
    pub last_synced_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When its definition was last changed.
    pub updated_at: DateTime<Utc>,
    /// What was before has been pruned; `None`: nothing has been since it was made.
    pub known_since: Option<DateTime<Utc>>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
