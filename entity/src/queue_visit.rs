//! Waits of calls in queues: one row from joining to the result.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    id::{AccountId, CallId, PersonId, QueueId, VisitId},
    stored::QueueOutcome,
};

/// A row of `queue_visit`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "queue_visit")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: VisitId,
    /// Whose.
    pub account_id: AccountId,
    /// Which queue.
    pub queue_id: QueueId,
    /// Which call.
    pub call_id: CallId,
    /// Caller's number.
    pub number: Option<String>,
    /// Caller's name.
    pub name: Option<String>,
    /// The caller withheld the number.
    pub withheld: bool,
    /// Endpoints that ring for it now, an array of texts.
    pub ringing: Json,
    /// When it joined.
    pub joined_at: DateTime<Utc>,
    /// When it left.
    pub left_at: Option<DateTime<Utc>>,
    /// How the wait ended.
    pub outcome: Option<QueueOutcome>,
    /// Who answered.
    pub person_id: Option<PersonId>,
    /// Whole seconds from joining to leaving.
    pub wait_seconds: Option<i32>,
    /// Whole seconds of the conversation.
    pub talk_seconds: Option<i32>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
