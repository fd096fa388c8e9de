//! Members of queues: each change closes a version of the row and begins the next.

use chrono::{DateTime, Utc};
use entity::{
    id::{CallId, MemberId, MemberVersionId},
    queue_member,
    stored::{Presence, QueueChangeKind},
};
use telephony::{
    event::{Member, Membership},
    port::{Endpoint, QueueKey},
};

use super::{Board, MemberBoard};
use crate::{
    auth::Actor,
    exchange::expected::Effect,
    queues::{news::QueueNews, presence},
};

impl Board {
    /// The provider told a member, whole.
    pub(super) fn member_told(&mut self, queue: &QueueKey, told: Member, at: DateTime<Utc>) {
        let endpoint = told.endpoint.clone();
        let Some(known) = self.queues.get_mut(queue).map(|queue| queue.members.get_mut(&endpoint)) else { return };
        match known {
            Some(member) => {
                member.told = Some(told);
                self.refresh(queue, &endpoint, at);
            }
            None => self.member_new(queue, told, at),
        }
    }

    fn member_new(&mut self, key: &QueueKey, told: Member, at: DateTime<Utc>) {
        let extension = told.extension.as_ref().map(ToString::to_string);
        let (actor, reason) = self
            .expected
            .take(key, &told.endpoint.0, extension.as_deref(), |effect| *effect == Effect::There, at)
            .unwrap_or_else(|| (Actor::provider(self.provider.name.clone()), None));
        let person_id = self.directory.person(told.extension.as_ref());
        let Some(queue) = self.queues.get_mut(key) else { return };
        let row = queue_member::Model {
            id: MemberVersionId::new(),
            member_id: MemberId::new(),
            account_id: queue.row.account_id,
            queue_id: queue.row.id,
            endpoint: told.endpoint.0.clone(),
            extension,
            person_id,
            name: told.name.clone(),
            fixed: told.membership == Membership::Fixed,
            presence: presence::of(&told, at),
            since: at,
            paused_reason: told.paused.clone(),
            paused_at: told.paused.as_ref().map(|_| told.paused_at.map_or(at, |since| since.min(at))),
            penalty: i32::try_from(told.penalty).unwrap_or(i32::MAX),
            calls_taken: i32::try_from(told.calls_taken).unwrap_or(i32::MAX),
            last_call_at: told.last_call_at,
            call_id: None,
            actor_kind: actor.kind,
            actor_id: actor.id,
            actor_name: actor.name.clone(),
            valid_from: at,
            valid_to: None,
        };
        let endpoint = told.endpoint.clone();
        queue.members.insert(endpoint, MemberBoard { row: row.clone(), told: Some(told), call: None });
        self.changes.members.insert(row.id, row.clone());
        self.tell_member(key, QueueChangeKind::MemberAdded, row, true, (actor, reason), at);
    }

    /// The provider told that a member is gone.
    pub(super) fn member_gone(&mut self, key: &QueueKey, endpoint: &Endpoint, at: DateTime<Utc>) {
        let Some(mut member) = self.queues.get_mut(key).and_then(|queue| queue.members.remove(endpoint)) else { return };
        let word = self.expected.take(key, &endpoint.0, member.row.extension.as_deref(), |effect| *effect == Effect::Gone, at);
        let who = word.unwrap_or_else(|| (self.actor(), None));
        member.row.valid_to = Some(at);
        self.changes.members.insert(member.row.id, member.row.clone());
        self.tell_member(key, QueueChangeKind::MemberRemoved, member.row, true, who, at);
    }

    /// Nobody will tell any more who is in the queues.
    pub(super) fn members_forgotten(&mut self, why: &str, at: DateTime<Utc>) {
        let mut gone = Vec::new();
        for (key, queue) in &mut self.queues {
            gone.extend(std::mem::take(&mut queue.members).into_values().map(|member| (key.clone(), member.row)));
        }
        for (key, mut row) in gone {
            row.valid_to = Some(at);
            self.changes.members.insert(row.id, row.clone());
            self.tell_member(&key, QueueChangeKind::MemberRemoved, row, true, (Actor::system(), Some(why.to_owned())), at);
        }
    }

    /// The call a member rings for, or talks in, became known.
    pub(super) fn member_in(&mut self, key: &QueueKey, endpoint: &Endpoint, call: Option<CallId>, at: DateTime<Utc>) {
        let Some(member) = self.queues.get_mut(key).and_then(|queue| queue.members.get_mut(endpoint)) else { return };
        member.call = call;
        self.refresh(key, endpoint, at);
    }

