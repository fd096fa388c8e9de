//! When an event happens, as it is stored and as it is gone through. Pure.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use entity::event;
use recurrence::{Rule, Series, SeriesError};
use sea_orm::DbErr;
use serde_json::Value;

/// How local times are written.
pub(super) const LOCAL: &str = "%Y-%m-%dT%H:%M:%S";

/// Occurrences in a day at the most.
const MOST_A_DAY: usize = 1_440;

/// When an event happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Times {
    /// What the clock shows when it begins, the first time.
    pub(super) start: NaiveDateTime,
    /// How long it lasts.
    pub(super) duration: TimeDelta,
    /// By whose clock.
    pub(super) zone: Tz,
    /// When again.
    pub(super) rule: Option<Rule>,
    /// Local times besides.
    pub(super) besides: Vec<NaiveDateTime>,
    /// Local times left out.
    pub(super) left_out: Vec<NaiveDateTime>,
}

/// Why an event cannot happen so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum TimesError {
    /// There is no such series.
    #[error(transparent)]
    Series(#[from] SeriesError),
    /// It happens more often than anybody can be told.
    #[error("it happens more than {MOST_A_DAY} times a day")]
    TooOften,
}

impl Times {
    /// Those of a row.
    ///
    /// # Errors
    /// When what is stored cannot be read.
    pub(super) fn of(row: &event::Model) -> Result<Self, DbErr> {
        let wrong = |what: &str| DbErr::Type(format!("the {what} of the event {} cannot be read", row.id));
        Ok(Self {
            start: row.local_start,
            duration: TimeDelta::seconds(row.duration_seconds),
            zone: row.time_zone.parse().map_err(|_| wrong("time zone"))?,
            rule: row.rule.as_deref().map(str::parse).transpose().map_err(|_| wrong("rule"))?,
            besides: locals(&row.rdates).ok_or_else(|| wrong("dates besides"))?,
            left_out: locals(&row.exdates).ok_or_else(|| wrong("dates left out"))?,
        })
    }

    /// Writes them into a row.
    pub(super) fn write(&self, row: &mut event::Model) {
        row.local_start = self.start;
        row.duration_seconds = self.duration.num_seconds();
        row.time_zone = self.zone.name().to_owned();
        row.rule = self.rule.as_ref().map(ToString::to_string);
        row.rdates = written(&self.besides);
        row.exdates = written(&self.left_out);
    }

    /// The series that they are.
    ///
    /// # Errors
    /// [`SeriesError`].
    pub(super) fn series(&self) -> Result<Series, SeriesError> {
        Series::new(self.start, self.zone, self.rule.as_ref(), &self.besides, &self.left_out)
    }

    /// The series, if it can be lived with.
    ///
    /// # Errors
    /// [`TimesError`].
    pub(super) fn checked(&self) -> Result<Series, TimesError> {
        let series = self.series()?;
        let mut all = series.iter().map(|occurrence| occurrence.at);
        let (first, last) = (all.next(), all.nth(MOST_A_DAY - 1));
        match (first, last) {
            (Some(first), Some(last)) if last - first < TimeDelta::days(1) => Err(TimesError::TooOften),
            _ => Ok(series),
        }
    }
}

/// Instants at which a rule would have an event.
pub(super) fn written(locals: &[NaiveDateTime]) -> Value {
    locals.iter().map(|local| Value::String(local.format(LOCAL).to_string())).collect()
}

fn locals(value: &Value) -> Option<Vec<NaiveDateTime>> {
    value.as_array()?.iter().map(|text| NaiveDateTime::parse_from_str(text.as_str()?, LOCAL).ok()).collect()
}

/// The next instant that both databases can tell from `at`.
pub(super) fn just_after(at: DateTime<Utc>) -> DateTime<Utc> {
    at + TimeDelta::microseconds(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(rule: &str) -> Times {
        Times {
            start: "2026-11-23T09:00:00".parse().unwrap(),
            duration: TimeDelta::hours(1),
            zone: chrono_tz::Europe::Madrid,
            rule: Some(rule.parse().unwrap()),
            besides: Vec::new(),
            left_out: Vec::new(),
        }
    }

    #[test]
    fn what_happens_every_minute_can_be_lived_with_and_what_happens_every_second_cannot() {
        let table = [
            ("FREQ=MINUTELY", Ok(())),
            ("FREQ=SECONDLY;INTERVAL=60", Ok(())),
            ("FREQ=SECONDLY;COUNT=1440", Ok(())),
            ("FREQ=SECONDLY;INTERVAL=59", Err(TimesError::TooOften)),
            ("FREQ=SECONDLY", Err(TimesError::TooOften)),
            ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", Err(TimesError::Series(SeriesError::Never))),
        ];

        for (rule, expected) in table {
            assert_eq!(times(rule).checked().map(drop), expected, "{rule}");
        }
    }
}
