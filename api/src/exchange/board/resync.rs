//! A snapshot against what was known: the differences are told as if they had been seen, and what happened meanwhile is
//! not invented. A call that is gone ended UNKNOWN; a wait that is over ended UNKNOWN; a member that is new is new now.

use chrono::{DateTime, Utc};
use entity::{
    id::QueueId,
    queue,
    stored::{ChangeKind, ProviderHealth, QueueChangeKind, QueueMode, QueueSyncState, Topic},
};
use numbering::Extension;
use std::collections::{HashMap, HashSet};
use telephony::{
    event::{CallSnapshot, LegRole, LegSnapshot, LegState, QueueOutcome, QueueSnapshot, Snapshot},
    port::{CallKey, Endpoint, LegKey, QueueKey},
};

use super::{Board, Days, calls::LegNews};
use crate::{
    live::outbox::News,
    providers::NOT_CONFIGURED,
    queues::{counters, news::QueueNews},
};

/// Why everything of a provider is over that has departed.
const GONE: &str = "The provider is not in the configuration any more.";

/// A telephone that rings for a waiting call.
struct Ring {
    queue: QueueKey,
    call: CallKey,
    endpoint: Endpoint,
    extension: Option<Extension>,
}

/// The telephones that ring for waiting calls in a snapshot: that they began to may not have been seen.
fn ringing(snapshot: &Snapshot) -> Vec<Ring> {
    let legs: HashMap<&CallKey, &Vec<LegSnapshot>> = snapshot.calls.iter().map(|call| (&call.call, &call.legs)).collect();
    let mut rings = Vec::new();
    for queue in &snapshot.queues {
        for entry in &queue.entries {
            let legs = legs.get(&entry.call).map(|legs| legs.as_slice()).unwrap_or_default();
            for leg in legs.iter().filter(|leg| leg.role == LegRole::Agent && leg.state == LegState::Ringing) {
                let Some(endpoint) = leg.endpoint.clone() else { continue };
                rings.push(Ring { queue: queue.key.clone(), call: entry.call.clone(), endpoint, extension: leg.extension.clone() });
            }
        }
    }
    rings
}

impl Board {
    /// Takes a snapshot of a link that is up.
    pub(super) fn resync(&mut self, snapshot: Snapshot, at: DateTime<Utc>, now: DateTime<Utc>) {
        self.take_over(snapshot, at);
        self.expected.renewed();
        self.provider.last_heard_at = Some(now);
        self.health(ProviderHealth::Up, None, at);
    }

    /// The provider is not configured any more: nobody will tell how anything goes on that is open, so it is over, and how is not
    /// known.
    pub(in crate::exchange) fn departs(&mut self, now: DateTime<Utc>) {
        let at = self.instant(now, now);
        self.members_forgotten(GONE, at);
        self.take_over(Snapshot::default(), at);
        self.health(ProviderHealth::Down, Some((NOT_CONFIGURED, GONE.to_owned())), at);
    }

    /// Makes what is known what the snapshot shows.
    fn take_over(&mut self, snapshot: Snapshot, at: DateTime<Utc>) {
        self.started(snapshot.provider_started_at, at);
        let calls: HashSet<CallKey> = snapshot.calls.iter().map(|call| call.call.clone()).collect();
        let ringing = ringing(&snapshot);
        for call in snapshot.calls {
            self.resync_call(call, at);
        }
        let queues: HashSet<QueueKey> = snapshot.queues.iter().map(|queue| queue.key.clone()).collect();
        for queue in snapshot.queues {
            self.discover(&queue.key, at);
            self.resync_queue(queue, at);
        }
        // A queue that the provider no longer has: nobody is in it.
        let gone: Vec<QueueKey> = self.queues.keys().filter(|key| !queues.contains(key)).cloned().collect();
        for key in gone {
            self.resync_queue(QueueSnapshot { key, members: Vec::new(), entries: Vec::new() }, at);
        }
        for ring in ringing {
            self.rings(&ring.queue, &ring.call, &ring.endpoint, ring.extension.as_ref(), at);
        }
        let lost: Vec<CallKey> = self.calls.keys().filter(|key| !calls.contains(key)).cloned().collect();
        for key in lost {
            self.call_lost(&key, at);
        }
    }

