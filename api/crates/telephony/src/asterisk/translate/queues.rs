//! Waits in queues and how they end; members who ring, miss, talk and are done.

use chrono::TimeDelta;

use super::{
    Translator,
    state::{End, Side, Talk, Wait},
};
use crate::{
    asterisk::{config::Config, message::Message},
    event::{Entry, Event, LegRole, Party, QueueOutcome},
    port::{CallKey, Endpoint, LegKey, QueueKey},
};

/// A party that hangs up this soon after leaving a queue left it by that: the two are told by different threads.
const AT_ONCE: TimeDelta = TimeDelta::seconds(1);

impl Translator {
    pub(super) fn joined(&mut self, message: &Message) {
        let queue = QueueKey::from(message.text("Queue"));
        let (call, leg) = self.keys(message);
        if self.queues.get(&queue).is_some_and(|queue| queue.waits.iter().any(|wait| wait.leg == leg)) {
            return;
        }
        while let Some(end) = self.take_end(&queue, &leg) {
            self.tell_result(end.queue, end.call, QueueOutcome::Unknown, None);
        }
        self.tell_leg(&leg);

        let position = message.number("Position").unwrap_or(1).max(1);
        let caller = self.legs.get(&leg).map_or_else(Party::default, |leg| leg.shown.party.clone());
        let wait = Wait { call: call.clone(), leg: leg.clone(), caller: caller.clone(), joined_at: self.now, given_up: false };
        let waits = &mut self.queues.entry(queue.clone()).or_default().waits;
        waits.insert((position as usize - 1).min(waits.len()), wait);
        let entry = Entry { call, leg, position, caller, joined_at: self.now };
        self.told.push(Event::QueueJoined { queue, entry });
    }

    /// Announced as abandoned; it may as well have timed out or been sent away.
    pub(super) fn gave_up(&mut self, message: &Message) {
        let (queue, (_, leg)) = (QueueKey::from(message.text("Queue")), self.keys(message));
        let waits = self.queues.get_mut(&queue).map(|queue| queue.waits.iter_mut());
        if let Some(wait) = waits.into_iter().flatten().find(|wait| wait.leg == leg) {
            wait.given_up = true;
        }
    }

    pub(super) fn left(&mut self, message: &Message) {
        let (queue, (_, leg)) = (QueueKey::from(message.text("Queue")), self.keys(message));
        if let Some(end) = self.leave(&queue, &leg) {
            let hung_up = self.legs.get(&leg).is_some_and(|leg| leg.hung_up_at.is_some());
            if end.given_up && hung_up {
                self.tell_result(end.queue, end.call, QueueOutcome::Abandoned, None);
            } else {
                self.ends.push(end);
            }
        }
    }

    fn leave(&mut self, queue: &QueueKey, leg: &LegKey) -> Option<End> {
        let waits = &mut self.queues.get_mut(queue)?.waits;
        let wait = waits.remove(waits.iter().position(|wait| wait.leg == *leg)?);
        self.told.push(Event::QueueLeft { queue: queue.clone(), call: wait.call.clone(), leg: wait.leg.clone() });
        Some(End { queue: queue.clone(), call: wait.call, leg: wait.leg, given_up: wait.given_up, left_at: self.now })
    }

