//! Waits of calls in queues, who rings for them, how they end, and what is counted of them.

use chrono::{DateTime, Utc};
use entity::{
    id::VisitId,
    queue_visit,
    stored::{Presence, QueueChangeKind},
};
use numbering::Extension;
use telephony::{
    event::{Entry, QueueOutcome},
    port::{CallKey, Endpoint, QueueKey},
};

use super::Board;
use crate::{
    calls::{self, state::Moment},
    exchange::{directory::number, words},
    queues::{counters, news::QueueNews},
};

impl Board {
    /// A call began to wait.
    pub(super) fn joined(&mut self, key: &QueueKey, entry: &Entry, at: DateTime<Utc>) {
        self.turn_day(key, at);
        let from = number(entry.caller.number.as_deref(), self.country);
        let call_id = self.call_id_of(&entry.call, &entry.caller, at);
        let Some(queue) = self.queues.get_mut(key) else { return };
        if queue.visits.contains_key(&entry.call) {
            return;
        }
        let visit = queue_visit::Model {
            id: VisitId::new(),
            account_id: queue.row.account_id,
            queue_id: queue.row.id,
            call_id,
            number: from,
            name: entry.caller.name.clone(),
            withheld: entry.caller.withheld,
            ringing: serde_json::json!([]),
            joined_at: entry.joined_at.min(at),
            left_at: None,
            outcome: None,
            person_id: None,
            wait_seconds: None,
            talk_seconds: None,
        };
        let queue_id = queue.row.id;
        queue.visits.insert(entry.call.clone(), visit.clone());
        self.tell_visit(key, QueueChangeKind::CallJoined, visit, at);
        self.move_call(&entry.call, Moment::Waits, at, |call| {
            call.queue_id = Some(queue_id);
            call.queue_outcome = None;
        });
    }

    /// A member's telephone rings for a waiting call.
    pub(super) fn rings(&mut self, key: &QueueKey, call: &CallKey, endpoint: &Endpoint, extension: Option<&Extension>, at: DateTime<Utc>) {
        let person_id = self.directory.person(extension);
        let Some(queue) = self.queues.get_mut(key) else { return };
        let Some(visit) = queue.visits.get_mut(call) else { return };
        let mut ringing = texts(&visit.ringing);
        if ringing.contains(&endpoint.0) {
            return;
        }
        ringing.push(endpoint.0.clone());
        visit.ringing = ringing.into();
        let visit = visit.clone();
        let call_id = visit.call_id;
        self.tell_visit(key, QueueChangeKind::CallRinging, visit, at);
        if let (Some(person), Some(call)) = (person_id, self.calls.get(call)) {
            self.changes.news.push(calls::news::ringing(&call.row, person, at));
        }
        self.member_in(key, endpoint, Some(call_id), at);
    }

    /// A member's telephone rings no more, unanswered.
    pub(super) fn rings_no_more(&mut self, key: &QueueKey, call: &CallKey, endpoint: &Endpoint, at: DateTime<Utc>) {
        self.member_in(key, endpoint, None, at);
        let Some(visit) = self.queues.get_mut(key).and_then(|queue| queue.visits.get_mut(call)) else { return };
        let ringing = texts(&visit.ringing);
        if !ringing.contains(&endpoint.0) {
            return;
        }
        visit.ringing = ringing.into_iter().filter(|other| *other != endpoint.0).collect::<Vec<_>>().into();
        let visit = visit.clone();
        self.tell_visit(key, QueueChangeKind::CallRinging, visit, at);
    }

    /// A call no longer waits; how it ended may not be known yet.
    pub(super) fn left(&mut self, key: &QueueKey, call: &CallKey, at: DateTime<Utc>) {
        let Some(visit) = self.queues.get_mut(key).and_then(|queue| queue.visits.get_mut(call)) else { return };
        if visit.left_at.is_some() {
            return;
        }
        leave(visit, at);
        let visit = visit.clone();
        self.tell_visit(key, QueueChangeKind::CallLeft, visit, at);
    }

