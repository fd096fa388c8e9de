//! Periods of a day and more: which days of one a rule wants, and what the clock shows then.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::{
    rule::{Freq, NthDay, Rule},
    week, zone,
};

/// The days on which a rule is, apart from when it began.
#[derive(Clone, Debug)]
pub(crate) struct DayFilter {
    months: Vec<u8>,
    week_numbers: Vec<i8>,
    year_days: Vec<i16>,
    month_days: Vec<i8>,
    days: Vec<NthDay>,
    week_start: chrono::Weekday,
    /// Whether the nth weekday is that of a month; otherwise of a year.
    nth_of_month: bool,
}

impl DayFilter {
    /// Of a rule, with what it leaves to its beginning.
    pub(crate) fn of(rule: &Rule, start: NaiveDate) -> Self {
        let mut filter = Self {
            months: rule.months.clone(),
            week_numbers: rule.week_numbers.clone(),
            year_days: rule.year_days.clone(),
            month_days: rule.month_days.clone(),
            days: rule.days.clone(),
            week_start: rule.week_start,
            nth_of_month: rule.freq != Freq::Yearly || !rule.months.is_empty(),
        };
        let (month, day) = (u8::try_from(start.month()).unwrap_or(1), i8::try_from(start.day()).unwrap_or(1));
        let weekday = NthDay { nth: None, day: start.weekday() };
        let no_days = rule.days.is_empty() && rule.month_days.is_empty() && rule.year_days.is_empty();
        match rule.freq {
            Freq::Yearly if no_days && !rule.week_numbers.is_empty() => filter.days = vec![weekday],
            Freq::Yearly if no_days => {
                filter.month_days = vec![day];
                if filter.months.is_empty() {
                    filter.months = vec![month];
                }
            }
            Freq::Monthly if no_days => filter.month_days = vec![day],
            Freq::Weekly if rule.days.is_empty() => filter.days = vec![weekday],
            _ => {}
        }
        filter
    }

    /// Whether the rule is on that day.
    pub(crate) fn wants(&self, date: NaiveDate) -> bool {
        self.wants_month(date)
            && (self.month_days.is_empty() || self.wants_month_day(date))
            && (self.days.is_empty() || self.days.iter().any(|day| self.is(*day, date)))
            && (self.year_days.is_empty() || self.wants_year_day(date))
            && (self.week_numbers.is_empty() || self.wants_week(date))
    }

    fn wants_month(&self, date: NaiveDate) -> bool {
        self.months.is_empty() || self.months.iter().any(|month| u32::from(*month) == date.month())
    }

    fn wants_month_day(&self, date: NaiveDate) -> bool {
        let day = small(date.day());
        let from_end = day - month_length(date) - 1;
        self.month_days.iter().any(|wanted| [day, from_end].contains(&i32::from(*wanted)))
    }

    fn wants_year_day(&self, date: NaiveDate) -> bool {
        let day = small(date.ordinal());
        let from_end = day - year_length(date) - 1;
        self.year_days.iter().any(|wanted| [day, from_end].contains(&i32::from(*wanted)))
    }

    fn wants_week(&self, date: NaiveDate) -> bool {
        let (number, weeks) = week::number(date, self.week_start);
        self.week_numbers.iter().any(|wanted| [number, number - weeks - 1].contains(&i32::from(*wanted)))
    }

    fn is(&self, wanted: NthDay, date: NaiveDate) -> bool {
        if wanted.day != date.weekday() {
            return false;
        }
        let Some(nth) = wanted.nth else { return true };
        let (before, after) = if self.nth_of_month {
            (small(date.day()) - 1, month_length(date) - small(date.day()))
        } else {
            (small(date.ordinal()) - 1, year_length(date) - small(date.ordinal()))
        };
        [before / 7 + 1, -(after / 7 + 1)].contains(&i32::from(nth))
    }
}

fn small(number: u32) -> i32 {
    i32::try_from(number).unwrap_or_default()
}

fn month_length(date: NaiveDate) -> i32 {
    small(u32::from(date.num_days_in_month()))
}

fn year_length(date: NaiveDate) -> i32 {
    if date.leap_year() { 366 } else { 365 }
}

/// Periods of a day and more of one rule.
#[derive(Clone, Debug)]
pub(crate) struct DayPeriods {
    freq: Freq,
    interval: i64,
    zone: Tz,
    /// First day of the period in which the series begins.
    first: NaiveDate,
    filter: DayFilter,
    /// What the clock shows on each of the days, in order.
    times: Vec<NaiveTime>,
    positions: Vec<i16>,
}

