//! A queue's counters: kept a local day at a time, told with what waits now. Pure.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use entity::{queue, queue_day, queue_visit, stored::QueueOutcome};
use serde::{Deserialize, Serialize};

/// Counters of a queue at an instant, as told to clients and carried by news.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counters {
    /// Midnight in the queue's time zone, from which was counted.
    pub since: DateTime<Utc>,
    /// Calls waiting now.
    pub waiting: i32,
    /// Since when the one that waits longest does.
    pub longest_wait_since: Option<DateTime<Utc>>,
    /// Waits that ended.
    pub offered: i32,
    /// By a member's answer.
    pub answered: i32,
    /// By the caller hanging up.
    pub abandoned: i32,
    /// By the queue's own time limit.
    pub timed_out: i32,
    /// Otherwise.
    pub other: i32,
    /// Answered within the queue's service level.
    pub in_time: i32,
    /// Seconds the answered waited, together.
    pub answered_wait_seconds: i64,
    /// Seconds of conversation, together.
    pub talk_seconds: i64,
    /// Conversations that ended.
    pub talks: i32,
    /// Longest wait that ended, in seconds.
    pub longest_wait_seconds: i32,
}

/// The time zone of `queue`; UTC when the name is no longer known to the zone data.
pub fn zone(queue: &queue::Model) -> Tz {
    queue.time_zone.parse().unwrap_or(Tz::UTC)
}

/// The day in `zone` that `at` falls in.
pub fn day(zone: Tz, at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

/// When `day` begins in `zone`. Where midnight is skipped by a change of clocks, the first instant after it.
pub fn begins(zone: Tz, day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    // No zone skips more than a day's worth of quarter hours but Apia, which skipped a whole date that nobody lives in.
    (0..=96)
        .find_map(|quarters| zone.from_local_datetime(&(midnight + chrono::TimeDelta::minutes(15 * quarters))).earliest())
        .map_or_else(|| midnight.and_utc(), |local| local.with_timezone(&Utc))
}

/// A day's row before anything was counted.
pub fn empty(queue: &queue::Model, day: NaiveDate) -> queue_day::Model {
    queue_day::Model {
        queue_id: queue.id,
        day,
        account_id: queue.account_id,
        offered: 0,
        answered: 0,
        abandoned: 0,
        timed_out: 0,
        other: 0,
        in_time: 0,
        answered_wait_seconds: 0,
        talk_seconds: 0,
        talks: 0,
        longest_wait_seconds: 0,
    }
}

/// Counts a wait that ended after `wait_seconds`.
pub fn count(row: &mut queue_day::Model, outcome: QueueOutcome, wait_seconds: i32, service_level_seconds: i32) {
    row.offered += 1;
    row.longest_wait_seconds = row.longest_wait_seconds.max(wait_seconds);
    match outcome {
        QueueOutcome::Answered => {
            row.answered += 1;
            row.answered_wait_seconds += i64::from(wait_seconds);
            if wait_seconds <= service_level_seconds {
                row.in_time += 1;
            }
        }
        QueueOutcome::Abandoned => row.abandoned += 1,
        QueueOutcome::TimedOut => row.timed_out += 1,
        QueueOutcome::NoAgents | QueueOutcome::Full | QueueOutcome::Withdrawn | QueueOutcome::Unknown => row.other += 1,
    }
}

/// What is told: the day's row with the waits that have not ended.
pub fn told<'a>(row: &queue_day::Model, zone: Tz, waiting: impl Iterator<Item = &'a queue_visit::Model>) -> Counters {
    let joined: Vec<DateTime<Utc>> = waiting.map(|visit| visit.joined_at).collect();
    Counters {
        since: begins(zone, row.day),
        waiting: i32::try_from(joined.len()).unwrap_or(i32::MAX),
        longest_wait_since: joined.into_iter().min(),
        offered: row.offered,
        answered: row.answered,
        abandoned: row.abandoned,
        timed_out: row.timed_out,
        other: row.other,
        in_time: row.in_time,
        answered_wait_seconds: row.answered_wait_seconds,
        talk_seconds: row.talk_seconds,
        talks: row.talks,
        longest_wait_seconds: row.longest_wait_seconds,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_local_midnight_or_right_after_a_skipped_one() {
        let table = [
            ("Europe/Madrid", "2026-11-21", "2026-11-20T23:00:00Z"),
            ("Europe/Madrid", "2026-07-01", "2026-06-30T22:00:00Z"),
            // Clocks go from 00:00 to 01:00 on this day.
            ("America/Asuncion", "2023-10-01", "2023-10-01T04:00:00Z"),
            ("Australia/Lord_Howe", "2026-01-15", "2026-01-14T13:00:00Z"),
            ("UTC", "2026-11-21", "2026-11-21T00:00:00Z"),
        ];

        for (zone, date, expected) in table {
            let begins = begins(zone.parse().unwrap(), date.parse().unwrap());

            assert_eq!(begins.to_rfc3339_opts(chrono::SecondsFormat::Secs, true), expected, "{date} in {zone}");
        }
    }
}
