//! What a run's news carry, so that a subscriber's answer needs no further look at the database.

use chrono::{DateTime, Utc};
use entity::{
    id::{QueueId, TimetableId},
    solver_run,
    stored::{ChangeKind, SolverRunStatus, Topic},
};
use serde::{Deserialize, Serialize};

use crate::live::outbox::News;

/// Payload of a change of topic `SOLVER_RUN`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct RunNews {
    pub(super) timetable: TimetableId,
    pub(super) status: SolverRunStatus,
    pub(super) incumbent: Option<i64>,
    pub(super) bound: Option<f64>,
    pub(super) gap: Option<f64>,
    pub(super) seconds: Option<f64>,
    pub(super) problem: Option<String>,
}

/// That a run has come so far.
pub(super) fn told(run: &solver_run::Model, queue: QueueId, kind: ChangeKind, at: DateTime<Utc>) -> News {
    let payload = RunNews {
        timetable: run.timetable_id,
        status: run.status,
        incumbent: run.incumbent,
        bound: run.bound,
        gap: run.gap,
        seconds: run.seconds,
        problem: run.problem.clone(),
    };
    News {
        queue_id: Some(queue),
        // A struct of plain values: it always serialises.
        payload: serde_json::to_value(payload).unwrap_or_default(),
        ..News::new(run.account_id, at, Topic::SolverRun, kind, run.id.0)
    }
}
