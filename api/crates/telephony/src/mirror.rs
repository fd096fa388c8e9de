//! What is true at a provider, kept from its signals: the snapshot, and every event since.
//!
//! A pure fold. It invents nothing: without a snapshot there is no state, an event of an older link moves nothing, and
//! while the link is down the last state stays readable, marked with its age.
//!
//! Order is its own, so that two mirrors compare: queues and calls by key, members by endpoint, entries by position, the
//! caller's leg first and the others as they came.

use chrono::{DateTime, Utc};

use crate::{
    event::{CallSnapshot, Entry, Event, LegRole, LegSnapshot, LegState, Member, QueueOutcome, QueueSnapshot, Snapshot},
    port::{CallKey, Endpoint, Epoch, QueueKey, Signal},
};

/// How far the mirror may be believed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Freshness {
    /// No link has come up yet.
    #[default]
    Never,
    /// The link is up, its snapshot has not come: what the mirror holds, if anything, is of an earlier link.
    Awaiting {
        /// When the link came up.
        since: DateTime<Utc>,
    },
    /// The state is the provider's.
    Live {
        /// When the link's first snapshot was complete.
        since: DateTime<Utc>,
    },
    /// The link is down: the state is as old as `since`.
    Stale {
        /// When the loss was noticed.
        since: DateTime<Utc>,
    },
}

/// What a signal did to the mirror.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applied {
    /// It was taken; the state may be as before.
    Taken,
    /// It belongs to an older link, or speaks of an event before any snapshot: nothing moved.
    Ignored,
}

/// The state of one provider, folded from its signals.
#[derive(Clone, Debug, Default)]
pub struct Mirror {
    epoch: Epoch,
    freshness: Freshness,
    state: Option<Snapshot>,
}

impl Mirror {
    /// A mirror that knows nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Number of the newest link that came up; 0 before the first.
    pub fn epoch(&self) -> Epoch {
        self.epoch
    }

    /// How far [`Mirror::state`] may be believed.
    pub fn freshness(&self) -> Freshness {
        self.freshness
    }

    /// The state; `None` before the first snapshot.
    pub fn state(&self) -> Option<&Snapshot> {
        self.state.as_ref()
    }

    /// The queue of that name.
    pub fn queue(&self, key: &QueueKey) -> Option<&QueueSnapshot> {
        self.state.as_ref()?.queues.iter().find(|queue| queue.key == *key)
    }

    /// The member of that queue with that address.
    pub fn member(&self, queue: &QueueKey, endpoint: &Endpoint) -> Option<&Member> {
        self.queue(queue)?.members.iter().find(|member| member.endpoint == *endpoint)
    }

    /// The call in progress of that key.
    pub fn call(&self, key: &CallKey) -> Option<&CallSnapshot> {
        self.state.as_ref()?.calls.iter().find(|call| call.call == *key)
    }

    /// Takes the next signal of the link, in the order it was sent.
    pub fn apply(&mut self, signal: &Signal) -> Applied {
        match signal {
            Signal::Up { epoch, at } if *epoch > self.epoch => {
                self.epoch = *epoch;
                self.freshness = Freshness::Awaiting { since: *at };
            }
            Signal::Snapshot { epoch, at, snapshot } if *epoch == self.epoch => {
                self.state = Some(in_order(snapshot.clone()));
                if !matches!(self.freshness, Freshness::Live { .. }) {
                    self.freshness = Freshness::Live { since: *at };
                }
            }
            Signal::Event { epoch, at, event } if *epoch == self.epoch => match (&mut self.state, self.freshness) {
                (Some(state), Freshness::Live { .. }) => take(state, *at, event),
                _ => return Applied::Ignored,
            },
            // A link that failed to come up has no epoch of its own yet; it ends nothing that is not over already.
            Signal::Down { epoch, at, .. } if *epoch >= self.epoch => {
                if matches!(self.freshness, Freshness::Awaiting { .. } | Freshness::Live { .. }) {
                    self.freshness = Freshness::Stale { since: *at };
                }
            }
            Signal::Up { .. } | Signal::Snapshot { .. } | Signal::Event { .. } | Signal::Down { .. } | Signal::Order(_) => {
                return Applied::Ignored;
            }
        }
        Applied::Taken
    }
}

/// The same state in the mirror's order.
pub fn in_order(mut snapshot: Snapshot) -> Snapshot {
    snapshot.queues.sort_by(|a, b| a.key.cmp(&b.key));
    for queue in &mut snapshot.queues {
        queue.members.sort_by(|a, b| a.endpoint.cmp(&b.endpoint));
        queue.entries.sort_by_key(|entry| entry.position);
    }
    snapshot.calls.sort_by(|a, b| a.call.cmp(&b.call));
    for call in &mut snapshot.calls {
        call.legs.retain(|leg| leg.state != LegState::Ended);
        // Stable: the others stay as they came.
        call.legs.sort_by_key(|leg| leg.role != LegRole::Caller);
    }
    snapshot
}

