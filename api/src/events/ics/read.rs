//! From a component of a calendar to what an event is wished to be. Pure.

use chrono::{DateTime, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use recurrence::resolve;

use crate::{
    events::definition::{DESCRIPTION, End, TITLE, TimesWish, Wish},
    ical::read::{Component, Property, Time},
};

/// Characters of an UID at the most.
const UID: usize = 255;

/// An event as it is told, or what another has at one instant.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// By what the other program knows it.
    pub(super) uid: String,
    /// Whether it is called off.
    pub(super) canceled: bool,
    /// What it is to be.
    pub(super) what: What,
    /// What was done to take it over.
    pub(super) notes: Vec<String>,
}

/// What a component is about.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// An event.
    Event(Box<Wish>),
    /// One occurrence of one, that would begin at `original`.
    One {
        /// When it would begin.
        original: DateTime<Utc>,
        /// When it begins.
        starts_at: DateTime<Utc>,
        /// When it ends; none: as long as the others last.
        ends_at: Option<DateTime<Utc>>,
    },
}

/// Reads a component, in a calendar of `zone`.
///
/// # Errors
/// Why it cannot be taken over, for people.
pub(super) fn event(component: &Component, zone: Tz) -> Result<Found, String> {
    let uid = component.text("UID").filter(|uid| !uid.trim().is_empty()).ok_or("UID is missing: it could not be known again")?;
    if uid.chars().count() > UID || uid.chars().any(char::is_control) {
        return Err(format!("UID has more than {UID} characters, or some that cannot be"));
    }
    let start = component.get("DTSTART").ok_or("DTSTART is missing")?.time()?;
    let canceled = component.get("STATUS").is_some_and(|status| status.raw().eq_ignore_ascii_case("CANCELLED"));
    let mut notes = Vec::new();
    let what = match component.get("RECURRENCE-ID") {
        Some(original) => {
            if original.parameter("RANGE").is_some() {
                return Err("RECURRENCE-ID with RANGE: of a series only one occurrence at a time is taken over".to_owned());
            }
            let starts_at = instant(&start, zone);
            let ends_at = length(component, &start, zone)?.map(|length| starts_at + length);
            What::One { original: instant(&original.time()?, zone), starts_at, ends_at }
        }
        None => What::Event(Box::new(wish(component, &start, zone, &mut notes)?)),
    };
    Ok(Found { uid, canceled, what, notes })
}

fn wish(component: &Component, start: &Time, calendar: Tz, notes: &mut Vec<String>) -> Result<Wish, String> {
    let mut rules = component.all("RRULE");
    let rule = rules.next().map(|rule| rule.raw().to_owned());
    if rules.next().is_some() {
        return Err("RRULE is there twice: an event has one rule".to_owned());
    }
    if component.get("EXRULE").is_some() {
        return Err("EXRULE is not taken over: the standard has left it".to_owned());
    }
    let zone = match start {
        Time::Local(_, zone) => *zone,
        // What is again and again by the clock of Greenwich goes on by it; what is once is told by the calendar's.
        Time::Instant(_) if rule.is_some() => chrono_tz::UTC,
        _ => calendar,
    };
    let begins = local(start, zone, NaiveTime::MIN, calendar);
    let usual = if matches!(start, Time::Date(_)) { TimeDelta::days(1) } else { TimeDelta::hours(1) };
    let length = length(component, start, calendar)?.unwrap_or(usual);
    let seconds = i32::try_from(length.num_seconds()).map_err(|_| "it lasts too long".to_owned())?;
    let times = TimesWish {
        start: Some(begins),
        end: Some(End::After(seconds)),
        zone: Some(zone),
        rule: Some(rule),
        besides: Some(listed(component.all("RDATE"), zone, begins.time(), calendar)?),
        left_out: Some(listed(component.all("EXDATE"), zone, begins.time(), calendar)?),
    };
    if component.get("RRULE").is_none() && component.all("RDATE").next().is_none() {
        notes.extend(matches!(start, Time::Date(_)).then(|| "it is the whole day, from midnight on".to_owned()));
    }
    let title = component.text("SUMMARY").map(|title| title.split_whitespace().collect::<Vec<_>>().join(" ")).unwrap_or_default();
    let title = if title.is_empty() { "(untitled)".to_owned() } else { cut(title, TITLE, "SUMMARY", notes) };
    let description = component.text("DESCRIPTION").map(|text| text.replace('\0', "")).filter(|text| !text.trim().is_empty());
    let description = description.map(|text| cut(text, DESCRIPTION, "DESCRIPTION", notes));
    Ok(Wish { title: Some(title), description: Some(description), data: None, times })
}

fn cut(text: String, most: usize, name: &str, notes: &mut Vec<String>) -> String {
    if text.chars().count() <= most {
        return text;
    }
    notes.push(format!("{name} is cut to {most} characters"));
    text.chars().take(most).collect()
}

/// How long it takes by the component; none: it does not say.
fn length(component: &Component, start: &Time, calendar: Tz) -> Result<Option<TimeDelta>, String> {
    if let Some(end) = component.get("DTEND") {
        return Ok(Some(instant(&end.time()?, calendar) - instant(start, calendar)));
    }
    component.get("DURATION").map(Property::duration).transpose()
}

/// The instant that a time is. What a clock shows of which nothing is said is that of the calendar.
fn instant(time: &Time, calendar: Tz) -> DateTime<Utc> {
    match time {
        Time::Date(date) => resolve(calendar, date.and_time(NaiveTime::MIN)),
        Time::Instant(at) => *at,
        Time::Floating(local) => resolve(calendar, *local),
        Time::Local(local, zone) => resolve(*zone, *local),
    }
}

/// What the clock of a zone shows at a time; of a day only, `usual` on that day.
fn local(time: &Time, zone: Tz, usual: NaiveTime, calendar: Tz) -> NaiveDateTime {
    match time {
        Time::Date(date) => date.and_time(usual),
        Time::Local(local, of) if *of == zone => *local,
        Time::Floating(local) if calendar == zone => *local,
        _ => instant(time, calendar).with_timezone(&zone).naive_local(),
    }
}

fn listed<'a>(
    properties: impl Iterator<Item = &'a Property>,
    zone: Tz,
    usual: NaiveTime,
    calendar: Tz,
) -> Result<Vec<NaiveDateTime>, String> {
    let mut found = Vec::new();
    for property in properties {
        found.extend(property.times()?.iter().map(|time| local(time, zone, usual, calendar)));
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}
