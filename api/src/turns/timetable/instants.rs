//! From a day and a time on the wall's clock to instants. Pure.
//!
//! Twice a year a clock is changed: an hour of local times does not exist, or comes twice. What begins or ends at a time that
//! does not exist does so at the first instant after it. Of a time that comes twice, a beginning is the earlier and an end the
//! later: the hour that comes twice is covered twice.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// Minutes that no change of clocks has ever skipped: a day and an hour.
const LONGEST_GAP: i64 = 25 * 60;

/// When something begins that begins on `day` at `time`.
pub fn begins(zone: Tz, day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    let local = day.and_time(time);
    match zone.from_local_datetime(&local).earliest() {
        Some(at) => at.with_timezone(&Utc),
        None => after_gap(zone, local),
    }
}

/// When something ends that ends on `day` at `time`, which at 00:00 is midnight at the end of the day.
pub fn ends(zone: Tz, day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    let local = if time == NaiveTime::MIN { (day + TimeDelta::days(1)).and_time(time) } else { day.and_time(time) };
    match zone.from_local_datetime(&local).latest() {
        Some(at) => at.with_timezone(&Utc),
        None => after_gap(zone, local),
    }
}

fn after_gap(zone: Tz, local: NaiveDateTime) -> DateTime<Utc> {
    let later = (1..=LONGEST_GAP).find_map(|minutes| zone.from_local_datetime(&(local + TimeDelta::minutes(minutes))).earliest());
    later.map_or_else(|| local.and_utc(), |at| at.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MADRID: Tz = Tz::Europe__Madrid;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    fn time(hour: u32, minute: u32) -> NaiveTime {
        NaiveTime::from_hms_opt(hour, minute, 0).unwrap()
    }

    fn told(at: DateTime<Utc>) -> String {
        at.format("%m-%d %H:%M").to_string()
    }

    #[test]
    fn nine_o_clock_is_nine_o_clock_on_both_sides_of_a_change() {
        let table = [(3, 27, "03-27 08:00"), (3, 30, "03-30 07:00"), (10, 23, "10-23 07:00"), (10, 26, "10-26 08:00")];

        for (month, date, expected) in table {
            assert_eq!(told(begins(MADRID, day(month, date), time(9, 0))), expected);
        }
    }

    #[test]
    fn a_time_that_does_not_exist_is_the_first_instant_after_it() {
        // On 29 March 2026 02:00 becomes 03:00, which is 01:00 UTC.
        let spring = day(3, 29);

        for (hour, minute) in [(2, 0), (2, 30), (2, 59), (3, 0)] {
            assert_eq!(told(begins(MADRID, spring, time(hour, minute))), "03-29 01:00");
            assert_eq!(told(ends(MADRID, spring, time(hour, minute))), "03-29 01:00");
        }
        assert_eq!(told(ends(MADRID, spring, time(1, 59))), "03-29 00:59");
        assert_eq!(told(begins(MADRID, spring, time(3, 1))), "03-29 01:01");
    }

    #[test]
    fn of_a_time_that_comes_twice_a_beginning_is_the_earlier_and_an_end_the_later() {
        // On 25 October 2026 03:00 becomes 02:00: 02:30 is 00:30 UTC, and again 01:30 UTC.
        let autumn = day(10, 25);

        assert_eq!(told(begins(MADRID, autumn, time(2, 30))), "10-25 00:30");
        assert_eq!(told(ends(MADRID, autumn, time(2, 30))), "10-25 01:30");
        assert_eq!(told(begins(MADRID, autumn, time(3, 0))), "10-25 02:00");
    }

    #[test]
    fn midnight_as_an_end_is_that_of_the_next_day_also_where_it_does_not_exist() {
        // On 8 September 2024 Santiago's midnight became 01:00.
        let saturday = NaiveDate::from_ymd_opt(2024, 9, 7).unwrap();

        assert_eq!(told(ends(MADRID, day(11, 23), NaiveTime::MIN)), "11-23 23:00");
        assert_eq!(told(ends(Tz::America__Santiago, saturday, NaiveTime::MIN)), "09-08 04:00");
        assert_eq!(told(begins(Tz::America__Santiago, saturday + TimeDelta::days(1), NaiveTime::MIN)), "09-08 04:00");
    }
}
