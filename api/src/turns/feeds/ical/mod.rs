//! Writes calendars as RFC 5545 has them, with the names and the pace of refreshing that RFC 7986 adds. Pure.
//!
//! Refused: the crate `icalendar` for writing. It gives every component without them an UID at random and the present instant, also a
//! VTIMEZONE, whose parts cannot be made from outside; so no two answers would be the same bytes.

mod lines;
mod zone;

use std::collections::BTreeSet;

use chrono::{DateTime, TimeZone, Utc};
use chrono_tz::Tz;

use self::lines::Lines;

/// How often clients are asked to look again.
const REFRESH: &str = "PT1H";

/// A calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// Shown to people.
    pub name: String,
    /// What is in it.
    pub events: Vec<Event>,
}

/// What is in a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The same for the same thing for ever, and never another's.
    pub uid: String,
    /// One more at each change of it.
    pub sequence: i32,
    /// When that was.
    pub changed_at: DateTime<Utc>,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// Where: what clocks show there stays the same whatever becomes of the zone's rules.
    pub zone: Tz,
    /// One line for people.
    pub summary: String,
    /// More for people.
    pub description: Option<String>,
    /// Whether it will not take place.
    pub cancelled: bool,
    /// Whether whoever reads the calendar is not free meanwhile.
    pub busy: bool,
    /// Minutes before it that its reader is told; none: is not told.
    pub alarm: Option<u32>,
}

impl Calendar {
    /// The calendar as it is sent. The same calendar is the same bytes.
    pub fn write(&self) -> String {
        let mut lines = Lines::default();
        lines.raw("BEGIN", "VCALENDAR");
        lines.raw("VERSION", "2.0");
        lines.raw("PRODID", "-//Switchboard//Rota//EN");
        lines.raw("CALSCALE", "GREGORIAN");
        lines.raw("METHOD", "PUBLISH");
        // The first of each pair is the standard's, the other what is older and more widely read.
        lines.text("NAME", &self.name);
        lines.text("X-WR-CALNAME", &self.name);
        lines.raw("REFRESH-INTERVAL;VALUE=DURATION", REFRESH);
        lines.raw("X-PUBLISHED-TTL", REFRESH);
        for zone in self.zones() {
            if let Some((from, to)) = self.covered(zone) {
                zone::write(&mut lines, zone, from, to);
            }
        }
        for event in &self.events {
            event.write(&mut lines);
        }
        lines.raw("END", "VCALENDAR");
        lines.finish()
    }

    /// The zones that its events are in, by name.
    fn zones(&self) -> Vec<Tz> {
        let names: BTreeSet<&'static str> = self.events.iter().map(|event| event.zone.name()).collect();
        names.into_iter().filter_map(|name| name.parse().ok()).collect()
    }

    /// From the first instant in a zone to the last.
    fn covered(&self, zone: Tz) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        let there = || self.events.iter().filter(|event| event.zone == zone);
        Some((there().map(|event| event.starts_at).min()?, there().map(|event| event.ends_at).max()?))
    }
}

impl Event {
    fn write(&self, lines: &mut Lines) {
        let changed_at = utc(self.changed_at);
        lines.raw("BEGIN", "VEVENT");
        lines.text("UID", &self.uid);
        // Of what is published without a request, the instant of its revision.
        lines.raw("DTSTAMP", &changed_at);
        lines.raw("LAST-MODIFIED", &changed_at);
        lines.raw("SEQUENCE", &self.sequence.to_string());
        instant(lines, "DTSTART", self.starts_at, self.zone);
        instant(lines, "DTEND", self.ends_at, self.zone);
        lines.text("SUMMARY", &self.summary);
        if let Some(description) = &self.description {
            lines.text("DESCRIPTION", description);
        }
        lines.raw("STATUS", if self.cancelled { "CANCELLED" } else { "CONFIRMED" });
        lines.raw("TRANSP", if self.busy && !self.cancelled { "OPAQUE" } else { "TRANSPARENT" });
        if let Some(minutes) = self.alarm.filter(|_| !self.cancelled) {
            lines.raw("BEGIN", "VALARM");
            lines.raw("ACTION", "DISPLAY");
            lines.text("DESCRIPTION", &self.summary);
            lines.raw("TRIGGER", &format!("-PT{minutes}M"));
            lines.raw("END", "VALARM");
        }
        lines.raw("END", "VEVENT");
    }
}

/// An instant as the clock on the wall of `zone` shows it. What the clock shows twice is read as the first of the two (RFC 5545,
/// section 3.3.5), so that the second is written in UTC.
fn instant(lines: &mut Lines, name: &str, at: DateTime<Utc>, zone: Tz) {
    let local = at.with_timezone(&zone).naive_local();
    let read = zone.from_local_datetime(&local).earliest();
    if read.is_some_and(|read| read == at) {
        lines.raw(&format!("{name};TZID={}", zone.name()), &local.format("%Y%m%dT%H%M%S").to_string());
    } else {
        lines.raw(name, &utc(at));
    }
}

fn utc(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(starts_at: &str, ends_at: &str) -> Event {
        Event {
            uid: "1@switchboard".to_owned(),
            sequence: 3,
            changed_at: "2026-11-21T10:00:00Z".parse().unwrap(),
            starts_at: starts_at.parse().unwrap(),
            ends_at: ends_at.parse().unwrap(),
            zone: chrono_tz::Europe::Madrid,
            summary: "Support".to_owned(),
            description: None,
            cancelled: false,
            busy: true,
            alarm: Some(15),
        }
    }

    fn written(event: Event) -> String {
        Calendar { name: "Ana".to_owned(), events: vec![event] }.write()
    }

    #[test]
    fn an_event_is_told_in_local_time_with_its_revision_and_its_alarm() {
        let text = written(event("2026-11-23T08:00:00Z", "2026-11-23T09:15:00Z"));

        for line in [
            "UID:1@switchboard",
            "SEQUENCE:3",
            "LAST-MODIFIED:20261121T100000Z",
            "DTSTART;TZID=Europe/Madrid:20261123T090000",
            "DTEND;TZID=Europe/Madrid:20261123T101500",
            "STATUS:CONFIRMED",
            "TRANSP:OPAQUE",
            "TRIGGER:-PT15M",
        ] {
            assert!(text.contains(&format!("\r\n{line}\r\n")), "{line} is missing in {text}");
        }
        assert!(text.ends_with("END:VCALENDAR\r\n"));
    }

    #[test]
    fn the_second_of_two_equal_local_times_is_told_in_utc() {
        // 2026-10-25 in Madrid: 02:30 comes at 00:30Z and again at 01:30Z.
        let text = written(event("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"));

        assert!(text.contains("DTSTART;TZID=Europe/Madrid:20261025T023000\r\n"), "{text}");
        assert!(text.contains("DTEND:20261025T013000Z\r\n"), "{text}");
    }

    #[test]
    fn what_was_called_off_neither_rings_nor_takes_time() {
        let text = written(Event { cancelled: true, ..event("2026-11-23T08:00:00Z", "2026-11-23T09:15:00Z") });

        assert!(text.contains("STATUS:CANCELLED\r\n") && text.contains("TRANSP:TRANSPARENT\r\n"), "{text}");
        assert!(!text.contains("VALARM"), "{text}");
    }
}
