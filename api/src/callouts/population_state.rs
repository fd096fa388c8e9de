//! How a population comes to be: one table. Pure.

use entity::stored::PopulationStatus as Status;

use crate::error::{Problem, ProblemCode};

/// What happens to a population.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It shall be added to the callout; again, if it was: contacts that match by now.
    Queue,
    /// A worker takes it up; also one that goes on where another died.
    Start,
    /// Everybody was added.
    Finish,
    /// It cannot go on.
    Fail,
}

impl Step {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Queue, Self::Start, Self::Finish, Self::Fail];
}

/// What a population is after a step; nothing, if the step is not for it.
pub fn next(status: Status, step: Step) -> Option<Status> {
    match (status, step) {
        (Status::Preview | Status::Finished | Status::Failed, Step::Queue) => Some(Status::Queued),
        (Status::Queued | Status::Running, Step::Start) => Some(Status::Running),
        (Status::Running, Step::Finish) => Some(Status::Finished),
        (Status::Running, Step::Fail) => Some(Status::Failed),
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
            Step::Queue => "queued",
            Step::Start => "begun",
            Step::Finish => "finished",
            Step::Fail => "given up",
        };
        Problem::new(ProblemCode::Conflict, path, format!("This population is {}: it cannot be {not}.", status.as_str()))
    })
}

#[cfg(test)]
mod tests {
    use sea_orm::Iterable;

    use super::*;

    #[test]
    fn every_pair_of_status_and_step_is_as_drawn() {
        use Status::{Failed, Finished, Preview, Queued, Running};
        // Queue, Start, Finish, Fail.
        let table = [
            (Preview, [Some(Queued), None, None, None]),
            (Queued, [None, Some(Running), None, None]),
            (Running, [None, Some(Running), Some(Finished), Some(Failed)]),
            (Finished, [Some(Queued), None, None, None]),
            (Failed, [Some(Queued), None, None, None]),
        ];

        assert_eq!(table.map(|(status, _)| status).to_vec(), Status::iter().collect::<Vec<_>>());
        for (status, expected) in table {
            assert_eq!(Step::ALL.map(|step| next(status, step)), expected, "{status:?}");
        }
    }
}
