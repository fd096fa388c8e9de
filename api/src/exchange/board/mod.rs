//! A provider's live state as rows, and what each signal changes of it. Pure but for fresh ids: time is an argument, nothing
//! waits, nothing is asked.
//!
//! [`calls`] folds calls and legs, [`members`] queue members, [`visits`] waits, [`days`] counters, [`resync`] a snapshot;
//! [`clocks`] says whose clock is believed. What changed since the last [`Board::take_changes`] is in [`Changes`].

mod calls;
mod changes;
mod clocks;
mod days;
mod members;
mod resync;
mod visits;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    call, call_leg,
    id::CallId,
    provider, queue, queue_member, queue_visit,
    stored::{ChangeKind, ProviderHealth, QueueChangeKind, Topic},
};
use numbering::Country;
use telephony::{
    event::{Event, Member},
    port::{CallKey, Endpoint, LegKey, QueueKey, Signal},
};

pub(super) use self::{changes::Changes, clocks::Earlier, days::Days};
use super::{directory::Directory, expected::Expected};
use crate::{auth::Actor, live::outbox::News, providers::NOT_CONFIGURED, queues::news::QueueNews};

/// The live state of one provider.
pub(super) struct Board {
    pub(super) provider: provider::Model,
    pub(super) country: Option<Country>,
    pub(super) directory: Directory,
    pub(super) queues: BTreeMap<QueueKey, QueueBoard>,
    pub(super) calls: HashMap<CallKey, CallBoard>,
    pub(super) expected: Expected,
    /// No instant told is before this one: history does not run backwards when a provider's clock does.
    pub(super) last: DateTime<Utc>,
    /// How far the provider's clock is ahead of ours; zero while the two agree.
    ahead: TimeDelta,
    changes: Changes,
}

/// One queue.
pub(super) struct QueueBoard {
    pub(super) row: queue::Model,
    pub(super) days: Days,
    pub(super) members: BTreeMap<Endpoint, MemberBoard>,
    /// Waits without a result.
    pub(super) visits: BTreeMap<CallKey, queue_visit::Model>,
    /// Answered waits whose conversation goes on, by who answered.
    pub(super) talks: HashMap<Endpoint, queue_visit::Model>,
}

/// One member of a queue.
pub(super) struct MemberBoard {
    pub(super) row: queue_member::Model,
    /// As last told; `None` for one known from the database alone, until the snapshot tells.
    pub(super) told: Option<Member>,
    /// Call it rings for or talks in.
    pub(super) call: Option<CallId>,
}

/// One call in progress.
pub(super) struct CallBoard {
    pub(super) row: call::Model,
    pub(super) legs: BTreeMap<LegKey, call_leg::Model>,
}

impl Board {
    pub(super) fn new(provider: provider::Model, country: Option<Country>, directory: Directory, expected: Expected) -> Self {
        Self {
            provider,
            country,
            directory,
            queues: BTreeMap::new(),
            calls: HashMap::new(),
            expected,
            last: DateTime::UNIX_EPOCH,
            ahead: TimeDelta::zero(),
            changes: Changes::default(),
        }
    }

    /// A link that was up when its process ended is not up any more, and one that was not configured is now: the next snapshot
    /// says when it is up.
    pub(super) fn awaits_its_link(&mut self, now: DateTime<Utc>) {
        if self.provider.health == ProviderHealth::Up || self.provider.problem_code.as_deref() == Some(NOT_CONFIGURED) {
            let at = self.instant(now, now);
            self.health(ProviderHealth::Connecting, None, at);
        }
    }

