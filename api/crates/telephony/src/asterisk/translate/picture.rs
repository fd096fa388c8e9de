//! The state as Asterisk lists it, taken over whole; and the state as it is held, told whole.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    Presentation, Translator,
    channels::{half, interface, is_ours, leg_state},
    members::member,
    party::{has_number, party},
    state::{Call, Leg, Part, Talk, Wait},
};
use crate::{
    asterisk::message::Message,
    event::{CallSnapshot, Entry, LegRole, LegSnapshot, QueueSnapshot, Snapshot},
    port::{CallKey, LegKey, QueueKey},
};

/// What Asterisk lists.
#[derive(Clone, Debug)]
pub(in crate::asterisk) struct Picture {
    /// When it was taken, by Asterisk's clock: no event of before is missing in it.
    pub(in crate::asterisk) at: DateTime<Utc>,
    /// Place in the stream of the first list: events of a lower place are contained.
    pub(in crate::asterisk) place: u64,
    /// Queues, members and waiting calls (QueueStatus).
    pub(in crate::asterisk) queues: Vec<Message>,
    /// Channels (CoreShowChannels).
    pub(in crate::asterisk) channels: Vec<Message>,
}

impl Translator {
    /// Forgets everything if Asterisk was started anew since: its calls are gone, and its names of channels begin again.
    pub(in crate::asterisk) fn started(&mut self, at: Option<DateTime<Utc>>) {
        if self.started_at != at {
            *self = Self::new(self.members_at.clone(), self.results.clone());
            self.started_at = at;
        }
    }

