//! Calendars as two programs read them that are not ours: the crates `icalendar` and `calcard`.

use calcard::icalendar::{ICalendar, ICalendarComponentType, ICalendarProperty, ICalendarStatus, ICalendarValue, dates::TimeOrDelta};
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use icalendar::{Calendar, CalendarDateTime, Component, DatePerhapsTime};
use proptest::prelude::*;
use switchboard::ical;

/// An event, as a reader sees it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Seen {
    pub(super) uid: String,
    pub(super) summary: String,
    pub(super) starts_at: DateTime<Utc>,
    pub(super) ends_at: DateTime<Utc>,
    pub(super) sequence: i64,
    pub(super) cancelled: bool,
}

/// By the crate `icalendar`.
pub(super) fn by_icalendar(text: &str) -> Vec<Seen> {
    let calendar: Calendar = text.parse().expect("a calendar");
    let events = calendar.events().map(|event| Seen {
        uid: event.get_uid().expect("an uid").to_owned(),
        summary: event.get_summary().expect("a summary").to_owned(),
        starts_at: instant(event.get_start()),
        ends_at: instant(event.get_end()),
        sequence: event.property_value("SEQUENCE").expect("a sequence").parse().expect("a number"),
        cancelled: event.property_value("STATUS") == Some("CANCELLED"),
    });
    events.collect()
}

fn instant(read: Option<DatePerhapsTime>) -> DateTime<Utc> {
    match read.expect("an instant") {
        DatePerhapsTime::DateTime(CalendarDateTime::Utc(at)) => at,
        DatePerhapsTime::DateTime(CalendarDateTime::WithTimezone { date_time, tzid }) => {
            let zone: Tz = tzid.parse().expect("a zone");
            zone.from_local_datetime(&date_time).earliest().expect("a local time").with_timezone(&Utc)
        }
        other => panic!("{other:?} is no instant"),
    }
}

/// By the crate `calcard`, which also finds out when it is.
pub(super) fn by_calcard(text: &str) -> Vec<Seen> {
    let calendar = ICalendar::parse(text).unwrap_or_else(|entry| panic!("{entry:?} in {text}"));
    let expanded = calendar.expand_dates(calcard::common::timezone::Tz::Floating, 10_000);
    assert_eq!(expanded.errors, []);
    let mut events: Vec<(u32, Seen)> = Vec::new();
    for event in expanded.events {
        let component = &calendar.components[event.comp_id as usize];
        if component.component_type != ICalendarComponentType::VEvent {
            continue;
        }
        let value = |wanted: &ICalendarProperty| {
            let entry = component.entries.iter().find(|entry| entry.name == *wanted).expect("a property");
            entry.values.first().cloned()
        };
        let text = |wanted| match value(&wanted) {
            Some(ICalendarValue::Text(text)) => text,
            None => String::new(),
            other => panic!("{other:?} is no text"),
        };
        let TimeOrDelta::Time(ends_at) = event.end else { panic!("an end") };
        let sequence = match value(&ICalendarProperty::Sequence) {
            Some(ICalendarValue::Integer(sequence)) => sequence,
            other => panic!("{other:?} is no sequence"),
        };
        let seen = Seen {
            uid: text(ICalendarProperty::Uid),
            summary: text(ICalendarProperty::Summary),
            starts_at: event.start.with_timezone(&Utc),
            ends_at: ends_at.with_timezone(&Utc),
            sequence,
            cancelled: value(&ICalendarProperty::Status) == Some(ICalendarValue::Status(ICalendarStatus::Cancelled)),
        };
        events.push((event.comp_id, seen));
    }
    events.sort_by_key(|(place, _)| *place);
    events.into_iter().map(|(_, seen)| seen).collect()
}

/// That what a calendar says of its one zone gives the zone's offset at noon and midnight of each day.
pub(super) fn zone_is_right(text: &str, zone: Tz, from: DateTime<Utc>, to: DateTime<Utc>) {
    let changes = clock_changes(text, to.year());
    let mut at = from;
    while at < to {
        let said = changes.iter().rev().find(|(change, _)| *change <= at).map(|(_, offset)| *offset);
        assert_eq!(said, Some(zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc()), "{at} in {text}");
        at += TimeDelta::hours(12);
    }
}

