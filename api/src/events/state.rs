//! How an event comes on. Pure.
//!
//! ```text
//!            pause             nothing is to come
//!   ACTIVE ─────────▶ PAUSED ─────────────▶ COMPLETED
//!    │  ▲ ◀───────────  │                     ▲  │
//!    │  │    resume     │ cancel              │  │ change that brings more
//!    │  └───────────────┼─────────────────────┼──┘
//!    │ cancel           ▼                     │
//!    ├─────────────▶ CANCELED                 │
//!    └────────────────────────────────────────┘
//! ```

use entity::stored::EventStatus as Status;

use crate::error::{Problem, ProblemCode};

/// What can happen to an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It is told to happen otherwise, or to end.
    Change,
    /// It is held back.
    Pause,
    /// It is not held back any more.
    Resume,
    /// It is called off.
    Cancel,
    /// Nothing of it is to come.
    Finish,
    /// Something of it is to come again.
    Reopen,
}

impl Step {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Change, Self::Pause, Self::Resume, Self::Cancel, Self::Finish, Self::Reopen];
}

/// What becomes of an event; none: the step is not for it.
pub fn next(status: Status, step: Step) -> Option<Status> {
    match (status, step) {
        (Status::Active | Status::Paused | Status::Completed, Step::Change) => Some(status),
        (Status::Active, Step::Pause) => Some(Status::Paused),
        (Status::Paused, Step::Resume) | (Status::Completed, Step::Reopen) => Some(Status::Active),
        (Status::Active | Status::Paused, Step::Cancel) => Some(Status::Canceled),
        (Status::Active | Status::Paused, Step::Finish) => Some(Status::Completed),
        _ => None,
    }
}

/// What becomes of an event by what somebody asks for.
///
/// # Errors
/// `CONFLICT`, with the present status.
pub fn step(status: Status, step: Step, path: &[&str]) -> Result<Status, Problem> {
    next(status, step).ok_or_else(|| {
        let not = match step {
            Step::Change => "changed",
            Step::Pause => "paused",
            Step::Resume => "resumed",
            Step::Cancel => "canceled",
            Step::Finish => "completed",
            Step::Reopen => "opened again",
        };
        Problem::new(ProblemCode::Conflict, path, format!("This event is {}: it cannot be {not}.", status.as_str()))
    })
}

#[cfg(test)]
mod tests {
    use sea_orm::Iterable;

    use super::*;

    #[test]
    fn every_pair_of_status_and_step_is_as_drawn() {
        use Status::{Active, Canceled, Completed, Paused};
        // Change, Pause, Resume, Cancel, Finish, Reopen.
        let table = [
            (Active, [Some(Active), Some(Paused), None, Some(Canceled), Some(Completed), None]),
            (Paused, [Some(Paused), None, Some(Active), Some(Canceled), Some(Completed), None]),
            (Canceled, [None; 6]),
            (Completed, [Some(Completed), None, None, None, None, Some(Active)]),
        ];

        assert_eq!(table.map(|(status, _)| status).to_vec(), Status::iter().collect::<Vec<_>>());
        for (status, expected) in table {
            assert_eq!(Step::ALL.map(|step| next(status, step)), expected, "{status:?}");
        }
    }

    #[test]
    fn a_step_that_is_not_for_it_is_refused_with_the_present_status() {
        let refused = step(Status::Canceled, Step::Resume, &["id"]);

        assert_eq!(refused, Err(Problem::new(ProblemCode::Conflict, &["id"], "This event is CANCELED: it cannot be resumed.")));
    }
}
