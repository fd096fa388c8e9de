//! What clocks of a zone do, for whoever reads a calendar and does not know the zone by its name (RFC 5545, section 3.6.5).
//!
//! Changes of the clock are found in the zone itself, from the year before the first event to the year after the last. Where they
//! fall on the same weekday of the same month each year, they are told as a rule, which older calendar programs want to see;
//! else each by itself.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::{OffsetComponents, OffsetName, Tz};

use super::lines::Lines;

/// A change of the clock: from when on it shows what.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Change {
    /// As the clock showed it until then.
    local: NaiveDateTime,
    /// Seconds east of Greenwich until then.
    before: i32,
    /// From then on.
    after: i32,
    /// Whether it is summer time from then on.
    summer: bool,
    /// What people call the time from then on.
    name: String,
}

/// Weekday of a month: which, and the how-manieth, the last being -1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    weekday: chrono::Weekday,
    ordinal: i32,
}

/// Writes what the clock does in `zone`, in the years about `from` to `to`.
pub(super) fn write(lines: &mut Lines, zone: Tz, from: DateTime<Utc>, to: DateTime<Utc>) {
    let first_year = from.with_timezone(&zone).year() - 1;
    let last_year = to.with_timezone(&zone).year() + 1;
    let Some(beginning) = new_year(first_year) else { return };
    lines.raw("BEGIN", "VTIMEZONE");
    lines.raw("TZID", zone.name());
    let changes = changes(zone, beginning, last_year);
    observance(lines, &standing(zone, beginning), None);
    match rules(&changes, last_year - first_year + 1) {
        Some(rules) => rules.iter().for_each(|(change, place)| observance(lines, change, Some(*place))),
        None => changes.iter().for_each(|change| observance(lines, change, None)),
    }
    lines.raw("END", "VTIMEZONE");
}

fn observance(lines: &mut Lines, change: &Change, place: Option<Place>) {
    let kind = if change.summer { "DAYLIGHT" } else { "STANDARD" };
    lines.raw("BEGIN", kind);
    lines.raw("DTSTART", &change.local.format("%Y%m%dT%H%M%S").to_string());
    if let Some(place) = place {
        let weekday = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][place.weekday.num_days_from_monday() as usize];
        lines.raw("RRULE", &format!("FREQ=YEARLY;BYMONTH={};BYDAY={}{weekday}", change.local.month(), place.ordinal));
    }
    lines.raw("TZOFFSETFROM", &offset(change.before));
    lines.raw("TZOFFSETTO", &offset(change.after));
    lines.text("TZNAME", &change.name);
    lines.raw("END", kind);
}

fn offset(seconds: i32) -> String {
    let (sign, seconds) = if seconds < 0 { ('-', -seconds) } else { ('+', seconds) };
    let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if rest == 0 { format!("{sign}{hours:02}{minutes:02}") } else { format!("{sign}{hours:02}{minutes:02}{rest:02}") }
}

fn new_year(year: i32) -> Option<DateTime<Utc>> {
    Utc.with_ymd_and_hms(year, 1, 1, 0, 0, 0).single()
}

/// What the clock shows at the beginning, as if it had been changed to it then.
fn standing(zone: Tz, at: DateTime<Utc>) -> Change {
    let there = seen(zone, at);
    Change { before: there.after, local: at.naive_utc() + TimeDelta::seconds(there.after.into()), ..there }
}

/// What the clock shows at an instant.
fn seen(zone: Tz, at: DateTime<Utc>) -> Change {
    let local = at.with_timezone(&zone);
    let offset = local.offset();
    let after = offset.fix().local_minus_utc();
    let name = offset.abbreviation().map_or_else(|| self::offset(after), str::to_owned);
    Change { local: local.naive_local(), before: after, after, summer: offset.dst_offset() > TimeDelta::zero(), name }
}

/// All changes of the clock from `beginning` to the end of `last_year`, in order.
fn changes(zone: Tz, beginning: DateTime<Utc>, last_year: i32) -> Vec<Change> {
    let Some(end) = new_year(last_year + 1) else { return Vec::new() };
    let shown = |at: DateTime<Utc>| zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc();
    let mut changes = Vec::new();
    let mut day = beginning;
    while let Some(next) = day.checked_add_days(Days::new(1)).filter(|next| *next <= end) {
        if shown(day) != shown(next) {
            let (mut before, mut after) = (day, next);
            while after - before > TimeDelta::seconds(1) {
                let middle = before + TimeDelta::seconds((after - before).num_seconds() / 2);
                if shown(middle) == shown(day) { before = middle } else { after = middle }
            }
            let until = shown(before);
            let local = after.naive_utc() + TimeDelta::seconds(until.into());
            changes.push(Change { before: until, local, ..seen(zone, after) });
        }
        day = next;
    }
    changes
}

