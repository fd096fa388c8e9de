//! How an attempt moves: one table, pure. A step that does not fit moves nothing; final states absorb, save `EXPIRED`.
//!
//! ```text
//! CREATED ──claimed──▶ DISPATCHING ──accepted──▶ SENT ──rings, answered──▶ IN_PROGRESS ──▶ COMPLETED BUSY NOT_ANSWERED
//!    ▲  └──called off──▶ CANCELED │  │            └──────silent──▶ EXPIRED ◀──silent──┘     FAILED CANCELED
//!    ├────────not sent────────────┘  ├──refused──▶ ERRORED
//!    └────────never had──── UNKNOWN ◀┴──lost
//! ```
//!
//! What a provider reports counts from wherever an attempt is, since a report may overtake the answer to the order, or come when
//! nobody expects it any more: from `CREATED`, `DISPATCHING`, `SENT`, `IN_PROGRESS`, `UNKNOWN` and `EXPIRED`.

use entity::stored::AttemptStatus;
use telephony::outgoing::CallProgress;

/// Something that happens to an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Somebody is about to ask the provider.
    Claimed,
    /// The provider took the order.
    Accepted,
    /// Nothing reached the provider: it may be asked again.
    NotSent,
    /// The provider refused, or cannot do it.
    Refused,
    /// Whether the provider took it is not known.
    Lost,
    /// The provider never had it.
    NeverHad,
    /// The provider has said nothing for too long.
    Silent,
    /// It is not wanted any more, and the provider has not been asked.
    CalledOff,
    /// The provider reports.
    Reported(CallProgress),
}

/// Where `step` leads from `status`; `None`: it moves nothing.
pub fn next(status: AttemptStatus, step: Step) -> Option<AttemptStatus> {
    use AttemptStatus as S;
    match (status, step) {
        (S::Created, Step::Claimed) => Some(S::Dispatching),
        (S::Created, Step::CalledOff) => Some(S::Canceled),
        (S::Dispatching | S::Unknown, Step::Accepted) => Some(S::Sent),
        (S::Dispatching, Step::NotSent) => Some(S::Created),
        (S::Dispatching, Step::Refused) => Some(S::Errored),
        (S::Dispatching, Step::Lost) => Some(S::Unknown),
        (S::Unknown, Step::NeverHad) => Some(S::Created),
        (S::Sent | S::InProgress, Step::Silent) => Some(S::Expired),
        (S::Created | S::Dispatching | S::Sent | S::InProgress | S::Unknown | S::Expired, Step::Reported(progress)) => {
            reported(status, progress)
        }
        _ => None,
    }
}

fn reported(status: AttemptStatus, progress: CallProgress) -> Option<AttemptStatus> {
    use AttemptStatus as S;
    let to = match progress {
        // That it waits there still is no life sign of one that was given up.
        CallProgress::Queued if matches!(status, S::Sent | S::InProgress | S::Expired) => return None,
        CallProgress::Queued => S::Sent,
        CallProgress::Ringing | CallProgress::InProgress => S::InProgress,
        CallProgress::Completed => S::Completed,
        CallProgress::Busy => S::Busy,
        CallProgress::NoAnswer => S::NotAnswered,
        CallProgress::Failed => S::Failed,
        CallProgress::Canceled => S::Canceled,
    };
    (to != status).then_some(to)
}

/// Whether nothing more is done about it by itself. `UNKNOWN` and `EXPIRED` are not: something may yet be learnt.
pub fn is_final(status: AttemptStatus) -> bool {
    use AttemptStatus as S;
    matches!(status, S::Completed | S::Busy | S::NotAnswered | S::Failed | S::Canceled | S::Errored)
}

