//! Reads a rule's text. What cannot be right is refused with the part that is wrong.

use std::{collections::HashSet, str::FromStr};

use chrono::{NaiveDate, NaiveDateTime, Weekday};

use crate::rule::{Bound, Freq, NthDay, Rule, Until};

/// Occurrences of one rule at the most, where they are counted: they are counted from the beginning each time.
const MOST: u32 = 10_000;
/// The interval at the most.
const LONGEST: u32 = 10_000;
/// Characters of a rule at the most: one that lists all there is to list is shorter.
const LENGTH: usize = 4_096;

/// Why a text is no rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// It is longer than any rule has to be.
    #[error("a rule has at most {LENGTH} characters")]
    Long,
    /// A part is not `NAME=value`.
    #[error("`{0}` is no part of a rule: they are written NAME=value, with semicolons between")]
    Part(String),
    /// There is no such part.
    #[error("`{0}` is no part that a rule can have")]
    Unknown(String),
    /// The part is there twice.
    #[error("{0} is there twice")]
    Twice(String),
    /// FREQ is missing.
    #[error("FREQ is missing: YEARLY, MONTHLY, WEEKLY, DAILY, HOURLY, MINUTELY or SECONDLY")]
    NoFreq,
    /// The value is none that the part can have.
    #[error("{part}: `{value}` is not {wanted}")]
    Value {
        /// Name of the part.
        part: &'static str,
        /// What it says.
        value: String,
        /// What it could say.
        wanted: &'static str,
    },
    /// Both COUNT and UNTIL are there.
    #[error("COUNT and UNTIL cannot both end a rule")]
    TwoEnds,
    /// The part means nothing beside this FREQ.
    #[error("{part} cannot be used with FREQ={freq}")]
    NotWith {
        /// Name of the part.
        part: &'static str,
        /// How often the rule is.
        freq: Freq,
    },
    /// BYDAY with numbers beside BYWEEKNO.
    #[error("BYDAY has no numbers beside BYWEEKNO")]
    NumberedInWeek,
    /// BYSETPOS chooses from what other parts give.
    #[error("BYSETPOS needs another part that begins with BY")]
    NothingToChooseFrom,
}

impl FromStr for Rule {
    type Err = RuleError;

    /// Reads the value of an RRULE, with or without that name before it.
    fn from_str(text: &str) -> Result<Self, RuleError> {
        if text.len() > LENGTH {
            return Err(RuleError::Long);
        }
        let text = text.trim().to_ascii_uppercase();
        let text = text.strip_prefix("RRULE:").unwrap_or(&text);
        let mut parts = Parts::default();
        for part in text.split(';').filter(|part| !part.is_empty()) {
            parts.take(part)?;
        }
        parts.rule()
    }
}

#[derive(Default)]
struct Parts {
    seen: HashSet<String>,
    freq: Option<Freq>,
    interval: Option<u32>,
    count: Option<u32>,
    until: Option<Until>,
    week_start: Option<Weekday>,
    months: Vec<u8>,
    week_numbers: Vec<i8>,
    year_days: Vec<i16>,
    month_days: Vec<i8>,
    days: Vec<NthDay>,
    hours: Vec<u8>,
    minutes: Vec<u8>,
    seconds: Vec<u8>,
    positions: Vec<i16>,
}

impl Parts {
    fn take(&mut self, part: &str) -> Result<(), RuleError> {
        let (name, value) = part.split_once('=').ok_or_else(|| RuleError::Part(shortened(part)))?;
        if !self.seen.insert(name.to_owned()) {
            return Err(RuleError::Twice(shortened(name)));
        }
        match name {
            "FREQ" => self.freq = Some(freq(value)?),
            "INTERVAL" => self.interval = Some(number(value, 1, LONGEST).ok_or_else(|| wrong("INTERVAL", value, "1 to 10000"))?),
            "COUNT" => self.count = Some(number(value, 1, MOST).ok_or_else(|| wrong("COUNT", value, "1 to 10000"))?),
            "UNTIL" => self.until = Some(until(value)?),
            "WKST" => self.week_start = Some(weekday(value).ok_or_else(|| wrong("WKST", value, "MO, TU, WE, TH, FR, SA or SU"))?),
            "BYMONTH" => self.months = listed("BYMONTH", value, "1 to 12", |text| number(text, 1, 12))?,
            "BYWEEKNO" => self.week_numbers = listed("BYWEEKNO", value, "1 to 53, or -53 to -1", |text| signed(text, 53))?,
            "BYYEARDAY" => self.year_days = listed("BYYEARDAY", value, "1 to 366, or -366 to -1", |text| signed(text, 366))?,
            "BYMONTHDAY" => self.month_days = listed("BYMONTHDAY", value, "1 to 31, or -31 to -1", |text| signed(text, 31))?,
            "BYDAY" => self.days = listed("BYDAY", value, "a weekday such as MO, or one of them such as -1FR", nth_day)?,
            "BYHOUR" => self.hours = listed("BYHOUR", value, "0 to 23", |text| number(text, 0, 23))?,
            "BYMINUTE" => self.minutes = listed("BYMINUTE", value, "0 to 59", |text| number(text, 0, 59))?,
            // Who knows no leap seconds reads them as the second before (RFC 5545, section 3.3.12).
            "BYSECOND" => self.seconds = listed("BYSECOND", value, "0 to 60", |text| number(text, 0, 60).map(|second: u8| second.min(59)))?,
            "BYSETPOS" => self.positions = listed("BYSETPOS", value, "1 to 366, or -366 to -1", |text| signed(text, 366))?,
            _ => return Err(RuleError::Unknown(shortened(name))),
        }
        Ok(())
    }