/// The changes as rules, each with its first change, if there are two a year that fall on the same place in each of `years` years.
fn rules(changes: &[Change], years: i32) -> Option<[(Change, Place); 2]> {
    let years = usize::try_from(years).ok()?;
    let [first, second, ..] = changes else { return None };
    if changes.len() != years * 2 {
        return None;
    }
    let same = |which: usize, first: &Change| {
        let each = changes.iter().skip(which).step_by(2);
        let alike = |change: &Change| {
            (change.local.time(), change.local.month(), change.before, change.after, change.summer, &change.name)
                == (first.local.time(), first.local.month(), first.before, first.after, first.summer, &first.name)
        };
        let place = common(each.clone().map(|change| change.local.date()))?;
        each.clone().all(alike).then(|| (first.clone(), place))
    };
    Some([same(0, first)?, same(1, second)?])
}

/// The place in the month that all days have in common.
fn common(days: impl Iterator<Item = NaiveDate> + Clone) -> Option<Place> {
    let of = |place: fn(NaiveDate) -> Option<Place>| {
        let mut places = days.clone().map(place);
        let first = places.next()??;
        places.all(|place| place == Some(first)).then_some(first)
    };
    of(from_the_end).or_else(|| of(from_the_beginning))
}

fn from_the_end(day: NaiveDate) -> Option<Place> {
    let is_last = day.checked_add_days(Days::new(7)).is_none_or(|later| later.month() != day.month());
    is_last.then(|| Place { weekday: day.weekday(), ordinal: -1 })
}

fn from_the_beginning(day: NaiveDate) -> Option<Place> {
    let ordinal = i32::try_from(day.day0() / 7 + 1).ok()?;
    Some(Place { weekday: day.weekday(), ordinal })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(zone: Tz) -> String {
        let mut lines = Lines::default();
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        write(&mut lines, zone, at("2026-03-01T08:00:00Z"), at("2026-11-30T08:00:00Z"));
        lines.finish().replace("\r\n", " ")
    }

    #[test]
    fn summer_time_that_comes_each_year_on_the_same_weekday_is_a_rule() {
        let madrid = written(chrono_tz::Europe::Madrid);
        let new_york = written(chrono_tz::America::New_York);

        assert_eq!(
            madrid,
            "BEGIN:VTIMEZONE TZID:Europe/Madrid \
             BEGIN:STANDARD DTSTART:20250101T010000 TZOFFSETFROM:+0100 TZOFFSETTO:+0100 TZNAME:CET END:STANDARD \
             BEGIN:DAYLIGHT DTSTART:20250330T020000 RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU TZOFFSETFROM:+0100 TZOFFSETTO:+0200 TZNAME:CEST \
             END:DAYLIGHT \
             BEGIN:STANDARD DTSTART:20251026T030000 RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU TZOFFSETFROM:+0200 TZOFFSETTO:+0100 TZNAME:CET \
             END:STANDARD END:VTIMEZONE "
        );
        assert!(new_york.contains("DTSTART:20250309T020000 RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU TZOFFSETFROM:-0500 TZOFFSETTO:-0400"));
    }

    #[test]
    fn changes_without_a_rule_are_told_one_by_one_and_a_clock_that_stands_needs_none() {
        let (casablanca, tokyo) = (written(chrono_tz::Africa::Casablanca), written(chrono_tz::Asia::Tokyo));

        assert!(
            !casablanca.contains("RRULE")
                && casablanca.matches("BEGIN:STANDARD").count() + casablanca.matches("BEGIN:DAYLIGHT").count() >= 7
        );
        assert_eq!(
            tokyo,
            "BEGIN:VTIMEZONE TZID:Asia/Tokyo BEGIN:STANDARD DTSTART:20250101T090000 TZOFFSETFROM:+0900 TZOFFSETTO:+0900 TZNAME:JST \
             END:STANDARD END:VTIMEZONE "
        );
    }

    #[test]
    fn an_offset_may_have_minutes_and_even_seconds() {
        assert_eq!([offset(3_600), offset(-12_600), offset(20_700), offset(-75)], ["+0100", "-0330", "+0545", "-000115"]);
    }
}
