//! What becomes of a delivery: pure.
//!
//! It is tried nine times, later and later, over two days. Whatever is answered but a success is a reason to try again; only `410 Gone`
//! says that nothing is wanted any more.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    stored::{WebhookDeliveryStatus as Status, WebhookProblem as Problem},
    webhook_delivery::Model,
};
use jobs::Backoff;
use webhook::{Answer, Failure};

use super::tries::{self, Try};

/// After how many seconds a delivery is tried again, by how often it was tried: 46 hours in all.
const DELAYS: [i64; 8] = [10, 60, 300, 1_800, 7_200, 21_600, 50_400, 86_400];
/// Part of a delay that is left to chance, in hundredths, so that what failed together does not come again together.
const CHANCE: u8 = 10;
/// No wait is longer, whatever is asked for.
const LONGEST: TimeDelta = TimeDelta::days(1);
/// The answer of whoever wants nothing any more.
const GONE: u16 = 410;

/// What was said to a post.
pub type Said = Result<Answer, Failure>;

/// A delivery as it is tried: what is to be committed before anybody outside hears of it. `None`: it was tried as often as it may be, the
/// last time by somebody who did not live to tell.
pub fn begun(mut row: Model, mut tries: Vec<Try>, now: DateTime<Utc>) -> Option<Model> {
    // Whoever began one and ended it not, died.
    for open in tries.iter_mut().filter(|open| open.ended_at.is_none()) {
        (open.ended_at, open.problem) = (Some(now), Some(Problem::Interrupted));
    }
    let tried = usize::try_from(row.attempts).unwrap_or_default();
    if tried > DELAYS.len() {
        return None;
    }
    row.attempts += 1;
    tries.push(Try { started_at: now, ended_at: None, status: None, problem: None, message: None });
    row.tries = tries::write(&tries);
    row.updated_at = now;
    Some(row)
}

/// A delivery after the answer to its last try, or the lack of one.
pub fn after(mut row: Model, mut tries: Vec<Try>, said: &Said, now: DateTime<Utc>) -> Model {
    let problem = problem(said);
    if let Some(last) = tries.last_mut() {
        last.ended_at = Some(now);
        last.status = said.as_ref().ok().map(|answer| answer.status);
        last.problem = problem;
        last.message = said.as_ref().err().map(ToString::to_string);
    }
    row.tries = tries::write(&tries);
    let wait = said.as_ref().ok().and_then(|answer| answer.retry_after);
    match problem {
        None => {
            row = ended(row, Status::Delivered, None, now);
            row.delivered_at = Some(now);
        }
        Some(problem) => match next(&row, wait, now).filter(|_| problem != Problem::Gone) {
            Some(due_at) => {
                (row.problem, row.due_at, row.updated_at) = (Some(problem), Some(due_at), now);
            }
            None => row = ended(row, Status::Failed, Some(problem), now),
        },
    }
    row
}

/// A delivery that nobody has to look at any more.
pub fn ended(mut row: Model, status: Status, problem: Option<Problem>, now: DateTime<Utc>) -> Model {
    (row.status, row.problem, row.due_at, row.updated_at) = (status, problem, None, now);
    row
}

fn problem(said: &Said) -> Option<Problem> {
    match said {
        Ok(answer) => match answer.status {
            200..=299 => None,
            300..=399 => Some(Problem::Redirected),
            GONE => Some(Problem::Gone),
            _ => Some(Problem::Refused),
        },
        Err(Failure::NotAllowed(_)) => Some(Problem::NotAllowed),
        Err(Failure::TooSlow(_)) => Some(Problem::TooSlow),
        Err(Failure::Unreachable(_)) => Some(Problem::Unreachable),
    }
}

/// When a delivery is tried again that was tried so often; none: never again.
fn next(row: &Model, asked: Option<Duration>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let tried = usize::try_from(row.attempts).ok()?;
    let first = TimeDelta::seconds(*DELAYS.get(tried.checked_sub(1)?)?);
    let (_, seed) = row.id.0.as_u64_pair();
    let delay = Backoff { first, factor: 1, longest: LONGEST, chance: CHANCE }.after(row.attempts.unsigned_abs(), seed);
    // What is too long to be told is the longest.
    let asked = asked.map_or(TimeDelta::zero(), |wait| TimeDelta::from_std(wait).unwrap_or(LONGEST).min(LONGEST));
    Some(now + delay.max(asked))
}

