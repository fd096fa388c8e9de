//! The way through a rule: period after period, what it gives in the order of instants, each once.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;

use crate::{
    days::DayPeriods,
    elapsed::ElapsedPeriods,
    rule::{Bound, Freq, Rule},
    series::{LAST_YEAR, Occurrence},
    zone,
};

/// Periods that are looked at for one occurrence at the most: more than days there are.
const LOOKS: u32 = 400_000;

/// The periods of a rule.
#[derive(Clone, Debug)]
pub(crate) enum Periods {
    Days(Box<DayPeriods>),
    Elapsed(Box<ElapsedPeriods>),
}

impl Periods {
    pub(crate) fn of(rule: &Rule, start: NaiveDateTime, zone: Tz) -> Self {
        if rule.freq >= Freq::Daily {
            Self::Days(Box::new(DayPeriods::of(rule, start, zone)))
        } else {
            Self::Elapsed(Box::new(ElapsedPeriods::of(rule, start, zone)))
        }
    }

    fn number_before(&self, at: DateTime<Utc>) -> i64 {
        match self {
            Self::Days(periods) => periods.number_before(at),
            Self::Elapsed(periods) => periods.number_before(at),
        }
    }

    fn floor(&self, number: i64) -> Option<DateTime<Utc>> {
        match self {
            Self::Days(periods) => periods.floor(number),
            Self::Elapsed(periods) => periods.floor(number),
        }
    }

    fn next_after(&self, number: i64, nothing: bool) -> i64 {
        match self {
            Self::Elapsed(periods) if nothing => periods.next_after(number),
            _ => number + 1,
        }
    }

    /// What the period of that number gives: instants, with what the clock shows, or would.
    fn expand(&self, number: i64) -> Vec<(DateTime<Utc>, NaiveDateTime)> {
        match self {
            Self::Days(periods) => {
                let zone = periods.zone();
                periods.expand(number).into_iter().map(|local| (zone::resolve(zone, local), local)).collect()
            }
            Self::Elapsed(periods) => {
                let zone = periods.zone();
                periods.expand(number).into_iter().map(|at| (at, zone::shown(zone, at))).collect()
            }
        }
    }
}

/// What ends a rule, as instants and counts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct End {
    pub(crate) count: Option<u32>,
    pub(crate) until: DateTime<Utc>,
}

impl End {
    pub(crate) fn of(rule: &Rule, zone: Tz) -> Self {
        let (count, until) = match rule.bound {
            Bound::Endless => (None, None),
            Bound::Count(count) => (Some(count), None),
            Bound::Until(until) => (None, Some(until.instant(zone))),
        };
        let last = end_of_time(zone);
        Self { count, until: until.map_or(last, |until| until.min(last)) }
    }
}

fn end_of_time(zone: Tz) -> DateTime<Utc> {
    let local = chrono::NaiveDate::from_ymd_opt(LAST_YEAR, 12, 31).and_then(|date| date.and_hms_opt(23, 59, 59));
    zone::resolve(zone, local.unwrap_or(NaiveDateTime::MAX))
}

/// How a walk ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// Not yet.
    No,
    /// There is nothing more.
    Over,
    /// So much was looked at for the next that it was given up.
    GivenUp,
}

/// A way through a rule.
#[derive(Clone, Debug)]
pub(crate) struct Walk<'a> {
    periods: &'a Periods,
    end: End,
    /// Nothing before this is told.
    from: DateTime<Utc>,
    /// The next period that is looked at.
    number: i64,
    /// What was found and may not be the next yet: by instant, so that two of one are one. Of two that a gap makes one, that is told
    /// which the clock does show.
    found: BTreeMap<DateTime<Utc>, NaiveDateTime>,
    given: u32,
    looks: u32,
    pub(crate) ended: Ended,
    start: DateTime<Utc>,
}

impl<'a> Walk<'a> {
    /// From `from` on, and never from before the series begins.
    pub(crate) fn new(periods: &'a Periods, end: End, start: DateTime<Utc>, from: DateTime<Utc>) -> Self {
        let from = from.max(start);
        // Who counts has to begin at the beginning.
        let number = if end.count.is_some() { 0 } else { periods.number_before(from) };
        Self { periods, end, from, number, found: BTreeMap::new(), given: 0, looks: 0, ended: Ended::No, start }
    }

    /// The next that is found, if nothing can come before it any more.
    fn take_found(&mut self) -> Option<Occurrence> {
        let first = self.found.first_entry()?;
        let sure = self.ended != Ended::No || self.periods.floor(self.number).is_none_or(|floor| *first.key() < floor);
        sure.then(|| first.remove_entry()).map(|(at, local)| Occurrence { at, local })
    }

    fn look(&mut self) {
        let floor = self.periods.floor(self.number);
        if floor.is_none_or(|floor| floor > self.end.until) {
            self.ended = Ended::Over;
            return;
        }
        if self.looks == LOOKS {
            self.ended = Ended::GivenUp;
            return;
        }
        self.looks += 1;
        let given = self.periods.expand(self.number);
        let nothing = given.is_empty();
        self.found.extend(given.into_iter().filter(|(at, _)| *at >= self.start && *at <= self.end.until));
        self.number = self.periods.next_after(self.number, nothing);
    }
}

impl Iterator for Walk<'_> {
    type Item = Occurrence;

    fn next(&mut self) -> Option<Occurrence> {
        loop {
            if self.end.count.is_some_and(|count| self.given == count) {
                self.ended = Ended::Over;
                return None;
            }
            match self.take_found() {
                Some(occurrence) => {
                    self.given += 1;
                    self.looks = 0;
                    if occurrence.at >= self.from {
                        return Some(occurrence);
                    }
                }
                None if self.ended != Ended::No => return None,
                None => self.look(),
            }
        }
    }
}
