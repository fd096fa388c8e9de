//! What holds of every series, and what others make of the same rules.
#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use proptest::{prelude::*, sample::select};
use recurrence::{LAST_YEAR, Rule, Series, resolve};

/// Occurrences that are looked at.
const SOME: usize = 60;

fn zones() -> impl Strategy<Value = Tz> {
    use chrono_tz::{America, Asia, Australia, Europe, Pacific, UTC};

    select(vec![
        UTC,
        Europe::Madrid,
        Europe::London,
        America::New_York,
        America::St_Johns,
        America::Sao_Paulo,
        Asia::Kathmandu,
        Australia::Lord_Howe,
        Pacific::Apia,
    ])
}

fn starts() -> impl Strategy<Value = NaiveDateTime> {
    let second = 0..12_000_i64 * 86_400 / 300;
    second.prop_map(|fives| NaiveDate::from_ymd_opt(1999, 1, 1).unwrap().and_hms_opt(0, 0, 0).unwrap() + TimeDelta::seconds(fives * 300))
}

fn part(name: &'static str, values: &'static [&'static str]) -> impl Strategy<Value = String> {
    let listed = proptest::sample::subsequence(values, 1..=3.min(values.len()));
    let part = listed.prop_map(move |values| format!(";{name}={}", values.join(",")));
    prop_oneof![3 => Just(String::new()), 1 => part]
}

const ALL: &[&str] = &["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY"];
/// Those of a day and more: below, the other program loses years (`FREQ=MINUTELY;BYYEARDAY=60;BYHOUR=2` from the end of 2005 on is in
/// 2017 for the first time).
const DAYS: &[&str] = &["YEARLY", "MONTHLY", "WEEKLY", "DAILY"];

/// Rules of all kinds; some of them are none, or never match.
fn rules(freqs: &'static [&'static str]) -> impl Strategy<Value = String> {
    let freq = select(freqs);
    let bounds = select(vec!["", ";COUNT=1", ";COUNT=7", ";UNTIL=20300101T000000Z"]);
    let days =
        prop_oneof![part("BYDAY", &["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), part("BYDAY", &["1MO", "2WE", "-1FR", "-2SU", "5TU"]),];
    let dates = (
        part("BYMONTH", &["1", "2", "3", "6", "12"]),
        part("BYYEARDAY", &["1", "60", "100", "366", "-1", "-366"]),
        part("BYMONTHDAY", &["1", "13", "29", "30", "31", "-1", "-31"]),
        part("BYSETPOS", &["1", "2", "5", "-1", "-3"]),
    );
    let times = (part("BYHOUR", &["0", "1", "2", "9", "23"]), part("BYMINUTE", &["0", "15", "30", "59"]), part("BYSECOND", &["0", "30"]));
    let weeks = select(vec!["", ";WKST=SU", ";WKST=WE"]);
    (freq, 1..5_u8, bounds, days, dates, times, weeks).prop_map(|(freq, interval, bound, days, dates, times, weeks)| {
        let (months, year_days, month_days, positions) = dates;
        let (hours, minutes, seconds) = times;
        format!("FREQ={freq};INTERVAL={interval}{bound}{months}{year_days}{month_days}{days}{hours}{minutes}{seconds}{positions}{weeks}")
    })
}

/// What the crate `rrule` makes of it in UTC.
fn by_another(start: NaiveDateTime, rule: &str) -> Option<Vec<DateTime<Utc>>> {
    let text = format!("DTSTART:{}\nRRULE:{rule}", start.format("%Y%m%dT%H%M%SZ"));
    let set: rrule::RRuleSet = text.parse().ok()?;
    let dates = set.all(u16::try_from(SOME).unwrap()).dates.into_iter().map(|date| date.to_utc());
    Some(dates.take_while(|date| date.year() <= LAST_YEAR).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 80, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn occurrences_ascend_and_none_is_twice(zone in zones(), start in starts(), rule in rules(ALL)) {
        let Ok(read) = rule.parse::<Rule>() else { return Ok(()) };
        let Ok(series) = Series::new(start, zone, Some(&read), &[], &[]) else { return Ok(()) };

        let given: Vec<DateTime<Utc>> = series.iter().take(SOME).map(|occurrence| occurrence.at).collect();

        prop_assert!(given.windows(2).all(|pair| pair[0] < pair[1]), "{rule} {given:?}");
        prop_assert!(given.first().is_some_and(|first| *first >= resolve(zone, start)));
    }

    #[test]
    fn whoever_begins_later_sees_the_same(zone in zones(), start in starts(), rule in rules(ALL), later in 0..40_000_i64) {
        let Ok(read) = rule.parse::<Rule>() else { return Ok(()) };
        let Ok(series) = Series::new(start, zone, Some(&read), &[], &[]) else { return Ok(()) };
        let all: Vec<_> = series.iter().take(400).collect();
        let from = resolve(zone, start) + TimeDelta::minutes(later * 13);

        let rest: Vec<_> = series.from(from).take(20).collect();

        let expected: Vec<_> = all.iter().copied().filter(|occurrence| occurrence.at >= from).take(20).collect();
        let seen = if all.len() < 400 { rest.len() } else { expected.len() };
        prop_assert_eq!(&rest[..seen], &expected[..], "{} from {}", rule, from);
    }

    #[test]
    fn what_is_simple_is_as_counted_on_the_fingers(zone in zones(), start in starts(), interval in 1..9_u32, which in 0..4_usize) {
        let (freq, months, days) = [("DAILY", 0, 1), ("WEEKLY", 0, 7), ("MONTHLY", 1, 0), ("YEARLY", 12, 0)][which];
        let rule: Rule = format!("FREQ={freq};INTERVAL={interval}").parse().unwrap();
        let series = Series::new(start, zone, Some(&rule), &[], &[]).unwrap();

        let given: BTreeSet<DateTime<Utc>> = series.iter().take(SOME).map(|occurrence| occurrence.at).collect();

        let date = |step: u32| match months {
            0 => start.date().checked_add_days(Days::new((step * days * interval).into())),
            _ => start.date().checked_add_months(Months::new(step * months * interval)).filter(|date| date.day() == start.day()),
        };
        let naive = (0..2_000).filter_map(date).filter(|date| date.year() < 2200).map(|date| resolve(zone, date.and_time(start.time())));
        let naive: BTreeSet<DateTime<Utc>> = naive.collect();
        prop_assert_eq!(&given.iter().collect::<Vec<_>>(), &naive.iter().take(given.len()).collect::<Vec<_>>());
    }

    #[test]
    fn in_utc_another_program_says_the_same(start in starts(), rule in rules(DAYS)) {
        let Ok(read) = rule.parse::<Rule>() else { return Ok(()) };
        let Ok(series) = Series::new(start, chrono_tz::UTC, Some(&read), &[], &[]) else { return Ok(()) };
        // The other chooses from what is left of the first week, and not from all of it.
        if rule.contains("WEEKLY") && rule.contains("BYSETPOS") {
            return Ok(());
        }
        let Some(expected) = by_another(start, &rule) else { return Ok(()) };

        let given: Vec<DateTime<Utc>> = series.iter().take(expected.len().max(1)).map(|occurrence| occurrence.at).collect();

        // It gives up looking without a word: what it does say is compared.
        prop_assert_eq!(&given[..expected.len().min(given.len())], &expected[..], "{}", rule);
    }
}
