//! What is held between messages.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use numbering::DialTarget;

use super::{Presentation, ResultEvent};
use crate::{
    asterisk::config::InterfacePattern,
    cause::Cause,
    event::{Direction, Event, LegRole, LegState, Member, Party, QueueOutcome},
    port::{CallKey, Endpoint, LegKey, QueueKey},
};

/// The machine.
#[derive(Clone, Debug)]
pub(in crate::asterisk) struct Translator {
    pub(super) members_at: InterfacePattern,
    pub(super) results: ResultEvent,
    /// When Asterisk was started, where it tells.
    pub(super) started_at: Option<DateTime<Utc>>,
    /// When the message in hand happened.
    pub(super) now: DateTime<Utc>,
    pub(super) calls: BTreeMap<CallKey, Call>,
    pub(super) legs: BTreeMap<LegKey, Leg>,
    /// By Uniqueid.
    pub(super) channels: HashMap<String, Channel>,
    /// Legs of Local channels, by the name both halves share.
    pub(super) halves: HashMap<String, LegKey>,
    /// By Uniqueid, asked for before the channel is told.
    pub(super) presentations: HashMap<String, Presentation>,
    /// Whom we call, by Uniqueid, noted before the channel is told.
    pub(super) called: HashMap<String, DialTarget>,
    pub(super) queues: BTreeMap<QueueKey, Queue>,
    pub(super) ends: Vec<End>,
    pub(super) talks: Vec<Talk>,
    /// What the message in hand tells.
    pub(super) told: Vec<Event>,
}

#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) direction: Direction,
    pub(super) dialled: Option<String>,
    pub(super) started_at: DateTime<Utc>,
    pub(super) told: bool,
    /// In the order they began.
    pub(super) legs: Vec<LegKey>,
    /// Queue that connected it to a member.
    pub(super) queue: Option<QueueKey>,
    /// How its last wait ended, unless somebody answered since.
    pub(super) outcome: Option<QueueOutcome>,
    /// Who hung up last.
    pub(super) last_word: Option<Side>,
    /// How the caller's leg ended.
    pub(super) callers_end: Option<(Cause, Option<String>)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Caller,
    Called,
}

#[derive(Clone, Debug)]
pub(super) struct Leg {
    pub(super) call: CallKey,
    pub(super) shown: Shown,
    pub(super) told: Option<Shown>,
    pub(super) started_at: DateTime<Utc>,
    /// Its channels that are still there, by Uniqueid.
    pub(super) channels: Vec<String>,
    /// Rung by a queue: a party of its own even where a second half dialled it.
    pub(super) by_queue: bool,
    /// The queue gave up ringing it.
    pub(super) missed: bool,
    /// When the party hung up.
    pub(super) hung_up_at: Option<DateTime<Utc>>,
    /// Cause values of its channels that ended.
    pub(super) codes: Vec<u8>,
}

/// What is told of a leg.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shown {
    pub(super) role: LegRole,
    pub(super) endpoint: Option<Endpoint>,
    pub(super) party: Party,
    pub(super) state: LegState,
}

#[derive(Clone, Debug)]
pub(super) struct Channel {
    pub(super) leg: LegKey,
    pub(super) part: Part,
}

/// What a channel is to its leg.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The leg's own: its state is the leg's.
    Own,
    /// Second half of a Local channel.
    SecondHalf,
    /// Dialled by a second half.
    Beyond,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Queue {
    pub(super) members: BTreeMap<Endpoint, Member>,
    /// First position first.
    pub(super) waits: Vec<Wait>,
}

#[derive(Clone, Debug)]
pub(super) struct Wait {
    pub(super) call: CallKey,
    pub(super) leg: LegKey,
    pub(super) caller: Party,
    pub(super) joined_at: DateTime<Utc>,
    /// Announced as abandoned: given up, timed out or sent away.
    pub(super) given_up: bool,
}

/// A wait that is over, and nobody told yet how it ended.
#[derive(Clone, Debug)]
pub(super) struct End {
    pub(super) queue: QueueKey,
    pub(super) call: CallKey,
    pub(super) leg: LegKey,
    pub(super) given_up: bool,
    pub(super) left_at: DateTime<Utc>,
}

/// A member and a caller who talk.
#[derive(Clone, Debug)]
pub(super) struct Talk {
    pub(super) queue: QueueKey,
    pub(super) endpoint: Endpoint,
    pub(super) call: CallKey,
}

impl Translator {
    /// A machine that knows of nothing.
    pub(in crate::asterisk) fn new(members_at: InterfacePattern, results: ResultEvent) -> Self {
        Self {
            members_at,
            results,
            started_at: None,
            now: DateTime::UNIX_EPOCH,
            calls: BTreeMap::new(),
            legs: BTreeMap::new(),
            channels: HashMap::new(),
            halves: HashMap::new(),
            presentations: HashMap::new(),
            called: HashMap::new(),
            queues: BTreeMap::new(),
            ends: Vec::new(),
            talks: Vec::new(),
            told: Vec::new(),
        }
    }
}

impl Call {
    /// A call of which nothing else is known.
    pub(super) fn inbound(started_at: DateTime<Utc>) -> Self {
        Self {
            direction: Direction::Inbound,
            dialled: None,
            started_at,
            told: false,
            legs: Vec::new(),
            queue: None,
            outcome: None,
            last_word: None,
            callers_end: None,
        }
    }
}
