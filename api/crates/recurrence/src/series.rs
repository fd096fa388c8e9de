//! A rule with its beginning, its zone and its exceptions.

use std::collections::HashSet;

use chrono::{DateTime, Datelike, NaiveDateTime, Utc};
use chrono_tz::Tz;

use crate::{
    rule::{Freq, Rule},
    walk::{End, Ended, Periods, Walk},
    zone,
};

/// Nothing happens after this year.
pub const LAST_YEAR: i32 = 2199;
/// The first year in which a series may begin.
const FIRST_YEAR: i32 = 1970;
/// Dates besides, and dates left out, at the most, of each.
pub const MOST_DATES: usize = 1_000;
/// Times that a rule may list in one of its periods.
const MOST_TIMES: usize = 100_000;

/// Something that happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurrence {
    /// When.
    pub at: DateTime<Utc>,
    /// What the clock shows then; where it was put forward over it, what it would have shown.
    pub local: NaiveDateTime,
}

/// Why there is no such series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SeriesError {
    /// It begins out of time.
    #[error("it begins before {FIRST_YEAR} or after {LAST_YEAR}")]
    OutOfTime,
    /// More dates than are kept.
    #[error("there are more than {MOST_DATES} dates besides the rule, or left out of it")]
    TooManyDates,
    /// The rule lists more times than can be gone through.
    #[error("the rule lists more than {MOST_TIMES} times for one of its periods")]
    TooManyTimes,
    /// Nothing ever happens.
    #[error("it never happens: no time is one of the rule's and not left out")]
    Never,
    /// It was not found whether anything happens, and looking further would take too long.
    #[error("the rule matches so seldom, if ever, that its next time cannot be found")]
    TooSeldom,
}

/// When something happens again, from a beginning on.
#[derive(Clone, Debug)]
pub struct Series {
    zone: Tz,
    start: NaiveDateTime,
    rule: Option<(Periods, End)>,
    /// Besides the rule, in order, each once: without one the beginning is among them.
    besides: Vec<Occurrence>,
    left_out: HashSet<DateTime<Utc>>,
}

impl Series {
    /// The series that begins when the clock of `zone` shows `start`.
    ///
    /// # Errors
    /// [`SeriesError`]: nothing happens, or it cannot be gone through.
    pub fn new(
        start: NaiveDateTime,
        zone: Tz,
        rule: Option<&Rule>,
        besides: &[NaiveDateTime],
        left_out: &[NaiveDateTime],
    ) -> Result<Self, SeriesError> {
        let in_time = |local: &NaiveDateTime| (FIRST_YEAR..=LAST_YEAR).contains(&local.year());
        if besides.len() > MOST_DATES || left_out.len() > MOST_DATES {
            return Err(SeriesError::TooManyDates);
        }
        if !in_time(&start) || !besides.iter().all(in_time) || !left_out.iter().all(in_time) {
            return Err(SeriesError::OutOfTime);
        }
        if rule.is_some_and(|rule| times_of_a_period(rule) > MOST_TIMES) {
            return Err(SeriesError::TooManyTimes);
        }
        let alone = rule.is_none().then_some(start);
        let mut dates: Vec<Occurrence> =
            alone.iter().chain(besides).map(|local| Occurrence { at: zone::resolve(zone, *local), local: *local }).collect();
        dates.sort_unstable();
        dates.dedup_by_key(|date| date.at);
        let series = Self {
            zone,
            start,
            rule: rule.map(|rule| (Periods::of(rule, start, zone), End::of(rule, zone))),
            besides: dates,
            left_out: left_out.iter().map(|local| zone::resolve(zone, *local)).collect(),
        };
        let mut all = series.iter();
        match all.next() {
            Some(_) => Ok(series),
            None if all.gave_up() => Err(SeriesError::TooSeldom),
            None => Err(SeriesError::Never),
        }
    }

    /// All occurrences, in order.
    pub fn iter(&self) -> Occurrences<'_> {
        self.from(DateTime::<Utc>::MIN_UTC)
    }

    /// Those at `from` or later, in order. What comes before is not gone through, unless the rule counts.
    pub fn from(&self, from: DateTime<Utc>) -> Occurrences<'_> {
        let start = zone::resolve(self.zone, self.start);
        let mut rule = self.rule.as_ref().map(|(periods, end)| Walk::new(periods, *end, start, from));
        let ahead = rule.as_mut().and_then(Iterator::next);
        let passed = self.besides.partition_point(|date| date.at < from);
        Occurrences { left_out: &self.left_out, rule, ahead, besides: &self.besides[passed..] }
    }

    /// The zone in which it is told.
    pub fn zone(&self) -> Tz {
        self.zone
    }

    /// What the clock shows when it begins.
    pub fn start(&self) -> NaiveDateTime {
        self.start
    }
}

impl<'a> IntoIterator for &'a Series {
    type Item = Occurrence;
    type IntoIter = Occurrences<'a>;

    fn into_iter(self) -> Occurrences<'a> {
        self.iter()
    }
}

/// How many times a rule lists for its longest period, at the most.
fn times_of_a_period(rule: &Rule) -> usize {
    let days = match rule.freq {
        Freq::Yearly => 366,
        Freq::Monthly => 31,
        Freq::Weekly => 7,
        _ => 1,
    };
    let listed = |values: &[u8]| values.len().max(1);
    days * listed(&rule.hours) * listed(&rule.minutes) * listed(&rule.seconds)
}

/// Occurrences of a series, in order, each once.
#[derive(Clone, Debug)]
pub struct Occurrences<'a> {
    left_out: &'a HashSet<DateTime<Utc>>,
    rule: Option<Walk<'a>>,
    /// The next that the rule gives.
    ahead: Option<Occurrence>,
    /// The next that there are besides.
    besides: &'a [Occurrence],
}

impl Occurrences<'_> {
    /// Whether they end for no other reason than that looking for the next would take too long.
    pub fn gave_up(&self) -> bool {
        self.rule.as_ref().is_some_and(|rule| rule.ended == Ended::GivenUp)
    }

    fn by_rule(&mut self) -> Option<Occurrence> {
        let next = self.rule.as_mut().and_then(Iterator::next);
        std::mem::replace(&mut self.ahead, next)
    }

    fn by_date(&mut self) -> Option<Occurrence> {
        let (first, rest) = self.besides.split_first()?;
        self.besides = rest;
        Some(*first)
    }

    /// The next, left out or not.
    fn any(&mut self) -> Option<Occurrence> {
        match (self.ahead, self.besides.first()) {
            (Some(ahead), Some(date)) if date.at == ahead.at => {
                self.by_date();
                self.by_rule()
            }
            (Some(ahead), Some(date)) if date.at < ahead.at => self.by_date(),
            (None, Some(_)) => self.by_date(),
            _ => self.by_rule(),
        }
    }
}

impl Iterator for Occurrences<'_> {
    type Item = Occurrence;

    fn next(&mut self) -> Option<Occurrence> {
        loop {
            let next = self.any()?;
            if !self.left_out.contains(&next.at) {
                return Some(next);
            }
        }
    }
}
