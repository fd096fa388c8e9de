//! What an event is told to be: read, and every fault told with its path. Pure.

use chrono::{NaiveDateTime, TimeDelta};
use chrono_tz::Tz;
use recurrence::{MOST_DATES, Rule, SeriesError, resolve};
use serde_json::{Map, Value};

use super::times::{Times, TimesError};
use crate::{calendars::check::Check, error::ProblemCode};

/// Characters of a title at the most.
pub(super) const TITLE: usize = 255;
/// Characters of a description at the most.
pub(super) const DESCRIPTION: usize = 4_000;
/// An event lasts so long when nothing is said.
const USUAL: TimeDelta = TimeDelta::hours(1);
/// An event lasts so long at the most.
pub(super) const LONGEST: TimeDelta = TimeDelta::days(31);

/// What is wished of an event: `None` keeps, or is as usual.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// One line for people.
    pub title: Option<String>,
    /// More for people.
    pub description: Option<Option<String>>,
    /// What texts may name.
    pub data: Option<Value>,
    /// When.
    pub times: TimesWish,
}

/// When an event is wished to happen: `None` keeps, or is as usual.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TimesWish {
    /// What the clock shows when it begins.
    pub start: Option<NaiveDateTime>,
    /// How it ends.
    pub end: Option<End>,
    /// By whose clock.
    pub zone: Option<Tz>,
    /// When again.
    pub rule: Option<Option<String>>,
    /// Besides.
    pub besides: Option<Vec<NaiveDateTime>>,
    /// Left out.
    pub left_out: Option<Vec<NaiveDateTime>>,
}

/// How an event ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// When the clock shows this.
    At(NaiveDateTime),
    /// After so many seconds.
    After(i32),
}

/// What is written down of an event for people.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Texts {
    pub(super) title: String,
    pub(super) description: Option<String>,
    pub(super) data: Value,
}

impl Texts {
    /// Of an event of which nothing is written yet.
    pub(super) fn none() -> Self {
        Self { title: String::new(), description: None, data: Value::Object(Map::new()) }
    }

    /// What they become by a wish.
    pub(super) fn wished(self, wish: &Wish, check: &mut Check) -> Self {
        Self {
            title: wish.title.as_deref().map_or(self.title, |title| check.line("title", title, TITLE)),
            description: match &wish.description {
                None => self.description,
                Some(None) => None,
                Some(Some(text)) => Some(check.text("description", text, DESCRIPTION)),
            },
            data: wish.data.clone().map_or(self.data, |data| check.data("data", data)),
        }
    }
}

/// When it is to happen by a wish, where until now it happened at `known`, or in a calendar of that zone. None, when that cannot be: the
/// faults are in `check`.
pub(super) fn wished(known: Option<&Times>, zone: Tz, wish: TimesWish, check: &mut Check) -> Option<Times> {
    let Some(start) = wish.start.or(known.map(|known| known.start)) else {
        check.invalid("start", "An event begins at some time.");
        return None;
    };
    let zone = wish.zone.or(known.map(|known| known.zone)).unwrap_or(zone);
    let rule = match wish.rule {
        None => known.and_then(|known| known.rule.clone()),
        Some(None) => None,
        Some(Some(text)) => match text.parse::<Rule>() {
            Ok(rule) => Some(rule),
            Err(error) => {
                check.invalid("rule", format!("This is no rule: {error}."));
                return None;
            }
        },
    };
    let times = Times {
        start,
        duration: duration(known, start, zone, wish.end, check),
        zone,
        rule,
        besides: wish.besides.unwrap_or_else(|| known.map(|known| known.besides.clone()).unwrap_or_default()),
        left_out: wish.left_out.unwrap_or_else(|| known.map(|known| known.left_out.clone()).unwrap_or_default()),
    };
    if !check.is_fine() {
        return None;
    }
    match times.checked() {
        Ok(_) => Some(times),
        Err(error) => {
            let (code, field) = fault(error, &times);
            check.fault(code, field, format!("{}.", capitalised(&error.to_string())));
            None
        }
    }
}