    /// How a wait ended became known.
    pub(super) fn result(&mut self, key: &QueueKey, call: &CallKey, outcome: QueueOutcome, by: Option<&Endpoint>, at: DateTime<Utc>) {
        self.turn_day(key, at);
        // Refused without ever waiting: it waited no time at all.
        if self.queues.get(key).is_some_and(|queue| !queue.visits.contains_key(call)) {
            let Some(entry) = self.refused(call, at) else { return };
            self.joined(key, &entry, at);
        }
        let Some(queue) = self.queues.get_mut(key) else { return };
        let Some(mut visit) = queue.visits.remove(call) else { return };
        let person_id = by.and_then(|endpoint| queue.members.get(endpoint)).and_then(|member| member.row.person_id);
        if visit.left_at.is_none() {
            leave(&mut visit, at);
        }
        let outcome = words::outcome(outcome);
        visit.outcome = Some(outcome);
        visit.person_id = person_id;
        let waited = visit.wait_seconds.unwrap_or_default();
        counters::count(&mut queue.days.today, outcome, waited, queue.row.service_level_seconds);
        let call_id = visit.call_id;
        if let Some(endpoint) = by {
            queue.talks.insert(endpoint.clone(), visit.clone());
        }
        self.tell_visit(key, QueueChangeKind::CallResult, visit, at);
        let answered = outcome == entity::stored::QueueOutcome::Answered;
        let note = |row: &mut entity::call::Model| {
            row.queue_outcome = Some(outcome);
            row.wait_seconds = Some(row.wait_seconds.unwrap_or_default().saturating_add(waited));
            if answered {
                row.person_id = person_id;
                row.answered_at = row.answered_at.or(Some(at));
            }
        };
        if answered {
            self.move_call(call, Moment::Answered, at, note);
            if let Some(endpoint) = by {
                self.member_in(key, endpoint, Some(call_id), at);
            }
        } else {
            self.note_call(call, at, note);
            self.answered_unseen(call, at);
        }
    }

    /// Telephones of `key` that rang when last heard of, and are free or gone now, ring no more for those who still wait.
    pub(super) fn silent(&mut self, key: &QueueKey, at: DateTime<Utc>) {
        let Some(queue) = self.queues.get_mut(key) else { return };
        let members = &queue.members;
        let busy = |endpoint: &String| {
            let member = members.get(&Endpoint(endpoint.clone()));
            member.is_some_and(|member| matches!(member.row.presence, Presence::Ringing | Presence::OnCall))
        };
        let mut told = Vec::new();
        for visit in queue.visits.values_mut() {
            let rang = texts(&visit.ringing);
            let ring: Vec<String> = rang.iter().filter(|endpoint| busy(endpoint)).cloned().collect();
            if ring.len() < rang.len() {
                visit.ringing = ring.into();
                told.push(visit.clone());
            }
        }
        for visit in told {
            self.tell_visit(key, QueueChangeKind::CallRinging, visit, at);
        }
    }

    /// A member and a caller have finished talking.
    pub(super) fn talked(&mut self, key: &QueueKey, call: Option<&CallKey>, endpoint: &Endpoint, talk_seconds: u64, at: DateTime<Utc>) {
        self.turn_day(key, at);
        let call_id = call.and_then(|call| self.calls.get(call)).map(|call| call.row.id);
        let Some(queue) = self.queues.get_mut(key) else { return };
        let Some(mut visit) = queue.talks.remove(endpoint) else { return };
        // Matched by the member: the call is not always told. Where it is, it must be this one.
        if call_id.is_some_and(|call_id| call_id != visit.call_id) {
            queue.talks.insert(endpoint.clone(), visit);
            return;
        }
        let seconds = i32::try_from(talk_seconds).unwrap_or(i32::MAX);
        visit.talk_seconds = Some(seconds);
        queue.days.today.talks += 1;
        queue.days.today.talk_seconds += i64::from(seconds);
        self.tell_visit(key, QueueChangeKind::CallResult, visit, at);
    }

    fn tell_visit(&mut self, key: &QueueKey, what: QueueChangeKind, visit: queue_visit::Model, at: DateTime<Utc>) {
        let actor = self.actor();
        let Some(queue) = self.queues.get(key) else { return };
        self.changes.visits.insert(visit.id, visit.clone());
        self.changes.days.insert((queue.row.id, queue.days.today.day), queue.days.today.clone());
        let waiting = queue.visits.values().filter(|visit| visit.left_at.is_none());
        let told = counters::told(&queue.days.today, counters::zone(&queue.row), waiting);
        let outcome = visit.outcome;
        let news = QueueNews { visit: Some(visit), counters: Some(told), ..QueueNews::new(what, &actor) };
        self.changes.events.push(news.history(queue.row.account_id, queue.row.id, at, outcome));
        self.changes.news.push(news.publish(queue.row.account_id, queue.row.id, at));
    }
}

fn leave(visit: &mut queue_visit::Model, at: DateTime<Utc>) {
    visit.left_at = Some(at);
    visit.ringing = serde_json::json!([]);
    visit.wait_seconds = Some(super::calls::whole_seconds(visit.joined_at, at));
}

/// The texts of a JSON array.
fn texts(array: &serde_json::Value) -> Vec<String> {
    array.as_array().into_iter().flatten().filter_map(|text| text.as_str().map(str::to_owned)).collect()
}