    /// Keys of the calls in `signals` that are not in progress here: new ones, or such as were over already.
    pub(super) fn unknown_calls<'a>(&self, signals: &'a [Signal]) -> BTreeSet<&'a str> {
        let calls = signals.iter().flat_map(|signal| match signal {
            Signal::Event { event: Event::CallStarted { call, .. }, .. } => vec![call],
            Signal::Event { event: Event::QueueJoined { entry, .. }, .. } => vec![&entry.call],
            Signal::Snapshot { snapshot, .. } => {
                let waiting = snapshot.queues.iter().flat_map(|queue| &queue.entries).map(|entry| &entry.call);
                snapshot.calls.iter().map(|call| &call.call).chain(waiting).collect()
            }
            _ => Vec::new(),
        });
        calls.filter(|call| !self.calls.contains_key(*call)).map(|call| call.0.as_str()).collect()
    }

    /// Takes the next signal; `now` is when it was received.
    pub(super) fn take(&mut self, signal: Signal, now: DateTime<Utc>) {
        match signal {
            Signal::Up { at, .. } => {
                let at = self.instant(at, now);
                // Up, but nothing is known yet: the snapshot makes it so.
                tracing::info!(provider.id = %self.provider.id, at = %at, "exchange: the link is up, awaiting its snapshot");
            }
            Signal::Snapshot { at, snapshot, .. } => {
                self.compare_clocks(at, now);
                let at = self.instant(at, now);
                self.resync(self.snapshot_by_our_clock(snapshot), at, now);
            }
            Signal::Event { at, event, .. } => {
                self.compare_clocks(at, now);
                let at = self.instant(at, now);
                self.happen(self.event_by_our_clock(event), at);
            }
            // What became of what we ordered is not the board's: whoever ordered it is told.
            Signal::Order(_) => {}
            Signal::Down { at, reason, .. } => {
                self.expected.link_lost();
                let at = self.instant(at, now);
                self.health(ProviderHealth::Down, Some((reason.code(), reason.to_string())), at);
            }
        }
    }

    fn happen(&mut self, event: Event, at: DateTime<Utc>) {
        match event {
            Event::CallStarted { call, direction, from, dialled } => self.call_started(call, direction, &from, dialled, at),
            Event::Leg { call, leg, role, endpoint, extension, party, state, cause, provider_code } => {
                self.leg(&call, leg, calls::LegNews { role, endpoint, extension, party, state, cause, provider_code }, at);
            }
            Event::CallEnded { call, cause, provider_code } => self.call_ended(&call, cause, provider_code, at),
            Event::QueueJoined { queue, entry } => self.joined(&queue, &entry, at),
            Event::QueueLeft { queue, call, .. } => self.left(&queue, &call, at),
            Event::QueueResult { queue, call, outcome, answered_by } => self.result(&queue, &call, outcome, answered_by.as_ref(), at),
            Event::AgentRinging { queue, call, endpoint, extension } => self.rings(&queue, &call, &endpoint, extension.as_ref(), at),
            Event::AgentMissed { queue, call, endpoint, .. } => self.rings_no_more(&queue, &call, &endpoint, at),
            Event::AgentDone { queue, call, endpoint, talk_seconds } => self.talked(&queue, call.as_ref(), &endpoint, talk_seconds, at),
            Event::MemberChanged { queue, member } => self.member_told(&queue, member, at),
            Event::MemberRemoved { queue, endpoint } => self.member_gone(&queue, &endpoint, at),
        }
    }

    /// What time alone changes: wrap-ups that end, days that begin.
    pub(super) fn tick(&mut self, now: DateTime<Utc>) {
        let at = self.instant(now, now);
        let keys: Vec<QueueKey> = self.queues.keys().cloned().collect();
        for key in keys {
            self.turn_day(&key, at);
            self.refresh_members(&key, at);
        }
    }

    /// When [`Board::tick`] has something to do next.
    pub(super) fn due(&self) -> Option<DateTime<Utc>> {
        self.midnights().chain(self.wrap_ups()).min()
    }

    /// The link came up (with its snapshot) or went down.
    fn health(&mut self, health: ProviderHealth, problem: Option<(&str, String)>, at: DateTime<Utc>) {
        let (code, message) = problem.map_or((None, None), |(code, message)| (Some(code.to_owned()), Some(message)));
        let row = &mut self.provider;
        if row.health == health && row.problem_code == code && row.problem_message == message {
            return;
        }
        let turned = row.health != health;
        if turned {
            row.health_since = at;
        }
        row.health = health;
        row.problem_code = code;
        row.problem_message = message;
        self.changes.provider = Some(row.clone());
        self.changes.news.push(News::new(row.account_id, at, Topic::Provider, ChangeKind::Updated, row.id.0));
        if turned {
            let actor = self.actor();
            for queue in self.queues.values() {
                let news = QueueNews::new(QueueChangeKind::LinkChanged, &actor);
                self.changes.news.push(news.publish(queue.row.account_id, queue.row.id, at));
            }
        }
    }

    /// The telephone system, as an actor.
    fn actor(&self) -> Actor {
        Actor::provider(self.provider.name.clone())
    }

    /// What changed since the last time.
    pub(super) fn take_changes(&mut self) -> Changes {
        std::mem::take(&mut self.changes)
    }

    /// Another definition of a queue, or a new one, with its counters in the zone of that definition.
    pub(super) fn define(&mut self, row: queue::Model, days: Days, now: DateTime<Utc>) {
        let key = QueueKey(row.key.clone());
        let Some(queue) = self.queues.get_mut(&key) else {
            let queue = QueueBoard { row, days, members: BTreeMap::new(), visits: BTreeMap::new(), talks: HashMap::new() };
            self.queues.insert(key, queue);
            return;
        };
        let moved = queue.row.time_zone != row.time_zone;
        queue.row = row;
        if moved {
            let at = self.instant(now, now);
            self.count_afresh(&key, days, at);
        }
    }

    /// Persons came, went, or changed extensions.
    pub(super) fn redirect(&mut self, directory: Directory, now: DateTime<Utc>) {
        self.directory = directory;
        let at = self.instant(now, now);
        self.refresh_all(at);
    }
}
