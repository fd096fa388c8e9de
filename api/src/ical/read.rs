//! Reads calendars that others wrote (RFC 5545), as far as components, their properties and what those say of themselves; what these
//! mean is for whoever asks. Pure.
//!
//! By the crate `icalendar`, whose parser leaves values as they are written: a rule stays the text that our own reader of rules wants.

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use icalendar::parser::{Component as Parsed, read_calendar, unfold};

/// A component of a calendar, such as an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Component {
    /// What it is, e.g. `VEVENT`.
    pub kind: String,
    properties: Vec<Property>,
}

/// A property of a component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    name: String,
    value: String,
    parameters: Vec<(String, String)>,
}

/// A time as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Time {
    /// A day.
    Date(NaiveDate),
    /// An instant.
    Instant(DateTime<Utc>),
    /// What a clock shows, which one is not said.
    Floating(NaiveDateTime),
    /// What the clock of a zone shows.
    Local(NaiveDateTime, Tz),
}

/// The components of a calendar, in order.
///
/// # Errors
/// What is wrong with the text, for people.
pub fn components(text: &str) -> Result<Vec<Component>, String> {
    let begins = text.trim_start_matches(['\u{feff}', ' ', '\r', '\n']);
    if !begins.get(..15).is_some_and(|start| start.eq_ignore_ascii_case("BEGIN:VCALENDAR")) {
        return Err("This is no calendar: it does not begin with BEGIN:VCALENDAR.".to_owned());
    }
    let unfolded = unfold(begins);
    let calendar = read_calendar(&unfolded).map_err(|error| {
        let first: String = error.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().chars().take(200).collect();
        format!("This calendar cannot be read: {first}")
    })?;
    // The parser leaves what it cannot read, and all after it, without a word.
    let begun = unfolded.lines().filter(|line| line.trim_end().eq_ignore_ascii_case("BEGIN:VEVENT")).count();
    let read: Vec<Component> = calendar.components.iter().map(component).collect();
    let ended = unfolded.trim_end().lines().next_back().is_some_and(|line| line.trim().eq_ignore_ascii_case("END:VCALENDAR"));
    if !ended || read.iter().filter(|component| component.kind == "VEVENT").count() != begun {
        return Err("This calendar cannot be read as a whole: it breaks off, or a line of it is none.".to_owned());
    }
    Ok(read)
}

fn component(parsed: &Parsed<'_>) -> Component {
    let properties = parsed.properties.iter().map(|property| Property {
        name: property.name.as_str().to_ascii_uppercase(),
        value: property.val.as_str().to_owned(),
        parameters: property
            .params
            .iter()
            .map(|parameter| {
                let value = parameter.val.as_ref().map(|value| value.as_str().trim_matches('"').to_owned());
                (parameter.key.as_str().to_ascii_uppercase(), value.unwrap_or_default())
            })
            .collect(),
    });
    Component { kind: parsed.name.as_str().to_ascii_uppercase(), properties: properties.collect() }
}

impl Component {
    /// The first property of that name.
    pub fn get(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name == name)
    }

    /// All properties of that name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Property> {
        self.properties.iter().filter(move |property| property.name == name)
    }

    /// Text for people, without the marks by which it is written: the parser has taken them out of properties that are text.
    pub fn text(&self, name: &str) -> Option<String> {
        self.get(name).map(|property| property.value.clone())
    }
}

impl Property {
    /// The value as it is written.
    pub fn raw(&self) -> &str {
        &self.value
    }

    /// What it says of itself.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The times that it lists.
    ///
    /// # Errors
    /// The first that is none, or whose zone is not known, for people.
    pub fn times(&self) -> Result<Vec<Time>, String> {
        let zone = self.parameter("TZID").map(zone).transpose()?;
        // Of a period only its beginning is a time.
        let begins = self.value.split(',').map(|text| text.split('/').next().unwrap_or_default().trim());
        begins.map(|text| time(text, zone).ok_or_else(|| format!("{}: `{}` is no time", self.name, shortened(text)))).collect()
    }

    /// The time that it is.
    ///
    /// # Errors
    /// As [`Property::times`].
    pub fn time(&self) -> Result<Time, String> {
        let times = self.times()?;
        times.into_iter().next().ok_or_else(|| format!("{}: there is no time", self.name))
    }

