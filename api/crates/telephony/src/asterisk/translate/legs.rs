//! Legs and calls: what is told of them, and why they end.

use super::{
    Translator,
    state::{Call, Leg, Side},
};
use crate::{
    cause::Cause,
    event::{Event, LegRole, LegState, QueueOutcome},
    port::{CallKey, LegKey},
};

impl Translator {
    /// Tells a leg as it is now, unless that was told; and first its call, unless that was told.
    pub(super) fn tell_leg(&mut self, key: &LegKey) {
        let Some(leg) = self.legs.get(key) else { return };
        if leg.told.as_ref() == Some(&leg.shown) {
            return;
        }
        let call = leg.call.clone();
        self.tell_call(&call);
        let Some(leg) = self.legs.get_mut(key) else { return };
        if leg.told.as_ref() == Some(&leg.shown) {
            return;
        }
        leg.told = Some(leg.shown.clone());
        let leg = leg.clone();
        self.tell_leg_as(key, &leg, leg.shown.state, None);
    }

    /// Tells that a call began, unless that was told. Its caller's leg is told with it.
    pub(super) fn tell_call(&mut self, key: &CallKey) {
        let Some(call) = self.calls.get_mut(key).filter(|call| !call.told) else { return };
        call.told = true;
        let (direction, dialled) = (call.direction, call.dialled.clone());
        let caller = call.legs.iter().find(|leg| self.legs.get(leg).is_some_and(|leg| leg.shown.role == LegRole::Caller)).cloned();
        let from = caller.as_ref().and_then(|caller| self.legs.get(caller)).map(|caller| caller.shown.party.clone());
        self.told.push(Event::CallStarted { call: key.clone(), direction, from: from.unwrap_or_default(), dialled });
        if let Some(caller) = caller {
            self.tell_leg(&caller);
        }
    }

    fn tell_leg_as(&mut self, key: &LegKey, leg: &Leg, state: LegState, end: Option<(Cause, Option<String>)>) {
        let (cause, provider_code) = end.map_or((None, None), |(cause, code)| (Some(cause), code));
        self.told.push(Event::Leg {
            call: leg.call.clone(),
            leg: key.clone(),
            role: leg.shown.role,
            endpoint: leg.shown.endpoint.clone(),
            extension: leg.shown.endpoint.as_ref().and_then(|endpoint| self.members_at.extension(&endpoint.0)),
            party: leg.shown.party.clone(),
            state,
            cause,
            provider_code,
        });
    }

    pub(super) fn end_leg(&mut self, key: &LegKey) {
        self.settle_ended(key);
        let Some(leg) = self.legs.remove(key) else { return };
        for uniqueid in &leg.channels {
            self.channels.remove(uniqueid);
        }
        self.halves.retain(|_, leg| leg != key);
        let end = self.calls.get(&leg.call).map(|call| (self.cause(&leg, call), code(&leg)));
        if leg.told.is_some() {
            self.tell_leg_as(key, &leg, LegState::Ended, end.clone());
        }

        let Some(call) = self.calls.get_mut(&leg.call) else { return };
        call.legs.retain(|known| known != key);
        if leg.shown.role == LegRole::Caller || call.callers_end.is_none() {
            call.callers_end = end;
        }
        if call.legs.is_empty() {
            self.end_call(&leg.call);
        }
    }

    fn end_call(&mut self, key: &CallKey) {
        let Some(call) = self.calls.remove(key).filter(|call| call.told) else { return };
        let (cause, provider_code) = call.callers_end.unwrap_or((Cause::Unknown, None));
        let cause = match call.outcome {
            Some(QueueOutcome::TimedOut) => Cause::QueueTimeout,
            Some(QueueOutcome::NoAgents) => Cause::NoAgent,
            Some(QueueOutcome::Full) => Cause::QueueFull,
            Some(QueueOutcome::Abandoned) => Cause::CallerHangup,
            _ => cause,
        };
        self.told.push(Event::CallEnded { call: key.clone(), cause, provider_code });
    }

    /// Asterisk's own code tells it where it says more than "over" (16) or nothing at all (0); else what was seen before.
    fn cause(&self, leg: &Leg, call: &Call) -> Cause {
        let told = telling(leg).map(Cause::from_q850);
        if let Some(cause) = told.filter(|cause| *cause != Cause::Normal) {
            return cause;
        }
        let otherwise = told.unwrap_or(Cause::Unknown);
        if leg.shown.role != LegRole::Caller && leg.shown.state != LegState::Answered {
            return match () {
                () if leg.missed => Cause::NoAnswer,
                () if self.answered_elsewhere(call) => Cause::AnsweredElsewhere,
                () if call.last_word == Some(Side::Caller) => Cause::CallerHangup,
                () => otherwise,
            };
        }
        match call.last_word {
            _ if leg.shown.role != LegRole::Caller && leg.hung_up_at.is_some() => Cause::CalleeHangup,
            Some(Side::Caller) => Cause::CallerHangup,
            Some(Side::Called) => Cause::CalleeHangup,
            None => otherwise,
        }
    }

    fn answered_elsewhere(&self, call: &Call) -> bool {
        call.legs
            .iter()
            .filter_map(|leg| self.legs.get(leg))
            .any(|leg| leg.shown.role != LegRole::Caller && leg.shown.state == LegState::Answered)
    }
}

/// The cause value that says most: a second half knows `busy` when its first half says nothing.
fn telling(leg: &Leg) -> Option<u8> {
    let rank = |code: &u8| match code {
        0 => 0,
        16 => 1,
        _ => 2,
    };
    leg.codes.iter().copied().max_by_key(rank).filter(|code| *code != 0)
}

fn code(leg: &Leg) -> Option<String> {
    telling(leg).or_else(|| leg.codes.first().copied()).map(|code| code.to_string())
}
