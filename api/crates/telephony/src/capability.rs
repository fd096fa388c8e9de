//! What a provider can do. What it cannot is said before anything is tried.

use serde::{Deserialize, Serialize};

/// Something that may be asked of a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Operation {
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
    /// End a call that we placed.
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

impl Operation {
    /// Every operation.
    pub const ALL: [Self; 15] = [
        Self::WatchCalls,
        Self::WatchQueues,
        Self::QueueAdd,
        Self::QueueRemove,
        Self::QueuePause,
        Self::QueuePauseReason,
        Self::QueuePenalty,
        Self::PlaceCall,
        Self::HangUp,
        Self::DetectMachine,
        Self::Play,
        Self::Say,
        Self::Connect,
        Self::Converse,
        Self::SendMessage,
    ];
}

/// How far an operation is supported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Support {
    /// The provider does it.
    Native,
    /// We do it, correctly, with what the provider has.
    Emulated,
    /// It cannot be done.
    None,
}

/// How it is learnt that an operation succeeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Outcome {
    /// The provider's answer to the request is the outcome.
    Answer,
    /// A later event tells.
    Event,
    /// Only the state afterwards tells.
    Observed,
}

/// One operation of one provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capability {
    /// What may be asked.
    pub operation: Operation,
    /// How far it is supported.
    pub support: Support,
    /// How success is learnt.
    pub outcome: Outcome,
}

/// All that a provider can do; an operation not named is [`Support::None`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Capabilities(pub Vec<Capability>);

impl Capabilities {
    /// How far `operation` is supported.
    pub fn support(&self, operation: Operation) -> Support {
        self.0.iter().find(|known| known.operation == operation).map_or(Support::None, |known| known.support)
    }
}