fn duration(known: Option<&Times>, start: NaiveDateTime, zone: Tz, end: Option<End>, check: &mut Check) -> TimeDelta {
    let (field, given) = match end {
        None => return known.map_or(USUAL, |known| known.duration),
        Some(End::At(end)) => ("end", resolve(zone, end) - resolve(zone, start)),
        Some(End::After(seconds)) => ("durationSeconds", TimeDelta::seconds(seconds.into())),
    };
    if given <= TimeDelta::zero() {
        check.invalid(field, "It ends after it begins.");
    } else if given > LONGEST {
        check.fault(ProblemCode::LimitReached, field, format!("It lasts {} days at the most.", LONGEST.num_days()));
    }
    given
}

/// What is to blame.
fn fault(error: TimesError, times: &Times) -> (ProblemCode, &'static str) {
    let too_many = if times.besides.len() > MOST_DATES { "besides" } else { "leftOut" };
    match error {
        TimesError::TooOften => (ProblemCode::LimitReached, "rule"),
        TimesError::Series(SeriesError::TooManyTimes) => (ProblemCode::LimitReached, "rule"),
        TimesError::Series(SeriesError::TooManyDates) => (ProblemCode::LimitReached, too_many),
        TimesError::Series(SeriesError::OutOfTime) => (ProblemCode::Invalid, "start"),
        TimesError::Series(SeriesError::Never) if times.rule.is_none() => (ProblemCode::Invalid, "leftOut"),
        TimesError::Series(SeriesError::Never | SeriesError::TooSeldom) => (ProblemCode::Invalid, "rule"),
    }
}

fn capitalised(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().map(|first| first.to_uppercase().chain(signs).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Madrid;

    use super::*;
    use crate::error::{ProblemCode::Invalid, Refusal};

    fn local(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    fn at(start: &str) -> TimesWish {
        TimesWish { start: Some(local(start)), ..TimesWish::default() }
    }

    fn refused(wish: TimesWish) -> (ProblemCode, String) {
        let mut check = Check::at(&["input"]);
        assert_eq!(wished(None, Madrid, wish, &mut check), None);
        let Err(Refusal::User(problems)) = check.done() else { panic!("a problem") };
        (problems[0].code, problems[0].path.join("."))
    }

    #[test]
    fn what_cannot_be_is_refused_with_what_is_to_blame() {
        let start = || at("2026-11-23T09:00:00");
        let by = |rule: &str| TimesWish { rule: Some(Some(rule.to_owned())), ..start() };
        let table = [
            (TimesWish::default(), (Invalid, "input.start")),
            (at("1969-12-31T09:00:00"), (Invalid, "input.start")),
            (TimesWish { end: Some(End::At(local("2026-11-23T08:59:59"))), ..start() }, (Invalid, "input.end")),
            (TimesWish { end: Some(End::At(local("2026-11-23T09:00:00"))), ..start() }, (Invalid, "input.end")),
            (TimesWish { end: Some(End::After(0)), ..start() }, (Invalid, "input.durationSeconds")),
            (TimesWish { end: Some(End::At(local("2027-01-01T09:00:00"))), ..start() }, (ProblemCode::LimitReached, "input.end")),
            (by("FREQ=SOMETIMES"), (Invalid, "input.rule")),
            (by("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), (Invalid, "input.rule")),
            (by("FREQ=DAILY;UNTIL=20261122"), (Invalid, "input.rule")),
            (by("FREQ=SECONDLY"), (ProblemCode::LimitReached, "input.rule")),
            (TimesWish { left_out: Some(vec![local("2026-11-23T09:00:00")]), ..start() }, (Invalid, "input.leftOut")),
            (
                TimesWish { besides: Some(vec![local("2026-11-23T09:00:00"); 1_001]), ..start() },
                (ProblemCode::LimitReached, "input.besides"),
            ),
        ];

        for (wish, (code, path)) in table {
            assert_eq!(refused(wish.clone()), (code, path.to_owned()), "{wish:?}");
        }
    }

    #[test]
    fn an_event_over_a_change_of_the_clock_lasts_as_long_as_passes() {
        let wish = TimesWish { end: Some(End::At(local("2026-03-29T04:00:00"))), ..at("2026-03-29T01:00:00") };
        let mut check = Check::at(&["input"]);

        let times = wished(None, Madrid, wish, &mut check).unwrap();

        assert_eq!(times.duration, TimeDelta::hours(2));
    }
}
