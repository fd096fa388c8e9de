//! What follows when a try is over: nothing, another try, the next step, or that all was in vain. Pure.

use chrono::TimeDelta;
use entity::stored::{AnsweredBy, AttemptStatus, CallCause, MachineBehavior, MessageProblemKind, MessageStatus, ReminderReason as Reason};

/// How a try ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It reached whom it was for.
    Reached,
    /// In vain; it may be tried again.
    Vain(Reason),
    /// In vain, and another try of the same step would be no better.
    Never(Reason),
    /// It was taken back before anybody was asked.
    TakenBack,
}

/// Steps of an alarm, as far as they say what follows.
#[derive(Clone, Debug, PartialEq)]
pub struct Steps {
    /// Of each: tries, and the pause before its first.
    pub each: Vec<(i32, TimeDelta)>,
    /// Pause between two tries of a step.
    pub pause: TimeDelta,
    /// How much longer each further one is.
    pub factor: f64,
}

/// What follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Nothing: it was reached.
    Done,
    /// Another try of the same step, after a while.
    Again(TimeDelta),
    /// The first try of that step, after a while.
    Step(usize, TimeDelta),
    /// Nothing: all was in vain.
    GiveUp,
}

/// The longest pause between two tries.
const LONGEST: TimeDelta = TimeDelta::days(7);

impl Steps {
    /// What follows a try of the step at that place, of which so many were made.
    pub fn after(&self, place: usize, tried: i32, ended: Ended) -> Next {
        match ended {
            Ended::Reached => Next::Done,
            Ended::TakenBack => Next::Again(TimeDelta::zero()),
            Ended::Vain(_) if self.each.get(place).is_some_and(|(most, _)| tried < *most) => Next::Again(self.pause_after(tried)),
            Ended::Vain(_) | Ended::Never(_) => match self.each.get(place + 1) {
                Some((_, silence)) => Next::Step(place + 1, *silence),
                None => Next::GiveUp,
            },
        }
    }

    fn pause_after(&self, tried: i32) -> TimeDelta {
        let seconds = self.pause.as_seconds_f64() * self.factor.max(1.0).powi(tried.saturating_sub(1).max(0));
        let seconds = seconds.min(LONGEST.as_seconds_f64());
        // At most a week.
        TimeDelta::seconds(seconds.round() as i64)
    }
}

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Call {
    /// How far it came.
    pub status: AttemptStatus,
    /// Why it ended.
    pub cause: Option<CallCause>,
    /// Who answered, as the provider guesses.
    pub answered_by: Option<AnsweredBy>,
    /// Whether a message was left on a machine.
    pub left: bool,
    /// Whether something was answered that means something.
    pub answered: bool,
}

/// What the end of a call means.
pub fn of_call(call: Call, behavior: MachineBehavior, needs_answer: bool) -> Ended {
    use AttemptStatus as S;
    match (call.status, call.cause) {
        (S::Canceled, Some(CallCause::NotAllowed)) => Ended::TakenBack,
        (S::Completed, _) => answered(call, behavior, needs_answer),
        (_, Some(CallCause::InvalidNumber | CallCause::Blocked)) => Ended::Never(Reason::Failed),
        (S::Busy, _) => Ended::Vain(Reason::Busy),
        (S::NotAnswered, _) => Ended::Vain(Reason::NotAnswered),
        // The call that may have been made would be the first of two.
        (S::Unknown | S::Expired, _) => Ended::Never(Reason::OutcomeUnknown),
        _ => Ended::Vain(Reason::Failed),
    }
}

fn answered(call: Call, behavior: MachineBehavior, needs_answer: bool) -> Ended {
    use MachineBehavior as B;
    match (behavior, call.answered_by) {
        (_, Some(AnsweredBy::Fax)) => Ended::Never(Reason::Fax),
        (B::HumanOnly, Some(AnsweredBy::Machine)) => Ended::Vain(Reason::Machine),
        (B::VoicemailOnly, Some(AnsweredBy::Machine)) if call.left => Ended::Reached,
        (B::VoicemailOnly, Some(AnsweredBy::Machine)) => Ended::Vain(Reason::Machine),
        (B::VoicemailOnly, _) => Ended::Vain(Reason::Human),
        // A machine answers nothing.
        (B::Always, Some(AnsweredBy::Machine)) if call.left || !needs_answer => Ended::Reached,
        _ if needs_answer && !call.answered => Ended::Vain(Reason::NoAnswer),
        _ => Ended::Reached,
    }
}

