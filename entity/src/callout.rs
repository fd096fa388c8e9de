//! Callouts: who is called, for what, how fast and how often.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, CalloutId, FlowVersionId},
    stored::CalloutStatus,
};

/// A row of `callout`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "callout")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CalloutId,
    /// Whose.
    pub account_id: AccountId,
    /// Shown to people.
    pub name: String,
    /// How far it has come.
    pub status: CalloutStatus,
    /// Higher goes first: 0 to 9.
    pub priority: i32,
    /// What its owner keeps beside it: an object.
    pub metadata: Json,
    /// What happens on answer: `telephony::outgoing::Script`; none yet: it cannot start.
    pub script: Option<Json>,
    /// Version of a flow that leads the calls, where the script is to converse.
    pub flow_version_id: Option<FlowVersionId>,
    /// Providers in the order in which they are tried, with the number shown: an array, see `callouts::routes`.
    pub routes: Json,
    /// Whether to find out if a machine answers.
    pub detect_machine: bool,
    /// How long a call may ring, in seconds.
    pub ring_seconds: i32,
    /// How long a call may last, in seconds.
    pub limit_seconds: Option<i32>,
    /// How fast: an object, see `callouts::pacing`.
    pub pacing: Json,
    /// How often: an object, see `callouts::retry`.
    pub retry: Json,
    /// When, and whom not: an object, see `callouts::policy`.
    pub policy: Json,
    /// What it may cost: an object, see `callouts::cost`; none: whatever it costs.
    pub cost_cap: Option<Json>,
    /// Nobody is called after this.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it starts by itself.
    pub starts_at: Option<DateTime<Utc>>,
    /// When it was first started.
    pub started_at: Option<DateTime<Utc>>,
    /// When it was last stopped.
    pub stopped_at: Option<DateTime<Utc>>,
    /// When it was completed.
    pub completed_at: Option<DateTime<Utc>>,
    /// Why it could not be started.
    pub error_code: Option<String>,
    /// The same, for people.
    pub error_message: Option<String>,
    /// Counts its changes by hand.
    pub version: i32,
    /// Calls that may be begun at once: what is in its bucket.
    pub tokens: f64,
    /// When the bucket was last looked into.
    pub tokens_at: DateTime<Utc>,
    /// When it last had its turn among those that share a limit.
    pub turn_at: DateTime<Utc>,
    /// Whose limit it waits for: an account's or a provider's.
    pub held_by: Option<Uuid>,
    /// How many ends of calls that limit had counted when it began to wait.
    pub held_ended: i64,
    /// When somebody has to look at it.
    pub due_at: Option<DateTime<Utc>>,
    /// Counts those who took it on.
    pub fence: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