fn take(state: &mut Snapshot, at: DateTime<Utc>, event: &Event) {
    match event {
        Event::CallStarted { call, direction, dialled, .. } => {
            if let Err(place) = state.calls.binary_search_by(|known| known.call.cmp(call)) {
                let started = CallSnapshot {
                    call: call.clone(),
                    direction: *direction,
                    dialled: dialled.clone(),
                    legs: Vec::new(),
                    queue: None,
                    started_at: at,
                };
                state.calls.insert(place, started);
            }
        }
        Event::Leg { call, leg, role, endpoint, extension, party, state: reached, .. } => {
            if let Some(call) = call_mut(state, call) {
                let told = LegSnapshot {
                    leg: leg.clone(),
                    role: *role,
                    endpoint: endpoint.clone(),
                    extension: extension.clone(),
                    party: party.clone(),
                    state: *reached,
                    started_at: at,
                };
                take_leg(call, told);
            }
        }
        Event::CallEnded { call, .. } => state.calls.retain(|known| known.call != *call),
        Event::QueueJoined { queue, entry } => join(&mut queue_mut(state, queue).entries, entry),
        Event::QueueLeft { queue, call, .. } => leave(&mut queue_mut(state, queue).entries, call),
        Event::QueueResult { queue, call, outcome, .. } => {
            leave(&mut queue_mut(state, queue).entries, call);
            if *outcome == QueueOutcome::Answered
                && let Some(call) = call_mut(state, call)
            {
                call.queue = Some(queue.clone());
            }
        }
        Event::MemberChanged { queue, member } => {
            let members = &mut queue_mut(state, queue).members;
            match members.binary_search_by(|known| known.endpoint.cmp(&member.endpoint)) {
                Ok(place) => members[place] = member.clone(),
                Err(place) => members.insert(place, member.clone()),
            }
        }
        Event::MemberRemoved { queue, endpoint } => queue_mut(state, queue).members.retain(|known| known.endpoint != *endpoint),
        // What they change in the state is told by a `Leg` or a `MemberChanged` of its own.
        Event::AgentRinging { .. } | Event::AgentMissed { .. } | Event::AgentDone { .. } => {}
    }
}

fn call_mut<'a>(state: &'a mut Snapshot, key: &CallKey) -> Option<&'a mut CallSnapshot> {
    state.calls.iter_mut().find(|call| call.call == *key)
}

/// The queue; one not seen before (the provider's configuration grew) begins empty.
fn queue_mut<'a>(state: &'a mut Snapshot, key: &QueueKey) -> &'a mut QueueSnapshot {
    let place = match state.queues.binary_search_by(|queue| queue.key.cmp(key)) {
        Ok(place) => place,
        Err(place) => {
            state.queues.insert(place, QueueSnapshot { key: key.clone(), members: Vec::new(), entries: Vec::new() });
            place
        }
    };
    &mut state.queues[place]
}

fn take_leg(call: &mut CallSnapshot, told: LegSnapshot) {
    let known = call.legs.iter().position(|leg| leg.leg == told.leg);
    match (known, told.state) {
        (Some(place), LegState::Ended) => {
            call.legs.remove(place);
        }
        (None, LegState::Ended) => {}
        (Some(place), _) => {
            let started_at = call.legs[place].started_at;
            call.legs[place] = LegSnapshot { started_at, ..told };
        }
        (None, _) if told.role == LegRole::Caller => call.legs.insert(0, told),
        (None, _) => call.legs.push(told),
    }
}

fn join(entries: &mut Vec<Entry>, entry: &Entry) {
    entries.retain(|known| known.call != entry.call);
    let place = (entry.position.saturating_sub(1) as usize).min(entries.len());
    entries.insert(place, entry.clone());
    count(entries);
}

fn leave(entries: &mut Vec<Entry>, call: &CallKey) {
    entries.retain(|known| known.call != *call);
    count(entries);
}

