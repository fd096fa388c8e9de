//! A rule as it was read: checked, and written as the standard writes it.

use std::fmt::{self, Display};

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc, Weekday};
use chrono_tz::Tz;

use crate::zone;

/// How often, before the interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Freq {
    /// Every second.
    Secondly,
    /// Every minute.
    Minutely,
    /// Every hour.
    Hourly,
    /// Every day.
    Daily,
    /// Every week.
    Weekly,
    /// Every month.
    Monthly,
    /// Every year.
    Yearly,
}

/// Where a rule ends, with that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// At an instant.
    Instant(DateTime<Utc>),
    /// When the clock of the series shows this.
    Local(NaiveDateTime),
    /// At the end of this day of the series' zone.
    Date(NaiveDate),
}

impl Until {
    /// The last instant that is not after it, in a zone.
    pub fn instant(self, zone: Tz) -> DateTime<Utc> {
        match self {
            Self::Instant(at) => at,
            Self::Local(local) => zone::last(zone, local),
            Self::Date(date) => zone::last(zone, date.and_hms_opt(23, 59, 59).unwrap_or_default()),
        }
    }
}

/// What ends a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// Nothing.
    Endless,
    /// So many occurrences, from the beginning of the series on.
    Count(u32),
    /// A time.
    Until(Until),
}

/// A weekday, or the nth of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NthDay {
    /// Which of the month or of the year, from the end when negative; none: each.
    pub nth: Option<i8>,
    /// The weekday.
    pub day: Weekday,
}

/// A recurrence rule (RFC 5545, section 3.3.10). It is made by reading its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub(crate) freq: Freq,
    pub(crate) interval: u32,
    pub(crate) bound: Bound,
    pub(crate) week_start: Weekday,
    pub(crate) months: Vec<u8>,
    pub(crate) week_numbers: Vec<i8>,
    pub(crate) year_days: Vec<i16>,
    pub(crate) month_days: Vec<i8>,
    pub(crate) days: Vec<NthDay>,
    pub(crate) hours: Vec<u8>,
    pub(crate) minutes: Vec<u8>,
    pub(crate) seconds: Vec<u8>,
    pub(crate) positions: Vec<i16>,
}

impl Rule {
    /// How often.
    pub fn freq(&self) -> Freq {
        self.freq
    }

    /// Every how manieth of that.
    pub fn interval(&self) -> u32 {
        self.interval
    }

    /// What ends it.
    pub fn bound(&self) -> Bound {
        self.bound
    }

    /// The same rule with another end.
    #[must_use]
    pub fn ending(&self, bound: Bound) -> Self {
        Self { bound, ..self.clone() }
    }

    /// The same rule as it is written beside a zone: its end is an instant, which the standard wants there (section 3.3.10).
    #[must_use]
    pub fn beside_zone(&self, zone: Tz) -> Self {
        match self.bound {
            Bound::Until(until) => self.ending(Bound::Until(Until::Instant(until.instant(zone)))),
            _ => self.clone(),
        }
    }

    /// Whether nothing ends it.
    pub fn is_endless(&self) -> bool {
        self.bound == Bound::Endless
    }
}

/// A weekday as the standard writes it.
pub(crate) fn day_code(day: Weekday) -> &'static str {
    ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][day.num_days_from_monday() as usize]
}

impl Display for NthDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(nth) = self.nth {
            write!(f, "{nth}")?;
        }
        f.write_str(day_code(self.day))
    }
}

impl Display for Freq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Secondly => "SECONDLY",
            Self::Minutely => "MINUTELY",
            Self::Hourly => "HOURLY",
            Self::Daily => "DAILY",
            Self::Weekly => "WEEKLY",
            Self::Monthly => "MONTHLY",
            Self::Yearly => "YEARLY",
        })
    }
}

impl Display for Until {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Instant(at) => write!(f, "{}", at.format("%Y%m%dT%H%M%SZ")),
            Self::Local(local) => write!(f, "{}", local.format("%Y%m%dT%H%M%S")),
            Self::Date(date) => write!(f, "{}", date.format("%Y%m%d")),
        }
    }
}

/// The value of an RRULE, in one form for all that mean the same parts.
impl Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FREQ={}", self.freq)?;
        match self.bound {
            Bound::Endless => {}
            Bound::Count(count) => write!(f, ";COUNT={count}")?,
            Bound::Until(until) => write!(f, ";UNTIL={until}")?,
        }
        if self.interval != 1 {
            write!(f, ";INTERVAL={}", self.interval)?;
        }
        list(f, "BYMONTH", &self.months)?;
        list(f, "BYWEEKNO", &self.week_numbers)?;
        list(f, "BYYEARDAY", &self.year_days)?;
        list(f, "BYMONTHDAY", &self.month_days)?;
        list(f, "BYDAY", &self.days)?;
        list(f, "BYHOUR", &self.hours)?;
        list(f, "BYMINUTE", &self.minutes)?;
        list(f, "BYSECOND", &self.seconds)?;
        list(f, "BYSETPOS", &self.positions)?;
        if self.week_start != Weekday::Mon {
            write!(f, ";WKST={}", day_code(self.week_start))?;
        }
        Ok(())
    }
}

fn list<T: Display>(f: &mut fmt::Formatter<'_>, name: &str, values: &[T]) -> fmt::Result {
    for (place, value) in values.iter().enumerate() {
        if place == 0 {
            write!(f, ";{name}={value}")?;
        } else {
            write!(f, ",{value}")?;
        }
    }
    Ok(())
}
