//! What a telephone system tells, in words that belong to none of them.
//!
//! Calls hold legs; queues hold members and waiting calls. Members are always told whole ([`Member`]), so that an event
//! that comes twice, or late, does no harm. Waiting calls are told by call, so that positions may be counted here.

use chrono::{DateTime, Utc};
use numbering::Extension;
use serde::{Deserialize, Serialize};

use crate::{
    cause::Cause,
    port::{CallKey, Endpoint, LegKey, QueueKey},
};

/// Who is at the far end, as the provider says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// As the carrier sent it, not normalised; `None` when absent or withheld.
    pub number: Option<String>,
    /// Display name; `None` when absent or withheld.
    pub name: Option<String>,
    /// The caller asked that the number not be shown. Then `number` and `name` are `None` whatever the provider knew.
    pub withheld: bool,
}

/// Which way a call goes, seen from the team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Direction {
    /// Someone outside calls the team.
    Inbound,
    /// A member of the team calls out.
    Outbound,
}

/// What a leg is to its call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LegRole {
    /// The party that started the call.
    Caller,
    /// A member of the team who is rung or talks.
    Agent,
    /// Anyone else.
    Other,
}

/// How far a leg has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
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

/// State of a member's telephone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DeviceState {
    /// The provider cannot tell; it can still be rung.
    Unknown,
    /// Free.
    Idle,
    /// Ringing, and not in another call.
    Ringing,
    /// In a call (also: ringing while in a call, on hold, busy).
    InUse,
    /// Not registered, unreachable or invalid.
    Unavailable,
}

/// How a member came to be in a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Membership {
    /// By a command; may be removed by one.
    Dynamic,
    /// By the provider's own configuration; commands cannot remove it.
    Fixed,
}

/// A member of a queue as the provider has it, always whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Where it is rung.
    pub endpoint: Endpoint,
    /// The extension the endpoint stands for, where it follows the configured pattern.
    pub extension: Option<Extension>,
    /// Name shown at the provider.
    pub name: String,
    /// Whether a command can remove it.
    pub membership: Membership,
    /// State of its telephone.
    pub device: DeviceState,
    /// In a call that came through a queue.
    pub in_call: bool,
    /// Paused; the text may be empty.
    pub paused: Option<String>,
    /// Since when, where the provider tells.
    pub paused_at: Option<DateTime<Utc>>,
    /// Lower is rung first.
    pub penalty: u32,
    /// Calls answered since it joined.
    pub calls_taken: u32,
    /// End of the last answered call.
    pub last_call_at: Option<DateTime<Utc>>,
    /// Seconds without calls after each call, kept by the provider; 0 for none.
    pub wrap_up_seconds: u32,
}

/// A call that waits in a queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The call.
    pub call: CallKey,
    /// The caller's leg.
    pub leg: LegKey,
    /// From 1.
    pub position: u32,
    /// Who waits.
    pub caller: Party,
    /// Since when.
    pub joined_at: DateTime<Utc>,
}

/// One queue, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueSnapshot {
    /// Its name at the provider.
    pub key: QueueKey,
    /// Everyone in it.
    pub members: Vec<Member>,
    /// Every call waiting in it, first position first.
    pub entries: Vec<Entry>,
}

/// A leg of a call in progress.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegSnapshot {
    /// The leg.
    pub leg: LegKey,
    /// What it is to the call.
    pub role: LegRole,
    /// Address of a member's telephone, where it is one.
    pub endpoint: Option<Endpoint>,
    /// Its extension, where the endpoint follows the configured pattern.
    pub extension: Option<Extension>,
    /// The party of this leg.
    pub party: Party,
    /// How far it has come.
    pub state: LegState,
    /// When it began, where the provider tells.
    pub started_at: DateTime<Utc>,
}

/// A call in progress.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallSnapshot {
    /// The call.
    pub call: CallKey,
    /// Which way it goes.
    pub direction: Direction,
    /// What was dialled, where the provider tells.
    pub dialled: Option<String>,
    /// Its legs, the caller's first.
    pub legs: Vec<LegSnapshot>,
    /// Queue that connected it to a member, if one did and the provider tells.
    pub queue: Option<QueueKey>,
    /// When it began.
    pub started_at: DateTime<Utc>,
}

