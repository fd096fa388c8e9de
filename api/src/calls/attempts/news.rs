//! What an attempt's news carry, so that who waits for one callout's need not look at each.

use chrono::{DateTime, Utc};
use entity::{
    call_attempt,
    id::{CalloutId, ParticipationId},
    stored::{AttemptStatus, ChangeKind, Topic},
};
use serde::{Deserialize, Serialize};

use crate::live::outbox::News;

/// Payload of a change of topic `ATTEMPT`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptNews {
    /// Callout it belongs to, if any.
    pub callout: Option<CalloutId>,
    /// Part in that callout.
    pub participation: Option<ParticipationId>,
    /// How far it has come.
    pub status: AttemptStatus,
}

/// That an attempt has come so far.
pub fn told(row: &call_attempt::Model, kind: ChangeKind, at: DateTime<Utc>) -> News {
    let payload = AttemptNews { callout: row.callout_id, participation: row.participation_id, status: row.status };
    News {
        // A struct of plain values: it always serialises.
        payload: serde_json::to_value(payload).unwrap_or_default(),
        ..News::new(row.account_id, at, Topic::Attempt, kind, row.id.0)
    }
}