/// Changes of the clock that a calendar tells, in order, up to a year: the instant, and the seconds east of Greenwich from then on.
fn clock_changes(text: &str, last_year: i32) -> Vec<(DateTime<Utc>, i32)> {
    let mut changes = Vec::new();
    for part in text.split("BEGIN:").filter(|part| part.starts_with("STANDARD") || part.starts_with("DAYLIGHT")) {
        let value = |name: &str| part.lines().find_map(|line| line.strip_prefix(name));
        let seconds = |name| {
            let text = value(name).expect("an offset");
            let (hours, minutes): (i32, i32) = (text[1..3].parse().expect("hours"), text[3..5].parse().expect("minutes"));
            (hours * 3_600 + minutes * 60) * if text.starts_with('-') { -1 } else { 1 }
        };
        let first = NaiveDateTime::parse_from_str(value("DTSTART:").expect("a beginning"), "%Y%m%dT%H%M%S").expect("a local time");
        let mut days = vec![first.date()];
        if let Some(rule) = value("RRULE:FREQ=YEARLY;BYMONTH=") {
            let (month, place) = rule.split_once(";BYDAY=").expect("a day");
            days = (first.year()..=last_year).map(|year| day_of(year, month.parse().expect("a month"), place)).collect();
        }
        let (before, after) = (seconds("TZOFFSETFROM:"), seconds("TZOFFSETTO:"));
        changes.extend(days.into_iter().map(|day| (day.and_time(first.time()).and_utc() - TimeDelta::seconds(before.into()), after)));
    }
    changes.sort_unstable();
    changes
}

/// The day that is, e.g., the last Sunday of a month: `-1SU`.
fn day_of(year: i32, month: u32, place: &str) -> NaiveDate {
    let (ordinal, weekday) = place.split_at(place.len() - 2);
    let weekday = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"].iter().position(|name| *name == weekday).expect("a weekday");
    let first = NaiveDate::from_ymd_opt(year, month, 1).expect("a month");
    let days = first.iter_days().take_while(|day| day.month() == month);
    let mut days: Vec<NaiveDate> = days.filter(|day| day.weekday().num_days_from_monday() as usize == weekday).collect();
    match ordinal.parse::<i32>().expect("a number") {
        -1 => days.pop().expect("a day"),
        place => days[usize::try_from(place - 1).expect("a place")],
    }
}

fn calendar(zone: Tz, starts_at: DateTime<Utc>, summary: &str) -> String {
    let event = ical::Event {
        uid: "1@switchboard".to_owned(),
        sequence: 1,
        changed_at: starts_at - TimeDelta::days(1),
        starts_at,
        ends_at: starts_at + TimeDelta::minutes(75),
        zone,
        summary: summary.to_owned(),
        description: Some(summary.to_owned()),
        cancelled: false,
        busy: true,
        alarm: Some(15),
        again: None,
        instead_of: None,
    };
    ical::Calendar { name: summary.to_owned(), events: vec![event] }.write()
}

/// Text as people write it, with all that has a meaning in calendars.
fn texts() -> impl Strategy<Value = String> {
    // Blanks at the ends, and none at all, are what the two readers treat each in a way of its own.
    proptest::collection::vec(prop_oneof!["[a-zñ€🙂;:,\\\\\"=]", Just("\n".to_owned()), Just(" x".to_owned())], 1..120)
        .prop_map(|signs| format!("a{}z", signs.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_is_read_as_it_was_written(text in texts()) {
        let written = calendar(Tz::Europe__Madrid, "2026-11-23T08:00:00Z".parse().unwrap(), &text);

        prop_assert!(written.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])), "{}", written);
        prop_assert_eq!(&by_icalendar(&written)[0].summary, &text);
        prop_assert_eq!(&by_calcard(&written)[0].summary, &text);
    }

    #[test]
    fn any_instant_in_any_zone_is_read_as_it_was_meant(hours in 0_i64..35_000, place in 0_usize..9) {
        use chrono_tz::{Africa, America, Asia, Australia, Europe, Pacific};
        let zone = [
            Europe::Madrid, Europe::Dublin, America::New_York, America::Santiago, Africa::Casablanca, Asia::Kathmandu, Asia::Tokyo,
            Australia::Lord_Howe, Pacific::Chatham,
        ][place];
        let starts_at = "2024-01-01T00:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::hours(hours);

        let written = calendar(zone, starts_at, "Support");

        for seen in [by_icalendar(&written), by_calcard(&written)] {
            prop_assert_eq!((seen[0].starts_at, seen[0].ends_at), (starts_at, starts_at + TimeDelta::minutes(75)));
        }
        zone_is_right(&written, zone, starts_at - TimeDelta::days(30), starts_at + TimeDelta::days(30));
    }
}
