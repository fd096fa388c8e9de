//! How often somebody is called again, and when: what the end of an attempt means for whoever was called. Pure.
//!
//! What a human being decided (engaged, not answered, refused) uses up the budget, which is one over all such ends, and is never tried
//! over another provider. What a provider failed at uses none of it, and goes to the next provider, up to a bound of its own.

use chrono::TimeDelta;
use entity::stored::{AnsweredBy, AttemptStatus, CallCause};
use serde::{Deserialize, Serialize};

use super::check::Check;
use crate::error::ProblemCode;

/// Seconds until somebody is called again, at the most: 7 days.
const LONGEST: i32 = 7 * 86_400;
/// Attempts at the most that can be asked for.
const MOST_ATTEMPTS: i32 = 20;
/// Technical failures at the most that can be asked for.
const MOST_FAILURES: i32 = 100;

/// How often, and when, somebody is called again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Retry {
    /// Ends of an attempt after which there is another.
    pub statuses: Vec<AttemptStatus>,
    /// Attempts at the most, however they end: one budget over all ends.
    pub max_attempts: i32,
    /// Seconds after the first attempt.
    pub delay_seconds: i32,
    /// How many times longer each wait is than the one before.
    pub factor: f64,
    /// No wait is longer, in seconds.
    pub longest_seconds: i32,
    /// Technical failures at the most, which do not count as attempts.
    pub max_failures: i32,
}

impl Default for Retry {
    fn default() -> Self {
        Self {
            statuses: vec![AttemptStatus::Failed, AttemptStatus::Busy, AttemptStatus::NotAnswered],
            max_attempts: 3,
            delay_seconds: 900,
            factor: 2.0,
            longest_seconds: 86_400,
            max_failures: 10,
        }
    }
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// In one word; not over yet: nothing follows from it.
    pub status: AttemptStatus,
    /// Why, if that is known.
    pub cause: Option<CallCause>,
    /// Who answered, as far as somebody looked.
    pub answered_by: Option<AnsweredBy>,
}

/// What the end of an attempt means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// It is not over.
    NotOver,
    /// Somebody was reached.
    Reached,
    /// Nobody was, as far as a human being or the network beyond the provider decided.
    InVain,
    /// Nobody ever will be at this number.
    Hopeless,
    /// The provider failed, or would not: another may do it.
    Technical,
    /// It was not made: nobody was called, and who is to be called is looked at anew.
    NotMade,
}

/// What is to be done about a participation after an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing yet: it is not over.
    Wait,
    /// It was reached.
    Answered,
    /// Called again after so long; an attempt was used up, if one was made.
    Again(TimeDelta),
    /// Called again over the next provider, after so long; no attempt was used up, but a failure counts.
    NextRoute(TimeDelta),
    /// Not called again.
    GiveUp,
}

impl Ended {
    /// What it means.
    pub fn meaning(&self) -> Meaning {
        use AttemptStatus as S;
        use CallCause as C;
        match (self.status, self.cause) {
            (S::Created | S::Dispatching | S::Sent | S::InProgress | S::Unknown, _) => Meaning::NotOver,
            (S::Completed, cause) if self.is_machine(cause) => Meaning::InVain,
            (S::Completed, _) => Meaning::Reached,
            (S::Canceled, Some(C::NotAllowed)) => Meaning::NotMade,
            (_, Some(C::InvalidNumber | C::Blocked)) => Meaning::Hopeless,
            (S::Failed | S::Errored, Some(C::ProviderError | C::Billing | C::RateLimited)) => Meaning::Technical,
            // What the provider refused without saying that it is the number's fault.
            (S::Errored, _) => Meaning::Technical,
            (S::Busy | S::NotAnswered | S::Failed | S::Canceled | S::Expired, _) => Meaning::InVain,
        }
    }

    fn is_machine(&self, cause: Option<CallCause>) -> bool {
        matches!(self.answered_by, Some(AnsweredBy::Machine | AnsweredBy::Fax)) || cause == Some(CallCause::Machine)
    }

    /// The word by which it is looked up whether there is another attempt: a machine is nobody who answered.
    fn status_for_retry(&self) -> AttemptStatus {
        if self.status == AttemptStatus::Completed { AttemptStatus::NotAnswered } else { self.status }
    }
}

impl Retry {
    /// What is to be done after an attempt ended so, when `attempts` were used up, this one with them if it counts, and `failures` were
    /// technical, likewise, over `routes` providers.
    pub fn verdict(&self, ended: &Ended, attempts: i32, failures: i32, routes: usize) -> Verdict {
        match ended.meaning() {
            Meaning::NotOver => Verdict::Wait,
            Meaning::Reached => Verdict::Answered,
            Meaning::Hopeless => Verdict::GiveUp,
            Meaning::NotMade => Verdict::Again(TimeDelta::zero()),
            Meaning::InVain if attempts >= self.max_attempts => Verdict::GiveUp,
            Meaning::InVain if self.statuses.contains(&ended.status_for_retry()) => Verdict::Again(self.delay(attempts)),
            Meaning::InVain => Verdict::GiveUp,
            Meaning::Technical if failures >= self.max_failures => Verdict::GiveUp,
            Meaning::Technical => Verdict::NextRoute(self.delay_of_route(failures, routes)),
        }
    }

