//! How an occurrence comes on. Pure.
//!
//! ```text
//!             pause                     end passes
//!   PENDING ─────────▶ PAUSED ──────────────────────▶ SKIPPED
//!    │ │ ▲ ◀───────────  │
//!    │ │ │    resume     │ cancel
//!    │ │ │ restore       ▼
//!    │ │ └─────────── CANCELED
//!    │ └─────────────────▲
//!    │       cancel
//!    └▶ COMPLETED: its start has come
//! ```
//!
//! A move leaves it `PENDING`. Restored is what a change of its event took away, when another change brings it back.

use entity::stored::OccurrenceState as State;

use crate::error::{Problem, ProblemCode};

/// What can happen to an occurrence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Its start comes.
    Reach,
    /// Its end comes.
    Pass,
    /// It is given another time.
    Move,
    /// It is held back.
    Pause,
    /// It is not held back any more.
    Resume,
    /// It is called off.
    Cancel,
    /// Its event has it again.
    Restore,
}

impl Step {
    /// All of them.
    pub const ALL: [Self; 7] = [Self::Reach, Self::Pass, Self::Move, Self::Pause, Self::Resume, Self::Cancel, Self::Restore];
}

/// What becomes of an occurrence; none: the step is not for it.
pub fn next(state: State, step: Step) -> Option<State> {
    match (state, step) {
        (State::Pending, Step::Reach) => Some(State::Completed),
        (State::Pending, Step::Move) => Some(State::Pending),
        (State::Pending, Step::Pause) => Some(State::Paused),
        (State::Pending | State::Paused, Step::Cancel) => Some(State::Canceled),
        (State::Paused, Step::Resume) | (State::Canceled, Step::Restore) => Some(State::Pending),
        (State::Paused, Step::Pass) => Some(State::Skipped),
        _ => None,
    }
}

/// What becomes of an occurrence by what somebody asks for.
///
/// # Errors
/// `CONFLICT`, with the present state.
pub fn step(state: State, step: Step, path: &[&str]) -> Result<State, Problem> {
    next(state, step).ok_or_else(|| {
        let not = match step {
            Step::Reach => "begun",
            Step::Pass => "skipped",
            Step::Move => "moved",
            Step::Pause => "paused",
            Step::Resume => "resumed",
            Step::Cancel => "canceled",
            Step::Restore => "restored",
        };
        Problem::new(ProblemCode::Conflict, path, format!("This occurrence is {}: it cannot be {not}.", state.as_str()))
    })
}

#[cfg(test)]
mod tests {
    use sea_orm::Iterable;

    use super::*;

    #[test]
    fn every_pair_of_state_and_step_is_as_drawn() {
        use State::{Canceled, Completed, Paused, Pending, Skipped};
        // Reach, Pass, Move, Pause, Resume, Cancel, Restore.
        let table = [
            (Pending, [Some(Completed), None, Some(Pending), Some(Paused), None, Some(Canceled), None]),
            (Paused, [None, Some(Skipped), None, None, Some(Pending), Some(Canceled), None]),
            (Canceled, [None, None, None, None, None, None, Some(Pending)]),
            (Completed, [None; 7]),
            (Skipped, [None; 7]),
        ];

        assert_eq!(table.map(|(state, _)| state).to_vec(), State::iter().collect::<Vec<_>>());
        for (state, expected) in table {
            assert_eq!(Step::ALL.map(|step| next(state, step)), expected, "{state:?}");
        }
    }

    #[test]
    fn a_step_that_is_not_for_it_is_refused_with_the_present_state() {
        let refused = step(State::Completed, Step::Move, &["id"]);

        let message = "This occurrence is COMPLETED: it cannot be moved.";
        assert_eq!(refused, Err(Problem::new(ProblemCode::Conflict, &["id"], message)));
    }
}
