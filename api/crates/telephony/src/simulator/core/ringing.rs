//! Ringing: which members' telephones ring for which waiting call, and what comes of it.

use std::time::Duration;

use numbering::Extension;

use super::{Core, Occupation, Ring, ScriptError, Stage, Wait, after};
use crate::{
    cause::Cause,
    event::{Event, LegRole, LegSnapshot, LegState, Party, QueueOutcome},
    port::{CallKey, Endpoint, QueueKey},
    simulator::config::{Strategy, endpoint, extension},
};

/// Shorter limits would ring and rest without end at one instant.
const SHORTEST: Duration = Duration::from_secs(1);

impl Core {
    /// The member at that extension answers the call that rings there.
    pub(crate) fn answer(&mut self, extension: &Extension) -> Result<CallKey, ScriptError> {
        let (key, wait, at) = self.rung_at(extension)?;
        self.leave_queue(&key, &wait.queue, QueueOutcome::Answered, Some(at.clone()));
        if let Ring::Ringing { rung, .. } = &wait.ring {
            for other in rung.iter().filter(|other| **other != at) {
                self.end_agent_leg(&key, other, Cause::AnsweredElsewhere);
                self.tell_phone(other);
            }
        }
        self.step_agent_leg(&key, &at, LegState::Answered);
        if let Some(call) = self.calls.get_mut(&key) {
            call.shown.queue = Some(wait.queue.clone());
            call.stage = Stage::Talking { queue: wait.queue.clone(), endpoint: at.clone(), since: self.now };
        }
        self.occupy(&at, Occupation::Talking(wait.queue));
        self.ring_members();
        Ok(key)
    }

    /// The member at that extension refuses the call that rings there.
    pub(crate) fn decline(&mut self, extension: &Extension) -> Result<CallKey, ScriptError> {
        let (key, wait, at) = self.rung_at(extension)?;
        self.miss(&key, &wait, &at, Cause::Rejected);
        self.ring_members();
        Ok(key)
    }

    /// A telephone that rings is out of reach from now on.
    pub(super) fn lose_ring(&mut self, extension: &Extension) {
        if let Ok((key, wait, at)) = self.rung_at(extension) {
            self.miss(&key, &wait, &at, Cause::Unreachable);
        }
    }

    /// Rings free members for calls that wait, the longest waiting first, until nobody is free or nobody waits unrung.
    pub(super) fn ring_members(&mut self) {
        self.empty_deserted_queues();
        let queues: Vec<_> = self.queues.keys().cloned().collect();
        for queue in queues {
            let waiting = self.queues.get(&queue).map(|queue| queue.waiting.clone()).unwrap_or_default();
            for key in waiting {
                if matches!(self.wait_of(&key), Some(Wait { ring: Ring::Due, .. })) {
                    let chosen = self.choose(&queue);
                    if chosen.is_empty() {
                        break;
                    }
                    self.ring(&queue, &key, chosen);
                }
            }
        }
    }

    /// Rings that lasted as long as they may, and rests that are over.
    pub(super) fn end_rings(&mut self) {
        let now = self.now;
        let waits = self.calls.iter().filter_map(|(key, call)| match &call.stage {
            Stage::Waiting(wait) if wait.ring.due().is_some_and(|at| at <= now) => Some((key.clone(), wait.clone())),
            _ => None,
        });
        let due: Vec<_> = waits.collect();
        for (key, wait) in due {
            match &wait.ring {
                Ring::Due => {}
                Ring::Resting { .. } => self.set_ring(&key, Ring::Due),
                Ring::Ringing { rung, .. } => {
                    for at in rung {
                        self.miss(&key, &wait, at, Cause::NoAnswer);
                    }
                }
            }
        }
    }

    pub(super) fn end_wrap_ups(&mut self) {
        for phone in self.phones.values_mut() {
            phone.wraps_up_until = phone.wraps_up_until.filter(|until| *until > self.now);
        }
    }

    fn wait_of(&self, key: &CallKey) -> Option<&Wait> {
        match &self.calls.get(key)?.stage {
            Stage::Waiting(wait) => Some(wait),
            Stage::Talking { .. } => None,
        }
    }

    fn set_ring(&mut self, key: &CallKey, ring: Ring) {
        if let Some(Stage::Waiting(wait)) = self.calls.get_mut(key).map(|call| &mut call.stage) {
            wait.ring = ring;
        }
    }

    /// The call that rings at an extension.
    fn rung_at(&self, extension: &Extension) -> Result<(CallKey, Wait, Endpoint), ScriptError> {
        let at = endpoint(extension);
        if !self.phones.contains_key(&at) {
            return Err(ScriptError::NoSuchPhone(extension.clone()));
        }
        let call = self.calls.iter().find_map(|(key, call)| match &call.stage {
            Stage::Waiting(wait) => match &wait.ring {
                Ring::Ringing { rung, .. } if rung.contains(&at) => Some((key.clone(), wait.clone())),
                _ => None,
            },
            Stage::Talking { .. } => None,
        });
        let (key, wait) = call.ok_or_else(|| ScriptError::NotRinging(extension.clone()))?;
        Ok((key, wait, at))
    }

