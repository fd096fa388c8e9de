//! A provider as clients see it.

use async_graphql::{Enum, ID, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{provider, stored};
use telephony::capability;

/// Which telephone system a provider is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "stored::ProviderKind")]
pub enum ProviderKind {
    /// Asterisk, over its manager interface.
    Asterisk,
    /// The built-in simulator.
    Simulator,
    /// Twilio, or another that speaks its API, such as Somleng.
    Twilio,
}

/// Whether the link to a provider is up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "stored::ProviderHealth")]
pub enum ProviderHealth {
    /// Not up yet.
    Connecting,
    /// Up: what is told is so now.
    Up,
    /// Down, and tried again: what is told is what was last known.
    Down,
}

/// Something that may be asked of a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "capability::Operation")]
pub enum ProviderOperation {
    /// Tell calls and their legs as they happen.
    WatchCalls,
    /// Tell queues, members and waiting calls as they happen.
    WatchQueues,
    /// Put a member into a queue.
    QueueAdd,
    /// Take a member out of a queue.
    QueueRemove,
    /// Pause and resume a member.
    QueuePause,
    /// Keep a reason beside a pause.
    QueuePauseReason,
    /// Set who is rung first.
    QueuePenalty,
    /// Place a call.
    PlaceCall,
    /// End a call that was placed from here.
    HangUp,
    /// Find out whether a machine answers.
    DetectMachine,
    /// Play a recording to whoever answers.
    Play,
    /// Speak a text to whoever answers.
    Say,
    /// Join whoever answers to another party.
    Connect,
    /// Be led step by step in a call: play, hear keys, record, join others.
    Converse,
    /// Send a short message.
    SendMessage,
}

/// How far an operation is supported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "capability::Support")]
pub enum Support {
    /// The provider does it.
    Native,
    /// Switchboard does it with what the provider has.
    Emulated,
    /// It cannot be done.
    None,
}

/// How it is learnt that an operation succeeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "capability::Outcome", name = "OutcomeSource")]
pub enum OutcomeSource {
    /// The provider's answer tells.
    Answer,
    /// A later event tells.
    Event,
    /// Only the state afterwards tells.
    Observed,
}

/// One thing a provider can, or cannot, do.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct Capability {
    /// What may be asked.
    pub operation: ProviderOperation,
    /// How far it is supported.
    pub support: Support,
    /// How success is learnt.
    pub outcome: OutcomeSource,
}

/// Why a provider's link is down.
#[derive(Clone, Debug, SimpleObject)]
pub struct ProviderProblem {
    /// Stable code: `UNREACHABLE`, `AUTHENTICATION_FAILED`, `PERMISSION_DENIED`, `STALLED`, `OVERRUN`, `SHUT_DOWN`,
    /// `PROTOCOL_ERROR`, `STOPPED`, `SILENT` when the process that ran the link is gone, or
    /// `NOT_CONFIGURED` when the provider was taken out of the configuration.
    pub code: String,
    /// The same for an operator. It never holds a secret.
    pub message: String,
}

/// A telephone system, and how the link to it is.
#[derive(Clone, Debug, SimpleObject)]
pub struct Provider {
    /// Id of the provider.
    #[graphql(owned)]
    pub id: ID,
    /// Name of the provider in the configuration.
    pub name: String,
    /// Which system it is.
    #[graphql(owned)]
    pub kind: ProviderKind,
    /// Whether the link is up.
    #[graphql(owned)]
    pub health: ProviderHealth,
    /// Since when the link has been so.
    #[graphql(owned)]
    pub health_since: DateTime<Utc>,
    /// Why the link is down; null while it is up.
    pub problem: Option<ProviderProblem>,
    /// When the link was last known to be alive, to a few seconds.
    #[graphql(owned)]
    pub last_heard_at: Option<DateTime<Utc>>,
    /// When the telephone system itself was last started, where it tells.
    #[graphql(owned)]
    pub started_at: Option<DateTime<Utc>>,
    /// What the provider can do.
    pub capabilities: Vec<Capability>,
}

impl Provider {
    /// As it is at `now`: a link that was long silent is down, whatever its row says.
    pub fn at(row: provider::Model, now: DateTime<Utc>) -> Self {
        let health = super::health(&row, now);
        let silent = health != row.health;
        let problem = if silent {
            let message =
                "The process that ran the link has not been heard of. Another takes over, if the provider is still configured.".to_owned();
            Some(ProviderProblem { code: "SILENT".to_owned(), message })
        } else {
            row.problem_code.map(|code| ProviderProblem { code, message: row.problem_message.unwrap_or_default() })
        };
        let known: capability::Capabilities = serde_json::from_value(row.capabilities).unwrap_or_default();
        Self {
            id: row.id.into(),
            name: row.name,
            kind: row.kind.into(),
            health: health.into(),
            health_since: if silent { row.last_heard_at.unwrap_or(row.health_since) } else { row.health_since },
            problem,
            last_heard_at: row.last_heard_at,
            started_at: row.provider_started_at,
            capabilities: known
                .0
                .into_iter()
                .map(|known| Capability { operation: known.operation.into(), support: known.support.into(), outcome: known.outcome.into() })
                .collect(),
        }
    }
}
