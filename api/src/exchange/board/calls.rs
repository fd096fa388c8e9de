//! Calls and their legs.

use chrono::{DateTime, Utc};
use entity::{
    call, call_leg,
    id::{CallId, LegId, PersonId},
    stored::{CallDirection, CallStatus, ChangeKind, LegState},
};
use numbering::Extension;
use std::collections::{BTreeMap, HashSet};
use telephony::{
    cause::Cause,
    event::{Direction, Entry, LegRole, Party},
    port::{CallKey, Endpoint, LegKey},
};

use super::{Board, CallBoard};
use crate::{
    calls::{
        news,
        state::{self, Moment},
    },
    exchange::{directory::number, words},
};

/// What an event tells of a leg.
pub(super) struct LegNews {
    pub(super) role: LegRole,
    pub(super) endpoint: Option<Endpoint>,
    pub(super) extension: Option<Extension>,
    pub(super) party: Party,
    pub(super) state: telephony::event::LegState,
    pub(super) cause: Option<Cause>,
    pub(super) provider_code: Option<String>,
}

/// Whole seconds from one instant to another, never below zero.
pub(super) fn whole_seconds(from: DateTime<Utc>, to: DateTime<Utc>) -> i32 {
    i32::try_from((to - from).num_seconds().max(0)).unwrap_or(i32::MAX)
}

impl Board {
    /// A call began.
    pub(super) fn call_started(&mut self, key: CallKey, direction: Direction, from: &Party, dialled: Option<String>, at: DateTime<Utc>) {
        if self.calls.contains_key(&key) {
            return;
        }
        let row = call::Model {
            id: CallId::new(),
            account_id: self.provider.account_id,
            provider_id: self.provider.id,
            provider_key: key.0.clone(),
            direction: words::direction(direction),
            status: CallStatus::Ringing,
            from_number: number(from.number.as_deref(), self.country),
            from_name: from.name.clone(),
            withheld: from.withheld,
            dialled,
            queue_id: None,
            person_id: None,
            queue_outcome: None,
            started_at: at,
            answered_at: None,
            ended_at: None,
            wait_seconds: None,
            talk_seconds: None,
            cause: None,
            provider_code: None,
        };
        self.calls.insert(key.clone(), CallBoard { row, legs: BTreeMap::new() });
        self.tell_call(&key, ChangeKind::Created, at);
    }

    /// A leg joined a call, or came a step further.
    pub(super) fn leg(&mut self, key: &CallKey, leg: LegKey, told: LegNews, at: DateTime<Utc>) {
        let person_id = self.directory.person(told.extension.as_ref());
        let from = number(told.party.number.as_deref(), self.country);
        let Some(call) = self.calls.get_mut(key) else { return };
        let reached = words::leg_state(told.state);
        let row = call.legs.entry(leg.clone()).or_insert_with(|| call_leg::Model {
            id: LegId::new(),
            account_id: call.row.account_id,
            call_id: call.row.id,
            provider_key: leg.0.clone(),
            role: words::role(told.role),
            person_id,
            endpoint: told.endpoint.map(|endpoint| endpoint.0),
            extension: told.extension.map(String::from),
            number: from.clone(),
            state: LegState::Started,
            started_at: at,
            ringing_at: None,
            answered_at: None,
            ended_at: None,
            cause: None,
            provider_code: None,
        });
        // States only go forward; an end is final.
        if reached < row.state || row.state == LegState::Ended {
            return;
        }
        row.state = reached;
        match reached {
            LegState::Started => {}
            LegState::Ringing => row.ringing_at = row.ringing_at.or(Some(at)),
            LegState::Answered => row.answered_at = row.answered_at.or(Some(at)),
            LegState::Ended => {
                row.ended_at = Some(at);
                row.cause = Some(words::cause(told.cause.unwrap_or(Cause::Unknown)));
                row.provider_code = told.provider_code;
            }
        }
        let leg = row.clone();
        let is_caller = leg.role == entity::stored::LegRole::Caller;
        let answers = reached == LegState::Answered && !is_caller;
        if is_caller && call.row.from_number.is_none() && !call.row.withheld {
            call.row.from_number = from;
            call.row.from_name = call.row.from_name.take().or(told.party.name);
        }
        // Who talks for the team: on the way in who answered, on the way out who called.
        let talks = match call.row.direction {
            CallDirection::Inbound => leg.person_id,
            CallDirection::Outbound => {
                call.legs.values().find(|leg| leg.role == entity::stored::LegRole::Caller).and_then(|leg| leg.person_id)
            }
        };
        self.changes.legs.insert(leg.id, leg);
        // A queue's answer is told by its result, which knows more. A wait that is over holds nobody up: a call that was given
        // up by a queue may be answered elsewhere.
        if answers && !self.waits(key) {
            self.move_call(key, Moment::Answered, at, |row| {
                row.answered_at = row.answered_at.or(Some(at));
                row.person_id = row.person_id.or(talks);
            });
        } else {
            self.tell_call(key, ChangeKind::Updated, at);
        }
    }

    /// Whether the call is in a queue, or how it left is not known yet.
    fn waits(&self, key: &CallKey) -> bool {
        self.queues.values().any(|queue| queue.visits.contains_key(key))
    }

