//! Writes calendars as RFC 5545 has them, with the names and the pace of refreshing that RFC 7986 adds; [`read`] reads others'. Pure.
//!
//! Refused: the crate `icalendar` for writing. It gives every component without them an UID at random and the present instant, also a
//! VTIMEZONE, whose parts cannot be made from outside; so no two answers would be the same bytes.

mod lines;
pub mod read;
pub mod secret;
mod zone;

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use self::lines::Lines;

/// How often clients are asked to look again.
const REFRESH: &str = "PT1H";
/// So far ahead a calendar knows what clocks do, for what is again and again.
const AHEAD: TimeDelta = TimeDelta::days(3 * 365);

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
    /// When again; none: it is once.
    pub again: Option<Again>,
    /// It is instead of what another of this UID has at this instant; none: it is that other.
    pub instead_of: Option<DateTime<Utc>>,
}

/// When an event is again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Again {
    /// What the clock shows when it begins, the first time: also where it never does.
    pub local_start: NaiveDateTime,
    /// RRULE, as it is written where times are told by a zone.
    pub rule: Option<String>,
    /// Local times besides.
    pub besides: Vec<NaiveDateTime>,
    /// Local times left out.
    pub left_out: Vec<NaiveDateTime>,
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
        // What is again and again is told as its clock is now: whoever reads the calendar later reads it anew.
        let last = |event: &Event| if event.again.is_some() { event.ends_at.max(event.changed_at) + AHEAD } else { event.ends_at };
        Some((there().map(|event| event.starts_at).min()?, there().map(last).max()?))
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
        if let Some(original) = self.instead_of {
            instant(lines, "RECURRENCE-ID", original, self.zone);
        }
        match &self.again {
            Some(again) => again.write(lines, self.zone),
            None => instant(lines, "DTSTART", self.starts_at, self.zone),
        }
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

impl Again {
    fn write(&self, lines: &mut Lines, zone: Tz) {
        let by_zone = |name: &str| format!("{name};TZID={}", zone.name());
        let local = |local: &NaiveDateTime| local.format("%Y%m%dT%H%M%S").to_string();
        lines.raw(&by_zone("DTSTART"), &local(&self.local_start));
        if let Some(rule) = &self.rule {
            lines.raw("RRULE", rule);
        }
        for (name, locals) in [("RDATE", &self.besides), ("EXDATE", &self.left_out)] {
            for one in locals {
                lines.raw(&by_zone(name), &local(one));
            }
        }
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
            again: None,
            instead_of: None,
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
    fn what_is_again_is_told_by_its_rule_and_what_is_elsewhere_by_the_instant_it_is_instead_of() {
        let first = event("2026-11-23T08:00:00Z", "2026-11-23T09:00:00Z");
        let local = |text: &str| text.parse().unwrap();
        let again = Again {
            local_start: local("2026-11-23T09:00:00"),
            rule: Some("FREQ=DAILY;COUNT=3".to_owned()),
            besides: vec![local("2026-12-24T18:00:00")],
            left_out: vec![local("2026-11-24T09:00:00")],
        };
        let moved = event("2026-11-25T15:00:00Z", "2026-11-25T16:00:00Z");
        let moved = Event { instead_of: Some("2026-11-25T08:00:00Z".parse().unwrap()), ..moved };

        let text = Calendar { name: "Ana".to_owned(), events: vec![Event { again: Some(again), ..first }, moved] }.write();

        for line in [
            "DTSTART;TZID=Europe/Madrid:20261123T090000",
            "RRULE:FREQ=DAILY;COUNT=3",
            "RDATE;TZID=Europe/Madrid:20261224T180000",
            "EXDATE;TZID=Europe/Madrid:20261124T090000",
            "RECURRENCE-ID;TZID=Europe/Madrid:20261125T090000",
            "DTSTART;TZID=Europe/Madrid:20261125T160000",
        ] {
            assert!(text.contains(&format!("\r\n{line}\r\n")), "{line} is missing in {text}");
        }
    }

    #[test]
    fn what_was_called_off_neither_rings_nor_takes_time() {
        let text = written(Event { cancelled: true, ..event("2026-11-23T08:00:00Z", "2026-11-23T09:15:00Z") });

        assert!(text.contains("STATUS:CANCELLED\r\n") && text.contains("TRANSP:TRANSPARENT\r\n"), "{text}");
        assert!(!text.contains("VALARM"), "{text}");
    }
}
