//! How a reminder comes on. Pure.
//!
//! ```text
//!            fire                reach
//!  PENDING ───────▶ IN_PROCESS ────────▶ SUCCESS
//!     │              │  │  ▲ fire          │ again, give up: what was sent did not arrive
//!     │        again │  │  └──── RETRY ◀───┘
//!     │              ▼  └──────▶ FAILURE ──reach──▶ SUCCESS: a late word
//!     │            RETRY  give up
//!     └──cancel, expire, skip, merge──▶ CANCELED EXPIRED SKIPPED MERGED (from RETRY, too)
//! ```
//!
//! Planned anew, it is `PENDING` from wherever it was, unless it is being tried: its occurrence has another time, or is there again.

use entity::stored::ReminderStatus as Status;

/// What can happen to a reminder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It is tried.
    Fire,
    /// Whom it is for was reached.
    Reach,
    /// It was in vain, and another try follows.
    Again,
    /// It was in vain, and nothing follows.
    GiveUp,
    /// Its occurrence, or its alarm, is called off.
    Cancel,
    /// It is too late.
    Expire,
    /// It is left out.
    Skip,
    /// Another one tells the same.
    Merge,
    /// It is planned anew.
    Replan,
}

impl Step {
    /// All of them.
    pub const ALL: [Self; 9] =
        [Self::Fire, Self::Reach, Self::Again, Self::GiveUp, Self::Cancel, Self::Expire, Self::Skip, Self::Merge, Self::Replan];
}

/// What becomes of a reminder; none: the step is not for it.
pub fn next(status: Status, step: Step) -> Option<Status> {
    use Status as S;
    match (status, step) {
        (S::Pending | S::Retry, Step::Fire) => Some(S::InProcess),
        (S::InProcess | S::Retry | S::Failure, Step::Reach) => Some(S::Success),
        (S::InProcess | S::Success, Step::Again) => Some(S::Retry),
        (S::InProcess | S::Success, Step::GiveUp) => Some(S::Failure),
        (S::Pending | S::Retry, Step::Cancel) => Some(S::Canceled),
        (S::Pending | S::Retry, Step::Expire) => Some(S::Expired),
        (S::Pending | S::Retry, Step::Skip) => Some(S::Skipped),
        (S::Pending, Step::Merge) => Some(S::Merged),
        (S::InProcess, Step::Replan) => None,
        (_, Step::Replan) => Some(S::Pending),
        _ => None,
    }
}

/// Whether nothing more becomes of it by itself.
pub fn is_over(status: Status) -> bool {
    !matches!(status, Status::Pending | Status::InProcess | Status::Retry)
}

#[cfg(test)]
mod tests {
    use sea_orm::Iterable;

    use super::*;

    #[test]
    fn every_pair_of_status_and_step_is_as_drawn() {
        use Status::{Canceled, Expired, Failure, InProcess, Merged, Pending, Retry, Skipped, Success};
        // Fire, Reach, Again, GiveUp, Cancel, Expire, Skip, Merge, Replan.
        let replanned = [None, None, None, None, None, None, None, None, Some(Pending)];
        let open = [Some(InProcess), None, None, None, Some(Canceled), Some(Expired), Some(Skipped), Some(Merged), Some(Pending)];
        let table = [
            (Pending, open),
            (InProcess, [None, Some(Success), Some(Retry), Some(Failure), None, None, None, None, None]),
            (Retry, [Some(InProcess), Some(Success), None, None, Some(Canceled), Some(Expired), Some(Skipped), None, Some(Pending)]),
            (Success, [None, None, Some(Retry), Some(Failure), None, None, None, None, Some(Pending)]),
            (Failure, [None, Some(Success), None, None, None, None, None, None, Some(Pending)]),
            (Canceled, replanned),
            (Expired, replanned),
            (Skipped, replanned),
            (Merged, replanned),
        ];

        assert_eq!(table.map(|(status, _)| status).to_vec(), Status::iter().collect::<Vec<_>>());
        for (status, expected) in table {
            assert_eq!(Step::ALL.map(|step| next(status, step)), expected, "{status:?}");
        }
    }
}