    /// A wait is over otherwise than by an answer; if somebody talks nevertheless, the answer was not seen.
    pub(super) fn answered_unseen(&mut self, key: &CallKey, at: DateTime<Utc>) {
        if self.waits(key) {
            return;
        }
        let Some(call) = self.calls.get(key).filter(|call| call.row.status == CallStatus::Waiting) else { return };
        let mut others = call.legs.values().filter(|leg| leg.role != entity::stored::LegRole::Caller);
        let Some(person_id) = others.find(|leg| leg.state == LegState::Answered).map(|leg| leg.person_id) else { return };
        self.move_call(key, Moment::Answered, at, |row| {
            row.answered_at = row.answered_at.or(Some(at));
            row.person_id = row.person_id.or(person_id);
        });
    }

    /// The last leg of a call is gone.
    pub(super) fn call_ended(&mut self, key: &CallKey, cause: Cause, provider_code: Option<String>, at: DateTime<Utc>) {
        let Some(call) = self.calls.get(key) else { return };
        let cause = words::cause(cause);
        let moment = Moment::Ends { cause, outcome: call.row.queue_outcome, talked: call.row.answered_at.is_some() };
        self.close_legs(key, at, |_| true);
        self.move_call(key, moment, at, |row| {
            row.ended_at = Some(at);
            row.cause = Some(cause);
            row.provider_code = provider_code;
            row.talk_seconds = row.answered_at.map(|answered| whole_seconds(answered, at));
        });
        self.calls.remove(key);
    }

    /// A call was found to be over: when and how is not known.
    pub(super) fn call_lost(&mut self, key: &CallKey, at: DateTime<Utc>) {
        self.close_legs(key, at, |_| true);
        if let Some(call) = self.calls.get(key) {
            let id = call.row.id;
            self.queues.values_mut().for_each(|queue| queue.talks.retain(|_, visit| visit.call_id != id));
        }
        self.move_call(key, Moment::Lost, at, |row| {
            row.ended_at = Some(at);
            row.cause = Some(entity::stored::CallCause::Unknown);
        });
        self.calls.remove(key);
    }

    /// Legs were found to be over.
    pub(super) fn legs_lost(&mut self, key: &CallKey, present: &HashSet<LegKey>, at: DateTime<Utc>) {
        if self.close_legs(key, at, |leg| !present.contains(leg)) {
            self.tell_call(key, ChangeKind::Updated, at);
        }
    }

    /// Ends the legs that are `over`, how is not known; tells whether there were any.
    fn close_legs(&mut self, key: &CallKey, at: DateTime<Utc>, over: impl Fn(&LegKey) -> bool) -> bool {
        let Some(call) = self.calls.get_mut(key) else { return false };
        let mut any = false;
        for (_, leg) in call.legs.iter_mut().filter(|(key, leg)| leg.ended_at.is_none() && over(key)) {
            any = true;
            leg.state = LegState::Ended;
            leg.ended_at = Some(at);
            leg.cause = Some(entity::stored::CallCause::Unknown);
            self.changes.legs.insert(leg.id, leg.clone());
        }
        any
    }

    /// The id of a call that joins a queue; one not known yet (its start was not seen) begins here.
    pub(super) fn call_id_of(&mut self, key: &CallKey, caller: &Party, at: DateTime<Utc>) -> CallId {
        if let Some(call) = self.calls.get(key) {
            return call.row.id;
        }
        self.call_started(key.clone(), Direction::Inbound, caller, None, at);
        self.calls.get(key).map_or_else(CallId::new, |call| call.row.id)
    }

    /// As a queue's entry, a call that was refused without waiting.
    pub(super) fn refused(&self, key: &CallKey, at: DateTime<Utc>) -> Option<Entry> {
        let call = &self.calls.get(key)?.row;
        let caller = Party { number: call.from_number.clone(), name: call.from_name.clone(), withheld: call.withheld };
        Some(Entry { call: key.clone(), leg: LegKey(key.0.clone()), position: 1, caller, joined_at: at })
    }

    /// Moves a call, if `moment` fits, and writes beside it what `note` says.
    pub(super) fn move_call(&mut self, key: &CallKey, moment: Moment, at: DateTime<Utc>, note: impl FnOnce(&mut call::Model)) {
        let Some(call) = self.calls.get_mut(key) else { return };
        let Some(next) = state::next(call.row.status, moment) else {
            tracing::debug!(call.id = %call.row.id, status = call.row.status.as_str(), ?moment, "exchange: a moment that does not fit moves nothing");
            return;
        };
        call.row.status = next;
        note(&mut call.row);
        self.tell_call(key, ChangeKind::Updated, at);
    }

    /// Writes beside a call what `note` says, without moving it.
    pub(super) fn note_call(&mut self, key: &CallKey, at: DateTime<Utc>, note: impl FnOnce(&mut call::Model)) {
        let Some(call) = self.calls.get_mut(key) else { return };
        note(&mut call.row);
        self.tell_call(key, ChangeKind::Updated, at);
    }

    fn tell_call(&mut self, key: &CallKey, kind: ChangeKind, at: DateTime<Utc>) {
        let Some(call) = self.calls.get(key) else { return };
        let row = call.row.clone();
        let mut persons: Vec<PersonId> = call.legs.values().filter_map(|leg| leg.person_id).collect();
        persons.sort_unstable();
        persons.dedup();
        self.changes.news.push(news::changed(&row, persons, kind, at));
        self.changes.calls.insert(row.id, row);
    }
}
