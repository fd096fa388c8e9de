//! What the news of callouts and participations carry, so that who follows one callout need not look at each.

use chrono::{DateTime, Utc};
use entity::{
    callout, callout_participation,
    id::{CalloutId, ContactId},
    stored::{CalloutStatus, ChangeKind, ParticipationStatus, Topic},
};
use serde::{Deserialize, Serialize};

use crate::live::outbox::News;

/// Payload of a change of topic `CALLOUT`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalloutNews {
    /// How far it has come.
    pub status: CalloutStatus,
}

/// Payload of a change of topic `PARTICIPATION`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParticipationNews {
    /// Of which callout.
    pub callout: CalloutId,
    /// Of which contact.
    pub contact: ContactId,
    /// How far it has come.
    pub status: ParticipationStatus,
}

/// That a callout is different.
pub fn callout(row: &callout::Model, kind: ChangeKind, at: DateTime<Utc>) -> News {
    // A struct of plain values: it always serialises.
    let payload = serde_json::to_value(CalloutNews { status: row.status }).unwrap_or_default();
    News { payload, ..News::new(row.account_id, at, Topic::Callout, kind, row.id.0) }
}

/// That a participation has come so far.
pub fn participation(row: &callout_participation::Model, kind: ChangeKind, at: DateTime<Utc>) -> News {
    let payload = ParticipationNews { callout: row.callout_id, contact: row.contact_id, status: row.status };
    News {
        payload: serde_json::to_value(payload).unwrap_or_default(),
        ..News::new(row.account_id, at, Topic::Participation, kind, row.id.0)
    }
}
