//! Rules that are refused before anything is made of them, and dates besides and left out.
#![expect(clippy::unwrap_used, clippy::type_complexity, reason = "a test fails by it, and a table is read as it stands")]

use chrono::NaiveDateTime;
use chrono_tz::Europe::Madrid;
use recurrence::{MOST_DATES, Rule, Series, SeriesError};

const START: &str = "2026-11-23T09:00:00";

fn local(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

fn made(rule: &str, besides: &[&str], left_out: &[&str]) -> Result<Vec<String>, SeriesError> {
    let rule: Option<Rule> = (!rule.is_empty()).then(|| rule.parse().unwrap());
    let [besides, left_out] = [besides, left_out].map(|texts| texts.iter().map(|text| local(text)).collect::<Vec<_>>());
    let series = Series::new(local(START), Madrid, rule.as_ref(), &besides, &left_out)?;
    Ok(series.iter().take(8).map(|occurrence| occurrence.local.format("%Y-%m-%dT%H").to_string()).collect())
}

#[test]
fn what_never_matches_is_refused_in_bounded_time() {
    let never = [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30,31",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29;UNTIL=20270101",
        "FREQ=YEARLY;BYYEARDAY=1;BYMONTH=2",
        "FREQ=DAILY;UNTIL=20261122",
        "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=20",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=10",
        "FREQ=HOURLY;INTERVAL=24;BYHOUR=3;UNTIL=20270101",
        "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
    ];
    let lost =
        ["FREQ=SECONDLY;INTERVAL=3600;BYMINUTE=30", "FREQ=MINUTELY;INTERVAL=60;BYMINUTE=30", "FREQ=SECONDLY;INTERVAL=60;BYSECOND=30"];

    for rule in never {
        assert_eq!(made(rule, &[], &[]), Err(SeriesError::Never), "{rule}");
    }
    for rule in lost {
        assert_eq!(made(rule, &[], &[]), Err(SeriesError::TooSeldom), "{rule}");
    }
}

#[test]
fn a_rule_that_lists_more_than_can_be_gone_through_is_refused() {
    let all = |most: u32| (0..most).map(|value| value.to_string()).collect::<Vec<_>>().join(",");
    let rule = format!("FREQ=DAILY;BYHOUR={};BYMINUTE={};BYSECOND={}", all(24), all(60), all(60));
    let dates = vec![START; MOST_DATES + 1];

    assert_eq!(made(&rule, &[], &[]), Ok(made(&rule, &[], &[]).unwrap()));
    assert_eq!(made(&rule.replace("DAILY", "YEARLY"), &[], &[]), Err(SeriesError::TooManyTimes));
    assert_eq!(made("FREQ=DAILY", &dates, &[]), Err(SeriesError::TooManyDates));
    assert_eq!(made("FREQ=DAILY", &["2200-01-01T00:00:00"], &[]), Err(SeriesError::OutOfTime));
}

#[test]
fn dates_besides_and_dates_left_out_are_as_the_standard_says() {
    let day = |number: u32| format!("2026-11-{number}T09");
    let table: &[(&str, &[&str], &[&str], &[u32])] = &[
        // Without a rule: once, and what is besides.
        ("", &[], &[], &[23]),
        ("", &["2026-11-25T09:00:00"], &[], &[23, 25]),
        ("", &["2026-11-25T09:00:00"], &["2026-11-23T09:00:00"], &[25]),
        // COUNT counts what is left out, and not what is besides.
        ("FREQ=DAILY;COUNT=3", &[], &["2026-11-24T09:00:00"], &[23, 25]),
        ("FREQ=DAILY;COUNT=2", &["2026-11-29T09:00:00"], &[], &[23, 24, 29]),
        // Twice is once, and left out wins.
        ("FREQ=DAILY;COUNT=2", &["2026-11-24T09:00:00", "2026-11-24T09:00:00"], &[], &[23, 24]),
        ("FREQ=DAILY;COUNT=2", &["2026-11-28T09:00:00"], &["2026-11-28T09:00:00"], &[23, 24]),
        // UNTIL does not end what is besides; what is besides may be before the beginning.
        ("FREQ=DAILY;UNTIL=20261124", &["2026-11-20T09:00:00", "2026-11-29T09:00:00"], &[], &[20, 23, 24, 29]),
        // A beginning that is none of the rule's is none.
        ("FREQ=WEEKLY;BYDAY=WE;COUNT=1", &[], &[], &[25]),
    ];

    for (rule, besides, left_out, expected) in table {
        let expected: Vec<String> = expected.iter().map(|number| day(*number)).collect();
        assert_eq!(made(rule, besides, left_out), Ok(expected), "{rule} {besides:?} {left_out:?}");
    }
}

#[test]
fn a_series_all_of_which_is_left_out_is_none() {
    assert_eq!(made("", &[], &[START]), Err(SeriesError::Never));
    assert_eq!(made("FREQ=DAILY;COUNT=2", &[], &[START, "2026-11-24T09:00:00"]), Err(SeriesError::Never));
}

#[test]
fn a_decade_of_minutes_is_not_walked_through() {
    let rule: Rule = "FREQ=MINUTELY".parse().unwrap();
    let series = Series::new(local("1970-01-01T00:00:00"), Madrid, Some(&rule), &[], &[]).unwrap();

    // Ten thousand years in all: whoever walked would not arrive.
    for year in 1980..2180 {
        let from = format!("{year}-05-05T05:05:30Z").parse().unwrap();
        assert_eq!(series.from(from).next().unwrap().at.to_rfc3339(), format!("{year}-05-05T05:06:00+00:00"));
    }
}