    /// Notices a restart of the telephone system.
    fn started(&mut self, started: Option<DateTime<Utc>>, at: DateTime<Utc>) {
        let Some(started) = started else { return };
        if self.provider.provider_started_at == Some(started) {
            return;
        }
        if self.provider.provider_started_at.is_some() {
            tracing::info!(provider.id = %self.provider.id, "exchange: the telephone system was restarted");
            self.changes.restarted = true;
        }
        self.provider.provider_started_at = Some(started);
        self.changes.provider = Some(self.provider.clone());
        let row = &self.provider;
        self.changes.news.push(News::new(row.account_id, at, Topic::Provider, ChangeKind::Updated, row.id.0));
    }

    /// A queue seen for the first time is observed, until someone takes charge of it.
    fn discover(&mut self, key: &QueueKey, at: DateTime<Utc>) {
        if self.queues.contains_key(key) {
            return;
        }
        let row = queue::Model {
            id: QueueId::new(),
            account_id: self.provider.account_id,
            provider_id: self.provider.id,
            key: key.0.clone(),
            name: key.0.clone(),
            mode: QueueMode::Observed,
            time_zone: "UTC".to_owned(),
            service_level_seconds: 20,
            sync_state: QueueSyncState::Observed,
            sync_pending: 0,
            sync_problem: None,
            last_synced_at: None,
            created_at: at,
            updated_at: at,
            known_since: None,
        };
        let days = Days::new(counters::empty(&row, counters::day(counters::zone(&row), at)));
        let actor = self.actor();
        let news = QueueNews::new(QueueChangeKind::Defined, &actor).publish(row.account_id, row.id, at);
        self.changes.news.push(News { kind: ChangeKind::Created, ..news });
        self.changes.queues.push(row.clone());
        self.define(row, days, at);
    }

    fn resync_queue(&mut self, told: QueueSnapshot, at: DateTime<Utc>) {
        let key = told.key;
        let present: HashSet<Endpoint> = told.members.iter().map(|member| member.endpoint.clone()).collect();
        for member in told.members {
            self.member_told(&key, member, at);
        }
        let Some(queue) = self.queues.get(&key) else { return };
        let absent: Vec<Endpoint> = queue.members.keys().filter(|endpoint| !present.contains(endpoint)).cloned().collect();
        let waiting: HashSet<CallKey> = told.entries.iter().map(|entry| entry.call.clone()).collect();
        let over: Vec<CallKey> = queue.visits.keys().filter(|call| !waiting.contains(call)).cloned().collect();
        for endpoint in absent {
            self.member_gone(&key, &endpoint, at);
        }
        for call in over {
            self.left(&key, &call, at);
            self.result(&key, &call, QueueOutcome::Unknown, None, at);
        }
        for entry in told.entries {
            self.joined(&key, &entry, at);
        }
        self.silent(&key, at);
        self.forget_calls(&key, at);
    }

    fn resync_call(&mut self, told: CallSnapshot, at: DateTime<Utc>) {
        let caller = told.legs.first().map(|leg| leg.party.clone()).unwrap_or_default();
        let started = told.started_at.min(at);
        let present: HashSet<LegKey> = told.legs.iter().map(|leg| leg.leg.clone()).collect();
        self.legs_lost(&told.call, &present, at);
        self.call_started(told.call.clone(), told.direction, &caller, told.dialled, started);
        for leg in told.legs {
            let news = LegNews {
                role: leg.role,
                endpoint: leg.endpoint,
                extension: leg.extension,
                party: leg.party,
                state: leg.state,
                cause: None,
                provider_code: None,
            };
            let known = self.calls.get(&told.call).and_then(|call| call.legs.get(&leg.leg)).map(|known| known.state);
            if known != Some(crate::exchange::words::leg_state(leg.state)) {
                self.leg(&told.call, leg.leg, news, at);
            }
        }
        let queue_id = told.queue.as_ref().and_then(|key| self.queues.get(key)).map(|queue| queue.row.id);
        if let (Some(queue_id), Some(call)) = (queue_id, self.calls.get(&told.call))
            && call.row.queue_id != Some(queue_id)
        {
            self.note_call(&told.call, at, |row| row.queue_id = Some(queue_id));
        }
    }
}
