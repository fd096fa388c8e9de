//! What a message's news carry. Whom it is for is told by its id: addresses and texts stand in the row alone.

use chrono::{DateTime, Utc};
use entity::{
    id::ContactId,
    message,
    stored::{ChangeKind, MessageStatus, Topic},
};
use serde::{Deserialize, Serialize};

use crate::live::{Change, outbox::News};

/// Payload of a change of topic `MESSAGE`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageNews {
    /// How far the message has come with this change.
    pub status: MessageStatus,
    /// Contact it is for, if it is one.
    #[serde(default)]
    pub contact: Option<ContactId>,
}

/// That a message is new, or has come further.
pub fn told(row: &message::Model, kind: ChangeKind, at: DateTime<Utc>) -> News {
    News {
        person_id: row.person_id,
        // A struct of plain values: it always serialises.
        payload: serde_json::to_value(MessageNews { status: row.status, contact: row.contact_id }).unwrap_or_default(),
        ..News::new(row.account_id, at, Topic::Message, kind, row.id.0)
    }
}

/// Whether a change tells of a message that is new: what those wait for who send.
pub fn is_new(change: &Change) -> bool {
    change.topic == Topic::Message && change.kind == ChangeKind::Created
}
