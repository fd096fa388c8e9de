//! Calls: how they arrive, how their wait ends, how they end.

use std::time::Duration;

use super::{Call, Core, Occupation, Ring, ScriptError, Stage, Wait, after};
use crate::{
    cause::Cause,
    event::{CallSnapshot, DeviceState, Direction, Event, LegRole, LegSnapshot, LegState, Party, QueueOutcome},
    port::{CallKey, Endpoint, LegKey, QueueKey},
    simulator::config::WhenEmpty,
};

/// A call from outside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrival {
    /// Who calls. With `withheld`, number and name are dropped, as every provider must.
    pub from: Party,
    /// What was dialled.
    pub dialled: Option<String>,
    /// How long this caller may wait; `None` for as long as the queue allows.
    pub wait_limit: Option<Duration>,
}

/// Who ends an answered call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HangUp {
    /// The party that called.
    ByCaller,
    /// The member who answered.
    ByAgent,
}

impl Core {
    /// A call comes in for a queue; it waits there, or is refused.
    pub(crate) fn arrive(&mut self, queue: &QueueKey, arrival: Arrival) -> Result<CallKey, ScriptError> {
        if !self.queues.contains_key(queue) {
            return Err(ScriptError::NoSuchQueue(queue.clone()));
        }
        let key = self.start_call(queue, arrival);
        match self.refusal(queue) {
            Some(outcome) => {
                self.tell(Event::QueueResult { queue: queue.clone(), call: key.clone(), outcome, answered_by: None });
                self.end_call(&key, cause_of(outcome));
            }
            None => {
                self.join(queue, &key);
                self.ring_members();
            }
        }
        Ok(key)
    }

    /// One side of a call hangs up.
    pub(crate) fn hang_up(&mut self, key: &CallKey, by: HangUp) -> Result<(), ScriptError> {
        let call = self.calls.get(key).ok_or_else(|| ScriptError::NoSuchCall(key.clone()))?;
        match (&call.stage, by) {
            (Stage::Waiting(_), HangUp::ByCaller) => self.end_wait(key, QueueOutcome::Abandoned),
            (Stage::Waiting(_), HangUp::ByAgent) => return Err(ScriptError::NotAnswered(key.clone())),
            (Stage::Talking { .. }, HangUp::ByCaller) => self.end_call(key, Cause::CallerHangup),
            (Stage::Talking { .. }, HangUp::ByAgent) => self.end_call(key, Cause::CalleeHangup),
        }
        self.ring_members();
        Ok(())
    }

    /// A wait ends without an answer, as the script says.
    pub(crate) fn stop_waiting(&mut self, key: &CallKey, outcome: QueueOutcome) -> Result<(), ScriptError> {
        match self.calls.get(key).map(|call| &call.stage) {
            None => return Err(ScriptError::NoSuchCall(key.clone())),
            Some(Stage::Talking { .. }) => return Err(ScriptError::NotWaiting(key.clone())),
            Some(Stage::Waiting(_)) => self.end_wait(key, outcome),
        }
        self.ring_members();
        Ok(())
    }

    /// Everyone who waits in a queue is sent away: nobody is there.
    pub(crate) fn send_away(&mut self, queue: &QueueKey) -> Result<(), ScriptError> {
        let waiting = self.queues.get(queue).ok_or_else(|| ScriptError::NoSuchQueue(queue.clone()))?.waiting.clone();
        for key in waiting {
            self.end_wait(&key, QueueOutcome::NoAgents);
        }
        self.ring_members();
        Ok(())
    }

    /// Sends callers away from queues that nobody could answer, where so configured.
    pub(super) fn empty_deserted_queues(&mut self) {
        let deserted: Vec<_> = self.queues.keys().filter(|key| self.is_deserted(key)).cloned().collect();
        for queue in deserted {
            let waiting = self.queues.get(&queue).map(|queue| queue.waiting.clone()).unwrap_or_default();
            for key in waiting {
                self.end_wait(&key, QueueOutcome::NoAgents);
            }
        }
    }

