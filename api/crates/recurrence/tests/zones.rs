//! Series around changes of the clock, and of the date line.
#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::{Australia::Lord_Howe, Europe::Madrid, Pacific::Apia, Tz};
use recurrence::{Rule, Series};

fn series(zone: Tz, start: &str, rule: &str) -> Series {
    let rule: Rule = rule.parse().unwrap();
    Series::new(start.parse().unwrap(), zone, Some(&rule), &[], &[]).unwrap()
}

fn instants(texts: &[&str]) -> Vec<DateTime<Utc>> {
    texts.iter().map(|text| text.parse().unwrap()).collect()
}

#[test]
fn the_clock_that_is_changed_moves_instants_as_the_table_says() {
    let table: &[(Tz, &str, &str, &[&str])] = &[
        // Nine o'clock is nine o'clock.
        (Madrid, "2026-03-28T09:00:00", "FREQ=DAILY;COUNT=3", &["2026-03-28T08:00:00Z", "2026-03-29T07:00:00Z", "2026-03-30T07:00:00Z"]),
        (Madrid, "2026-10-24T09:00:00", "FREQ=DAILY;COUNT=3", &["2026-10-24T07:00:00Z", "2026-10-25T08:00:00Z", "2026-10-26T08:00:00Z"]),
        // What never is shown is an hour later on the clock, and that night only.
        (Madrid, "2026-03-28T02:30:00", "FREQ=DAILY;COUNT=3", &["2026-03-28T01:30:00Z", "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z"]),
        // What is shown twice is once, the first time.
        (Madrid, "2026-10-24T02:30:00", "FREQ=DAILY;COUNT=3", &["2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"]),
        // Two local times that fall on one instant are one; what is later on the clock is not before what is earlier.
        (
            Madrid,
            "2026-03-28T02:30:00",
            "FREQ=DAILY;BYHOUR=2,3;COUNT=5",
            &["2026-03-28T01:30:00Z", "2026-03-28T02:30:00Z", "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z", "2026-03-30T01:30:00Z"],
        ),
        (
            Madrid,
            "2026-03-29T02:30:00",
            "FREQ=DAILY;BYHOUR=2,3;BYMINUTE=0,30;COUNT=4",
            &["2026-03-29T01:30:00Z", "2026-03-30T00:00:00Z", "2026-03-30T00:30:00Z", "2026-03-30T01:00:00Z"],
        ),
        // Every four hours is every four hours.
        (
            Madrid,
            "2026-03-28T20:00:00",
            "FREQ=HOURLY;INTERVAL=4;COUNT=4",
            &["2026-03-28T19:00:00Z", "2026-03-28T23:00:00Z", "2026-03-29T03:00:00Z", "2026-03-29T07:00:00Z"],
        ),
        // The hour that comes twice has its half past twice, if it is hours that are counted.
        (
            Madrid,
            "2026-10-25T01:30:00",
            "FREQ=HOURLY;COUNT=4",
            &["2026-10-24T23:30:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:30:00Z"],
        ),
        (
            Madrid,
            "2026-10-25T01:00:00",
            "FREQ=MINUTELY;INTERVAL=30;BYHOUR=2;COUNT=5",
            &["2026-10-25T00:00:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z", "2026-10-25T01:30:00Z", "2026-10-26T01:00:00Z"],
        ),
        // On Lord Howe it is half an hour.
        (Lord_Howe, "2026-10-03T09:00:00", "FREQ=DAILY;COUNT=3", &["2026-10-02T22:30:00Z", "2026-10-03T22:00:00Z", "2026-10-04T22:00:00Z"]),
        (Lord_Howe, "2026-04-04T09:00:00", "FREQ=DAILY;COUNT=3", &["2026-04-03T22:00:00Z", "2026-04-04T22:30:00Z", "2026-04-05T22:30:00Z"]),
        (Lord_Howe, "2026-10-03T02:15:00", "FREQ=DAILY;COUNT=3", &["2026-10-02T15:45:00Z", "2026-10-03T15:45:00Z", "2026-10-04T15:15:00Z"]),
        (
            Lord_Howe,
            "2026-10-04T01:00:00",
            "FREQ=HOURLY;BYMINUTE=0,30;COUNT=5",
            &["2026-10-03T14:30:00Z", "2026-10-03T15:00:00Z", "2026-10-03T15:30:00Z", "2026-10-03T16:00:00Z", "2026-10-03T16:30:00Z"],
        ),
        // In Apia there was no 30 December 2011: its nine o'clock is that of the day after, and both are one.
        (
            Apia,
            "2011-12-28T09:00:00",
            "FREQ=DAILY;COUNT=4",
            &["2011-12-28T19:00:00Z", "2011-12-29T19:00:00Z", "2011-12-30T19:00:00Z", "2011-12-31T19:00:00Z"],
        ),
        (Apia, "2011-12-23T09:00:00", "FREQ=WEEKLY;COUNT=3", &["2011-12-23T19:00:00Z", "2011-12-30T19:00:00Z", "2012-01-05T19:00:00Z"]),
        (
            Apia,
            "2011-12-29T22:00:00",
            "FREQ=HOURLY;COUNT=4",
            &["2011-12-30T08:00:00Z", "2011-12-30T09:00:00Z", "2011-12-30T10:00:00Z", "2011-12-30T11:00:00Z"],
        ),
        // What ends a rule on the clock ends it by the series' clock.
        (Madrid, "2026-03-28T09:00:00", "FREQ=DAILY;UNTIL=20260329T090000", &["2026-03-28T08:00:00Z", "2026-03-29T07:00:00Z"]),
        (Madrid, "2026-03-28T09:00:00", "FREQ=DAILY;UNTIL=20260329", &["2026-03-28T08:00:00Z", "2026-03-29T07:00:00Z"]),
        (Madrid, "2026-03-28T09:00:00", "FREQ=DAILY;UNTIL=20260329T070000Z", &["2026-03-28T08:00:00Z", "2026-03-29T07:00:00Z"]),
        (Madrid, "2026-03-28T09:00:00", "FREQ=DAILY;UNTIL=20260329T065959Z", &["2026-03-28T08:00:00Z"]),
    ];

    for (zone, start, rule, expected) in table {
        let given: Vec<DateTime<Utc>> = series(*zone, start, rule).iter().map(|occurrence| occurrence.at).collect();
        assert_eq!(given, instants(expected), "{zone} {start} {rule}");
    }
}

#[test]
fn nine_oclock_is_nine_oclock_on_every_day_of_ten_years() {
    for zone in [Madrid, Lord_Howe, Apia] {
        let series = series(zone, "2026-01-01T09:00:00", "FREQ=DAILY;COUNT=3650");
        let nine: Vec<NaiveDateTime> = series.iter().map(|occurrence| occurrence.at.with_timezone(&zone).naive_local()).collect();

        assert_eq!(nine.len(), 3650);
        assert!(nine.iter().all(|local| local.time().to_string() == "09:00:00"), "{zone}");
        assert!(nine.windows(2).all(|pair| (pair[1].date() - pair[0].date()).num_days() == 1), "{zone}");
    }
}
