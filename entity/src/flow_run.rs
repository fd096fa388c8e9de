//! Runs of flows: one call each, led by a sealed version.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, AttemptId, CalloutId, ContactId, FlowRunId, FlowVersionId},
    stored::FlowRunStatus,
};

/// A row of `flow_run`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "flow_run")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FlowRunId,
    /// Whose.
    pub account_id: AccountId,
    /// Which version leads it.
    pub flow_version_id: FlowVersionId,
    /// Which attempt it leads; unique.
    pub call_attempt_id: AttemptId,
    /// Callout of that attempt, if any.
    pub callout_id: Option<CalloutId>,
    /// Contact that is called, if it is one.
    pub contact_id: Option<ContactId>,
    /// How far it has come.
    pub status: FlowRunStatus,
    /// What it means for whatever it is about, `flow::Outcome`.
    pub outcome: Option<String>,
    /// Why it failed.
    pub problem: Option<String>,
    /// Node that was come to last.
    pub node: Option<String>,
    /// Language that is spoken.
    pub language: String,
    /// Turn that was asked last, from 0.
    pub turn: i32,
    /// Where it stands after that turn, `flow::State`.
    pub state: Json,
    /// What that turn was answered with, `flow::voice::Act`.
    pub act: Json,
    /// When somebody answered.
    pub started_at: DateTime<Utc>,
    /// When it last came further.
    pub updated_at: DateTime<Utc>,
    /// When it was over.
    pub ended_at: Option<DateTime<Utc>>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