/// What has become of a message; none: it is not over.
pub fn of_message(status: MessageStatus, problem: Option<MessageProblemKind>) -> Option<Ended> {
    use MessageProblemKind as P;
    use MessageStatus as S;
    Some(match (status, problem) {
        (S::Queued | S::Sending, _) => return None,
        (S::Sent | S::Delivered, _) => Ended::Reached,
        (S::Undelivered, Some(P::InvalidNumber | P::Blocked)) => Ended::Never(Reason::NotDelivered),
        (S::Undelivered, _) => Ended::Vain(Reason::NotDelivered),
        (S::Canceled, _) => Ended::TakenBack,
        (S::Unknown, _) => Ended::Never(Reason::OutcomeUnknown),
        (_, Some(P::OptedOut)) => Ended::Never(Reason::OptedOut),
        (_, Some(P::DoNotCall)) => Ended::Never(Reason::DoNotCall),
        (_, Some(P::InvalidNumber | P::RecipientRefused | P::Blocked | P::Unsafe)) => Ended::Never(Reason::NotSent),
        (S::Failed | S::Expired, _) => Ended::Vain(Reason::NotSent),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(seconds: i64) -> TimeDelta {
        TimeDelta::seconds(seconds)
    }

    #[test]
    fn a_step_is_tried_again_longer_and_longer_then_the_next_follows_and_in_the_end_it_is_given_up() {
        let steps = Steps { each: vec![(3, seconds(0)), (1, seconds(300))], pause: seconds(60), factor: 2.0 };
        let vain = Ended::Vain(Reason::Busy);
        let table = [
            (0, 1, vain, Next::Again(seconds(60))),
            (0, 2, vain, Next::Again(seconds(120))),
            (0, 3, vain, Next::Step(1, seconds(300))),
            (0, 1, Ended::Never(Reason::Fax), Next::Step(1, seconds(300))),
            (1, 1, vain, Next::GiveUp),
            (0, 1, Ended::Reached, Next::Done),
            (1, 9, Ended::TakenBack, Next::Again(seconds(0))),
        ];

        for (place, tried, ended, expected) in table {
            assert_eq!(steps.after(place, tried, ended), expected, "{place} {tried} {ended:?}");
        }
    }

    #[test]
    fn who_answered_counts_as_the_calendar_says() {
        use AnsweredBy::{Fax, Human, Machine, Unknown};
        use MachineBehavior::{Always, HumanOnly, VoicemailOnly};
        let call = |answered_by, left| Call { status: AttemptStatus::Completed, cause: None, answered_by, left, answered: false };
        let table = [
            (Always, None, false, Ended::Reached),
            (Always, Some(Human), false, Ended::Reached),
            (Always, Some(Machine), false, Ended::Reached),
            (Always, Some(Fax), false, Ended::Never(Reason::Fax)),
            (HumanOnly, Some(Human), false, Ended::Reached),
            (HumanOnly, Some(Unknown), false, Ended::Reached),
            (HumanOnly, Some(Machine), false, Ended::Vain(Reason::Machine)),
            (HumanOnly, Some(Fax), false, Ended::Never(Reason::Fax)),
            (VoicemailOnly, Some(Machine), true, Ended::Reached),
            (VoicemailOnly, Some(Machine), false, Ended::Vain(Reason::Machine)),
            (VoicemailOnly, Some(Human), false, Ended::Vain(Reason::Human)),
            (VoicemailOnly, Some(Unknown), false, Ended::Vain(Reason::Human)),
            (VoicemailOnly, Some(Fax), false, Ended::Never(Reason::Fax)),
        ];

        for (behavior, by, left, expected) in table {
            assert_eq!(of_call(call(by, left), behavior, false), expected, "{behavior:?} {by:?} {left}");
        }
        let silent = of_call(call(Some(Human), false), Always, true);
        let told = of_call(Call { answered: true, ..call(Some(Human), false) }, Always, true);
        assert_eq!((silent, told), (Ended::Vain(Reason::NoAnswer), Ended::Reached));
    }

    #[test]
    fn what_may_have_rung_is_not_rung_again() {
        let call = |status, cause| Call { status, cause, answered_by: None, left: false, answered: false };
        let table = [
            (AttemptStatus::Unknown, None, Ended::Never(Reason::OutcomeUnknown)),
            (AttemptStatus::Expired, None, Ended::Never(Reason::OutcomeUnknown)),
            (AttemptStatus::Canceled, Some(CallCause::NotAllowed), Ended::TakenBack),
            (AttemptStatus::Canceled, Some(CallCause::CancelledByUs), Ended::Vain(Reason::Failed)),
            (AttemptStatus::Failed, Some(CallCause::InvalidNumber), Ended::Never(Reason::Failed)),
            (AttemptStatus::Errored, None, Ended::Vain(Reason::Failed)),
            (AttemptStatus::Busy, None, Ended::Vain(Reason::Busy)),
            (AttemptStatus::NotAnswered, None, Ended::Vain(Reason::NotAnswered)),
        ];

        for (status, cause, expected) in table {
            assert_eq!(of_call(call(status, cause), MachineBehavior::Always, false), expected, "{status:?}");
        }
    }
}
