//! Results: what a node of a run heard; of one that was come by several times, the last.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, FlowRecordingId, FlowRunId, FlowVersionId},
    stored::FlowResultKind,
};

/// A row of `flow_result`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "flow_result")]
pub struct Model {
    /// Of which run.
    #[sea_orm(primary_key, auto_increment = false)]
    pub run_id: FlowRunId,
    /// Of which node.
    #[sea_orm(primary_key, auto_increment = false)]
    pub node: String,
    /// Whose.
    pub account_id: AccountId,
    /// Version that leads the run.
    pub flow_version_id: FlowVersionId,
    /// What kind of thing it heard.
    pub kind: FlowResultKind,
    /// What was answered: a choice's label, digits; whom it rang, and what became of that.
    pub response: Option<String>,
    /// Keys as they were pressed.
    pub keys: Option<String>,
    /// What that means for whatever the call is about, `flow::Outcome`.
    pub outcome: Option<String>,
    /// What was recorded.
    pub recording_id: Option<FlowRecordingId>,
    /// How long that took.
    pub seconds: Option<i32>,
    /// How often it was come by.
    pub visits: i32,
    /// When, the last time.
    pub heard_at: DateTime<Utc>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