/// Providers do not tell how the others move up: it is counted here.
fn count(entries: &mut [Entry]) {
    for (position, entry) in (1..).zip(entries) {
        entry.position = position;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        event::{DeviceState, Direction, Membership, Party},
        port::{DownReason, LegKey},
    };

    const DAY: &str = "2026-03-02T09:00:00Z";

    fn at() -> DateTime<Utc> {
        DAY.parse().unwrap()
    }

    fn up(epoch: u64) -> Signal {
        Signal::Up { epoch: Epoch(epoch), at: at() }
    }

    fn snapshot(epoch: u64, snapshot: Snapshot) -> Signal {
        Signal::Snapshot { epoch: Epoch(epoch), at: at(), snapshot }
    }

    fn event(epoch: u64, event: Event) -> Signal {
        Signal::Event { epoch: Epoch(epoch), at: at(), event }
    }

    fn joined(call: &str, position: u32) -> Event {
        let entry = Entry { call: call.into(), leg: call.into(), position, caller: Party::default(), joined_at: at() };
        Event::QueueJoined { queue: "support".into(), entry }
    }

    fn member(endpoint: &str) -> Member {
        Member {
            endpoint: endpoint.into(),
            extension: None,
            name: String::new(),
            membership: Membership::Dynamic,
            device: DeviceState::Idle,
            in_call: false,
            paused: None,
            paused_at: None,
            penalty: 0,
            calls_taken: 0,
            last_call_at: None,
            wrap_up_seconds: 0,
        }
    }

    fn live() -> Mirror {
        let mut mirror = Mirror::new();
        mirror.apply(&up(1));
        mirror.apply(&snapshot(1, Snapshot::default()));
        mirror
    }

    fn waiting(mirror: &Mirror) -> Vec<(String, u32)> {
        mirror.queue(&"support".into()).unwrap().entries.iter().map(|entry| (entry.call.0.clone(), entry.position)).collect()
    }

    #[test]
    fn an_event_before_the_links_snapshot_moves_nothing() {
        let mut mirror = Mirror::new();
        mirror.apply(&up(1));

        let applied = mirror.apply(&event(1, joined("a", 1)));

        assert_eq!(applied, Applied::Ignored);
        assert_eq!(mirror.state(), None);
    }

    #[test]
    fn an_event_of_an_older_link_moves_nothing() {
        let mut mirror = live();
        mirror.apply(&up(2));
        mirror.apply(&snapshot(2, Snapshot::default()));

        let applied = mirror.apply(&event(1, joined("a", 1)));

        assert_eq!(applied, Applied::Ignored);
        assert_eq!(mirror.state(), Some(&Snapshot::default()));
    }

    #[test]
    fn a_lost_link_keeps_the_state_and_marks_it_stale() {
        let mut mirror = live();
        mirror.apply(&event(1, joined("a", 1)));

        mirror.apply(&Signal::Down { epoch: Epoch(1), at: at(), reason: DownReason::ShutDown, retry_in: None });

        assert_eq!(mirror.freshness(), Freshness::Stale { since: at() });
        assert_eq!(waiting(&mirror), [("a".to_owned(), 1)]);
    }

    #[test]
    fn callers_behind_one_who_leaves_move_up() {
        let mut mirror = live();
        for (call, position) in [("a", 1), ("b", 2), ("c", 3)] {
            mirror.apply(&event(1, joined(call, position)));
        }

        mirror.apply(&event(1, Event::QueueLeft { queue: "support".into(), call: "a".into(), leg: "a".into() }));

        assert_eq!(waiting(&mirror), [("b".to_owned(), 1), ("c".to_owned(), 2)]);
    }

    #[test]
    fn an_event_told_twice_does_no_harm() {
        let mut mirror = live();
        let twice = [joined("a", 1), Event::MemberChanged { queue: "support".into(), member: member("phone/1001") }];

        for told in twice.iter().chain(&twice) {
            mirror.apply(&event(1, told.clone()));
        }

        assert_eq!(waiting(&mirror), [("a".to_owned(), 1)]);
        assert_eq!(mirror.queue(&"support".into()).unwrap().members, [member("phone/1001")]);
    }

    #[test]
    fn members_stand_in_the_order_of_their_addresses_however_they_came() {
        let mut mirror = live();

        for endpoint in ["phone/1002", "phone/1003", "phone/1001"] {
            mirror.apply(&event(1, Event::MemberChanged { queue: "support".into(), member: member(endpoint) }));
        }

        let members: Vec<_> = mirror.queue(&"support".into()).unwrap().members.iter().map(|m| m.endpoint.0.as_str()).collect();
        assert_eq!(members, ["phone/1001", "phone/1002", "phone/1003"]);
    }

    #[test]
    fn an_ended_leg_is_gone_and_an_ended_call_too() {
        let mut mirror = live();
        let leg = |state| Event::Leg {
            call: "a".into(),
            leg: LegKey::from("a"),
            role: LegRole::Caller,
            endpoint: None,
            extension: None,
            party: Party::default(),
            state,
            cause: None,
            provider_code: None,
        };
        mirror.apply(&event(
            1,
            Event::CallStarted { call: "a".into(), direction: Direction::Inbound, from: Party::default(), dialled: None },
        ));
        mirror.apply(&event(1, leg(LegState::Answered)));
        assert_eq!(mirror.call(&"a".into()).unwrap().legs.len(), 1);

        mirror.apply(&event(1, leg(LegState::Ended)));
        assert_eq!(mirror.call(&"a".into()).unwrap().legs, []);

        mirror.apply(&event(1, Event::CallEnded { call: "a".into(), cause: crate::cause::Cause::Normal, provider_code: None }));
        assert_eq!(mirror.call(&"a".into()), None);
    }
}
