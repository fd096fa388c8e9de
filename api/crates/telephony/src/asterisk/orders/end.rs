//! What the end of a call of ours means.

use crate::{cause::Cause, outgoing::CallProgress};

/// What was known of a call when it ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Before {
    /// Somebody, or something, answered.
    pub(super) answered: bool,
    /// It rang.
    pub(super) rang: bool,
    /// We called it off.
    pub(super) called_off: bool,
    /// The called party hung up.
    pub(super) hung_up_there: bool,
    /// The recording could not be played.
    pub(super) not_played: bool,
}

/// How a call ended whose channel bears that Q.850 cause.
///
/// Whoever rejects a call (21) has said no as much as whoever is engaged: both are [`CallProgress::Busy`], so that no other trunk is
/// tried, and the cause tells them apart. Clearing without a reason (16, 31, or 0, which is no cause) before an answer is the end
/// of a call that rang and was not answered; without a ring nothing is known of why.
pub(super) fn of(before: Before, code: u8) -> (CallProgress, Cause) {
    let cause = Cause::from_q850(code);
    if before.answered {
        let cause = match cause {
            _ if before.called_off => Cause::CancelledByUs,
            _ if before.not_played => Cause::ProviderError,
            _ if before.hung_up_there => Cause::CalleeHangup,
            // A call that lasted as long as it may ends so.
            _ if code == 0 => Cause::Normal,
            cause => cause,
        };
        return (CallProgress::Completed, cause);
    }
    match cause {
        Cause::Busy | Cause::Rejected => (CallProgress::Busy, cause),
        Cause::NoAnswer => (CallProgress::NoAnswer, cause),
        _ if before.called_off => (CallProgress::Canceled, Cause::CancelledByUs),
        Cause::Normal | Cause::Unknown if matches!(code, 0 | 16 | 31) => match before.rang {
            true => (CallProgress::NoAnswer, Cause::NoAnswer),
            false => (CallProgress::Failed, Cause::Unknown),
        },
        cause => (CallProgress::Failed, cause),
    }
}

/// How a call ended that never had a channel, by the `Reason` of `OriginateResponse`.
pub(super) fn without_channel(reason: u8) -> (CallProgress, Cause) {
    match reason {
        3 => (CallProgress::NoAnswer, Cause::NoAnswer),
        5 => (CallProgress::Busy, Cause::Busy),
        _ => (CallProgress::Failed, Cause::Unreachable),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_that_was_not_answered_ends_by_its_cause() {
        let rang = Before { rang: true, ..Before::default() };
        let table = [
            (17, CallProgress::Busy, Cause::Busy),
            (19, CallProgress::NoAnswer, Cause::NoAnswer),
            (18, CallProgress::NoAnswer, Cause::NoAnswer),
            (21, CallProgress::Busy, Cause::Rejected),
            (1, CallProgress::Failed, Cause::InvalidNumber),
            (28, CallProgress::Failed, Cause::InvalidNumber),
            (20, CallProgress::Failed, Cause::Unreachable),
            (34, CallProgress::Failed, Cause::Unreachable),
            (38, CallProgress::Failed, Cause::ProviderError),
            (16, CallProgress::NoAnswer, Cause::NoAnswer),
            (0, CallProgress::NoAnswer, Cause::NoAnswer),
            (99, CallProgress::Failed, Cause::ProviderError),
            (57, CallProgress::Failed, Cause::Unknown),
        ];

        for (code, progress, cause) in table {
            assert_eq!(of(rang, code), (progress, cause), "cause {code}");
        }
        assert_eq!(of(Before::default(), 0), (CallProgress::Failed, Cause::Unknown));
    }

    #[test]
    fn a_call_that_was_called_off_is_canceled_unless_its_end_was_another() {
        let called_off = Before { rang: true, called_off: true, ..Before::default() };

        assert_eq!(of(called_off, 16), (CallProgress::Canceled, Cause::CancelledByUs));
        assert_eq!(of(called_off, 17), (CallProgress::Busy, Cause::Busy));
        assert_eq!(of(Before { answered: true, ..called_off }, 16), (CallProgress::Completed, Cause::CancelledByUs));
    }

    #[test]
    fn an_answered_call_is_completed_whatever_its_cause() {
        let answered = Before { answered: true, rang: true, ..Before::default() };
        let table = [
            (answered, 16, Cause::Normal),
            (answered, 0, Cause::Normal),
            (answered, 38, Cause::ProviderError),
            (Before { hung_up_there: true, ..answered }, 16, Cause::CalleeHangup),
            (Before { not_played: true, ..answered }, 16, Cause::ProviderError),
        ];

        for (before, code, cause) in table {
            assert_eq!(of(before, code), (CallProgress::Completed, cause), "{before:?} cause {code}");
        }
    }
}
