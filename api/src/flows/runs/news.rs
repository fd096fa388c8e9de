//! What a run's news carry, so that who waits for one callout's need not look at each.

use chrono::{DateTime, Utc};
use entity::{
    flow_run,
    id::{AttemptId, CalloutId, FlowVersionId},
    stored::{ChangeKind, FlowRunStatus, Topic},
};
use serde::{Deserialize, Serialize};

use crate::live::outbox::News;

/// Payload of a change of topic `FLOW_RUN`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlowRunNews {
    /// Version that leads it.
    pub version: FlowVersionId,
    /// Attempt that it leads.
    pub attempt: AttemptId,
    /// Callout of that attempt, if any.
    pub callout: Option<CalloutId>,
    /// How far it has come.
    pub status: FlowRunStatus,
}

/// That a run has come so far.
pub fn told(row: &flow_run::Model, kind: ChangeKind, at: DateTime<Utc>) -> News {
    let payload = FlowRunNews { version: row.flow_version_id, attempt: row.call_attempt_id, callout: row.callout_id, status: row.status };
    News {
        // A struct of plain values: it always serialises.
        payload: serde_json::to_value(payload).unwrap_or_default(),
        ..News::new(row.account_id, at, Topic::FlowRun, kind, row.id.0)
    }
}
