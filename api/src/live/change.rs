//! A change: what happened to what, at which position.

use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, CallId, PersonId, QueueId},
    outbox,
    stored::{ChangeKind, Topic},
};
use sea_orm::prelude::Uuid;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Place in commit order, from 1. Gaps mean nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position(pub u64);

/// A change that was committed.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Its place.
    pub position: Position,
    /// Whose.
    pub account_id: AccountId,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
    /// What it is about.
    pub topic: Topic,
    /// What became of it.
    pub kind: ChangeKind,
    /// Id of the thing, by topic.
    pub node_id: Uuid,
    /// Queue it concerns.
    pub queue_id: Option<QueueId>,
    /// Person it concerns.
    pub person_id: Option<PersonId>,
    /// Call it concerns.
    pub call_id: Option<CallId>,
    /// What the topic's slice tells besides.
    pub payload: Value,
}

impl Change {
    pub(super) fn of(row: outbox::Model, position: Position) -> Self {
        Self {
            position,
            account_id: row.account_id,
            occurred_at: row.occurred_at,
            topic: row.topic,
            kind: row.kind,
            node_id: row.node_id,
            queue_id: row.queue_id,
            person_id: row.person_id,
            call_id: row.call_id,
            payload: row.payload,
        }
    }

    /// What the topic's slice tells besides.
    ///
    /// # Errors
    /// It is something else.
    pub fn news<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        T::deserialize(&self.payload)
    }
}