#[cfg(test)]
mod tests {
    use entity::{
        id::{AccountId, WebhookDeliveryId, WebhookEndpointId},
        stored::WebhookKind,
    };
    use serde_json::json;

    use super::*;

    fn row() -> Model {
        let now = DateTime::UNIX_EPOCH;
        Model {
            id: WebhookDeliveryId::new(),
            account_id: AccountId::new(),
            endpoint_id: WebhookEndpointId::new(),
            kind: WebhookKind::WebhookTest,
            subject_id: None,
            body: String::new(),
            status: Status::Pending,
            problem: None,
            attempts: 0,
            tries: json!([]),
            delivered_at: None,
            due_at: Some(now),
            fence: 1,
            created_at: now,
            updated_at: now,
        }
    }

    fn answer(status: u16) -> Said {
        Ok(Answer { status, retry_after: None })
    }

    /// The row after one more try.
    fn tried(row: Model, said: &Said, now: DateTime<Utc>) -> Model {
        let row = begun(row.clone(), tries::read(&row.tries).unwrap(), now).unwrap();
        after(row.clone(), tries::read(&row.tries).unwrap(), said, now)
    }

    #[test]
    fn it_is_tried_nine_times_over_two_days_later_and_later() {
        let (mut row, mut now, mut delays) = (row(), DateTime::UNIX_EPOCH, Vec::new());

        while row.status == Status::Pending {
            row = tried(row, &answer(500), now);
            if let Some(due_at) = row.due_at {
                delays.push((due_at - now).num_seconds());
                now = due_at;
            }
        }

        assert_eq!((row.status, row.attempts, row.problem), (Status::Failed, 9, Some(Problem::Refused)));
        for (delay, whole) in delays.iter().zip(DELAYS) {
            assert!((whole * 9 / 10..=whole).contains(delay), "{delays:?}");
        }
        assert_eq!((delays.len(), tries::read(&row.tries).unwrap().len()), (8, 9));
        assert!((40..=48).contains(&(now - DateTime::UNIX_EPOCH).num_hours()), "{now}");
    }

    #[test]
    fn what_is_answered_decides_what_becomes_of_it() {
        let unreachable = Failure::Unreachable("no route".to_owned());
        let table = [
            (answer(200), Status::Delivered, None),
            (answer(204), Status::Delivered, None),
            (answer(301), Status::Pending, Some(Problem::Redirected)),
            (answer(400), Status::Pending, Some(Problem::Refused)),
            (answer(404), Status::Pending, Some(Problem::Refused)),
            (answer(410), Status::Failed, Some(Problem::Gone)),
            (answer(503), Status::Pending, Some(Problem::Refused)),
            (Err(Failure::TooSlow(Duration::from_secs(10))), Status::Pending, Some(Problem::TooSlow)),
            (Err(unreachable), Status::Pending, Some(Problem::Unreachable)),
            (Err(webhook::AddressError::NotPublic.into()), Status::Pending, Some(Problem::NotAllowed)),
        ];

        for (said, status, problem) in table {
            let row = tried(row(), &said, DateTime::UNIX_EPOCH);
            assert_eq!((row.status, row.problem, row.due_at.is_some()), (status, problem, status == Status::Pending), "{said:?}");
        }
    }

    #[test]
    fn who_asks_to_be_asked_later_is_asked_later_but_within_a_day() {
        let now = DateTime::UNIX_EPOCH;
        let after = |seconds| {
            let said = Ok(Answer { status: 429, retry_after: Some(Duration::from_secs(seconds)) });
            (tried(row(), &said, now).due_at.unwrap() - now).num_seconds()
        };

        assert!((9..=10).contains(&after(1)));
        assert_eq!((after(600), after(u64::MAX)), (600, 86_400));
    }

    #[test]
    fn a_try_that_nobody_lived_to_tell_of_counts_and_is_told() {
        let (first, later) = (DateTime::UNIX_EPOCH, DateTime::UNIX_EPOCH + TimeDelta::minutes(1));
        let row = begun(row(), Vec::new(), first).unwrap();

        let again = begun(row.clone(), tries::read(&row.tries).unwrap(), later).unwrap();
        let last = Model { attempts: 9, ..row };

        let kept = tries::read(&again.tries).unwrap();
        assert_eq!((again.attempts, kept[0].problem, kept[0].ended_at), (2, Some(Problem::Interrupted), Some(later)));
        assert_eq!(begun(last, kept, later), None);
    }
}