    /// How long something takes.
    ///
    /// # Errors
    /// When it is no duration, for people.
    pub fn duration(&self) -> Result<TimeDelta, String> {
        duration(&self.value).ok_or_else(|| format!("{}: `{}` is no duration", self.name, shortened(&self.value)))
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}

/// A zone by its IANA name; some programs write a path before that.
fn zone(name: &str) -> Result<Tz, String> {
    let parts: Vec<&str> = name.trim_matches('/').split('/').collect();
    let known = (1..=3.min(parts.len())).rev().find_map(|count| parts[parts.len() - count..].join("/").parse().ok());
    known.ok_or_else(|| format!("the time zone `{}` is none that is known by this name", shortened(name)))
}

fn time(text: &str, zone: Option<Tz>) -> Option<Time> {
    if !text.is_ascii() {
        return None;
    }
    match text.len() {
        8 => NaiveDate::parse_from_str(text, "%Y%m%d").ok().map(Time::Date),
        15 => {
            let local = NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S").ok()?;
            Some(zone.map_or(Time::Floating(local), |zone| Time::Local(local, zone)))
        }
        16 => NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%SZ").ok().map(|at| Time::Instant(at.and_utc())),
        _ => None,
    }
}

/// A duration (RFC 5545, section 3.3.6), e.g. `P1DT2H30M`.
fn duration(text: &str) -> Option<TimeDelta> {
    let (sign, rest) = match text.trim().strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.trim().strip_prefix('+').unwrap_or(text.trim())),
    };
    let (mut seconds, mut digits, mut in_time, mut parts) = (0_i64, String::new(), false, 0);
    for sign in rest.strip_prefix('P')?.chars() {
        let unit = match (sign, in_time) {
            ('T', false) if digits.is_empty() => {
                in_time = true;
                continue;
            }
            ('0'..='9', _) if digits.len() < 9 => {
                digits.push(sign);
                continue;
            }
            ('W', false) => 7 * 86_400,
            ('D', false) => 86_400,
            ('H', true) => 3_600,
            ('M', true) => 60,
            ('S', true) => 1,
            _ => return None,
        };
        seconds += digits.parse::<i64>().ok()? * unit;
        digits.clear();
        parts += 1;
    }
    (parts > 0 && digits.is_empty()).then(|| TimeDelta::try_seconds(sign * seconds))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_read_with_what_they_say_of_themselves() {
        let text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID=\"Europe/Madrid\":20261123T0900\r\n 00\r\n\
            EXDATE;TZID=Europe/Madrid:20261124T090000,20261125T090000\r\nSUMMARY:a\\, b\\nc\\\\d\r\nDURATION:PT1H30M\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

        let read = components(text).unwrap();

        let [event] = &read[..] else { panic!("one component") };
        let local = |text: &str| Time::Local(text.parse().unwrap(), chrono_tz::Europe::Madrid);
        assert_eq!((event.kind.as_str(), event.text("SUMMARY").as_deref()), ("VEVENT", Some("a, b\nc\\d")));
        assert_eq!(event.get("DTSTART").unwrap().time(), Ok(local("2026-11-23T09:00:00")));
        assert_eq!(event.get("EXDATE").unwrap().times(), Ok(vec![local("2026-11-24T09:00:00"), local("2026-11-25T09:00:00")]));
        assert_eq!(event.get("DURATION").unwrap().duration(), Ok(TimeDelta::minutes(90)));
    }

    #[test]
    fn times_zones_and_durations_are_read_as_they_are_meant_or_not_at_all() {
        let table = [
            ("20261123", Some(Time::Date("2026-11-23".parse().unwrap()))),
            ("20261123T090000Z", Some(Time::Instant("2026-11-23T09:00:00Z".parse().unwrap()))),
            ("20261123T090000", Some(Time::Floating("2026-11-23T09:00:00".parse().unwrap()))),
            ("20261123T0900", None),
            ("20261323", None),
            ("€€€", None),
        ];
        for (text, expected) in table {
            assert_eq!(time(text, None), expected, "{text}");
        }
        let zones = [("Europe/Madrid", true), ("/softwarestudio.org/Tzfile/America/New_York", true), ("W. Europe Standard Time", false)];
        for (name, known) in zones {
            assert_eq!(zone(name).is_ok(), known, "{name}");
        }
        let durations = [
            ("P1W", Some(604_800)),
            ("P1DT2H3M4S", Some(93_784)),
            ("-PT15M", Some(-900)),
            ("P", None),
            ("PT", None),
            ("P1H", None),
            ("PT1", None),
            ("1H", None),
        ];
        for (text, seconds) in durations {
            assert_eq!(duration(text), seconds.map(TimeDelta::seconds), "{text}");
        }
    }

    #[test]
    fn what_is_no_calendar_is_refused() {
        for text in ["", "hello", "BEGIN:VEVENT\r\nEND:VEVENT\r\n", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"] {
            assert!(components(text).is_err(), "{text}");
        }
    }
}