/// Whether the provider may be at it: what counts towards a limit of calls at once.
pub fn is_under_way(status: AttemptStatus) -> bool {
    use AttemptStatus as S;
    matches!(status, S::Dispatching | S::Sent | S::InProgress | S::Unknown)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;
    use sea_orm::Iterable;

    use super::*;

    const PROGRESS: [CallProgress; 8] = [
        CallProgress::Queued,
        CallProgress::Ringing,
        CallProgress::InProgress,
        CallProgress::Completed,
        CallProgress::Busy,
        CallProgress::NoAnswer,
        CallProgress::Failed,
        CallProgress::Canceled,
    ];

    fn steps() -> Vec<Step> {
        use Step::{Accepted, CalledOff, Claimed, Lost, NeverHad, NotSent, Refused, Silent};
        let own = [Claimed, Accepted, NotSent, Refused, Lost, NeverHad, Silent, CalledOff];
        own.into_iter().chain(PROGRESS.map(Step::Reported)).collect()
    }

    #[test]
    fn every_pair_of_status_and_step_is_as_drawn() {
        use AttemptStatus as S;
        let drawn = [
            (S::Created, Step::Claimed, S::Dispatching),
            (S::Created, Step::CalledOff, S::Canceled),
            (S::Dispatching, Step::Accepted, S::Sent),
            (S::Dispatching, Step::NotSent, S::Created),
            (S::Dispatching, Step::Refused, S::Errored),
            (S::Dispatching, Step::Lost, S::Unknown),
            (S::Unknown, Step::Accepted, S::Sent),
            (S::Unknown, Step::NeverHad, S::Created),
            (S::Sent, Step::Silent, S::Expired),
            (S::InProgress, Step::Silent, S::Expired),
            (S::Created, Step::Reported(CallProgress::Queued), S::Sent),
            (S::Dispatching, Step::Reported(CallProgress::Queued), S::Sent),
            (S::Unknown, Step::Reported(CallProgress::Queued), S::Sent),
        ];
        let to = [
            (CallProgress::Ringing, S::InProgress),
            (CallProgress::InProgress, S::InProgress),
            (CallProgress::Completed, S::Completed),
            (CallProgress::Busy, S::Busy),
            (CallProgress::NoAnswer, S::NotAnswered),
            (CallProgress::Failed, S::Failed),
            (CallProgress::Canceled, S::Canceled),
        ];
        let open = [S::Created, S::Dispatching, S::Sent, S::InProgress, S::Unknown, S::Expired];
        let reported = open.into_iter().flat_map(|from| to.map(|(progress, to)| (from, Step::Reported(progress), to)));
        let moves: Vec<_> = drawn.into_iter().chain(reported.filter(|(from, _, to)| from != to)).collect();

        for status in S::iter() {
            for step in steps() {
                let expected = moves.iter().find(|(from, by, _)| (*from, *by) == (status, step)).map(|(_, _, to)| *to);

                assert_eq!(next(status, step), expected, "{status:?} on {step:?}");
            }
        }
    }

    #[test]
    fn final_states_absorb() {
        for status in AttemptStatus::iter().filter(|status| is_final(*status)) {
            for step in steps() {
                assert_eq!(next(status, step), None, "{status:?} on {step:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn whatever_order_a_calls_reports_come_in_they_end_in_one_state(
            end in 3_usize..8,
            order in Just((0..6).collect::<Vec<usize>>()).prop_shuffle(),
        ) {
            // A call's reports, some told twice; the answer to the order somewhere among them.
            let told = [CallProgress::Queued, CallProgress::Ringing, CallProgress::InProgress, PROGRESS[end], PROGRESS[end]];
            let steps: Vec<Step> = told.map(Step::Reported).into_iter().chain([Step::Accepted]).collect();

            let last = order.iter().fold(AttemptStatus::Dispatching, |status, place| next(status, steps[*place]).unwrap_or(status));

            let expected = next(AttemptStatus::Dispatching, Step::Reported(PROGRESS[end]));
            prop_assert_eq!(Some(last), expected);
        }
    }

    #[test]
    fn what_is_under_way_is_neither_final_nor_given_up() {
        let under_way: BTreeSet<_> = AttemptStatus::iter().filter(|status| is_under_way(*status)).collect();

        assert!(under_way.iter().all(|status| !is_final(*status)));
        assert_eq!(under_way.len(), 4);
    }
}
