//! What may be done to a timetable, and what becomes of it: one table. Pure.

use entity::stored::TimetableStatus as Status;

use crate::error::{Problem, ProblemCode};

/// What is done to a timetable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Its turns are changed.
    Edit,
    /// It is made known.
    Publish,
    /// It is closed.
    Archive,
    /// It is thrown away.
    Delete,
}

/// What becomes of a timetable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// It stays what it is.
    Stays,
    /// It becomes this.
    Becomes(Status),
    /// It is gone.
    Goes,
}

/// What becomes of a timetable by a step; nothing, if the step is not for it.
pub fn next(status: Status, step: Step) -> Option<Next> {
    match (status, step) {
        (Status::Draft, Step::Delete) => Some(Next::Goes),
        (Status::Draft, Step::Publish) => Some(Next::Becomes(Status::Published)),
        (Status::Published, Step::Archive) => Some(Next::Becomes(Status::Archived)),
        (Status::Draft | Status::Published, Step::Edit) | (Status::Published, Step::Publish) | (Status::Archived, Step::Archive) => {
            Some(Next::Stays)
        }
        (Status::Draft, Step::Archive) | (Status::Published, Step::Delete) | (Status::Archived, _) => None,
    }
}

/// As [`next`], for who has to be told why not.
///
/// # Errors
/// `CONFLICT`, when the step is not for it.
pub fn step(status: Status, step: Step, path: &[&str]) -> Result<Next, Problem> {
    next(status, step).ok_or_else(|| {
        let not = match step {
            Step::Edit => "changed",
            Step::Publish => "published",
            Step::Archive => "archived",
            Step::Delete => "deleted",
        };
        let is = match status {
            Status::Draft => "a draft",
            Status::Published => "published",
            Status::Archived => "archived",
        };
        Problem::new(ProblemCode::Conflict, path, format!("This timetable is {is}: it cannot be {not}."))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_of_status_and_step_is_as_drawn() {
        use Next::{Becomes, Goes, Stays};
        let table = [
            (Status::Draft, [Some(Stays), Some(Becomes(Status::Published)), None, Some(Goes)]),
            (Status::Published, [Some(Stays), Some(Stays), Some(Becomes(Status::Archived)), None]),
            (Status::Archived, [None, None, Some(Stays), None]),
        ];

        for (status, expected) in table {
            assert_eq!([Step::Edit, Step::Publish, Step::Archive, Step::Delete].map(|step| next(status, step)), expected, "{status:?}");
        }
    }
}
