//! What a timetable's news carry, so that a subscriber's answer needs no further look at the database.

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    id::SwapRequestId,
    stored::{ActorKind, ChangeKind, TimetableAction, TimetableStatus, Topic},
    timetable, turn,
};
use sea_orm::prelude::Uuid;
use serde::{Deserialize, Serialize};

use crate::{auth::Actor, live::outbox::News};

/// What happened to a timetable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    /// Something its history tells.
    Done(TimetableAction),
    /// It was deleted.
    Deleted,
    /// What each should carry in it is another now.
    Loads,
    /// A turn of it was offered.
    SwapOffered,
    /// Such an offer was accepted, declined, withdrawn, or expired.
    SwapDecided,
}

/// Payload of a change of topic `TIMETABLE`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TimetableNews {
    /// What happened.
    pub what: What,
    /// The Monday its week begins on.
    pub week: NaiveDate,
    /// How far it has come.
    pub status: TimetableStatus,
    /// Its version from now on.
    pub version: i32,
    /// Kind of whoever did it.
    pub actor_kind: ActorKind,
    /// Their id, by kind.
    pub actor_id: Option<Uuid>,
    /// Their name.
    pub actor_name: String,
    /// Why, in their words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Turns it changed, as this left them; those of a line that was closed, as they were last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub turns: Vec<turn::Model>,
    /// Offer it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub swap: Option<SwapRequestId>,
}

impl TimetableNews {
    /// News of this kind with nothing besides.
    pub fn new(what: What, timetable: &timetable::Model, actor: &Actor) -> Self {
        Self {
            what,
            week: timetable.week,
            status: timetable.status,
            version: timetable.version,
            actor_kind: actor.kind,
            actor_id: actor.id,
            actor_name: actor.name.clone(),
            reason: None,
            turns: Vec::new(),
            swap: None,
        }
    }

    /// As a row of the outbox.
    pub fn publish(self, timetable: &timetable::Model, at: DateTime<Utc>) -> News {
        let kind = match self.what {
            What::Done(TimetableAction::Created) => ChangeKind::Created,
            What::Deleted => ChangeKind::Deleted,
            _ => ChangeKind::Updated,
        };
        News {
            queue_id: Some(timetable.queue_id),
            // A struct of plain values: it always serialises.
            payload: serde_json::to_value(self).unwrap_or_default(),
            ..News::new(timetable.account_id, at, Topic::Timetable, kind, timetable.id.0)
        }
    }
}