    /// The user event that the dialplan sends after `Queue()`.
    pub(super) fn dialplan_told(&mut self, message: &Message) {
        let name = message.text("UserEvent");
        let declared = self.results.declared.as_deref().is_some_and(|declared| name.eq_ignore_ascii_case(declared));
        if !declared && !name.eq_ignore_ascii_case(Config::QUEUE_RESULT_EVENT) {
            return;
        }
        let (queue, (call, leg)) = (QueueKey::from(message.text("Queue")), self.keys(message));
        let outcome = match message.text("Result").to_ascii_uppercase().as_str() {
            "TIMEOUT" => Some(QueueOutcome::TimedOut),
            "FULL" => Some(QueueOutcome::Full),
            "JOINEMPTY" | "LEAVEEMPTY" | "JOINUNAVAIL" | "LEAVEUNAVAIL" => Some(QueueOutcome::NoAgents),
            "WITHDRAW" => Some(QueueOutcome::Withdrawn),
            _ => None,
        };
        match (self.take_end(&queue, &leg), outcome) {
            (Some(end), Some(outcome)) => self.tell_result(end.queue, end.call, outcome, None),
            // Left by a key the caller pressed: Asterisk gives that no status.
            (Some(end), None) if !end.given_up => self.tell_result(end.queue, end.call, QueueOutcome::Withdrawn, None),
            (Some(end), None) => self.tell_result(end.queue, end.call, QueueOutcome::Unknown, None),
            // Refused without ever joining: no queue event tells of it.
            (None, Some(outcome @ QueueOutcome::Full)) => self.refused(queue, call, &leg, outcome),
            (None, Some(outcome @ QueueOutcome::NoAgents)) if message.text("Result").to_ascii_uppercase().starts_with("JOIN") => {
                self.refused(queue, call, &leg, outcome);
            }
            (None, _) => {}
        }
    }

    fn refused(&mut self, queue: QueueKey, call: CallKey, leg: &LegKey, outcome: QueueOutcome) {
        self.tell_leg(leg);
        self.tell_result(queue, call, outcome, None);
    }

    /// The party hung up: so a wait that was just given up was abandoned.
    pub(super) fn settle_hung_up(&mut self, leg: &LegKey) {
        let now = self.now;
        let abandoned = |end: &End| end.leg == *leg && end.given_up && now - end.left_at <= AT_ONCE;
        for end in self.ends.extract_if(.., |end| abandoned(end)).collect::<Vec<_>>() {
            self.tell_result(end.queue, end.call, QueueOutcome::Abandoned, None);
        }
    }

    /// The leg is over: what is not known of its waits by now will not be.
    pub(super) fn settle_ended(&mut self, leg: &LegKey) {
        let queues: Vec<_> = self.queues.keys().cloned().collect();
        let still_waiting: Vec<_> = queues.iter().filter_map(|queue| self.leave(queue, leg)).collect();
        self.ends.extend(still_waiting);
        let hung_up = self.legs.get(leg).is_some_and(|leg| leg.hung_up_at.is_some());
        for end in self.ends.extract_if(.., |end| end.leg == *leg).collect::<Vec<_>>() {
            // The dialplan would have told, had it gone on.
            let cut_off = self.results.declared.is_some() || hung_up;
            let at_once = self.now - end.left_at <= AT_ONCE;
            let outcome = if cut_off && at_once { QueueOutcome::Abandoned } else { QueueOutcome::Unknown };
            self.tell_result(end.queue, end.call, outcome, None);
        }
    }

    fn take_end(&mut self, queue: &QueueKey, leg: &LegKey) -> Option<End> {
        let place = self.ends.iter().position(|end| end.queue == *queue && end.leg == *leg)?;
        Some(self.ends.remove(place))
    }

    fn tell_result(&mut self, queue: QueueKey, call: CallKey, outcome: QueueOutcome, answered_by: Option<Endpoint>) {
        if let Some(call) = self.calls.get_mut(&call) {
            call.outcome = Some(outcome);
            if outcome == QueueOutcome::Abandoned {
                call.last_word = Some(Side::Caller);
            }
        }
        self.told.push(Event::QueueResult { queue, call, outcome, answered_by });
    }

    pub(super) fn agent_called(&mut self, message: &Message) {
        let (queue, endpoint) = (QueueKey::from(message.text("Queue")), Endpoint::from(message.text("Interface")));
        let (call, caller) = self.keys(message);
        self.tell_leg(&caller);
        if let Some((rung, _)) = self.channel(message.text("DestUniqueid")) {
            let party = self.agent(&endpoint, message.text("MemberName"));
            if let Some(leg) = self.legs.get_mut(&rung).filter(|leg| leg.shown.role != LegRole::Caller) {
                leg.by_queue = true;
                (leg.shown.role, leg.shown.endpoint, leg.shown.party) = (LegRole::Agent, Some(endpoint.clone()), party);
            }
            self.tell_leg(&rung);
        }
        let extension = self.members_at.extension(&endpoint.0);
        self.told.push(Event::AgentRinging { queue, call, endpoint, extension });
    }

