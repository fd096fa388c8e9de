//! When a reminder is sent: so long before an occurrence, within a window of the day, and what becomes of it when that is past. Pure.
//!
//! A window is told by a clock on the wall: from 22:00 to 06:00 it is over midnight. Where the clock is changed, its ends are read as
//! local times are everywhere here (`recurrence::resolve`); a window that a change leaves nothing of is passed by.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use entity::stored::AlarmLate;

/// Days that are looked at for an opening of a window: one that a change of the clock swallows is followed by the next day's.
const DAYS: i64 = 4;

/// So long after the end what was due before is still sent.
const GRACE: TimeDelta = TimeDelta::minutes(1);

/// When somebody is reminded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// So long before it begins.
    Before(TimeDelta),
    /// At this instant.
    At(DateTime<Utc>),
}

/// Hours of the day in which somebody may be reminded, by the clock of a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// From then on.
    pub from: NaiveTime,
    /// Before then.
    pub to: NaiveTime,
    /// By whose clock.
    pub zone: Tz,
}

/// When a reminder may be sent, as far as its alarm says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// When.
    pub notice: Notice,
    /// Within which hours; none: at any time.
    pub window: Option<Window>,
    /// Whether also after the end.
    pub past_end: bool,
    /// What becomes of it when it comes too late.
    pub late: AlarmLate,
    /// So long after it was due it is too late.
    pub late_after: TimeDelta,
}

/// When a reminder is to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planned {
    /// As the notice says.
    pub planned_at: DateTime<Utc>,
    /// As the window lets it.
    pub due_at: DateTime<Utc>,
    /// Whether that is after the end, and may not be.
    pub after_end: bool,
}

/// What becomes of a reminder whose time has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is sent.
    Fire {
        /// Whether it is later than it should be.
        late: bool,
    },
    /// Not yet: then.
    Wait(DateTime<Utc>),
    /// It would be after the end.
    AfterEnd,
    /// It is too late, and left out.
    Skip,
    /// It is too late, and has failed.
    Expire,
}

impl Window {
    /// The first instant from `at` on at which it is open; none: it never opens.
    pub fn next_opening(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let today = at.with_timezone(&self.zone).date_naive();
        (-1..=DAYS).find_map(|days| {
            let day = today + TimeDelta::days(days);
            let last = if self.from < self.to { day } else { day + TimeDelta::days(1) };
            let opens = recurrence::resolve(self.zone, day.and_time(self.from));
            let closes = recurrence::resolve(self.zone, last.and_time(self.to));
            let first = opens.max(at);
            (first < closes).then_some(first)
        })
    }
}

impl Rule {
    /// When a reminder of an occurrence is to be sent.
    pub fn plan(&self, start: DateTime<Utc>, end: DateTime<Utc>) -> Planned {
        let planned_at = match self.notice {
            Notice::Before(lead) => start - lead,
            Notice::At(at) => at,
        };
        let due_at = self.opening(planned_at);
        Planned { planned_at, due_at, after_end: self.is_after(due_at, end) }
    }

    /// When a try that was in vain is made again, within the window; none: it would be after the end.
    pub fn again(&self, at: DateTime<Utc>, end: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let at = self.opening(at);
        (!self.is_after(at, end)).then_some(at)
    }

    /// What becomes at `now` of a reminder that was due at `due`.
    pub fn judge(&self, due: DateTime<Utc>, end: DateTime<Utc>, now: DateTime<Utc>) -> Verdict {
        let late = now - due > self.late_after;
        match self.late {
            _ if due > now => return Verdict::Wait(due),
            AlarmLate::Skip if late => return Verdict::Skip,
            AlarmLate::Expire if late => return Verdict::Expire,
            AlarmLate::Shift if late => {
                let next = self.shifted(due, now);
                return if self.is_after(next, end) { Verdict::Expire } else { Verdict::Wait(next) };
            }
            _ => {}
        }
        let next = self.opening(now);
        if next > now {
            return if self.is_after(next, end) { Verdict::AfterEnd } else { Verdict::Wait(next) };
        }
        // Who wants what is late hears of it also when it is over; else only what is due at the end itself, a moment later.
        let wanted = late || now - due <= GRACE;
        if self.is_after(now, end) && !wanted { Verdict::AfterEnd } else { Verdict::Fire { late } }
    }

    /// The next opening after `now`, or the same time of day as `due` was.
    fn shifted(&self, due: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
        let Some(window) = self.window else {
            let days = (now - due).num_days() + 1;
            return due + TimeDelta::days(days);
        };
        let tomorrow = now.with_timezone(&window.zone).date_naive() + TimeDelta::days(1);
        let next = window.next_opening(now);
        // One that is open now has been missed.
        let again = || window.next_opening(recurrence::resolve(window.zone, tomorrow.and_time(window.from)));
        next.filter(|next| *next > now).or_else(again).unwrap_or(now)
    }

    fn opening(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        self.window.and_then(|window| window.next_opening(at)).unwrap_or(at)
    }

    fn is_after(&self, at: DateTime<Utc>, end: DateTime<Utc>) -> bool {
        at > end && !self.past_end
    }
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Madrid;
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn window(from: &str, to: &str) -> Window {
        let time = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").unwrap();
        Window { from: time(from), to: time(to), zone: Madrid }
    }

    fn rule(late: AlarmLate, window: Option<Window>) -> Rule {
        Rule { notice: Notice::Before(TimeDelta::hours(2)), window, past_end: false, late, late_after: TimeDelta::hours(1) }
    }

