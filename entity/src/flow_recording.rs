//! Recordings made in runs of flows, kept at the provider that made them until we have them deleted.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, FlowRecordingId, FlowRunId, FlowVersionId, ProviderId},
    stored::RecordingStatus,
};

/// A row of `flow_recording`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "flow_recording")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FlowRecordingId,
    /// Whose.
    pub account_id: AccountId,
    /// Of which run.
    pub run_id: FlowRunId,
    /// Version that leads the run.
    pub flow_version_id: FlowVersionId,
    /// Of which node.
    pub node: String,
    /// Who has it.
    pub provider_id: ProviderId,
    /// The provider's name or address of it.
    pub provider_key: String,
    /// How long it is.
    pub seconds: i32,
    /// Whether it is still there.
    pub status: RecordingStatus,
    /// When it was made.
    pub recorded_at: DateTime<Utc>,
    /// When it was deleted at the provider.
    pub deleted_at: Option<DateTime<Utc>>,
    /// Why deleting it failed last.
    pub problem: Option<String>,
    /// When it is to be deleted; none: never, or it was.
    pub due_at: Option<DateTime<Utc>>,
    /// Counts those who took it up.
    pub fence: i64,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