    /// Comes after the leaving. `RingTime` is in seconds here.
    pub(super) fn agent_connected(&mut self, message: &Message) {
        let (queue, endpoint) = (QueueKey::from(message.text("Queue")), Endpoint::from(message.text("Interface")));
        let (call, leg) = self.keys(message);
        let end = self.leave(&queue, &leg).or_else(|| self.take_end(&queue, &leg));
        if end.is_none() && self.calls.get(&call).is_none_or(|call| call.queue.as_ref() == Some(&queue)) {
            return;
        }
        if let Some(call) = self.calls.get_mut(&call) {
            call.queue = Some(queue.clone());
        }
        self.talks.push(Talk { queue: queue.clone(), endpoint: endpoint.clone(), call: call.clone() });
        self.tell_result(queue.clone(), call, QueueOutcome::Answered, Some(endpoint.clone()));
        self.member_talks(&queue, &endpoint, true);
    }

    /// Not answered, busy, or refused. `RingTime` is in milliseconds here; one who hung up during the announcement has none.
    pub(super) fn agent_missed(&mut self, message: &Message) {
        let (queue, endpoint) = (QueueKey::from(message.text("Queue")), Endpoint::from(message.text("Interface")));
        let (call, _) = self.keys(message);
        if let Some(leg) = self.channel(message.text("DestUniqueid")).and_then(|(leg, _)| self.legs.get_mut(&leg)) {
            leg.missed = true;
        }
        let extension = self.members_at.extension(&endpoint.0);
        let ring_millis = message.number("RingTime").unwrap_or_default();
        self.told.push(Event::AgentMissed { queue, call, endpoint, extension, ring_millis });
    }

    pub(super) fn agent_done(&mut self, message: &Message) {
        let (queue, endpoint) = (QueueKey::from(message.text("Queue")), Endpoint::from(message.text("Interface")));
        let named = Some(message.text("Linkedid")).filter(|id| !id.is_empty()).map(|_| self.keys(message).0);
        let call = self.end_talk(&queue, &endpoint, named.as_ref()).or(named);
        let side = match message.text("Reason") {
            "caller" => Some(Side::Caller),
            "agent" => Some(Side::Called),
            _ => None,
        };
        if let (Some(call), Some(side)) = (call.as_ref().and_then(|call| self.calls.get_mut(call)), side) {
            call.last_word.get_or_insert(side);
        }
        let talk_seconds = message.number("TalkTime").unwrap_or_default();
        self.told.push(Event::AgentDone { queue: queue.clone(), call, endpoint: endpoint.clone(), talk_seconds });
        if !self.talks.iter().any(|talk| talk.queue == queue && talk.endpoint == endpoint) {
            self.member_talks(&queue, &endpoint, false);
        }
    }

    /// The talk that is over. Where the event names no call: one whose call is gone, else the newest; a member whose caller
    /// was taken away by a redirect may have a newer talk before the older one is told to be done.
    fn end_talk(&mut self, queue: &QueueKey, endpoint: &Endpoint, named: Option<&CallKey>) -> Option<CallKey> {
        let theirs = |talk: &Talk| talk.queue == *queue && talk.endpoint == *endpoint && named.is_none_or(|call| talk.call == *call);
        let gone = self.talks.iter().position(|talk| theirs(talk) && !self.calls.contains_key(&talk.call));
        let place = gone.or_else(|| self.talks.iter().rposition(theirs))?;
        Some(self.talks.remove(place).call)
    }

    /// Call and leg of a message's channel: as they began, where that was seen.
    fn keys(&self, message: &Message) -> (CallKey, LegKey) {
        let uniqueid = message.text("Uniqueid");
        let known = self.channels.get(uniqueid).map(|channel| &channel.leg);
        match known.and_then(|key| Some((key, self.legs.get(key)?))) {
            Some((key, leg)) => (leg.call.clone(), key.clone()),
            None => (CallKey::from(message.text("Linkedid")), LegKey::from(uniqueid)),
        }
    }
}