    /// Forgets the calls that members of `key` are in no longer: they may be in others that nobody told of.
    pub(super) fn forget_calls(&mut self, key: &QueueKey, at: DateTime<Utc>) {
        let Some(queue) = self.queues.get(key) else { return };
        let in_it = |member: &MemberBoard| {
            let call = self.calls.values().find(|call| Some(call.row.id) == member.call);
            call.is_some_and(|call| {
                call.legs.values().filter(|leg| leg.ended_at.is_none()).any(|leg| {
                    leg.endpoint.as_ref() == Some(&member.row.endpoint) || leg.extension.is_some() && leg.extension == member.row.extension
                })
            })
        };
        let elsewhere = |(_, member): &(&Endpoint, &MemberBoard)| member.call.is_some() && !in_it(member);
        let gone: Vec<Endpoint> = queue.members.iter().filter(elsewhere).map(|(endpoint, _)| endpoint.clone()).collect();
        for endpoint in gone {
            self.member_in(key, &endpoint, None, at);
        }
    }

    /// Looks again at every member of a queue: time has passed, or persons have changed.
    pub(super) fn refresh_members(&mut self, key: &QueueKey, at: DateTime<Utc>) {
        let endpoints: Vec<Endpoint> = self.queues.get(key).map(|queue| queue.members.keys().cloned().collect()).unwrap_or_default();
        for endpoint in endpoints {
            self.refresh(key, &endpoint, at);
        }
    }

    /// Looks again at everybody.
    pub(super) fn refresh_all(&mut self, at: DateTime<Utc>) {
        let keys: Vec<QueueKey> = self.queues.keys().cloned().collect();
        for key in keys {
            self.refresh_members(&key, at);
        }
    }

    /// When wrap-ups end.
    pub(super) fn wrap_ups(&self) -> impl Iterator<Item = DateTime<Utc>> {
        self.queues
            .values()
            .flat_map(|queue| queue.members.values())
            .filter(|member| member.row.presence == Presence::WrapUp)
            .filter_map(|member| presence::wrap_up_ends(member.told.as_ref()?))
    }

    /// Makes the row what it is by now; a new version only if something is different.
    fn refresh(&mut self, key: &QueueKey, endpoint: &Endpoint, at: DateTime<Utc>) {
        let Some(member) = self.queues.get_mut(key).and_then(|queue| queue.members.get_mut(endpoint)) else { return };
        let Some(told) = &member.told else { return };
        let was = &member.row;
        let presence = presence::of(told, at);
        let busy = matches!(presence, Presence::Ringing | Presence::OnCall);
        if !busy {
            member.call = None;
        }
        let paused_at = match (&told.paused, was.paused_at) {
            (None, _) => None,
            (Some(_), Some(since)) => Some(since.min(at)),
            (Some(_), None) => Some(at),
        };
        let mut is = queue_member::Model {
            person_id: self.directory.person(told.extension.as_ref()),
            name: told.name.clone(),
            fixed: told.membership == Membership::Fixed,
            presence,
            since: if presence == was.presence { was.since.min(at) } else { at },
            paused_reason: told.paused.clone(),
            paused_at,
            penalty: i32::try_from(told.penalty).unwrap_or(i32::MAX),
            calls_taken: i32::try_from(told.calls_taken).unwrap_or(i32::MAX),
            last_call_at: told.last_call_at,
            call_id: if busy { member.call } else { None },
            ..was.clone()
        };
        // What is so from a time yet to come was made by a clock that was ahead, and is so from now on.
        if is == *was && was.valid_from <= at {
            return;
        }
        let settings = is.paused_reason != was.paused_reason || is.penalty != was.penalty || is.person_id != was.person_id;
        let word = self.expected.take(key, &endpoint.0, was.extension.as_deref(), |effect| effect.shows(was, &is), at);
        let (actor, reason) = word.unwrap_or_else(|| (Actor::provider(self.provider.name.clone()), None));
        let closed = queue_member::Model { valid_to: Some(at), ..was.clone() };
        is.id = MemberVersionId::new();
        is.valid_from = at;
        is.actor_kind = actor.kind;
        is.actor_id = actor.id;
        is.actor_name.clone_from(&actor.name);
        member.row = is.clone();
        self.changes.members.insert(closed.id, closed);
        self.changes.members.insert(is.id, is.clone());
        self.tell_member(key, QueueChangeKind::MemberChanged, is, settings, (actor, reason), at);
    }

    fn tell_member(
        &mut self,
        key: &QueueKey,
        what: QueueChangeKind,
        row: queue_member::Model,
        settings: bool,
        (actor, reason): (Actor, Option<String>),
        at: DateTime<Utc>,
    ) {
        let Some(queue) = self.queues.get(key) else { return };
        let news = QueueNews { member: Some(row), settings, reason, ..QueueNews::new(what, &actor) };
        self.changes.events.push(news.history(queue.row.account_id, queue.row.id, at, None));
        self.changes.news.push(news.publish(queue.row.account_id, queue.row.id, at));
    }
}
