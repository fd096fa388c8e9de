//! Periods of less than a day, which are elapsed time: the nth begins so many seconds after the first, whatever clocks do meanwhile.
//! What a rule asks of hours, minutes and days is asked of what the clock shows then.

use chrono::{DateTime, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;

use crate::{
    days::{DayFilter, chosen},
    rule::{Freq, Rule},
    zone,
};

const MINUTE: i64 = 60;
const HOUR: i64 = 3_600;

/// Periods of less than a day of one rule.
#[derive(Clone, Debug)]
pub(crate) struct ElapsedPeriods {
    zone: Tz,
    /// When the first period begins.
    first: DateTime<Utc>,
    /// Seconds from the beginning of one period to that of the next.
    step: i64,
    /// Seconds of one period in which there may be occurrences; 1: only at its beginning.
    span: i64,
    filter: DayFilter,
    hours: Vec<u8>,
    minutes: Vec<u8>,
    seconds: Vec<u8>,
    positions: Vec<i16>,
}

impl ElapsedPeriods {
    pub(crate) fn of(rule: &Rule, start: NaiveDateTime, zone: Tz) -> Self {
        let at = zone::resolve(zone, start);
        let shown = zone::shown(zone, at);
        let (unit, within) = match rule.freq {
            Freq::Hourly => (HOUR, !rule.minutes.is_empty() || !rule.seconds.is_empty()),
            Freq::Minutely => (MINUTE, !rule.seconds.is_empty()),
            _ => (1, false),
        };
        // Where there is something to choose within a period, it is one of the clock's; otherwise it begins as the series does.
        let since = match rule.freq {
            Freq::Hourly if within => i64::from(shown.minute()) * MINUTE + i64::from(shown.second()),
            Freq::Minutely if within => i64::from(shown.second()),
            _ => 0,
        };
        let (mut minutes, mut seconds) = (rule.minutes.clone(), rule.seconds.clone());
        if within && minutes.is_empty() && rule.freq == Freq::Hourly {
            minutes = vec![u8::try_from(shown.minute()).unwrap_or_default()];
        }
        if within && seconds.is_empty() {
            seconds = vec![u8::try_from(shown.second()).unwrap_or_default()];
        }
        Self {
            zone,
            first: at - TimeDelta::seconds(since),
            step: unit * i64::from(rule.interval),
            span: if within { unit } else { 1 },
            filter: DayFilter::of(rule, start.date()),
            hours: rule.hours.clone(),
            minutes,
            seconds,
            positions: rule.positions.clone(),
        }
    }

    /// The number of a period before which nothing is at `at` or later.
    pub(crate) fn number_before(&self, at: DateTime<Utc>) -> i64 {
        ((at - self.first).num_seconds() - self.span).div_euclid(self.step).max(0)
    }

    /// An instant before which nothing of the period of that number is, nor of any later; none: the calendar ends before.
    pub(crate) fn floor(&self, number: i64) -> Option<DateTime<Utc>> {
        self.first.checked_add_signed(TimeDelta::try_seconds(number.checked_mul(self.step)?)?)
    }

    /// The occurrences of one period, in order.
    pub(crate) fn expand(&self, number: i64) -> Vec<DateTime<Utc>> {
        let Some(begins) = self.floor(number) else { return Vec::new() };
        let minutes = (0..self.span.max(MINUTE)).step_by(60).map(|second| begins + TimeDelta::seconds(second));
        let all = match self.span {
            1 => vec![begins],
            _ => minutes.filter(|minute| self.wants_minute(*minute)).flat_map(|minute| self.seconds_of(minute)).collect(),
        };
        chosen(&self.positions, all.into_iter().filter(|at| self.wants(*at)).collect())
    }

    fn wants_minute(&self, at: DateTime<Utc>) -> bool {
        is_in(&self.minutes, zone::shown(self.zone, at).minute())
    }

    fn seconds_of(&self, minute: DateTime<Utc>) -> impl Iterator<Item = DateTime<Utc>> {
        self.seconds.iter().map(move |second| minute + TimeDelta::seconds((*second).into()))
    }

    fn wants(&self, at: DateTime<Utc>) -> bool {
        let shown = zone::shown(self.zone, at);
        is_in(&self.hours, shown.hour())
            && is_in(&self.minutes, shown.minute())
            && is_in(&self.seconds, shown.second())
            && self.filter.wants(shown.date())
    }

    /// The number of the next period after one that gave nothing: those in which nothing can be are jumped over.
    pub(crate) fn next_after(&self, number: i64) -> i64 {
        let Some(begins) = self.floor(number) else { return number + 1 };
        match self.nothing_until(begins) {
            // The first that ends after that instant.
            Some(until) => ((until - self.first).num_seconds() - self.span).div_euclid(self.step).saturating_add(1).max(number + 1),
            None => number + 1,
        }
    }

    /// Until when nothing can be, from `at` on.
    fn nothing_until(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let shown = zone::shown(self.zone, at);
        let midnight = shown.date().succ_opt()?.and_time(NaiveTime::MIN);
        let hour_over = TimeDelta::seconds(HOUR - i64::from(shown.minute()) * MINUTE - i64::from(shown.second()));
        let minute_over = TimeDelta::seconds(MINUTE - i64::from(shown.second()));
        let (day, hour) = (self.filter.wants(shown.date()), is_in(&self.hours, shown.hour()));
        // Of periods with something to choose, hours are whole ones; what is asked of minutes is asked within them.
        let minute = self.span > 1 || is_in(&self.minutes, shown.minute());
        let jumps = [(!day, midnight - shown), (!day || !hour, hour_over), (!day || !hour || !minute, minute_over)];
        // Where the clock is changed meanwhile, a shorter jump is as far as one can see.
        let offset = zone::offset(self.zone, at);
        let seen = |by: TimeDelta| zone::offset(self.zone, at + by) == offset;
        jumps.into_iter().find(|(nothing, by)| *nothing && seen(*by)).map(|(_, by)| at + by)
    }

    pub(crate) fn zone(&self) -> Tz {
        self.zone
    }
}

fn is_in(wanted: &[u8], value: u32) -> bool {
    wanted.is_empty() || wanted.iter().any(|one| u32::from(*one) == value)
}