    /// How long to wait after so many attempts.
    pub fn delay(&self, attempts: i32) -> TimeDelta {
        let times = attempts.max(1) - 1;
        let seconds = f64::from(self.delay_seconds) * self.factor.powi(times);
        let seconds = seconds.min(f64::from(self.longest_seconds)).max(0.0);
        #[expect(clippy::cast_possible_truncation, reason = "at most the longest wait")]
        let milliseconds = (seconds * 1000.0) as i64;
        TimeDelta::milliseconds(milliseconds)
    }

    /// A provider that was not tried in this round is tried at once; when all have failed, the next round waits.
    fn delay_of_route(&self, failures: i32, routes: usize) -> TimeDelta {
        let routes = i32::try_from(routes).unwrap_or(i32::MAX).max(1);
        if failures % routes == 0 { self.delay(failures / routes) } else { TimeDelta::zero() }
    }

    /// What is wrong with it.
    pub(super) fn check(&self, check: &mut Check) {
        let never = |status: &&AttemptStatus| !AFTER.contains(status);
        if let Some(status) = self.statuses.iter().find(never) {
            let known: Vec<&str> = AFTER.iter().map(|status| status.as_str()).collect();
            check.invalid(
                "statuses",
                format!("After {} nobody is called again; after {} somebody may be.", status.as_str(), known.join(", ")),
            );
        }
        if self.statuses.len() > AFTER.len() {
            check.fault(ProblemCode::LimitReached, "statuses", "A status stands here more than once.");
        }
        check.number("maxAttempts", self.max_attempts, 1..=MOST_ATTEMPTS);
        check.number("delaySeconds", self.delay_seconds, 0..=LONGEST);
        check.number("longestSeconds", self.longest_seconds, 0..=LONGEST);
        check.number("maxFailures", self.max_failures, 0..=MOST_FAILURES);
        if !(1.0..=10.0).contains(&self.factor) {
            check.invalid("factor", format!("{} is not within 1 to 10.", self.factor));
        }
    }
}

/// Ends after which somebody may be called again.
pub const AFTER: [AttemptStatus; 5] =
    [AttemptStatus::Failed, AttemptStatus::Busy, AttemptStatus::NotAnswered, AttemptStatus::Canceled, AttemptStatus::Expired];

#[cfg(test)]
mod tests {
    use sea_orm::Iterable;

    use super::*;
    use crate::error::Refusal;

    fn ended(status: AttemptStatus) -> Ended {
        Ended { status, cause: None, answered_by: None }
    }

    #[test]
    fn every_pair_of_status_and_cause_has_its_meaning() {
        use AttemptStatus as S;
        use CallCause as C;
        use Meaning::{Hopeless, InVain, NotMade, NotOver, Reached, Technical};
        // Meaning without a known cause, and of the causes that mean something else.
        type Others = &'static [(C, Meaning)];
        let table: [(S, Meaning, Others); 12] = [
            (S::Created, NotOver, &[]),
            (S::Dispatching, NotOver, &[]),
            (S::Sent, NotOver, &[]),
            (S::InProgress, NotOver, &[]),
            (S::Completed, Reached, &[(C::Machine, InVain)]),
            (S::Busy, InVain, &[(C::InvalidNumber, Hopeless), (C::Blocked, Hopeless)]),
            (S::NotAnswered, InVain, &[(C::InvalidNumber, Hopeless), (C::Blocked, Hopeless)]),
            (
                S::Failed,
                InVain,
                &[
                    (C::InvalidNumber, Hopeless),
                    (C::Blocked, Hopeless),
                    (C::ProviderError, Technical),
                    (C::Billing, Technical),
                    (C::RateLimited, Technical),
                ],
            ),
            (S::Canceled, InVain, &[(C::InvalidNumber, Hopeless), (C::Blocked, Hopeless), (C::NotAllowed, NotMade)]),
            (S::Errored, Technical, &[(C::InvalidNumber, Hopeless), (C::Blocked, Hopeless)]),
            (S::Unknown, NotOver, &[]),
            (S::Expired, InVain, &[(C::InvalidNumber, Hopeless), (C::Blocked, Hopeless)]),
        ];

        assert_eq!(table.map(|(status, ..)| status).to_vec(), S::iter().collect::<Vec<_>>());
        for (status, usual, others) in table {
            assert_eq!(ended(status).meaning(), usual, "{status:?}");
            for cause in C::iter() {
                let expected = others.iter().find(|(other, _)| *other == cause).map_or(usual, |(_, meaning)| *meaning);
                let ended = Ended { cause: Some(cause), ..ended(status) };
                assert_eq!(ended.meaning(), expected, "{status:?} {cause:?}");
            }
        }
    }