    fn rule(mut self) -> Result<Rule, RuleError> {
        let freq = self.freq.ok_or(RuleError::NoFreq)?;
        self.check(freq)?;
        sort(&mut self.months);
        sort(&mut self.hours);
        sort(&mut self.minutes);
        sort(&mut self.seconds);
        let bound = match (self.count, self.until) {
            (Some(_), Some(_)) => return Err(RuleError::TwoEnds),
            (Some(count), None) => Bound::Count(count),
            (None, Some(until)) => Bound::Until(until),
            (None, None) => Bound::Endless,
        };
        Ok(Rule {
            freq,
            interval: self.interval.unwrap_or(1),
            bound,
            week_start: self.week_start.unwrap_or(Weekday::Mon),
            months: self.months,
            week_numbers: self.week_numbers,
            year_days: self.year_days,
            month_days: self.month_days,
            days: self.days,
            hours: self.hours,
            minutes: self.minutes,
            seconds: self.seconds,
            positions: self.positions,
        })
    }

    /// What the standard's table (section 3.3.10) leaves out.
    fn check(&self, freq: Freq) -> Result<(), RuleError> {
        let not = |part| Err(RuleError::NotWith { part, freq });
        if !self.week_numbers.is_empty() && freq != Freq::Yearly {
            return not("BYWEEKNO");
        }
        if !self.year_days.is_empty() && matches!(freq, Freq::Daily | Freq::Weekly | Freq::Monthly) {
            return not("BYYEARDAY");
        }
        if !self.month_days.is_empty() && freq == Freq::Weekly {
            return not("BYMONTHDAY");
        }
        if self.days.iter().any(|day| day.nth.is_some()) {
            if !matches!(freq, Freq::Monthly | Freq::Yearly) {
                return not("BYDAY with numbers");
            }
            if !self.week_numbers.is_empty() {
                return Err(RuleError::NumberedInWeek);
            }
        }
        let chosen_from = self.seen.iter().any(|name| name.starts_with("BY") && name != "BYSETPOS");
        if !self.positions.is_empty() && !chosen_from { Err(RuleError::NothingToChooseFrom) } else { Ok(()) }
    }
}

fn sort(values: &mut Vec<u8>) {
    values.sort_unstable();
    values.dedup();
}

/// So much of a text as an error message tells.
fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}

fn wrong(part: &'static str, value: &str, wanted: &'static str) -> RuleError {
    RuleError::Value { part, value: shortened(value), wanted }
}

fn freq(value: &str) -> Result<Freq, RuleError> {
    Ok(match value {
        "YEARLY" => Freq::Yearly,
        "MONTHLY" => Freq::Monthly,
        "WEEKLY" => Freq::Weekly,
        "DAILY" => Freq::Daily,
        "HOURLY" => Freq::Hourly,
        "MINUTELY" => Freq::Minutely,
        "SECONDLY" => Freq::Secondly,
        _ => return Err(wrong("FREQ", value, "YEARLY, MONTHLY, WEEKLY, DAILY, HOURLY, MINUTELY or SECONDLY")),
    })
}

fn number<T: TryFrom<u32>>(text: &str, least: u32, most: u32) -> Option<T> {
    let digits = !text.is_empty() && text.len() <= 9 && text.bytes().all(|sign| sign.is_ascii_digit());
    let read: u32 = digits.then(|| text.parse().ok())??;
    (least..=most).contains(&read).then(|| T::try_from(read).ok())?
}

fn signed<T: TryFrom<i32>>(text: &str, most: u32) -> Option<T> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let read: i32 = number(digits, 1, most)?;
    T::try_from(sign * read).ok()
}

fn weekday(text: &str) -> Option<Weekday> {
    Some(match text {
        "MO" => Weekday::Mon,
        "TU" => Weekday::Tue,
        "WE" => Weekday::Wed,
        "TH" => Weekday::Thu,
        "FR" => Weekday::Fri,
        "SA" => Weekday::Sat,
        "SU" => Weekday::Sun,
        _ => return None,
    })
}

fn nth_day(text: &str) -> Option<NthDay> {
    let (nth, day) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let nth = if nth.is_empty() { None } else { Some(signed(nth, 53)?) };
    Some(NthDay { nth, day: weekday(day)? })
}

