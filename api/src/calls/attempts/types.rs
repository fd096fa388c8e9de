//! An attempt as clients see it.

use async_graphql::{Enum, ID, Json, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{
    call_attempt,
    id::{AccountId, AttemptId, CalloutId, ContactId, ParticipationId, ProviderId},
};
use serde_json::Value;

use crate::{calls::types::CallCause, graphql::rows::plain};

/// How far an attempt to reach somebody has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::AttemptStatus")]
pub enum AttemptStatus {
    /// Wanted, and not begun.
    Created,
    /// About to be asked of the provider, or asked and not answered yet.
    Dispatching,
    /// The provider has it.
    Sent,
    /// Rings, or was answered.
    InProgress,
    /// Over: it was answered.
    Completed,
    /// Over: engaged, or refused by whoever was called.
    Busy,
    /// Over: rang and was not answered.
    NotAnswered,
    /// Over: the network could not connect it.
    Failed,
    /// Over: called off.
    Canceled,
    /// Over: the provider refused the order.
    Errored,
    /// Whether the provider has it is not known; it is looked up, and not repeated meanwhile.
    Unknown,
    /// The provider has been silent about it for too long. What it may tell later still counts.
    Expired,
}

/// Who, or what, answered: as the provider guesses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::AnsweredBy")]
pub enum AnsweredBy {
    /// A human being.
    Human,
    /// An answering machine.
    Machine,
    /// A fax.
    Fax,
    /// The provider could not tell.
    Unknown,
}

/// An attempt to reach somebody: one call that is placed from here.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct CallAttempt {
    /// Id of the attempt; also our reference at the provider.
    #[graphql(owned)]
    pub id: ID,
    /// How many-eth of its participation it is, from 1; 1 without one.
    pub number: i32,
    /// Whom it rings: a public number with its plus sign, or an extension.
    pub target: String,
    /// Number shown to the called party; null: the provider's default.
    pub from_number: Option<String>,
    /// How far it has come.
    pub status: AttemptStatus,
    /// The provider's own key of it; null while it is not known.
    pub provider_key: Option<String>,
    /// The provider's own word for how far it is.
    pub provider_status: Option<String>,
    /// Who answered, as the provider guesses; null while nobody looked.
    pub answered_by: Option<AnsweredBy>,
    /// Why it ended; null while it lasts.
    pub cause: Option<CallCause>,
    /// The provider's own code for why it ended, e.g. `17` of Q.850 or `486` of SIP.
    pub provider_code: Option<String>,
    /// What went wrong, for people; null when nothing did.
    pub problem: Option<String>,
    /// What the rules of the callout were asked about it, and what they said; null when none were asked.
    #[graphql(owned)]
    pub verdict: Option<Json<Value>>,
    /// Who wanted it: a user's or program's name, or the callout's.
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
    /// Whole seconds of conversation; null unless it was answered.
    pub talk_seconds: Option<i32>,
    /// The same id, typed.
    #[graphql(skip)]
    pub key: AttemptId,
    /// Whose.
    #[graphql(skip)]
    pub account_id: AccountId,
    /// Which provider.
    #[graphql(skip)]
    pub provider_id: ProviderId,
    /// Which callout, if any.
    #[graphql(skip)]
    pub callout_id: Option<CalloutId>,
    /// Which participation, if any.
    #[graphql(skip)]
    pub participation_id: Option<ParticipationId>,
    /// Which contact, if it is one.
    #[graphql(skip)]
    pub contact_id: Option<ContactId>,
}

impl From<call_attempt::Model> for CallAttempt {
    fn from(row: call_attempt::Model) -> Self {
        Self {
            id: row.id.into(),
            number: row.number,
            target: row.target,
            from_number: row.from_number,
            status: row.status.into(),
            provider_key: row.provider_key,
            provider_status: row.provider_status,
            answered_by: row.answered_by.map(Into::into),
            cause: row.cause.map(Into::into),
            provider_code: row.provider_code,
            problem: row.problem,
            verdict: row.verdict.map(Json),
            actor_name: row.actor_name,
            created_at: row.created_at,
            dispatched_at: row.dispatched_at,
            sent_at: row.sent_at,
            answered_at: row.answered_at,
            ended_at: row.ended_at,
            talk_seconds: row.talk_seconds,
            key: row.id,
            account_id: row.account_id,
            provider_id: row.provider_id,
            callout_id: row.callout_id,
            participation_id: row.participation_id,
            contact_id: row.contact_id,
        }
    }
}

plain!(CallAttempt {
    "id" => id,
    "number" => number,
    "target" => target,
    "fromNumber" => from_number,
    "providerKey" => provider_key,
    "providerStatus" => provider_status,
    "providerCode" => provider_code,
    "problem" => problem,
    "actorName" => actor_name,
    "createdAt" => created_at,
    "dispatchedAt" => dispatched_at,
    "sentAt" => sent_at,
    "answeredAt" => answered_at,
    "endedAt" => ended_at,
    "talkSeconds" => talk_seconds,
});