    /// Callers who have waited as long as they may.
    pub(super) fn end_waits(&mut self) {
        let now = self.now;
        let over = self.calls.iter().filter(|(_, call)| match &call.stage {
            Stage::Waiting(wait) => wait.gives_up_at.is_some_and(|at| at <= now),
            Stage::Talking { .. } => false,
        });
        let over: Vec<_> = over.map(|(key, _)| key.clone()).collect();
        for key in over {
            self.end_wait(&key, QueueOutcome::TimedOut);
        }
    }

    /// Takes a call out of its queue and tells how the wait ended; the stage is the caller's to change.
    pub(super) fn leave_queue(&mut self, key: &CallKey, queue: &QueueKey, outcome: QueueOutcome, answered_by: Option<Endpoint>) {
        if let Some(queue) = self.queues.get_mut(queue) {
            queue.waiting.retain(|waiting| waiting != key);
        }
        self.tell(Event::QueueLeft { queue: queue.clone(), call: key.clone(), leg: LegKey(key.0.clone()) });
        self.tell(Event::QueueResult { queue: queue.clone(), call: key.clone(), outcome, answered_by });
    }

    /// Tells a leg of a call as it is now.
    pub(super) fn tell_leg(&mut self, call: &CallKey, leg: LegSnapshot, cause: Option<Cause>) {
        let provider_code = cause.map(|cause| q850(cause).to_owned());
        self.tell(Event::Leg {
            call: call.clone(),
            leg: leg.leg,
            role: leg.role,
            endpoint: leg.endpoint,
            extension: leg.extension,
            party: leg.party,
            state: leg.state,
            cause,
            provider_code,
        });
    }

    /// A member's leg ends, and its telephone is free again.
    pub(super) fn end_agent_leg(&mut self, key: &CallKey, endpoint: &Endpoint, cause: Cause) {
        let legs = self.calls.get_mut(key).map(|call| &mut call.shown.legs);
        let ended = legs.and_then(|legs| {
            let place = legs.iter().position(|leg| leg.endpoint.as_ref() == Some(endpoint))?;
            Some(legs.remove(place))
        });
        if let Some(leg) = ended {
            self.tell_leg(key, LegSnapshot { state: LegState::Ended, ..leg }, Some(cause));
        }
        if let Some(phone) = self.phones.get_mut(endpoint) {
            phone.occupation = Occupation::Free;
        }
    }

    fn start_call(&mut self, queue: &QueueKey, arrival: Arrival) -> CallKey {
        let leg = self.next_leg();
        let key = CallKey(leg.0.clone());
        let from = if arrival.from.withheld { Party { withheld: true, ..Party::default() } } else { arrival.from };
        self.tell(Event::CallStarted {
            call: key.clone(),
            direction: Direction::Inbound,
            from: from.clone(),
            dialled: arrival.dialled.clone(),
        });

        let started = LegSnapshot {
            leg,
            role: LegRole::Caller,
            endpoint: None,
            extension: None,
            party: from.clone(),
            state: LegState::Started,
            started_at: self.now,
        };
        let answered = LegSnapshot { state: LegState::Answered, ..started.clone() };
        self.tell_leg(&key, started, None);
        // A queue takes the call before anybody answers it: the caller hears music, and pays.
        self.tell_leg(&key, answered.clone(), None);

        let limit = arrival.wait_limit.or_else(|| self.queues.get(queue).and_then(|queue| queue.config.wait_limit));
        let wait =
            Wait { queue: queue.clone(), joined_at: self.now, gives_up_at: limit.map(|limit| after(self.now, limit)), ring: Ring::Due };
        let shown = CallSnapshot {
            call: key.clone(),
            direction: Direction::Inbound,
            dialled: arrival.dialled,
            legs: vec![answered],
            queue: None,
            started_at: self.now,
        };
        self.calls.insert(key.clone(), Call { from, shown, stage: Stage::Waiting(wait) });
        key
    }

    fn refusal(&self, key: &QueueKey) -> Option<QueueOutcome> {
        let queue = self.queues.get(key)?;
        if queue.config.room.is_some_and(|room| queue.waiting.len() >= room) {
            return Some(QueueOutcome::Full);
        }
        self.is_deserted(key).then_some(QueueOutcome::NoAgents)
    }

