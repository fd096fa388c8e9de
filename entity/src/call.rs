//! Calls: one row a conversation, whatever its legs.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, CallId, PersonId, ProviderId, QueueId},
    stored::{CallCause, CallDirection, CallStatus, QueueOutcome},
};

/// A row of `call`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "call")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CallId,
    /// Whose.
    pub account_id: AccountId,
    /// Where it is.
    pub provider_id: ProviderId,
    /// The provider's own key of it; unique there.
    pub provider_key: String,
    /// Which way it goes.
    pub direction: CallDirection,
    /// How far it has come.
    pub status: CallStatus,
    /// E.164 or extension where it could be read as one, else as the carrier sent it.
    pub from_number: Option<String>,
    /// Caller's name as the provider told it.
    pub from_name: Option<String>,
    /// The caller withheld the number.
    pub withheld: bool,
    /// What was dialled.
    pub dialled: Option<String>,
    /// Last queue it waited in.
    pub queue_id: Option<QueueId>,
    /// Who answered.
    pub person_id: Option<PersonId>,
    /// How its last wait ended.
    pub queue_outcome: Option<QueueOutcome>,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When a person answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// When it ended, or was found to have ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// Whole seconds it waited in queues.
    pub wait_seconds: Option<i32>,
    /// Whole seconds of conversation.
    pub talk_seconds: Option<i32>,
    /// Why it ended.
    pub cause: Option<CallCause>,
    /// The provider's own code for it.
    pub provider_code: Option<String>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