    /// Channels whose number's presentation must be asked for before the picture is taken over.
    pub(in crate::asterisk) fn wants_presentations<'a>(&self, picture: &'a Picture) -> Vec<&'a Message> {
        let unknown = |message: &&Message| {
            let (uniqueid, name) = (message.text("Uniqueid"), message.text("Channel"));
            // A member's own number does not matter: members are told by extension.
            let member = uniqueid != message.text("Linkedid") && self.members_at.extension_of_channel(interface(name)).is_some();
            let second = matches!(half(name), Some((_, true)));
            !member && !second && !is_ours(uniqueid) && has_number(message) && !self.channels.contains_key(uniqueid)
        };
        picture.channels.iter().filter(unknown).collect()
    }

    /// Holds what is listed and nothing else. What lists do not tell (who dialled what, what was withheld, which queue
    /// answered) is kept of the calls that were known.
    pub(in crate::asterisk) fn take_over(&mut self, picture: &Picture) {
        let mut known = std::mem::replace(self, Self::new(self.members_at.clone(), self.results.clone()));
        self.now = picture.at;
        self.started_at = known.started_at;
        self.presentations = std::mem::take(&mut known.presentations);
        self.called = std::mem::take(&mut known.called);
        for message in &picture.queues {
            self.list_queue(message);
        }
        self.list_channels(picture, &known);
        for message in &picture.queues {
            self.list_entry(message);
        }
        self.connect_calls(picture, &known);
        for leg in self.legs.values_mut() {
            leg.told = Some(leg.shown.clone());
        }
        self.presentations.clear();
        self.called.clear();
    }

    fn list_queue(&mut self, message: &Message) {
        let queue = self.queues.entry(QueueKey::from(message.text("Queue"))).or_default();
        if message.event() == Some("QueueMember")
            && let Some(member) = member(message, &self.members_at)
        {
            queue.members.insert(member.endpoint.clone(), member);
        }
    }

    /// First halves before second ones, and channels dialled by second halves last.
    fn list_channels(&mut self, picture: &Picture, known: &Self) {
        let (seconds, firsts): (Vec<_>, Vec<_>) =
            picture.channels.iter().partition(|message| matches!(half(message.text("Channel")), Some((_, true))));
        for message in &firsts {
            self.list_channel(message, known);
        }
        for message in &seconds {
            self.attach_second_half(message.text("Uniqueid"), message.text("Channel"));
        }
        for second in &seconds {
            self.list_beyond(second, &firsts);
        }
        self.calls.values_mut().for_each(|call| call.told = true);
    }

    fn list_channel(&mut self, message: &Message, known: &Self) {
        let uniqueid = message.text("Uniqueid");
        let before = known.channel(uniqueid).and_then(|(key, part)| Some((known.legs.get(&key)?, key, part)));
        let Some((leg, key, part)) = before else {
            let presentation = self.presentations.get(uniqueid).copied().unwrap_or(Presentation::Unknown);
            let since = age(message.text("Duration")).unwrap_or_default();
            self.now -= since;
            self.begin_leg(message, party(message, presentation));
            self.now += since;
            return;
        };
        if !self.legs.contains_key(&key) {
            let call = self.calls.entry(leg.call.clone());
            let before = known.calls.get(&leg.call);
            let call =
                call.or_insert_with(|| Call { legs: Vec::new(), ..before.cloned().unwrap_or_else(|| Call::inbound(leg.started_at)) });
            call.legs.push(key.clone());
            self.legs.insert(key.clone(), Leg { channels: Vec::new(), ..leg.clone() });
        }
        self.attach(uniqueid, key.clone(), part);
        if let Some((shared, false)) = half(message.text("Channel")) {
            self.halves.insert(shared.to_owned(), key.clone());
        }
        if part == Part::Own
            && let Some(leg) = self.legs.get_mut(&key)
        {
            leg.shown.state = leg_state(message);
        }
    }

    /// A second half in a bridge with one other: that one stands for the same party.
    fn list_beyond(&mut self, second: &Message, firsts: &[&Message]) {
        let bridge = second.text("BridgeId");
        let Some((into, _)) = self.channel(second.text("Uniqueid")).filter(|_| !bridge.is_empty()) else { return };
        let others: Vec<_> = firsts.iter().filter(|message| message.text("BridgeId") == bridge).collect();
        if let [other] = others.as_slice()
            && let Some((beyond, Part::Own)) = self.channel(other.text("Uniqueid"))
            && self.legs.get(&beyond).is_some_and(|leg| leg.shown.role != LegRole::Caller)
        {
            self.merge(&beyond, &into);
        }
    }

    fn list_entry(&mut self, message: &Message) {
        // A channel that is not listed any more has hung up meanwhile.
        let Some((leg, _)) = self.channel(message.text("Uniqueid")).filter(|_| message.event() == Some("QueueEntry")) else { return };
        let Some((call, caller)) = self.legs.get(&leg).map(|leg| (leg.call.clone(), leg.shown.party.clone())) else { return };
        let joined_at = self.now - message.number("Wait").and_then(TimeDelta::try_seconds).unwrap_or_default();
        let queue = self.queues.entry(QueueKey::from(message.text("Queue"))).or_default();
        queue.waits.push(Wait { call, leg, caller, joined_at, given_up: false });
    }

    /// Which queue connected which call: remembered, or by the application its caller is in.
    fn connect_calls(&mut self, picture: &Picture, known: &Self) {
        self.ends = known.ends.iter().filter(|end| self.legs.contains_key(&end.leg)).cloned().collect();
        self.talks = known.talks.iter().filter(|talk| self.calls.contains_key(&talk.call)).cloned().collect();
        let waiting: Vec<LegKey> = self.queues.values().flat_map(|queue| &queue.waits).map(|wait| wait.leg.clone()).collect();
        for message in picture.channels.iter().filter(|message| message.text("Application").eq_ignore_ascii_case("Queue")) {
            let Some((leg, _)) = self.channel(message.text("Uniqueid")) else { continue };
            if message.text("BridgeId").is_empty() || waiting.contains(&leg) {
                continue;
            }
            let queue = message.text("ApplicationData").split(',').next().unwrap_or_default().trim();
            if let Some(call) = self.legs.get(&leg).map(|leg| leg.call.clone()) {
                self.connect_call(&call, &QueueKey::from(queue));
            }
        }
    }

    fn connect_call(&mut self, key: &CallKey, queue: &QueueKey) {
        let Some(call) = self.calls.get_mut(key) else { return };
        call.queue.get_or_insert_with(|| queue.clone());
        if self.talks.iter().any(|talk| talk.call == *key) {
            return;
        }
        let members = self.queues.get(queue).map(|queue| &queue.members);
        let answered = call.legs.iter().filter_map(|leg| self.legs.get(leg)?.shown.endpoint.clone());
        let answered = answered.filter(|endpoint| members.is_some_and(|members| members.contains_key(endpoint)));
        let talks = answered.map(|endpoint| Talk { queue: queue.clone(), endpoint, call: key.clone() });
        self.talks.extend(talks.collect::<Vec<_>>());
    }

    /// All that is held.
    pub(in crate::asterisk) fn snapshot(&self) -> Snapshot {
        let queues = self.queues.iter().map(|(key, queue)| QueueSnapshot {
            key: key.clone(),
            members: queue.members.values().cloned().collect(),
            entries: (1..).zip(&queue.waits).map(|(position, wait)| entry(position, wait)).collect(),
        });
        let calls = self.calls.iter().filter(|(_, call)| call.told).map(|(key, call)| CallSnapshot {
            call: key.clone(),
            direction: call.direction,
            dialled: call.dialled.clone(),
            legs: call.legs.iter().filter_map(|leg| self.leg_snapshot(leg)).collect(),
            queue: call.queue.clone(),
            started_at: call.started_at,
        });
        Snapshot { provider_started_at: self.started_at, queues: queues.collect(), calls: calls.collect() }
    }

    fn leg_snapshot(&self, key: &LegKey) -> Option<LegSnapshot> {
        let leg = self.legs.get(key)?;
        let shown = leg.told.as_ref()?;
        Some(LegSnapshot {
            leg: key.clone(),
            role: shown.role,
            extension: shown.endpoint.as_ref().and_then(|endpoint| self.members_at.extension(&endpoint.0)),
            endpoint: shown.endpoint.clone(),
            party: shown.party.clone(),
            state: shown.state,
            started_at: leg.started_at,
        })
    }
}

