//! What becomes of a contact's part in a callout: one table. Pure.

use entity::stored::ParticipationStatus as Status;

/// What happens to a participation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// It is its turn: an attempt was made for it.
    Claim,
    /// It was reached. May be told late: of an attempt that was thought to have ended otherwise.
    Answer,
    /// An attempt ended in vain, and there will be another.
    Retry,
    /// An attempt ended in vain, and there will be no other.
    GiveUp,
    /// It is not to be called: taken out by hand, or by what the policy says.
    Skip,
    /// Somebody wants those called again who were given up.
    Again,
}

impl Cause {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Claim, Self::Answer, Self::Retry, Self::GiveUp, Self::Skip, Self::Again];
}

/// What a participation is after it; nothing, if it stays what it is.
pub fn next(status: Status, cause: Cause) -> Option<Status> {
    match (status, cause) {
        (Status::Pending | Status::Waiting, Cause::Claim) => Some(Status::InFlight),
        // Who was reached is not called again, however late that is told.
        (Status::Pending | Status::InFlight | Status::Waiting | Status::Exhausted, Cause::Answer) => Some(Status::Answered),
        (Status::InFlight, Cause::Retry) => Some(Status::Waiting),
        (Status::InFlight, Cause::GiveUp) => Some(Status::Exhausted),
        (Status::Pending | Status::Waiting, Cause::Skip) => Some(Status::Skipped),
        (Status::Exhausted, Cause::Again) => Some(Status::Pending),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use sea_orm::Iterable;

    use super::*;

    #[test]
    fn every_pair_of_status_and_cause_is_as_drawn() {
        use Status::{Answered, Exhausted, InFlight, Pending, Skipped, Waiting};
        // Claim, Answer, Retry, GiveUp, Skip, Again.
        let table = [
            (Pending, [Some(InFlight), Some(Answered), None, None, Some(Skipped), None]),
            (InFlight, [None, Some(Answered), Some(Waiting), Some(Exhausted), None, None]),
            (Waiting, [Some(InFlight), Some(Answered), None, None, Some(Skipped), None]),
            (Answered, [None, None, None, None, None, None]),
            (Exhausted, [None, Some(Answered), None, None, None, Some(Pending)]),
            (Skipped, [None, None, None, None, None, None]),
        ];

        assert_eq!(table.map(|(status, _)| status).to_vec(), Status::iter().collect::<Vec<_>>());
        for (status, expected) in table {
            assert_eq!(Cause::ALL.map(|cause| next(status, cause)), expected, "{status:?}");
        }
    }
}
