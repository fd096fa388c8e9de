//! What happens at its provider to a message, and what becomes of its row: pure.
//!
//! The status moves by [`super::state::next`]; what is final absorbs, so that reports may come late, twice and in any order.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    message::Model,
    stored::{MessageProblemKind as Kind, MessageStatus},
};
use telephony::{
    cause::Cause,
    outgoing::{Found, MessageProgress, OrderError, OrderKey, Progress, Report},
};

use super::{
    outcome::{Problem, blamed, moved},
    state::Moment,
};
use crate::calls::attempts::happening::{LOOKED_FOR, What};

/// After so long without a word the provider is asked how far a message is; and again, later and later, up to the second.
const SILENCE: (TimeDelta, TimeDelta) = (TimeDelta::minutes(10), TimeDelta::hours(6));
/// After so long nobody asks any more whether a message has arrived: many carriers never tell.
const WAITED_FOR: TimeDelta = TimeDelta::days(2);
/// The least and the longest pause before somebody looks again whether the provider has it.
const PAUSES: (TimeDelta, TimeDelta) = (TimeDelta::seconds(2), TimeDelta::seconds(60));

/// The row after `what`; `None`: nothing is different.
pub fn after(row: &Model, what: &What, now: DateTime<Utc>) -> Option<Model> {
    let mut new = row.clone();
    match what {
        What::Answered(Ok(accepted)) => {
            has_it(&mut new, &accepted.key, now);
            step(&mut new, Moment::Accept, None, now);
            if let Some(report) = &accepted.report {
                reported(&mut new, report, now);
            }
        }
        What::Answered(Err(error)) => not_taken(&mut new, error, now),
        What::Reported(report) => reported(&mut new, report, now),
        What::LookedUp(found) => looked_up(&mut new, found, now),
        What::Abandoned => {
            let why = Problem::ours(Kind::Interrupted, "Whoever handed it over did not live to tell what came of it: it is looked for.");
            step(&mut new, Moment::Lose, Some(why), now);
        }
        // Of calls only.
        What::HungUp(_) | What::CalledOff | What::NotAllowed(_) => {}
    }
    if new == *row {
        return None;
    }
    new.updated_at = now;
    Some(new)
}

/// Moves the row, if the moment concerns it, and says what stood in its way.
fn step(row: &mut Model, moment: Moment, problem: Option<Problem>, now: DateTime<Utc>) {
    let Some(new) = moved(row.clone(), moment, now) else { return };
    *row = blamed(new, problem);
    row.due_at = match row.status {
        MessageStatus::Unknown => Some(now + PAUSES.0),
        MessageStatus::Sent => Some(now + SILENCE.0),
        _ => row.due_at,
    };
}

/// The provider has it.
fn has_it(row: &mut Model, key: &OrderKey, now: DateTime<Utc>) {
    row.provider_key.get_or_insert_with(|| key.0.clone());
    row.sent_at.get_or_insert(now);
}

fn not_taken(row: &mut Model, error: &OrderError, now: DateTime<Utc>) {
    let ours = |kind, message: &str| Some(Problem::ours(kind, message));
    match error {
        OrderError::NotSent(_) => {
            step(row, Moment::PutOff, ours(Kind::Unreachable, "The provider cannot be reached: it is tried again."), now);
        }
        OrderError::RateLimited { retry_after } => {
            step(row, Moment::PutOff, ours(Kind::PutOff, "The provider takes no more for the moment: it is tried again."), now);
            let wait = retry_after.and_then(|wait| TimeDelta::from_std(wait).ok());
            row.due_at = row.due_at.map(|due| wait.map_or(due, |wait| due.max(now + wait.min(LOOKED_FOR))));
        }
        OrderError::OutcomeUnknown(_) => {
            let why = "The provider did not answer: whether it took the message is not known, and it is looked for.";
            step(row, Moment::Lose, ours(Kind::Lost, why), now);
        }
        OrderError::Refused { cause, code, message } => {
            let why = Problem { kind: kind(*cause), code: code.clone(), message: message.clone() };
            step(row, Moment::Refuse, Some(why), now);
        }
        OrderError::UnsafeValue(why) => step(row, Moment::Refuse, ours(Kind::Unsafe, why), now),
        OrderError::Unsupported => step(row, Moment::Refuse, ours(Kind::ProviderFailed, "This provider sends no messages."), now),
    }
}

fn reported(row: &mut Model, report: &Report, now: DateTime<Utc>) {
    let Progress::Message(progress) = report.progress else { return };
    has_it(row, &report.key, now);
    let moment = match progress {
        MessageProgress::Queued | MessageProgress::Sent => Moment::Accept,
        MessageProgress::Delivered => Moment::Deliver,
        MessageProgress::Undelivered => Moment::Undeliver,
        MessageProgress::Failed => Moment::Refuse,
        MessageProgress::Canceled => Moment::Withdraw,
    };
    let problem = matches!(progress, MessageProgress::Undelivered | MessageProgress::Failed).then(|| Problem {
        kind: report.cause.map_or(Kind::Unexplained, kind),
        code: report.provider_code.clone(),
        message: format!("The provider says: {}.", report.provider_status),
    });
    step(row, moment, problem, now);
}

fn looked_up(row: &mut Model, found: &Result<Found, OrderError>, now: DateTime<Utc>) {
    let begun = row.begun_at.unwrap_or(row.created_at);
    match found {
        Ok(Found::Here(report)) => {
            has_it(row, &report.key, now);
            step(row, Moment::Accept, None, now);
            reported(row, report, now);
        }
        Ok(Found::Never) => step(row, Moment::NeverHad, row_problem(row), now),
        Ok(Found::NotYet) | Err(_) => {}
    }
    match row.status {
        // Many carriers never tell whether it has arrived.
        MessageStatus::Sent if now - begun > WAITED_FOR || matches!(found, Ok(Found::Never)) => row.due_at = None,
        MessageStatus::Sent => row.due_at = Some(now + (now - begun).clamp(SILENCE.0, SILENCE.1)),
        MessageStatus::Unknown if now - begun > LOOKED_FOR => {
            row.due_at = None;
            row.problem_message = Some("Whether the provider took the message could not be found out.".to_owned());
        }
        MessageStatus::Unknown => row.due_at = Some(now + (now - begun).clamp(PAUSES.0, PAUSES.1)),
        _ => {}
    }
}

/// What stands in its way, to stay there.
fn row_problem(row: &Model) -> Option<Problem> {
    let message = row.problem_message.clone().unwrap_or_default();
    row.problem.map(|kind| Problem { kind, code: row.problem_code.clone(), message })
}

/// What stood in the way, from the neutral cause.
fn kind(cause: Cause) -> Kind {
    match cause {
        Cause::InvalidNumber => Kind::InvalidNumber,
        Cause::OptedOut => Kind::OptedOut,
        Cause::Blocked | Cause::Rejected => Kind::Blocked,
        Cause::Unreachable | Cause::NoAnswer | Cause::Busy => Kind::OutOfReach,
        Cause::Billing => Kind::Billing,
        Cause::RateLimited => Kind::PutOff,
        Cause::ProviderError => Kind::ProviderFailed,
        Cause::Normal
        | Cause::CallerHangup
        | Cause::CalleeHangup
        | Cause::CancelledByUs
        | Cause::AnsweredElsewhere
        | Cause::QueueFull
        | Cause::QueueTimeout
        | Cause::NoAgent
        | Cause::OffSchedule
        | Cause::Machine
        | Cause::Unknown => Kind::Unexplained,
    }
}

#[cfg(test)]
#[path = "happening_tests.rs"]
mod tests;
