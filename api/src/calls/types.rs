//! A call and its legs as clients see them.

use async_graphql::{Enum, ID, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{
    call, call_leg,
    id::{AccountId, CallId, PersonId, ProviderId, QueueId},
};

use crate::{graphql::rows::Plain, queues::QueueOutcome};

/// Which way a call goes, seen from the team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::CallDirection")]
pub enum CallDirection {
    /// Someone outside calls the team.
    Inbound,
    /// A member of the team calls out.
    Outbound,
}

/// How far a call has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::CallStatus")]
pub enum CallStatus {
    /// Began; rings somewhere, or is about to.
    Ringing,
    /// Waits in a queue.
    Waiting,
    /// Two parties talk.
    InProgress,
    /// Ended after a conversation.
    Completed,
    /// The caller hung up before anybody answered.
    Abandoned,
    /// Nobody answered.
    NoAnswer,
    /// Engaged.
    Busy,
    /// Could not be connected.
    Failed,
    /// Ended while the link to the provider was down: how is not known.
    Unknown,
}

/// Why a call or a leg ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::CallCause")]
pub enum CallCause {
    /// Ended as calls end.
    Normal,
    /// The calling party hung up.
    CallerHangup,
    /// The called party hung up.
    CalleeHangup,
    /// Rang and was not answered.
    NoAnswer,
    /// Engaged.
    Busy,
    /// Refused by the called party.
    Rejected,
    /// Ended from here.
    CancelledByUs,
    /// The rules of its callout did not let it be made any more: its provider never had it.
    NotAllowed,
    /// Someone else answered first.
    AnsweredElsewhere,
    /// Out of reach.
    Unreachable,
    /// No such number.
    InvalidNumber,
    /// On a block list.
    Blocked,
    /// The queue had no room.
    QueueFull,
    /// Waited as long as the queue allows.
    QueueTimeout,
    /// Nobody was there to answer.
    NoAgent,
    /// Outside the service hours.
    OffSchedule,
    /// A machine answered.
    Machine,
    /// Refused for credit.
    Billing,
    /// Refused for pace.
    RateLimited,
    /// The provider failed.
    ProviderError,
    /// Not known.
    Unknown,
}

/// What a leg is to its call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::LegRole")]
pub enum LegRole {
    /// The party that started the call.
    Caller,
    /// A member of the team.
    Agent,
    /// Anyone else.
    Other,
}

/// How far a leg has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::LegState")]
pub enum LegState {
    /// Known, not ringing yet.
    Started,
    /// Ringing.
    Ringing,
    /// Answered and up.
    Answered,
    /// Over.
    Ended,
}

/// One conversation, whatever its legs, from the first ring to the end.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Call {
    /// Id of the call.
    #[graphql(owned)]
    pub id: ID,
    /// Which way the call goes.
    pub direction: CallDirection,
    /// How far the call has come.
    pub status: CallStatus,
    /// Who calls: a number in E.164 or an extension where it could be read as one; null when withheld or absent.
    #[graphql(name = "from")]
    pub from_number: Option<String>,
    /// Caller's name as the provider told it.
    pub from_name: Option<String>,
    /// Whether the caller withheld the number.
    pub withheld: bool,
    /// What was dialled: a number or an extension.
    pub dialled: Option<String>,
    /// When the call began.
    pub started_at: DateTime<Utc>,
    /// When a person answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// When the call ended, or was found to have ended; null while it lasts.
    pub ended_at: Option<DateTime<Utc>>,
    /// Whole seconds the caller waited in queues; null while it waits, or if it never did.
    pub wait_seconds: Option<i32>,
    /// Whole seconds of conversation; null while it lasts, or if there was none.
    pub talk_seconds: Option<i32>,
    /// Why the call ended.
    pub cause: Option<CallCause>,
    /// The provider's own code for why the call ended.
    pub provider_code: Option<String>,
    /// How the call's last wait in a queue ended.
    pub queue_outcome: Option<QueueOutcome>,
    /// The same id, typed.
    #[graphql(skip)]
    pub key: CallId,
    /// Whose.
    #[graphql(skip)]
    pub account_id: AccountId,
    /// Where it is.
    #[graphql(skip)]
    pub provider_id: ProviderId,
    /// Last queue it waited in.
    #[graphql(skip)]
    pub queue_id: Option<QueueId>,
    /// Who answered.
    #[graphql(skip)]
    pub person_id: Option<PersonId>,
}

impl Plain for Call {}

impl From<call::Model> for Call {
    fn from(row: call::Model) -> Self {
        Self {
            id: row.id.into(),
            direction: row.direction.into(),
            status: row.status.into(),
            from_number: row.from_number,
            from_name: row.from_name,
            withheld: row.withheld,
            dialled: row.dialled,
            started_at: row.started_at,
            answered_at: row.answered_at,
            ended_at: row.ended_at,
            wait_seconds: row.wait_seconds,
            talk_seconds: row.talk_seconds,
            cause: row.cause.map(Into::into),
            provider_code: row.provider_code,
            queue_outcome: row.queue_outcome.map(Into::into),
            key: row.id,
            account_id: row.account_id,
            provider_id: row.provider_id,
            queue_id: row.queue_id,
            person_id: row.person_id,
        }
    }
}

/// One party's part of a call.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct CallLeg {
    /// Id of the leg.
    pub id: ID,
    /// What the leg is to its call.
    pub role: LegRole,
    /// Extension of the party, if it is one of the team's.
    pub extension: Option<String>,
    /// Number of the party; null when withheld or absent.
    pub number: Option<String>,
    /// How far the leg has come.
    pub state: LegState,
    /// When the leg began.
    pub started_at: DateTime<Utc>,
    /// When the leg began to ring.
    pub ringing_at: Option<DateTime<Utc>>,
    /// When the leg was answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// When the leg ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// Why the leg ended.
    pub cause: Option<CallCause>,
    /// Whose.
    #[graphql(skip)]
    pub account_id: AccountId,
    /// Whose telephone it is.
    #[graphql(skip)]
    pub person_id: Option<PersonId>,
}

impl From<call_leg::Model> for CallLeg {
    fn from(row: call_leg::Model) -> Self {
        Self {
            id: row.id.into(),
            role: row.role.into(),
            extension: row.extension,
            number: row.number,
            state: row.state.into(),
            started_at: row.started_at,
            ringing_at: row.ringing_at,
            answered_at: row.answered_at,
            ended_at: row.ended_at,
            cause: row.cause.map(Into::into),
            account_id: row.account_id,
            person_id: row.person_id,
        }
    }
}