    #[test]
    fn a_window_opens_as_its_clock_shows_also_over_midnight_and_in_nights_of_a_change() {
        let table = [
            // In winter Madrid is an hour before UTC.
            ("09:00", "20:00", "2026-11-23T07:00:00Z", "2026-11-23T08:00:00Z"),
            ("09:00", "20:00", "2026-11-23T08:00:00Z", "2026-11-23T08:00:00Z"),
            ("09:00", "20:00", "2026-11-23T18:59:59Z", "2026-11-23T18:59:59Z"),
            ("09:00", "20:00", "2026-11-23T19:00:00Z", "2026-11-24T08:00:00Z"),
            ("22:00", "06:00", "2026-11-23T23:30:00Z", "2026-11-23T23:30:00Z"),
            ("22:00", "06:00", "2026-11-23T04:59:00Z", "2026-11-23T04:59:00Z"),
            ("22:00", "06:00", "2026-11-23T05:00:00Z", "2026-11-23T21:00:00Z"),
            // Until midnight.
            ("09:00", "00:00", "2026-11-23T22:59:00Z", "2026-11-23T22:59:00Z"),
            // The hour from two to three is not there, nor is what lies in it; it is there twice.
            ("02:30", "04:00", "2026-03-29T00:00:00Z", "2026-03-29T01:30:00Z"),
            ("02:15", "02:45", "2026-03-29T00:00:00Z", "2026-03-29T01:15:00Z"),
            ("02:30", "03:00", "2026-10-25T00:00:00Z", "2026-10-25T00:30:00Z"),
        ];

        for (from, to, asked, expected) in table {
            assert_eq!(window(from, to).next_opening(at(asked)), Some(at(expected)), "{from} to {to} at {asked}");
        }
    }

    #[test]
    fn a_reminder_is_planned_before_its_occurrence_moved_by_the_window_and_never_after_the_end() {
        let (start, end) = (at("2026-11-23T09:30:00Z"), at("2026-11-23T10:00:00Z"));
        let plan = |window| {
            let planned = rule(AlarmLate::Expire, window).plan(start, end);
            (planned.planned_at, planned.due_at, planned.after_end)
        };

        let two_hours_before = at("2026-11-23T07:30:00Z");
        assert_eq!(plan(None), (two_hours_before, two_hours_before, false));
        assert_eq!(plan(Some(window("10:00", "20:00"))), (two_hours_before, at("2026-11-23T09:00:00Z"), false));
        assert_eq!(plan(Some(window("12:00", "20:00"))), (two_hours_before, at("2026-11-23T11:00:00Z"), true));
    }

    #[test]
    fn what_comes_too_late_becomes_what_its_alarm_says() {
        let (due, end) = (at("2026-11-23T07:30:00Z"), at("2026-11-23T10:00:00Z"));
        let (soon, late, over) = (at("2026-11-23T08:30:00Z"), at("2026-11-23T09:00:00Z"), at("2026-11-26T09:00:00Z"));
        let judged = |policy, window, now| rule(policy, window).judge(due, end, now);

        for policy in [AlarmLate::Send, AlarmLate::Skip, AlarmLate::Shift, AlarmLate::Expire] {
            assert_eq!(judged(policy, None, at("2026-11-23T07:00:00Z")), Verdict::Wait(due));
            assert_eq!(judged(policy, None, soon), Verdict::Fire { late: false });
        }
        for now in [late, over] {
            assert_eq!(judged(AlarmLate::Send, None, now), Verdict::Fire { late: true });
            assert_eq!(judged(AlarmLate::Skip, None, now), Verdict::Skip);
            assert_eq!(judged(AlarmLate::Expire, None, now), Verdict::Expire);
            // The next day it would be over.
            assert_eq!(judged(AlarmLate::Shift, None, now), Verdict::Expire);
        }
        let long = at("2026-11-30T10:00:00Z");
        assert_eq!(rule(AlarmLate::Shift, None).judge(due, long, late), Verdict::Wait(at("2026-11-24T07:30:00Z")));
        let shifted = rule(AlarmLate::Shift, Some(window("09:30", "20:00"))).judge(due, long, late);
        assert_eq!(shifted, Verdict::Wait(at("2026-11-24T08:30:00Z")));
        assert_eq!(judged(AlarmLate::Expire, Some(window("10:00", "20:00")), soon), Verdict::Wait(at("2026-11-23T09:00:00Z")));
        assert_eq!(judged(AlarmLate::Expire, Some(window("12:00", "20:00")), soon), Verdict::AfterEnd);
    }

    proptest! {
        #[test]
        fn an_opening_is_never_before_it_is_asked_for_and_lies_within_the_window(
            seconds in 1_767_225_600_i64..1_830_297_600, from in 0_u32..1_440, length in 1_u32..1_440,
        ) {
            let time = |minute: u32| NaiveTime::from_hms_opt(minute % 1_440 / 60, minute % 60, 0).unwrap();
            let window = Window { from: time(from), to: time(from + length), zone: Madrid };
            let asked = DateTime::from_timestamp(seconds, 0).unwrap();

            let opening = window.next_opening(asked).unwrap();

            prop_assert!(opening >= asked && opening - asked <= TimeDelta::hours(50));
            prop_assert_eq!(window.next_opening(opening), Some(opening));
        }
    }
}
