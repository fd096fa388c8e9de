//! Events as lines people can read. Calls and legs are numbered as they come: `c1`, `c1.1`.

use std::collections::HashMap;

use crate::{
    event::{Event, Party},
    port::{CallKey, LegKey},
};

#[derive(Default)]
pub(super) struct Retold {
    calls: Vec<CallKey>,
    legs: HashMap<CallKey, Vec<LegKey>>,
}

impl Retold {
    pub(super) fn line(&mut self, event: &Event) -> String {
        match event {
            Event::CallStarted { call, direction, from, dialled } => {
                let dialled = dialled.as_ref().map_or_else(String::new, |dialled| format!(" to {dialled}"));
                format!("{} begins, {direction:?}, from {}{dialled}", self.call(call), party(from))
            }
            Event::Leg { call, leg, role, endpoint, party: who, state, cause, provider_code, .. } => {
                let at = endpoint.as_ref().map_or_else(|| party(who), ToString::to_string);
                let why = cause.map_or_else(String::new, |cause| format!(", {cause:?} ({})", provider_code.as_deref().unwrap_or("-")));
                format!("{} {role:?} {at} {state:?}{why}", self.leg(call, leg))
            }
            Event::CallEnded { call, cause, provider_code } => {
                format!("{} ends, {cause:?} ({})", self.call(call), provider_code.as_deref().unwrap_or("-"))
            }
            Event::QueueJoined { queue, entry } => {
                format!("{queue}: {} joins at {}, {}", self.leg(&entry.call, &entry.leg), entry.position, party(&entry.caller))
            }
            Event::QueueLeft { queue, call, leg } => format!("{queue}: {} leaves", self.leg(call, leg)),
            Event::QueueResult { queue, call, outcome, answered_by } => {
                let by = answered_by.as_ref().map_or_else(String::new, |by| format!(" by {by}"));
                format!("{queue}: {} {outcome:?}{by}", self.call(call))
            }
            Event::AgentRinging { queue, call, endpoint, .. } => format!("{queue}: {endpoint} rings for {}", self.call(call)),
            Event::AgentMissed { queue, call, endpoint, ring_millis, .. } => {
                format!("{queue}: {endpoint} missed {} after {ring_millis} ms", self.call(call))
            }
            Event::AgentDone { queue, call, endpoint, talk_seconds } => {
                let call = call.as_ref().map_or_else(|| "a call".to_owned(), |call| self.call(call));
                format!("{queue}: {endpoint} done with {call} after {talk_seconds} s")
            }
            Event::MemberChanged { queue, member } => {
                let paused = member.paused.as_ref().map_or_else(String::new, |why| format!(", paused {why:?}"));
                let call = if member.in_call { ", in call" } else { "" };
                let (who, device, calls) = (&member.endpoint, member.device, member.calls_taken);
                format!("{queue}: {who} {device:?}, penalty {}, {calls} calls{call}{paused}", member.penalty)
            }
            Event::MemberRemoved { queue, endpoint } => format!("{queue}: {endpoint} removed"),
        }
    }

    fn call(&mut self, key: &CallKey) -> String {
        format!("c{}", number(&mut self.calls, key))
    }

    fn leg(&mut self, call: &CallKey, leg: &LegKey) -> String {
        let call_number = number(&mut self.calls, call);
        format!("c{call_number}.{}", number(self.legs.entry(call.clone()).or_default(), leg))
    }
}

fn number<T: Clone + PartialEq>(known: &mut Vec<T>, thing: &T) -> usize {
    known.iter().position(|one| one == thing).unwrap_or_else(|| {
        known.push(thing.clone());
        known.len() - 1
    }) + 1
}

fn party(party: &Party) -> String {
    match (party.withheld, &party.number, &party.name) {
        (true, ..) => "withheld".to_owned(),
        (_, Some(number), Some(name)) => format!("{number} {name}"),
        (_, Some(number), None) => number.clone(),
        _ => "nobody".to_owned(),
    }
}
