//! What came of handing a message over, as it is written.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    message,
    stored::{MessageProblemKind, MessageStatus},
};
use jobs::{Backoff, Claim};
use mail::Failure;
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, DbErr, EntityTrait, IntoActiveModel, QueryFilter};

use super::state::{self, Moment};
use crate::db::Tx;

/// When a message that was not taken is tried again.
const AGAIN: Backoff = Backoff { first: TimeDelta::seconds(30), factor: 2, longest: TimeDelta::minutes(30), chance: 20 };
/// How often a message is begun before it is given up: with the delays between, more than four hours.
const MOST_ATTEMPTS: i32 = 14;

/// What stood in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What it was.
    pub kind: MessageProblemKind,
    /// The other side's own code.
    pub code: Option<String>,
    /// The other side's own words, or ours.
    pub message: String,
}

impl Problem {
    /// One that only we know of.
    pub fn ours(kind: MessageProblemKind, message: &str) -> Self {
        Self { kind, code: None, message: message.to_owned() }
    }
}

/// What a failure to hand over a mail means for the message.
pub(super) fn of_failure(failure: Failure) -> (Moment, Problem) {
    use MessageProblemKind as Kind;
    let of = |kind, code: Option<u16>, message| Problem { kind, code: code.map(|code| code.to_string()), message };
    match failure {
        Failure::Unreachable { code, message } => (Moment::PutOff, of(Kind::Unreachable, code, message)),
        Failure::PutOff { code, message } => (Moment::PutOff, of(Kind::PutOff, Some(code), message)),
        Failure::RecipientRefused { code, message } => (Moment::Refuse, of(Kind::RecipientRefused, Some(code), message)),
        Failure::Refused { code, message } => (Moment::Refuse, of(Kind::Refused, Some(code), message)),
        Failure::Lost(message) => (Moment::Lose, of(Kind::Lost, None, message)),
        Failure::Unsafe(message) => (Moment::Refuse, of(Kind::Unsafe, None, message)),
    }
}

/// The row after a moment; none: the moment does not concern it. What waits falls due, what has ended does not.
pub fn moved(mut row: message::Model, moment: Moment, now: DateTime<Utc>) -> Option<message::Model> {
    // Tried too often, it is given up for what stood in its way last.
    let given_up = moment == Moment::PutOff && row.attempts >= MOST_ATTEMPTS;
    row.status = state::next(row.status, if given_up { Moment::Refuse } else { moment })?;
    row.updated_at = now;
    row.due_at = match row.status {
        MessageStatus::Queued => Some(next_attempt(&row, now)),
        MessageStatus::Sending => row.due_at,
        _ => None,
    };
    if row.status == MessageStatus::Sent {
        row.sent_at = row.sent_at.or(Some(now));
    }
    if row.status == MessageStatus::Sending {
        row.attempts += 1;
        row.begun_at = Some(now);
    }
    Some(row)
}

/// When a message that was put off is looked at again: to be tried, or to be found of no use any more.
fn next_attempt(row: &message::Model, now: DateTime<Utc>) -> DateTime<Utc> {
    let (_, seed) = row.id.0.as_u64_pair();
    let next = now + AGAIN.after(row.attempts.max(1).unsigned_abs(), seed);
    row.expires_at.map_or(next, |expires_at| next.min(expires_at.max(now)))
}

/// Notes what stood in the way.
pub fn blamed(mut row: message::Model, problem: Option<Problem>) -> message::Model {
    let (kind, code, message) = match problem {
        Some(problem) => (Some(problem.kind), problem.code, Some(problem.message)),
        None => (None, None, None),
    };
    (row.problem, row.problem_code, row.problem_message) = (kind, code, message);
    row
}

/// Writes a row whose state changed: under a claim only while that holds. Whether it was written.
///
/// # Errors
/// The database's.
pub async fn save(tx: &Tx, row: &message::Model, claim: Option<&Claim>) -> Result<bool, DbErr> {
    let mut changed = row.clone().into_active_model().reset_all();
    // The fence is whoever's who claims.
    changed.not_set(message::Column::Fence);
    let held = claim.map_or_else(Condition::all, Claim::held);
    let update = message::Entity::update_many().set(changed).filter(message::Column::Id.eq(row.id)).filter(held);
    Ok(update.exec(&**tx).await?.rows_affected == 1)
}

#[cfg(test)]
mod tests {
    use entity::{
        id::{AccountId, MessageId},
        stored::{MessageCause, MessageChannel},
    };

    use super::*;

    fn sending(attempts: i32, expires_at: Option<DateTime<Utc>>) -> message::Model {
        let now = DateTime::UNIX_EPOCH;
        message::Model {
            id: MessageId::new(),
            account_id: AccountId::new(),
            channel: MessageChannel::Email,
            status: MessageStatus::Sending,
            cause: MessageCause::RotaNotice,
            cause_id: None,
            dedupe_key: String::new(),
            person_id: None,
            contact_id: None,
            provider_id: None,
            provider_key: None,
            sender: None,
            recipient: "ana@example.org".to_owned(),
            subject: None,
            body: String::new(),
            attempts,
            begun_at: Some(now),
            problem: None,
            problem_code: None,
            problem_message: None,
            expires_at,
            due_at: Some(now),
            fence: 1,
            created_at: now,
            updated_at: now,
            sent_at: None,
        }
    }

    #[test]
    fn what_is_put_off_is_tried_again_later_and_later_and_given_up_in_the_end() {
        let now = DateTime::UNIX_EPOCH;
        let after = |attempts| moved(sending(attempts, None), Moment::PutOff, now).unwrap();

        let delays: Vec<i64> = [1, 2, 8].map(|attempts| (after(attempts).due_at.unwrap() - now).num_seconds()).to_vec();
        let (last, over) = (after(MOST_ATTEMPTS - 1), after(MOST_ATTEMPTS));

        assert!((24..=30).contains(&delays[0]) && (48..=60).contains(&delays[1]) && (1_440..=1_800).contains(&delays[2]), "{delays:?}");
        assert_eq!(last.status, MessageStatus::Queued);
        assert_eq!((over.status, over.due_at), (MessageStatus::Failed, None));
    }

    #[test]
    fn what_is_put_off_is_looked_at_when_it_expires_at_the_latest() {
        let (now, ends) = (DateTime::UNIX_EPOCH, DateTime::UNIX_EPOCH + TimeDelta::seconds(10));

        let row = moved(sending(1, Some(ends)), Moment::PutOff, now).unwrap();

        assert_eq!(row.due_at, Some(ends));
    }

    #[test]
    fn what_has_ended_never_falls_due_again() {
        for moment in [Moment::Accept, Moment::Refuse, Moment::Lose, Moment::Deliver, Moment::Undeliver] {
            let row = moved(sending(1, None), moment, DateTime::UNIX_EPOCH).unwrap();

            assert_eq!(row.due_at, None, "{moment:?}");
        }
    }
}
