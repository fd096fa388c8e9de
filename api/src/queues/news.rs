//! What a queue's news carries, so that a subscriber's answer needs no further look at the database.

use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, QueueId},
    queue_event, queue_member, queue_visit,
    stored::{ActorKind, ChangeKind, QueueChangeKind, QueueOutcome, Topic},
};
use sea_orm::prelude::Uuid;
use serde::{Deserialize, Serialize};

use super::counters::Counters;
use crate::{auth::Actor, live::outbox::News};

/// Payload of a change of topic `QUEUE`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QueueNews {
    /// What happened.
    pub what: QueueChangeKind,
    /// Kind of whoever did it.
    pub actor_kind: ActorKind,
    /// Their id, by kind.
    pub actor_id: Option<Uuid>,
    /// Their name.
    pub actor_name: String,
    /// Why, in their words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The member as this left it; of one that left, as it was last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<queue_member::Model>,
    /// Whether more than the member's presence changed: its pause, its penalty, its being there.
    #[serde(default)]
    pub settings: bool,
    /// The wait as this left it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<queue_visit::Model>,
    /// The counters as this left them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counters: Option<Counters>,
}

impl QueueNews {
    /// News of this kind with nothing besides.
    pub fn new(what: QueueChangeKind, actor: &Actor) -> Self {
        Self {
            what,
            actor_kind: actor.kind,
            actor_id: actor.id,
            actor_name: actor.name.clone(),
            reason: None,
            member: None,
            settings: false,
            visit: None,
            counters: None,
        }
    }

    /// As a row of the outbox.
    pub fn publish(self, account_id: AccountId, queue_id: QueueId, at: DateTime<Utc>) -> News {
        let person_id = self.member.as_ref().and_then(|member| member.person_id);
        let call_id = self.visit.as_ref().map(|visit| visit.call_id);
        News {
            queue_id: Some(queue_id),
            person_id,
            call_id,
            // A struct of plain values: it always serialises.
            payload: serde_json::to_value(self).unwrap_or_default(),
            ..News::new(account_id, at, Topic::Queue, ChangeKind::Updated, queue_id.0)
        }
    }

    /// As a row of the queue's history.
    pub fn history(
        &self,
        account_id: AccountId,
        queue_id: QueueId,
        at: DateTime<Utc>,
        outcome: Option<QueueOutcome>,
    ) -> queue_event::Model {
        queue_event::Model {
            id: entity::id::QueueEventId::new(),
            account_id,
            queue_id,
            occurred_at: at,
            kind: self.what,
            member_id: self.member.as_ref().map(|member| member.member_id),
            version_id: self.member.as_ref().map(|member| member.id),
            person_id: self.member.as_ref().and_then(|member| member.person_id),
            call_id: self.visit.as_ref().map(|visit| visit.call_id),
            outcome,
            actor_kind: self.actor_kind,
            actor_id: self.actor_id,
            actor_name: self.actor_name.clone(),
            reason: self.reason.clone(),
        }
    }
}