fn listed<T: PartialEq>(
    part: &'static str,
    value: &str,
    wanted: &'static str,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Vec<T>, RuleError> {
    let mut values = Vec::new();
    for text in value.split(',') {
        let read = read(text).ok_or_else(|| wrong(part, text, wanted))?;
        if !values.contains(&read) {
            values.push(read);
        }
    }
    Ok(values)
}

fn until(value: &str) -> Result<Until, RuleError> {
    let shape = |length: usize| value.len() == length && value.is_ascii();
    let read = if shape(8) {
        NaiveDate::parse_from_str(value, "%Y%m%d").ok().map(Until::Date)
    } else if shape(15) {
        NaiveDateTime::parse_from_str(value, "%Y%m%dT%H%M%S").ok().map(Until::Local)
    } else if shape(16) {
        NaiveDateTime::parse_from_str(value, "%Y%m%dT%H%M%SZ").ok().map(|at| Until::Instant(at.and_utc()))
    } else {
        None
    };
    read.ok_or_else(|| wrong("UNTIL", value, "a day such as 20261231, or a time such as 20261231T225959Z"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_written_as_it_was_read_in_one_form() {
        let table = [
            ("FREQ=DAILY", "FREQ=DAILY"),
            ("RRULE:freq=weekly;wkst=SU;interval=2;byday=MO,fr", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;WKST=SU"),
            ("INTERVAL=1;FREQ=MONTHLY;BYDAY=+1MO,-1FR;WKST=MO", "FREQ=MONTHLY;BYDAY=1MO,-1FR"),
            ("FREQ=DAILY;UNTIL=19971224T000000Z;", "FREQ=DAILY;UNTIL=19971224T000000Z"),
            ("FREQ=DAILY;UNTIL=19971224T000000", "FREQ=DAILY;UNTIL=19971224T000000"),
            ("FREQ=DAILY;UNTIL=19971224", "FREQ=DAILY;UNTIL=19971224"),
            ("FREQ=MINUTELY;BYSECOND=60,0,0", "FREQ=MINUTELY;BYSECOND=0,59"),
        ];

        for (text, expected) in table {
            let rule: Rule = text.parse().unwrap();
            assert_eq!(rule.to_string(), expected, "{text}");
            assert_eq!(rule.to_string().parse::<Rule>().unwrap(), rule, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_right_is_refused_and_says_why() {
        let table = [
            ("", "FREQ is missing: YEARLY, MONTHLY, WEEKLY, DAILY, HOURLY, MINUTELY or SECONDLY"),
            ("FREQ=FORTNIGHTLY", "FREQ: `FORTNIGHTLY` is not YEARLY, MONTHLY, WEEKLY, DAILY, HOURLY, MINUTELY or SECONDLY"),
            ("FREQ", "`FREQ` is no part of a rule: they are written NAME=value, with semicolons between"),
            ("FREQ=DAILY;FREQ=DAILY", "FREQ is there twice"),
            ("FREQ=DAILY;BYEASTER=1", "`BYEASTER` is no part that a rule can have"),
            ("FREQ=DAILY;INTERVAL=0", "INTERVAL: `0` is not 1 to 10000"),
            ("FREQ=DAILY;COUNT=-1", "COUNT: `-1` is not 1 to 10000"),
            ("FREQ=DAILY;COUNT=10001", "COUNT: `10001` is not 1 to 10000"),
            ("FREQ=DAILY;COUNT=1;UNTIL=20261231", "COUNT and UNTIL cannot both end a rule"),
            ("FREQ=DAILY;UNTIL=20260230", "UNTIL: `20260230` is not a day such as 20261231, or a time such as 20261231T225959Z"),
            ("FREQ=DAILY;BYHOUR=24", "BYHOUR: `24` is not 0 to 23"),
            ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY: `0` is not 1 to 31, or -31 to -1"),
            ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY: `32` is not 1 to 31, or -31 to -1"),
            ("FREQ=MONTHLY;BYDAY=0MO", "BYDAY: `0MO` is not a weekday such as MO, or one of them such as -1FR"),
            ("FREQ=WEEKLY;BYDAY=€", "BYDAY: `€` is not a weekday such as MO, or one of them such as -1FR"),
            ("FREQ=WEEKLY;BYDAY=1MO", "BYDAY with numbers cannot be used with FREQ=WEEKLY"),
            ("FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY cannot be used with FREQ=WEEKLY"),
            ("FREQ=MONTHLY;BYWEEKNO=1", "BYWEEKNO cannot be used with FREQ=MONTHLY"),
            ("FREQ=DAILY;BYYEARDAY=1", "BYYEARDAY cannot be used with FREQ=DAILY"),
            ("FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO", "BYDAY has no numbers beside BYWEEKNO"),
            ("FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS needs another part that begins with BY"),
        ];

        for (text, expected) in table {
            assert_eq!(text.parse::<Rule>().map_err(|error| error.to_string()), Err(expected.to_owned()), "{text}");
        }
    }
}
