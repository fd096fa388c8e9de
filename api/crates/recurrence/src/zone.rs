//! From what a clock shows to an instant.

use chrono::{DateTime, LocalResult, NaiveDateTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// Longer than any clock was ever put forward: a day, in Apia at the end of 2011.
const LONGEST_GAP: i64 = 26;

/// The instant at which the clock of `zone` shows `local`: the first, if it does so twice; if it never does, the instant that is told by
/// the offset from before the clock was put forward (RFC 5545, section 3.3.5).
pub fn resolve(zone: Tz, local: NaiveDateTime) -> DateTime<Utc> {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.to_utc(),
        LocalResult::None => (local - before_gap(zone, local).1).and_utc(),
    }
}

/// Whether the clock of `zone` ever shows `local`.
pub fn exists(zone: Tz, local: NaiveDateTime) -> bool {
    zone.from_local_datetime(&local) != LocalResult::None
}

/// The last instant at which the clock of `zone` shows `local`.
pub(crate) fn last(zone: Tz, local: NaiveDateTime) -> DateTime<Utc> {
    match zone.from_local_datetime(&local) {
        LocalResult::Ambiguous(_, at) => at.to_utc(),
        _ => resolve(zone, local),
    }
}

/// An instant before which the clock shows nothing that is `local` or later, and after which it is not long until it does.
pub(crate) fn floor(zone: Tz, local: NaiveDateTime) -> DateTime<Utc> {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.to_utc(),
        LocalResult::None => before_gap(zone, local).0,
    }
}

/// An instant shortly before the gap in which `local` is, and the offset then.
fn before_gap(zone: Tz, local: NaiveDateTime) -> (DateTime<Utc>, TimeDelta) {
    let mut shown = local;
    for _ in 0..LONGEST_GAP * 4 {
        shown -= TimeDelta::minutes(15);
        if let Some(at) = zone.from_local_datetime(&shown).latest() {
            return (at.to_utc(), offset(zone, at.to_utc()));
        }
    }
    (local.and_utc() - TimeDelta::days(2), TimeDelta::zero())
}

/// How far the clock of `zone` is before UTC at an instant.
pub(crate) fn offset(zone: Tz, at: DateTime<Utc>) -> TimeDelta {
    TimeDelta::seconds(zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc().into())
}

/// What the clock of `zone` shows at an instant.
pub(crate) fn shown(zone: Tz, at: DateTime<Utc>) -> NaiveDateTime {
    at.naive_utc() + offset(zone, at)
}

#[cfg(test)]
mod tests {
    use chrono_tz::{America::New_York, Australia::Lord_Howe, Europe::Madrid, Pacific::Apia};

    use super::*;

    #[test]
    fn what_a_clock_never_shows_is_read_by_the_offset_from_before_and_what_it_shows_twice_is_the_first() {
        let table = [
            (Madrid, "2026-03-29T01:59:59", "2026-03-29T00:59:59Z"),
            (Madrid, "2026-03-29T02:00:00", "2026-03-29T01:00:00Z"),
            (Madrid, "2026-03-29T02:30:00", "2026-03-29T01:30:00Z"),
            (Madrid, "2026-03-29T03:00:00", "2026-03-29T01:00:00Z"),
            (Madrid, "2026-10-25T02:30:00", "2026-10-25T00:30:00Z"),
            (Madrid, "2026-10-25T03:00:00", "2026-10-25T02:00:00Z"),
            // RFC 5545, section 3.3.5: the example itself.
            (New_York, "2007-11-04T01:30:00", "2007-11-04T05:30:00Z"),
            (New_York, "2007-03-11T02:30:00", "2007-03-11T07:30:00Z"),
            // Half an hour there and back.
            (Lord_Howe, "2026-10-04T02:15:00", "2026-10-03T15:45:00Z"),
            (Lord_Howe, "2026-04-05T01:45:00", "2026-04-04T14:45:00Z"),
            // A whole day that never was.
            (Apia, "2011-12-30T09:00:00", "2011-12-30T19:00:00Z"),
            (Apia, "2011-12-31T09:00:00", "2011-12-30T19:00:00Z"),
        ];

        for (zone, local, expected) in table {
            let expected: DateTime<Utc> = expected.parse().unwrap();
            assert_eq!(resolve(zone, local.parse().unwrap()), expected, "{zone} {local}");
        }
    }
}
