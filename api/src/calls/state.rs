//! How a call moves: one table, pure. A moment that does not fit moves nothing; final states absorb.
//!
//! ```text
//! RINGING ──waits──▶ WAITING ──answered──▶ IN_PROGRESS ──ends──▶ COMPLETED
//!    │  └────────────answered────────────────▲   │
//!    │                  │                        └──waits (transferred to a queue)──▶ WAITING
//!    └──────ends────────┴──▶ ABANDONED  NO_ANSWER  BUSY  FAILED  UNKNOWN
//! ```

use entity::stored::{CallCause, CallStatus, QueueOutcome};

/// Something that happens to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// It waits in a queue.
    Waits,
    /// Two parties talk.
    Answered,
    /// It is over.
    Ends {
        /// Why, as the provider says.
        cause: CallCause,
        /// How its last wait ended, if it waited.
        outcome: Option<QueueOutcome>,
        /// Whether anybody talked.
        talked: bool,
    },
    /// It was found to be over when the link came back.
    Lost,
}

/// Where `moment` leads from `status`; `None`: it moves nothing.
pub fn next(status: CallStatus, moment: Moment) -> Option<CallStatus> {
    use CallStatus::{InProgress, Ringing, Unknown, Waiting};
    match (status, moment) {
        (Ringing | InProgress, Moment::Waits) => Some(Waiting),
        (Ringing | Waiting, Moment::Answered) => Some(InProgress),
        (Ringing | Waiting | InProgress, Moment::Ends { cause, outcome, talked }) => Some(ended(cause, outcome, talked)),
        (Ringing | Waiting | InProgress, Moment::Lost) => Some(Unknown),
        _ => None,
    }
}

fn ended(cause: CallCause, outcome: Option<QueueOutcome>, talked: bool) -> CallStatus {
    match (talked, outcome, cause) {
        (true, ..) => CallStatus::Completed,
        (_, Some(QueueOutcome::Abandoned), _) => CallStatus::Abandoned,
        (_, Some(QueueOutcome::TimedOut | QueueOutcome::NoAgents | QueueOutcome::Full), _) => CallStatus::NoAnswer,
        (_, _, CallCause::CallerHangup) => CallStatus::Abandoned,
        (_, _, CallCause::Busy | CallCause::Rejected) => CallStatus::Busy,
        (_, _, CallCause::NoAnswer | CallCause::Normal | CallCause::QueueTimeout | CallCause::NoAgent | CallCause::QueueFull) => {
            CallStatus::NoAnswer
        }
        (_, _, CallCause::Unknown) => CallStatus::Unknown,
        _ => CallStatus::Failed,
    }
}

#[cfg(test)]
mod tests {
    use sea_orm::Iterable;

    use super::*;

    const END: Moment = Moment::Ends { cause: CallCause::Normal, outcome: None, talked: true };

    #[test]
    fn every_pair_of_status_and_moment_is_as_drawn() {
        use CallStatus::{Completed, InProgress, Ringing, Unknown, Waiting};
        let moves = [
            (Ringing, Moment::Waits, Waiting),
            (Ringing, Moment::Answered, InProgress),
            (Ringing, END, Completed),
            (Ringing, Moment::Lost, Unknown),
            (Waiting, Moment::Answered, InProgress),
            (Waiting, END, Completed),
            (Waiting, Moment::Lost, Unknown),
            (InProgress, Moment::Waits, Waiting),
            (InProgress, END, Completed),
            (InProgress, Moment::Lost, Unknown),
        ];

        for status in CallStatus::iter() {
            for moment in [Moment::Waits, Moment::Answered, END, Moment::Lost] {
                let expected = moves.iter().find(|(from, by, _)| (*from, *by) == (status, moment)).map(|(_, _, to)| *to);

                assert_eq!(next(status, moment), expected, "{status:?} on {moment:?}");
            }
        }
    }

    #[test]
    fn how_a_call_ended_follows_from_talk_then_the_wait_then_the_cause() {
        use QueueOutcome::{Abandoned, Full, NoAgents, TimedOut, Withdrawn};
        let table = [
            (true, Some(Abandoned), CallCause::Normal, CallStatus::Completed),
            (false, Some(Abandoned), CallCause::Normal, CallStatus::Abandoned),
            (false, Some(TimedOut), CallCause::Normal, CallStatus::NoAnswer),
            (false, Some(NoAgents), CallCause::Normal, CallStatus::NoAnswer),
            (false, Some(Full), CallCause::Normal, CallStatus::NoAnswer),
            (false, Some(Withdrawn), CallCause::CallerHangup, CallStatus::Abandoned),
            (false, None, CallCause::CallerHangup, CallStatus::Abandoned),
            (false, None, CallCause::Busy, CallStatus::Busy),
            (false, None, CallCause::NoAnswer, CallStatus::NoAnswer),
            (false, None, CallCause::InvalidNumber, CallStatus::Failed),
            (false, None, CallCause::Unknown, CallStatus::Unknown),
        ];

        for (talked, outcome, cause, expected) in table {
            assert_eq!(ended(cause, outcome, talked), expected, "talked {talked}, {outcome:?}, {cause:?}");
        }
    }
}
