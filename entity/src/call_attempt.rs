//! Attempts to reach somebody: one placed call each, whatever asked for it. The id is our reference at the provider.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, AttemptId, CalloutId, ContactId, ParticipationId, ProviderId, ReminderId},
    stored::{ActorKind, AnsweredBy, AttemptStatus, CallCause},
};

/// A row of `call_attempt`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "call_attempt")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AttemptId,
    /// Whose.
    pub account_id: AccountId,
    /// Which provider is asked.
    pub provider_id: ProviderId,
    /// Callout it belongs to, if any.
    pub callout_id: Option<CalloutId>,
    /// Part in that callout.
    pub participation_id: Option<ParticipationId>,
    /// Reminder it is a try of, if any.
    pub reminder_id: Option<ReminderId>,
    /// Contact that is called, if it is one.
    pub contact_id: Option<ContactId>,
    /// How many-eth of its participation, or try of its reminder, from 1; 1 without one.
    pub number: i32,
    /// Whom to ring: a public number with its plus sign, or an extension.
    pub target: String,
    /// Number shown to the called party.
    pub from_number: Option<String>,
    /// What was ordered besides, frozen: an object, see `calls::attempts::order`.
    pub order: Json,
    /// How far it has come.
    pub status: AttemptStatus,
    /// The provider's own key of it; unique there.
    pub provider_key: Option<String>,
    /// The provider's own word for how far it is.
    pub provider_status: Option<String>,
    /// Highest place told among the reports of this attempt.
    pub sequence: Option<i32>,
    /// Who answered, as the provider guesses.
    pub answered_by: Option<AnsweredBy>,
    /// Why it ended.
    pub cause: Option<CallCause>,
    /// The provider's own code for it.
    pub provider_code: Option<String>,
    /// What went wrong, for people; no numbers, no secrets.
    pub problem: Option<String>,
    /// What the policy was asked, and what it said: an object.
    pub verdict: Option<Json>,
    /// Somebody wants it to end, and the provider has not been told yet.
    pub hang_up_wanted: bool,
    /// Kind of who wanted it.
    pub actor_kind: ActorKind,
    /// Id of who wanted it.
    pub actor_id: Option<Uuid>,
    /// Name of who wanted it.
    pub actor_name: String,
    /// When it was wanted.
    pub created_at: DateTime<Utc>,
    /// When the provider was about to be asked.
    pub dispatched_at: Option<DateTime<Utc>>,
    /// When the provider took it.
    pub sent_at: Option<DateTime<Utc>>,
    /// When somebody, or something, answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// When it was over.
    pub ended_at: Option<DateTime<Utc>>,
    /// Whole seconds of conversation.
    pub talk_seconds: Option<i32>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// When somebody has to look at it; none: when something is told.
    pub due_at: Option<DateTime<Utc>>,
    /// Counts those who took it on.
    pub fence: i64,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