fn entry(position: u32, wait: &Wait) -> Entry {
    Entry { call: wait.call.clone(), leg: wait.leg.clone(), position, caller: wait.caller.clone(), joined_at: wait.joined_at }
}

/// A time span such as `00:01:07`.
fn age(text: &str) -> Option<TimeDelta> {
    let mut seconds = 0_i64;
    for part in text.split(':') {
        seconds = seconds.checked_mul(60)?.checked_add(part.parse().ok()?)?;
    }
    TimeDelta::try_seconds(seconds)
}

/// What two states differ in, each thing by name. Times are left out: lists tell them by the second only.
pub(in crate::asterisk) fn differences(held: &Snapshot, listed: &Snapshot) -> Vec<String> {
    let (held, listed) = (facts(held), facts(listed));
    let changed = listed.iter().filter(|(thing, fact)| held.get(*thing) != Some(*fact)).map(|(thing, _)| thing);
    let gone = held.keys().filter(|thing| !listed.contains_key(*thing));
    let mut things: Vec<_> = changed.chain(gone).cloned().collect();
    things.sort();
    things
}

fn facts(snapshot: &Snapshot) -> HashMap<String, String> {
    let mut facts = HashMap::new();
    for queue in &snapshot.queues {
        facts.insert(format!("queue {}", queue.key), String::new());
        for member in &queue.members {
            let fact = format!("{:?}", crate::event::Member { paused_at: None, last_call_at: None, ..member.clone() });
            facts.insert(format!("member {} of {}", member.endpoint, queue.key), fact);
        }
        for entry in &queue.entries {
            facts.insert(format!("wait of {} in {}", entry.leg, queue.key), entry.position.to_string());
        }
    }
    for call in &snapshot.calls {
        for leg in &call.legs {
            let fact = format!("{} {:?} {:?} {:?}", call.call, leg.role, leg.endpoint, leg.state);
            facts.insert(format!("leg {}", leg.leg), fact);
        }
    }
    facts
}
