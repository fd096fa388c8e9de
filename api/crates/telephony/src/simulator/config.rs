//! What a simulated telephone system is made of.

use std::time::Duration;

use numbering::Extension;

use super::core::Fate;
use crate::port::{Endpoint, QueueKey};

/// A simulated telephone system before anything happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Its queues; none has a member but the fixed ones.
    pub queues: Vec<QueueConfig>,
    /// Its telephones, all registered. A member with another extension is taken, as Asterisk does, and is never available.
    pub extensions: Vec<Extension>,
    /// Members put in by a command survive a restart.
    pub keeps_members: bool,
    /// How long a stalled link goes unnoticed.
    pub stall_limit: Duration,
    /// What `Down` says of the next attempt. The link itself comes back when the script says so.
    pub retry_in: Duration,
    /// Signals kept for a slow receiver; with more, the link is dropped and made anew.
    pub backlog: usize,
    /// What those do whom it calls.
    pub callees: Callees,
}

impl Config {
    /// A system with these queues and telephones, and sensible limits.
    pub fn new(queues: Vec<QueueConfig>, extensions: Vec<Extension>) -> Self {
        Self {
            queues,
            extensions,
            keeps_members: true,
            stall_limit: Duration::from_secs(20),
            retry_in: Duration::from_secs(1),
            backlog: 10_000,
            callees: Callees::default(),
        }
    }
}

/// What those do who are called, where nobody planned it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Callees {
    /// The same seed makes the same of the same reference.
    pub seed: u64,
    /// What may happen, each with its weight.
    pub fates: Vec<(Fate, u32)>,
    /// Mean time until somebody answers, or rejects.
    pub ring: Duration,
    /// Mean time of an answered call.
    pub talk: Duration,
}

impl Default for Callees {
    /// Of a hundred calls 72 are answered, 14 of these by a machine.
    fn default() -> Self {
        let fates = vec![
            (Fate::Answers, 58),
            (Fate::Machine, 14),
            (Fate::Silent, 16),
            (Fate::Busy, 6),
            (Fate::Rejects, 3),
            (Fate::Unallocated, 2),
            (Fate::Unreachable, 1),
        ];
        Self { seed: 1, fates, ring: Duration::from_secs(8), talk: Duration::from_secs(40) }
    }
}

/// One queue of a simulated telephone system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueConfig {
    /// Its name.
    pub key: QueueKey,
    /// Who is rung.
    pub strategy: Strategy,
    /// How long a member is rung; at least 1 s.
    pub ring_limit: Duration,
    /// How long the queue waits after nobody answered; at least 1 s.
    pub retry_after: Duration,
    /// How long a caller may wait; `None` for ever.
    pub wait_limit: Option<Duration>,
    /// How many may wait at once; `None` for any number.
    pub room: Option<usize>,
    /// A member is not rung for so many seconds after a call.
    pub wrap_up_seconds: u32,
    /// What happens to callers when no member could answer.
    pub when_empty: WhenEmpty,
    /// Members that no command can remove.
    pub fixed: Vec<FixedMember>,
}

impl QueueConfig {
    /// A queue that rings one member after the other for 15 s each, where callers wait for ever.
    pub fn new(key: &str) -> Self {
        Self {
            key: key.into(),
            strategy: Strategy::OneByOne,
            ring_limit: Duration::from_secs(15),
            retry_after: Duration::from_secs(2),
            wait_limit: None,
            room: None,
            wrap_up_seconds: 0,
            when_empty: WhenEmpty::Wait,
            fixed: Vec::new(),
        }
    }
}

/// Who is rung for a waiting call, among those free with the lowest penalty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strategy {
    /// Everyone at once.
    RingAll,
    /// One at a time, the one first who was not rung for longest.
    OneByOne,
}

/// What happens to callers when no member could answer: all are paused, out of reach, or there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenEmpty {
    /// They wait.
    Wait,
    /// They are refused, and those who wait are sent away.
    SendAway,
}

/// A member fixed in the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixedMember {
    /// Who is rung.
    pub extension: Extension,
    /// Name shown.
    pub name: String,
    /// Lower is rung first.
    pub penalty: u32,
}

/// The address of an extension's telephone, e.g. `phone/1001`.
pub fn endpoint(extension: &Extension) -> Endpoint {
    Endpoint(format!("phone/{extension}"))
}

/// The extension of a telephone's address.
pub(crate) fn extension(endpoint: &Endpoint) -> Option<Extension> {
    endpoint.0.strip_prefix("phone/")?.parse().ok()
}