/// All that is true at a provider at one instant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// When the provider itself was last started, where it tells: a change means that it forgot its calls and counters.
    pub provider_started_at: Option<DateTime<Utc>>,
    /// Every queue.
    pub queues: Vec<QueueSnapshot>,
    /// Every call in progress.
    pub calls: Vec<CallSnapshot>,
}

/// How a wait in a queue ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum QueueOutcome {
    /// A member answered.
    Answered,
    /// The caller hung up.
    Abandoned,
    /// The caller waited as long as the queue allows.
    TimedOut,
    /// Nobody was there to answer: refused on joining, or sent away when the last one left.
    NoAgents,
    /// The queue had no room.
    Full,
    /// Someone took the call out of the queue (transfer, withdrawal, a key the caller pressed).
    Withdrawn,
    /// Not seen: the link was down when it ended.
    Unknown,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Event {
    /// A call began. Told once, before anything else of the call.
    CallStarted {
        /// The call.
        call: CallKey,
        /// Which way it goes.
        direction: Direction,
        /// Who calls.
        from: Party,
        /// What was dialled, where the provider tells.
        dialled: Option<String>,
    },
    /// A leg joined the call, or came a step further. A repeat of the same state is not told.
    Leg {
        /// The call.
        call: CallKey,
        /// The leg.
        leg: LegKey,
        /// What it is to the call.
        role: LegRole,
        /// Address of a member's telephone, where it is one.
        endpoint: Option<Endpoint>,
        /// Its extension, where the endpoint follows the configured pattern.
        extension: Option<Extension>,
        /// The party of this leg.
        party: Party,
        /// How far it has come; `Ended` comes with a cause.
        state: LegState,
        /// Why it ended; only with `Ended`.
        cause: Option<Cause>,
        /// The provider's own code for it, e.g. Q.850 `17`.
        provider_code: Option<String>,
    },
    /// The last leg is gone. Told once, after everything else of the call but an `AgentDone`.
    CallEnded {
        /// The call.
        call: CallKey,
        /// Why.
        cause: Cause,
        /// The provider's own code for it.
        provider_code: Option<String>,
    },
    /// A call waits in a queue.
    QueueJoined {
        /// The queue.
        queue: QueueKey,
        /// Who waits, at which position.
        entry: Entry,
    },
    /// A call no longer waits. How it ended follows as [`Event::QueueResult`], at once or when the provider tells.
    QueueLeft {
        /// The queue.
        queue: QueueKey,
        /// The call.
        call: CallKey,
        /// The leg that waited.
        leg: LegKey,
    },
    /// How a wait ended. Told once for each join, and for calls that were refused without ever joining.
    QueueResult {
        /// The queue.
        queue: QueueKey,
        /// The call.
        call: CallKey,
        /// How it ended.
        outcome: QueueOutcome,
        /// Who answered; only with `Answered`.
        answered_by: Option<Endpoint>,
    },
    /// A member's telephone rings for a waiting call.
    AgentRinging {
        /// The queue.
        queue: QueueKey,
        /// The call.
        call: CallKey,
        /// The member.
        endpoint: Endpoint,
        /// Its extension.
        extension: Option<Extension>,
    },
    /// A member's telephone rang and was not answered (or was busy, or refused).
    AgentMissed {
        /// The queue.
        queue: QueueKey,
        /// The call.
        call: CallKey,
        /// The member.
        endpoint: Endpoint,
        /// Its extension.
        extension: Option<Extension>,
        /// How long it rang.
        ring_millis: u64,
    },
    /// A member and a caller of a queue have finished talking. Told once for each `Answered`.
    AgentDone {
        /// The queue.
        queue: QueueKey,
        /// The call, where it can be told.
        call: Option<CallKey>,
        /// The member.
        endpoint: Endpoint,
        /// How long they talked.
        talk_seconds: u64,
    },
    /// A member was added, or is as told now.
    MemberChanged {
        /// The queue.
        queue: QueueKey,
        /// The member, whole.
        member: Member,
    },
    /// A member is no longer in the queue.
    MemberRemoved {
        /// The queue.
        queue: QueueKey,
        /// Its address.
        endpoint: Endpoint,
    },
}
