//! What happens to an attempt, and what becomes of its row: pure.
//!
//! The status moves by [`state::next`]; beside it the row keeps what the provider said. Of two reports the one with the higher
//! place counts; of those without, the one that is further. Of an attempt that is over nothing changes but what was not known yet.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    call_attempt::Model,
    stored::{AttemptStatus, CallCause},
};
use telephony::outgoing::{Accepted, CallProgress, Found, OrderError, Progress, Report};

use super::state::{self, Step};
use crate::calls::words;

/// How long an attempt is held by whoever asks the provider; afterwards it is taken for lost. Longer than any answer is waited for.
pub const LEASE: TimeDelta = TimeDelta::seconds(60);
/// After so long without a word the provider is asked how far a call is.
pub const SILENCE: TimeDelta = TimeDelta::minutes(10);
/// A call that its provider has not begun after so long is given up.
pub const NOT_BEGUN: TimeDelta = TimeDelta::hours(1);
/// After so long nobody looks any more whether the provider has had an order.
pub const LOOKED_FOR: TimeDelta = TimeDelta::hours(1);

/// The least and the longest pause before somebody looks again.
const PAUSES: (TimeDelta, TimeDelta) = (TimeDelta::seconds(2), TimeDelta::seconds(60));

/// Something that happened.
#[derive(Clone, Debug)]
pub enum What {
    /// The provider answered the order, or it was seen that it did not.
    Answered(Result<Accepted, OrderError>),
    /// The provider reports by itself.
    Reported(Report),
    /// The provider was asked.
    LookedUp(Result<Found, OrderError>),
    /// Whoever held it is gone, and whether the provider was asked is not known.
    Abandoned,
    /// The provider was asked to end the call.
    HungUp(Result<(), OrderError>),
    /// Not wanted any more.
    CalledOff,
    /// Not to be made any more, and why: of an attempt that its provider does not have.
    NotAllowed(&'static str),
}

/// The row after `what`; `None`: nothing is different.
pub fn after(row: &Model, what: &What, now: DateTime<Utc>) -> Option<Model> {
    let mut new = row.clone();
    match what {
        What::Answered(Ok(accepted)) => {
            new.provider_key.get_or_insert_with(|| accepted.key.0.clone());
            moved(&mut new, Step::Accepted, now);
            new.sent_at = new.sent_at.or(Some(now));
            if let Some(report) = &accepted.report {
                report_taken(&mut new, report, now);
            }
        }
        What::Answered(Err(error)) => refused(&mut new, error, now),
        What::Reported(report) => report_taken(&mut new, report, now),
        What::LookedUp(found) => looked_up(&mut new, found, now),
        What::Abandoned => lost(&mut new, "Whoever asked the provider is gone: whether it was asked is not known.", now),
        What::HungUp(Ok(())) => {
            new.hang_up_wanted = false;
            // It tells by itself that it is over; if not, it is asked.
            new.due_at = new.due_at.map(|_| now + PAUSES.0);
        }
        What::HungUp(Err(_)) => new.due_at = new.due_at.map(|_| now + PAUSES.0),
        What::CalledOff if state::next(row.status, Step::CalledOff).is_some() => {
            moved(&mut new, Step::CalledOff, now);
            new.cause = Some(CallCause::CancelledByUs);
        }
        // The provider has it, or may have it: it is told as soon as it is known there.
        What::CalledOff if !state::is_final(row.status) => {
            new.hang_up_wanted = true;
            new.due_at = if row.provider_key.is_some() { Some(now) } else { row.due_at };
        }
        What::CalledOff => {}
        What::NotAllowed(why) if row.status == AttemptStatus::Created => {
            moved(&mut new, Step::CalledOff, now);
            new.cause = Some(CallCause::NotAllowed);
            new.problem = Some((*why).to_owned());
        }
        What::NotAllowed(_) => {}
    }
    if new == *row {
        return None;
    }
    new.updated_at = now;
    Some(new)
}

fn moved(row: &mut Model, step: Step, now: DateTime<Utc>) {
    let Some(status) = state::next(row.status, step) else { return };
    row.status = status;
    row.due_at = match status {
        AttemptStatus::Created => Some(now + pause(row.created_at, now)),
        AttemptStatus::Dispatching => Some(now + LEASE),
        AttemptStatus::Sent | AttemptStatus::InProgress if row.hang_up_wanted => Some(now),
        AttemptStatus::Sent | AttemptStatus::InProgress => Some(now + SILENCE),
        AttemptStatus::Unknown => Some(now + PAUSES.0),
        _ => None,
    };
    if state::is_final(status) {
        row.hang_up_wanted = false;
        row.ended_at = row.ended_at.or(Some(now));
    }
    if !matches!(status, AttemptStatus::Created | AttemptStatus::Unknown | AttemptStatus::Errored | AttemptStatus::Expired) {
        row.problem = None;
    }
}

/// Longer the longer it has gone on.
fn pause(since: DateTime<Utc>, now: DateTime<Utc>) -> TimeDelta {
    (now - since).clamp(PAUSES.0, PAUSES.1)
}

fn refused(row: &mut Model, error: &OrderError, now: DateTime<Utc>) {
    match error {
        OrderError::NotSent(_) => {
            moved(row, Step::NotSent, now);
            row.problem = Some("The provider cannot be reached: it is tried again.".to_owned());
        }
        OrderError::RateLimited { retry_after } => {
            moved(row, Step::NotSent, now);
            let wait = retry_after.and_then(|wait| TimeDelta::from_std(wait).ok());
            row.due_at = wait.map_or(row.due_at, |wait| Some(now + wait.clamp(PAUSES.0, LOOKED_FOR)));
            row.problem = Some("The provider takes no more for the moment: it is tried again.".to_owned());
        }
        OrderError::OutcomeUnknown(_) => lost(row, "The provider did not answer: whether it took the order is not known.", now),
        OrderError::Refused { cause, code, message } => {
            moved(row, Step::Refused, now);
            row.cause = Some(words::cause(*cause));
            row.provider_code = code.clone().or(row.provider_code.take());
            row.problem = Some(message.clone());
        }
        OrderError::UnsafeValue(_) | OrderError::Unsupported => {
            moved(row, Step::Refused, now);
            row.cause = Some(CallCause::ProviderError);
            row.problem = Some(error.to_string());
        }
    }
}

fn lost(row: &mut Model, problem: &str, now: DateTime<Utc>) {
    if state::next(row.status, Step::Lost).is_some() {
        moved(row, Step::Lost, now);
        row.problem = Some(problem.to_owned());
    }
}

fn looked_up(row: &mut Model, found: &Result<Found, OrderError>, now: DateTime<Utc>) {
    let ordered = row.dispatched_at.unwrap_or(row.created_at);
    match found {
        Ok(Found::Here(report)) => {
            row.provider_key.get_or_insert_with(|| report.key.0.clone());
            moved(row, Step::Accepted, now);
            report_taken(row, report, now);
            let queued = matches!(report.progress, Progress::Call(CallProgress::Queued));
            if queued && now - ordered > NOT_BEGUN {
                moved(row, Step::Silent, now);
                row.problem = Some("The provider has it and has not begun it: it is not waited for any more.".to_owned());
            } else if matches!(row.status, AttemptStatus::Sent | AttemptStatus::InProgress) {
                row.due_at = Some(now + SILENCE);
            }
        }
        Ok(Found::Never) => {
            moved(row, Step::NeverHad, now);
            // One that it had, and has forgotten.
            moved(row, Step::Silent, now);
        }
        Ok(Found::NotYet) | Err(_) if row.status == AttemptStatus::Unknown && now - ordered > LOOKED_FOR => {
            row.due_at = None;
            row.problem = Some("Whether the provider took the order could not be found out.".to_owned());
        }
        Ok(Found::NotYet) | Err(_) => row.due_at = row.due_at.map(|_| now + pause(ordered, now)),
    }
}

fn report_taken(row: &mut Model, report: &Report, now: DateTime<Utc>) {
    row.provider_key.get_or_insert_with(|| report.key.0.clone());
    row.answered_by = row.answered_by.or(report.answered_by.map(words::answered_by));
    let place = report.sequence.and_then(|place| i32::try_from(place).ok());
    let before = row.status;
    if let Progress::Call(progress) = report.progress {
        let at = report.at.filter(|at| *at <= now).unwrap_or(now);
        moved(row, Step::Reported(progress), now);
        row.sent_at = row.sent_at.map_or(Some(at), |known| Some(known.min(at)));
        if state::is_final(row.status) && !state::is_final(before) {
            ended(row, progress, report, at);
        } else if progress == CallProgress::InProgress && (row.status == AttemptStatus::Completed || !state::is_final(row.status)) {
            // Told after the end, it is known better than what was reckoned from the end.
            row.answered_at = if state::is_final(before) { report.at.or(row.answered_at) } else { row.answered_at.or(Some(at)) };
        } else if row.status == before && matches!(before, AttemptStatus::Sent | AttemptStatus::InProgress) {
            // A sign of life.
            row.due_at = Some(if row.hang_up_wanted { now } else { now + SILENCE });
        }
    }
    if row.status != before || place > row.sequence {
        row.provider_status = Some(report.provider_status.clone());
    }
    row.sequence = row.sequence.max(place);
}

fn ended(row: &mut Model, progress: CallProgress, report: &Report, at: DateTime<Utc>) {
    row.ended_at = Some(at);
    row.cause = report.cause.map(words::cause);
    row.provider_code = report.provider_code.clone().or(row.provider_code.take());
    if progress == CallProgress::Completed {
        let talked = report.talk_seconds.map(i64::from);
        let answered = row.answered_at.or_else(|| Some(at - TimeDelta::seconds(talked?)));
        let talked = talked.or_else(|| answered.map(|since| (at - since).num_seconds()));
        row.answered_at = answered;
        row.talk_seconds = talked.and_then(|seconds| i32::try_from(seconds.max(0)).ok());
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use entity::{
        id::{AccountId, AttemptId, ProviderId},
        stored::{ActorKind, AnsweredBy as Stored},
    };
    use proptest::prelude::*;
    use telephony::{
        cause::Cause,
        outgoing::{AnsweredBy, OrderKey},
    };

    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    fn dispatching() -> Model {
        Model {
            id: AttemptId::new(),
            account_id: AccountId::new(),
            provider_id: ProviderId::new(),
            callout_id: None,
            participation_id: None,
            reminder_id: None,
            contact_id: None,
            number: 1,
            target: "+34972183386".to_owned(),
            from_number: None,
            order: serde_json::json!({}),
            status: AttemptStatus::Dispatching,
            provider_key: None,
            provider_status: None,
            sequence: None,
            answered_by: None,
            cause: None,
            provider_code: None,
            problem: None,
            verdict: None,
            hang_up_wanted: false,
            actor_kind: ActorKind::System,
            actor_id: None,
            actor_name: String::new(),
            created_at: at(0),
            dispatched_at: Some(at(0)),
            sent_at: None,
            answered_at: None,
            ended_at: None,
            talk_seconds: None,
            updated_at: at(0),
            due_at: Some(at(60)),
            fence: 1,
        }
    }

    fn report(progress: CallProgress, sequence: u32, second: i64) -> Report {
        let ended = progress.is_final();
        Report {
            reference: None,
            key: OrderKey("CA1".to_owned()),
            progress: Progress::Call(progress),
            provider_status: format!("{progress:?}"),
            sequence: Some(sequence),
            at: Some(at(second)),
            cause: ended.then_some(Cause::Normal),
            provider_code: ended.then(|| "16".to_owned()),
            answered_by: (progress == CallProgress::InProgress).then_some(AnsweredBy::Human),
            talk_seconds: (progress == CallProgress::Completed).then_some(20),
        }
    }

    fn fold(row: Model, happenings: &[What], now: DateTime<Utc>) -> Model {
        happenings.iter().fold(row, |row, what| after(&row, what, now).unwrap_or(row))
    }

    proptest! {
        #[test]
        fn all_orders_and_repeats_of_a_calls_reports_end_in_one_row(order in Just((0..8).collect::<Vec<usize>>()).prop_shuffle()) {
            let told = [
                report(CallProgress::Queued, 0, 1),
                report(CallProgress::Ringing, 1, 2),
                report(CallProgress::InProgress, 2, 10),
                report(CallProgress::Completed, 3, 30),
            ];
            let (row, now) = (dispatching(), at(40));
            let straight: Vec<What> = told.iter().cloned().map(What::Reported).collect();
            let shuffled: Vec<What> = order.iter().map(|place| straight[place % 4].clone()).collect();

            let expected = fold(row.clone(), &straight, now);

            prop_assert_eq!(&fold(row, &shuffled, now), &expected);
            prop_assert_eq!(expected.status, AttemptStatus::Completed);
            prop_assert_eq!((expected.answered_at, expected.ended_at, expected.talk_seconds), (Some(at(10)), Some(at(30)), Some(20)));
            prop_assert_eq!((expected.answered_by, expected.due_at, expected.sequence), (Some(Stored::Human), None, Some(3)));
        }
    }

    #[test]
    fn a_report_that_overtakes_the_answer_to_the_order_is_not_undone_by_it() {
        let reports = [What::Reported(report(CallProgress::Busy, 1, 5))];
        let answer = What::Answered(Ok(Accepted { key: OrderKey("CA1".to_owned()), report: None }));

        let row = fold(fold(dispatching(), &reports, at(6)), &[answer], at(7));

        assert_eq!((row.status, row.provider_key.as_deref()), (AttemptStatus::Busy, Some("CA1")));
    }

    #[test]
    fn an_order_that_did_not_reach_its_provider_waits_and_is_tried_again() {
        let answer = What::Answered(Err(OrderError::NotSent("refused".to_owned())));

        let row = fold(dispatching(), &[answer], at(10));

        assert_eq!((row.status, row.due_at), (AttemptStatus::Created, Some(at(20))));
        assert!(row.problem.is_some());
    }

    #[test]
    fn a_provider_that_takes_no_more_says_when_to_come_again() {
        let answer = What::Answered(Err(OrderError::RateLimited { retry_after: Some(Duration::from_secs(7)) }));

        let row = fold(dispatching(), &[answer], at(10));

        assert_eq!((row.status, row.due_at), (AttemptStatus::Created, Some(at(17))));
    }

    #[test]
    fn a_lost_answer_is_looked_up_more_and_more_slowly_and_given_up_after_an_hour() {
        let lost = fold(dispatching(), &[What::Answered(Err(OrderError::OutcomeUnknown("timed out".to_owned())))], at(10));

        let soon = fold(lost.clone(), &[What::LookedUp(Ok(Found::NotYet))], at(12));
        let later = fold(soon.clone(), &[What::LookedUp(Err(OrderError::NotSent("down".to_owned())))], at(600));
        let never = fold(later.clone(), &[What::LookedUp(Ok(Found::NotYet))], at(3_700));

        assert_eq!((lost.status, lost.due_at), (AttemptStatus::Unknown, Some(at(12))));
        assert_eq!((soon.status, soon.due_at), (AttemptStatus::Unknown, Some(at(24))));
        assert_eq!((later.status, later.due_at), (AttemptStatus::Unknown, Some(at(660))));
        assert_eq!((never.status, never.due_at), (AttemptStatus::Unknown, None));
        assert!(never.problem.is_some());
    }

    #[test]
    fn a_lost_answer_that_is_found_goes_on_and_one_that_never_arrived_is_asked_again() {
        let lost = fold(dispatching(), &[What::Abandoned], at(61));

        let here = What::LookedUp(Ok(Found::Here(Box::new(report(CallProgress::InProgress, 2, 30)))));
        let found = fold(lost.clone(), &[here], at(63));
        let never = fold(lost, &[What::LookedUp(Ok(Found::Never))], at(63));

        assert_eq!((found.status, found.provider_key.as_deref()), (AttemptStatus::InProgress, Some("CA1")));
        assert_eq!((never.status, never.due_at), (AttemptStatus::Created, Some(at(123))));
    }

    #[test]
    fn one_that_its_provider_does_not_begin_within_an_hour_is_given_up_and_a_late_report_still_counts() {
        let sent = fold(dispatching(), &[What::Reported(report(CallProgress::Queued, 0, 1))], at(1));
        let queued = || What::LookedUp(Ok(Found::Here(Box::new(report(CallProgress::Queued, 0, 1)))));

        let waiting = fold(sent, &[queued()], at(3_000));
        let expired = fold(waiting.clone(), &[queued()], at(3_700));
        let late = fold(expired.clone(), &[What::Reported(report(CallProgress::Completed, 3, 3_800))], at(3_801));

        assert_eq!((waiting.status, waiting.due_at), (AttemptStatus::Sent, Some(at(3_600))));
        assert_eq!((expired.status, expired.due_at), (AttemptStatus::Expired, None));
        assert_eq!(late.status, AttemptStatus::Completed);
    }

    #[test]
    fn who_wants_a_call_to_end_has_it_called_off_before_and_hung_up_after_its_provider_has_it() {
        let created = Model { status: AttemptStatus::Created, ..dispatching() };
        let accepted = || What::Answered(Ok(Accepted { key: OrderKey("CA1".to_owned()), report: None }));

        let before = fold(created, &[What::CalledOff], at(5));
        let under_way = fold(dispatching(), &[What::CalledOff], at(5));
        let there = fold(under_way.clone(), &[accepted()], at(6));
        let told = fold(there.clone(), &[What::HungUp(Ok(()))], at(7));
        let over = fold(there.clone(), &[What::Reported(report(CallProgress::Canceled, 2, 8))], at(8));

        assert_eq!((before.status, before.cause), (AttemptStatus::Canceled, Some(CallCause::CancelledByUs)));
        assert_eq!((under_way.hang_up_wanted, under_way.due_at), (true, Some(at(60))));
        assert_eq!((there.hang_up_wanted, there.due_at), (true, Some(at(6))));
        assert_eq!((told.hang_up_wanted, told.due_at), (false, Some(at(9))));
        assert_eq!((over.hang_up_wanted, over.status, over.due_at), (false, AttemptStatus::Canceled, None));
    }

    #[test]
    fn what_means_nothing_to_us_is_kept_and_moves_nothing() {
        let strange = Report { progress: Progress::Unreadable, provider_status: "warp".to_owned(), ..report(CallProgress::Queued, 4, 1) };

        let row = fold(dispatching(), &[What::Reported(strange)], at(2));

        assert_eq!((row.status, row.provider_status.as_deref()), (AttemptStatus::Dispatching, Some("warp")));
    }
}