    #[test]
    fn a_machine_is_nobody_who_answered() {
        let by = |answered_by| Ended { answered_by: Some(answered_by), ..ended(AttemptStatus::Completed) };
        let table = [
            (AnsweredBy::Human, Meaning::Reached),
            (AnsweredBy::Unknown, Meaning::Reached),
            (AnsweredBy::Machine, Meaning::InVain),
            (AnsweredBy::Fax, Meaning::InVain),
        ];

        for (who, meaning) in table {
            assert_eq!(by(who).meaning(), meaning, "{who:?}");
        }
        let no = Retry { statuses: vec![AttemptStatus::Failed], ..Retry::default() };
        assert_eq!(Retry::default().verdict(&by(AnsweredBy::Machine), 1, 0, 1), Verdict::Again(TimeDelta::minutes(15)));
        assert_eq!(no.verdict(&by(AnsweredBy::Machine), 1, 0, 1), Verdict::GiveUp);
    }

    #[test]
    fn one_budget_holds_for_all_ends_in_vain() {
        use AttemptStatus as S;
        let retry = Retry::default();
        let quarter = Verdict::Again(TimeDelta::minutes(15));
        let half = Verdict::Again(TimeDelta::minutes(30));
        // Status, attempts used up, verdict.
        let table = [
            (S::Busy, 1, quarter),
            (S::NotAnswered, 2, half),
            (S::Failed, 2, half),
            (S::Busy, 3, Verdict::GiveUp),
            (S::NotAnswered, 3, Verdict::GiveUp),
            (S::Canceled, 1, Verdict::GiveUp),
            (S::Expired, 1, Verdict::GiveUp),
            (S::Completed, 3, Verdict::Answered),
            (S::Unknown, 3, Verdict::Wait),
        ];

        for (status, attempts, verdict) in table {
            assert_eq!(retry.verdict(&ended(status), attempts, 0, 2), verdict, "{status:?} {attempts}");
        }
    }

    #[test]
    fn who_can_never_be_reached_is_not_called_again() {
        let everything = Retry { statuses: AFTER.to_vec(), ..Retry::default() };

        for status in [AttemptStatus::Failed, AttemptStatus::Errored] {
            for cause in [CallCause::InvalidNumber, CallCause::Blocked] {
                let ended = Ended { cause: Some(cause), ..ended(status) };
                assert_eq!(everything.verdict(&ended, 1, 0, 3), Verdict::GiveUp, "{status:?} {cause:?}");
            }
        }
    }

    #[test]
    fn a_technical_failure_goes_to_the_next_provider_and_after_a_round_of_them_waits() {
        let retry = Retry { max_failures: 5, delay_seconds: 60, factor: 3.0, ..Retry::default() };
        let failed = ended(AttemptStatus::Errored);
        // Failures so far, verdict over two providers, over one.
        let table = [
            (1, Verdict::NextRoute(TimeDelta::zero()), Verdict::NextRoute(TimeDelta::seconds(60))),
            (2, Verdict::NextRoute(TimeDelta::seconds(60)), Verdict::NextRoute(TimeDelta::seconds(180))),
            (3, Verdict::NextRoute(TimeDelta::zero()), Verdict::NextRoute(TimeDelta::seconds(540))),
            (4, Verdict::NextRoute(TimeDelta::seconds(180)), Verdict::NextRoute(TimeDelta::seconds(1_620))),
            (5, Verdict::GiveUp, Verdict::GiveUp),
        ];

        for (failures, over_two, over_one) in table {
            // The budget of attempts is used up, and does not matter.
            assert_eq!(retry.verdict(&failed, 3, failures, 2), over_two, "{failures}");
            assert_eq!(retry.verdict(&failed, 3, failures, 1), over_one, "{failures}");
        }
    }

    #[test]
    fn waits_grow_by_the_factor_up_to_the_longest() {
        let retry = Retry { delay_seconds: 60, factor: 1.5, longest_seconds: 200, ..Retry::default() };

        let delays: Vec<i64> = [0, 1, 2, 3, 4, 5, i32::MAX].map(|attempts| retry.delay(attempts).num_seconds()).to_vec();

        assert_eq!(delays, [60, 60, 90, 135, 200, 200, 200]);
    }

    #[test]
    fn what_cannot_be_is_told_and_what_is_not_given_has_its_default() {
        let wrong = Retry {
            statuses: vec![AttemptStatus::Completed],
            max_attempts: 0,
            delay_seconds: -1,
            factor: f64::NAN,
            longest_seconds: LONGEST + 1,
            max_failures: -1,
        };
        let mut check = Check::at(&["retry"]);

        wrong.check(&mut check);

        let Err(Refusal::User(problems)) = check.done() else { panic!("faults") };
        let paths: Vec<String> = problems.iter().map(|problem| problem.path.join(".")).collect();
        assert_eq!(
            paths.join(" "),
            "retry.statuses retry.maxAttempts retry.delaySeconds retry.longestSeconds retry.maxFailures retry.factor"
        );
        assert_eq!(serde_json::from_value::<Retry>(serde_json::json!({})).unwrap(), Retry::default());
    }
}