    /// Whom a queue rings next: nobody, one, or all who are free with the lowest penalty.
    fn choose(&self, queue: &QueueKey) -> Vec<Endpoint> {
        let Some(queue) = self.queues.get(queue) else { return Vec::new() };
        let free = queue.members.iter().filter(|member| member.paused.is_none()).filter_map(|member| {
            let phone = self.phones.get(&member.endpoint)?;
            let free = phone.registered && phone.occupation == Occupation::Free && phone.wraps_up_until.is_none();
            free.then_some((member.penalty, phone.rung, &member.endpoint))
        });
        let mut free: Vec<_> = free.collect();
        free.sort();
        let lowest = free.first().map(|(penalty, ..)| *penalty);
        let first = free.into_iter().take_while(|(penalty, ..)| Some(*penalty) == lowest).map(|(.., endpoint)| endpoint.clone());
        match queue.config.strategy {
            Strategy::RingAll => first.collect(),
            Strategy::OneByOne => first.take(1).collect(),
        }
    }

    fn ring(&mut self, queue: &QueueKey, key: &CallKey, chosen: Vec<Endpoint>) {
        let limit = self.queues.get(queue).map_or(SHORTEST, |queue| queue.config.ring_limit.max(SHORTEST));
        for at in &chosen {
            self.start_agent_leg(queue, key, at);
            self.tell(Event::AgentRinging { queue: queue.clone(), call: key.clone(), endpoint: at.clone(), extension: extension(at) });
            let serial = self.next_serial();
            if let Some(phone) = self.phones.get_mut(at) {
                phone.rung = serial;
            }
            self.occupy(at, Occupation::Rung);
            self.step_agent_leg(key, at, LegState::Ringing);
        }
        self.set_ring(key, Ring::Ringing { since: self.now, until: after(self.now, limit), rung: chosen });
    }

    /// A member's telephone rang for a call and was not answered. `wait` is as it was while it rang.
    fn miss(&mut self, key: &CallKey, wait: &Wait, at: &Endpoint, cause: Cause) {
        let Ring::Ringing { since, .. } = &wait.ring else { return };
        let ring_millis = u64::try_from((self.now - *since).num_milliseconds()).unwrap_or_default();
        self.end_agent_leg(key, at, cause);
        self.tell(Event::AgentMissed {
            queue: wait.queue.clone(),
            call: key.clone(),
            endpoint: at.clone(),
            extension: extension(at),
            ring_millis,
        });
        self.tell_phone(at);
        self.stop_ringing(key, at);
    }

    /// One telephone less rings for the call; with the last one gone the queue rests.
    fn stop_ringing(&mut self, key: &CallKey, at: &Endpoint) {
        let Some(wait) = self.wait_of(key).cloned() else { return };
        let Ring::Ringing { since, until, mut rung } = wait.ring else { return };
        rung.retain(|other| other != at);
        if rung.is_empty() {
            let rest = self.queues.get(&wait.queue).map_or(SHORTEST, |queue| queue.config.retry_after.max(SHORTEST));
            self.set_ring(key, Ring::Resting { until: after(self.now, rest) });
        } else {
            self.set_ring(key, Ring::Ringing { since, until, rung });
        }
    }

    fn start_agent_leg(&mut self, queue: &QueueKey, key: &CallKey, at: &Endpoint) {
        let leg = self.next_leg();
        let member = self.queues.get(queue).and_then(|queue| queue.members.iter().find(|member| member.endpoint == *at));
        let number = extension(at);
        let party = Party {
            number: number.as_ref().map(ToString::to_string),
            name: member.map(|member| member.name.clone()).filter(|name| !name.is_empty()),
            withheld: false,
        };
        let leg = LegSnapshot {
            leg,
            role: LegRole::Agent,
            endpoint: Some(at.clone()),
            extension: number,
            party,
            state: LegState::Started,
            started_at: self.now,
        };
        if let Some(call) = self.calls.get_mut(key) {
            call.shown.legs.push(leg.clone());
            self.tell_leg(key, leg, None);
        }
    }

    fn step_agent_leg(&mut self, key: &CallKey, at: &Endpoint, state: LegState) {
        let legs = self.calls.get_mut(key).map(|call| call.shown.legs.iter_mut());
        let leg = legs.and_then(|mut legs| legs.find(|leg| leg.endpoint.as_ref() == Some(at)));
        if let Some(leg) = leg {
            leg.state = state;
            let leg = leg.clone();
            self.tell_leg(key, leg, None);
        }
    }

    fn occupy(&mut self, at: &Endpoint, occupation: Occupation) {
        if let Some(phone) = self.phones.get_mut(at) {
            phone.occupation = occupation;
        }
        self.tell_phone(at);
    }
}
