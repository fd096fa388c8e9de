//! What may be done to a callout, and what becomes of it: one table. Pure.

use entity::stored::CalloutStatus as Status;

use crate::error::{Problem, ProblemCode};

/// What is done to a callout, or happens to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Somebody starts it.
    Start,
    /// Somebody has it start by itself at an instant.
    Schedule,
    /// Somebody takes that back.
    Unschedule,
    /// The instant has come.
    Reach,
    /// Nobody shall be called for the moment.
    Pause,
    /// It shall go on.
    Resume,
    /// It shall end.
    Stop,
    /// Nobody is to be called any more.
    Drain,
    /// Somebody is added, or is to be called again.
    Add,
    /// It cannot be started.
    Fail,
}

impl Step {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Start,
        Self::Schedule,
        Self::Unschedule,
        Self::Reach,
        Self::Pause,
        Self::Resume,
        Self::Stop,
        Self::Drain,
        Self::Add,
        Self::Fail,
    ];
}

/// What a callout is after a step; nothing, if the step is not for it.
pub fn next(status: Status, step: Step) -> Option<Status> {
    match (status, step) {
        (Status::Initialized | Status::Errored, Step::Start) | (Status::Scheduled, Step::Reach) => Some(Status::Running),
        (Status::Initialized, Step::Schedule) => Some(Status::Scheduled),
        (Status::Scheduled, Step::Unschedule) => Some(Status::Initialized),
        (Status::Running, Step::Pause) => Some(Status::Paused),
        (Status::Running | Status::Paused, Step::Stop) => Some(Status::Stopped),
        (Status::Paused | Status::Stopped, Step::Resume) => Some(Status::Running),
        (Status::Running, Step::Drain) => Some(Status::Completed),
        (Status::Completed, Step::Add) => Some(Status::Running),
        (Status::Initialized | Status::Scheduled | Status::Running | Status::Paused | Status::Errored, Step::Add) => Some(status),
        (Status::Initialized | Status::Scheduled | Status::Errored, Step::Fail) => Some(Status::Errored),
        _ => None,
    }
}

/// As [`next`], for who has to be told why not.
///
/// # Errors
/// `CONFLICT` with the present status, when the step is not for it.
pub fn step(status: Status, step: Step, path: &[&str]) -> Result<Status, Problem> {
    next(status, step).ok_or_else(|| {
        let not = match step {
            Step::Start | Step::Reach | Step::Fail => "started",
            Step::Schedule => "scheduled",
            Step::Unschedule => "taken from the schedule",
            Step::Pause => "paused",
            Step::Resume => "resumed",
            Step::Stop => "stopped",
            Step::Drain => "completed",
            Step::Add => "given anybody to call",
        };
        Problem::new(ProblemCode::Conflict, path, format!("This callout is {}: it cannot be {not}.", status.as_str()))
    })
}

/// Whether what happens on answer, and over which providers, may be changed: not under those who are just being called by it. How fast
/// and how often may be changed at any time.
pub fn may_be_rewritten(status: Status) -> bool {
    status != Status::Running
}

#[cfg(test)]
mod tests {
    use sea_orm::Iterable;

    use super::*;

    #[test]
    fn every_pair_of_status_and_step_is_as_drawn() {
        use Status::{Completed, Errored, Initialized, Paused, Running, Scheduled, Stopped};
        // Start, Schedule, Unschedule, Reach, Pause, Resume, Stop, Drain, Add, Fail.
        let table = [
            (Initialized, [Some(Running), Some(Scheduled), None, None, None, None, None, None, Some(Initialized), Some(Errored)]),
            (Scheduled, [None, None, Some(Initialized), Some(Running), None, None, None, None, Some(Scheduled), Some(Errored)]),
            (Running, [None, None, None, None, Some(Paused), None, Some(Stopped), Some(Completed), Some(Running), None]),
            (Paused, [None, None, None, None, None, Some(Running), Some(Stopped), None, Some(Paused), None]),
            (Stopped, [None, None, None, None, None, Some(Running), None, None, None, None]),
            (Completed, [None, None, None, None, None, None, None, None, Some(Running), None]),
            (Errored, [Some(Running), None, None, None, None, None, None, None, Some(Errored), Some(Errored)]),
        ];

        assert_eq!(table.map(|(status, _)| status).to_vec(), Status::iter().collect::<Vec<_>>());
        for (status, expected) in table {
            assert_eq!(Step::ALL.map(|step| next(status, step)), expected, "{status:?}");
        }
    }

    #[test]
    fn a_step_that_is_not_for_it_is_refused_with_the_present_status() {
        let refused = step(Status::Running, Step::Start, &["id"]);

        assert_eq!(refused, Err(Problem::new(ProblemCode::Conflict, &["id"], "This callout is RUNNING: it cannot be started.")));
    }
}