impl DayPeriods {
    pub(crate) fn of(rule: &Rule, start: NaiveDateTime, zone: Tz) -> Self {
        let date = start.date();
        let first = match rule.freq {
            Freq::Yearly => date.with_ordinal(1),
            Freq::Monthly => date.with_day(1),
            Freq::Weekly => Some(week::begins(date, rule.week_start)),
            _ => Some(date),
        };
        Self {
            freq: rule.freq,
            interval: rule.interval.into(),
            zone,
            first: first.unwrap_or(date),
            filter: DayFilter::of(rule, date),
            times: times(rule, start.time()),
            positions: rule.positions.clone(),
        }
    }

    /// First day of the period of that number.
    fn begins(&self, number: i64) -> Option<NaiveDate> {
        let steps = u32::try_from(number.checked_mul(self.interval)?).ok()?;
        match self.freq {
            Freq::Yearly => self.first.checked_add_months(Months::new(steps.checked_mul(12)?)),
            Freq::Monthly => self.first.checked_add_months(Months::new(steps)),
            Freq::Weekly => self.first.checked_add_days(Days::new(u64::from(steps) * 7)),
            _ => self.first.checked_add_days(Days::new(steps.into())),
        }
    }

    /// First day after the period of which that is the first.
    fn ends(&self, begins: NaiveDate) -> Option<NaiveDate> {
        match self.freq {
            Freq::Yearly => begins.checked_add_months(Months::new(12)),
            Freq::Monthly => begins.checked_add_months(Months::new(1)),
            Freq::Weekly => begins.checked_add_days(Days::new(7)),
            _ => begins.checked_add_days(Days::new(1)),
        }
    }

    /// The number of a period before which nothing is at `at` or later.
    pub(crate) fn number_before(&self, at: DateTime<Utc>) -> i64 {
        // No clock was ever put forward by more than a day.
        let date = zone::shown(self.zone, at).date() - TimeDelta::days(2);
        let units = match self.freq {
            Freq::Yearly => i64::from(date.year() - self.first.year()),
            Freq::Monthly => i64::from(date.year() - self.first.year()) * 12 + i64::from(date.month()) - i64::from(self.first.month()),
            Freq::Weekly => (date - self.first).num_days().div_euclid(7),
            _ => (date - self.first).num_days(),
        };
        units.div_euclid(self.interval).max(0)
    }

    /// An instant before which nothing of the period of that number is, nor of any later; none: the calendar ends before.
    pub(crate) fn floor(&self, number: i64) -> Option<DateTime<Utc>> {
        Some(zone::floor(self.zone, self.begins(number)?.and_time(NaiveTime::MIN)))
    }

    /// What the clock shows at the occurrences of one period, in order.
    pub(crate) fn expand(&self, number: i64) -> Vec<NaiveDateTime> {
        let Some(begins) = self.begins(number) else { return Vec::new() };
        let Some(ends) = self.ends(begins) else { return Vec::new() };
        let days = begins.iter_days().take_while(|day| *day < ends).filter(|day| self.filter.wants(*day));
        let all: Vec<NaiveDateTime> = days.flat_map(|day| self.times.iter().map(move |time| day.and_time(*time))).collect();
        chosen(&self.positions, all)
    }

    pub(crate) fn zone(&self) -> Tz {
        self.zone
    }
}

/// What BYSETPOS leaves of a period, in order.
pub(crate) fn chosen<T: Copy>(positions: &[i16], all: Vec<T>) -> Vec<T> {
    if positions.is_empty() {
        return all;
    }
    let length = all.len();
    let place = |position: i16| {
        let steps = usize::from(position.unsigned_abs());
        if position > 0 { Some(steps - 1) } else { length.checked_sub(steps) }
    };
    let mut places: Vec<usize> = positions.iter().filter_map(|position| place(*position)).filter(|place| *place < length).collect();
    places.sort_unstable();
    places.dedup();
    places.into_iter().filter_map(|place| all.get(place).copied()).collect()
}

fn times(rule: &Rule, start: NaiveTime) -> Vec<NaiveTime> {
    use chrono::Timelike;

    let or_start = |given: &[u8], start: u32| -> Vec<u32> {
        if given.is_empty() { vec![start] } else { given.iter().map(|value| u32::from(*value)).collect() }
    };
    let (hours, minutes, seconds) =
        (or_start(&rule.hours, start.hour()), or_start(&rule.minutes, start.minute()), or_start(&rule.seconds, start.second()));
    let mut times = Vec::with_capacity(hours.len() * minutes.len() * seconds.len());
    for hour in &hours {
        for minute in &minutes {
            times.extend(seconds.iter().filter_map(|second| NaiveTime::from_hms_opt(*hour, *minute, *second)));
        }
    }
    times
}
