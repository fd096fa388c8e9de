//! How a message moves: one table. Pure.

use entity::stored::MessageStatus;

/// What can happen to a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Somebody takes it up to hand it over.
    Begin,
    /// It was handed over.
    Accept,
    /// It was not taken this time, and will be tried again.
    PutOff,
    /// It is refused, or given up.
    Refuse,
    /// Whether it was handed over cannot be known.
    Lose,
    /// Somebody calls it off.
    Cancel,
    /// It is of no use any more.
    Expire,
    /// It is told to have arrived.
    Deliver,
    /// It is told not to have arrived.
    Undeliver,
    /// It is told to have been called off at its provider.
    Withdraw,
    /// Its provider says that it never had it.
    NeverHad,
}

/// All that can happen.
pub const MOMENTS: [Moment; 11] = [
    Moment::Begin,
    Moment::Accept,
    Moment::PutOff,
    Moment::Refuse,
    Moment::Lose,
    Moment::Cancel,
    Moment::Expire,
    Moment::Deliver,
    Moment::Undeliver,
    Moment::Withdraw,
    Moment::NeverHad,
];

/// What a message is after a moment; none: it does not concern it, and nothing changes.
///
/// What is reported of a message may come before the answer, and after nobody expected one: so [`MessageStatus::Unknown`] is left by
/// a report, or when its provider says that it never had it; and by nothing else. A report of what waits again proves that it had it.
pub fn next(status: MessageStatus, moment: Moment) -> Option<MessageStatus> {
    use MessageStatus as S;
    use Moment as M;
    match (status, moment) {
        (S::Queued, M::Begin) => Some(S::Sending),
        (S::Queued, M::Cancel) => Some(S::Canceled),
        (S::Queued, M::Expire) => Some(S::Expired),
        (S::Sending, M::PutOff) | (S::Unknown, M::NeverHad) => Some(S::Queued),
        (S::Sending, M::Lose) => Some(S::Unknown),
        (S::Queued | S::Sending | S::Unknown, M::Accept) => Some(S::Sent),
        (S::Queued | S::Sending | S::Unknown | S::Sent, M::Refuse) => Some(S::Failed),
        (S::Queued | S::Sending | S::Unknown | S::Sent, M::Deliver) => Some(S::Delivered),
        (S::Queued | S::Sending | S::Unknown | S::Sent, M::Undeliver) => Some(S::Undelivered),
        (S::Queued | S::Sending | S::Unknown | S::Sent, M::Withdraw) => Some(S::Canceled),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use sea_orm::Iterable;

    use super::*;

    #[test]
    fn every_pair_of_status_and_moment_is_as_drawn() {
        let drawn = "
            QUEUED: Begin SENDING, Accept SENT, Refuse FAILED, Cancel CANCELED, Expire EXPIRED, Deliver DELIVERED, Undeliver UNDELIVERED, Withdraw CANCELED
            SENDING: Accept SENT, PutOff QUEUED, Refuse FAILED, Lose UNKNOWN, Deliver DELIVERED, Undeliver UNDELIVERED, Withdraw CANCELED
            SENT: Refuse FAILED, Deliver DELIVERED, Undeliver UNDELIVERED, Withdraw CANCELED
            DELIVERED:
            UNDELIVERED:
            FAILED:
            CANCELED:
            EXPIRED:
            UNKNOWN: Accept SENT, Refuse FAILED, Deliver DELIVERED, Undeliver UNDELIVERED, Withdraw CANCELED, NeverHad QUEUED";

        let mut table = String::new();
        for status in MessageStatus::iter() {
            let moves = MOMENTS.iter().filter_map(|moment| Some(format!(" {moment:?} {}", next(status, *moment)?.as_str())));
            write!(table, "\n            {}:{}", status.as_str(), moves.collect::<Vec<_>>().join(",")).unwrap();
        }

        assert_eq!(table, drawn);
    }
}