    /// Whether the queue sends callers away now: nobody could answer, not even later today by hanging up.
    fn is_deserted(&self, key: &QueueKey) -> bool {
        self.queues.get(key).is_some_and(|queue| {
            queue.config.when_empty == WhenEmpty::SendAway
                && !queue.members.iter().any(|member| member.paused.is_none() && member.device != DeviceState::Unavailable)
        })
    }

    fn join(&mut self, queue: &QueueKey, key: &CallKey) {
        let Some(joined) = self.queues.get_mut(queue) else { return };
        joined.waiting.push(key.clone());
        let position = u32::try_from(joined.waiting.len()).unwrap_or(u32::MAX);
        if let Some(entry) = self.entry(key, position) {
            self.tell(Event::QueueJoined { queue: queue.clone(), entry });
        }
    }

    /// A wait ends without an answer, and the call with it.
    fn end_wait(&mut self, key: &CallKey, outcome: QueueOutcome) {
        let Some(Call { stage: Stage::Waiting(wait), .. }) = self.calls.get(key) else { return };
        let wait = wait.clone();
        self.leave_queue(key, &wait.queue, outcome, None);
        if let Ring::Ringing { rung, .. } = wait.ring {
            for endpoint in rung {
                self.end_agent_leg(key, &endpoint, cause_of(outcome));
                self.tell_phone(&endpoint);
            }
        }
        self.end_call(key, cause_of(outcome));
    }

    /// The rest of a call's legs end, and the call with them.
    fn end_call(&mut self, key: &CallKey, cause: Cause) {
        if let Some(Call { stage: Stage::Talking { queue, endpoint, since }, .. }) = self.calls.get(key) {
            let (queue, endpoint) = (queue.clone(), endpoint.clone());
            let talk_seconds = u64::try_from((self.now - *since).num_seconds()).unwrap_or_default();
            self.end_agent_leg(key, &endpoint, cause);
            self.tell(Event::AgentDone { queue: queue.clone(), call: Some(key.clone()), endpoint: endpoint.clone(), talk_seconds });
            self.wrap_up(&queue, &endpoint);
        }
        if let Some(call) = self.calls.remove(key) {
            for leg in call.shown.legs {
                self.tell_leg(key, LegSnapshot { state: LegState::Ended, ..leg }, Some(cause));
            }
            self.tell(Event::CallEnded { call: key.clone(), cause, provider_code: Some(q850(cause).to_owned()) });
        }
    }

    fn wrap_up(&mut self, queue: &QueueKey, endpoint: &Endpoint) {
        let now = self.now;
        let seconds = self.queues.get(queue).map_or(0, |queue| queue.config.wrap_up_seconds);
        if seconds > 0
            && let Some(phone) = self.phones.get_mut(endpoint)
        {
            phone.wraps_up_until = Some(after(now, Duration::from_secs(seconds.into())));
        }
        let (device, in_call) = self.device(queue, endpoint);
        self.change_member(queue, endpoint, |member| {
            member.device = device;
            member.in_call = in_call;
            member.calls_taken += 1;
            member.last_call_at = Some(now);
        });
        self.tell_phone(endpoint);
    }
}

/// Why a call ended whose wait ended so.
fn cause_of(outcome: QueueOutcome) -> Cause {
    match outcome {
        QueueOutcome::Answered | QueueOutcome::Withdrawn => Cause::Normal,
        QueueOutcome::Abandoned => Cause::CallerHangup,
        QueueOutcome::TimedOut => Cause::QueueTimeout,
        QueueOutcome::NoAgents => Cause::NoAgent,
        QueueOutcome::Full => Cause::QueueFull,
        QueueOutcome::Unknown => Cause::Unknown,
    }
}

/// The ITU-T Q.850 cause value that a telephone system gives with it.
fn q850(cause: Cause) -> &'static str {
    match cause {
        Cause::Busy => "17",
        Cause::NoAnswer => "19",
        Cause::Unreachable => "20",
        Cause::Rejected => "21",
        Cause::AnsweredElsewhere => "26",
        _ => "16",
    }
}
