//! Weeks of a year, which begin on a day of one's choice. The first is the first with four days in the year.

use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};

/// First day of the week in which `date` is.
pub(crate) fn begins(date: NaiveDate, week_start: Weekday) -> NaiveDate {
    date - TimeDelta::days(i64::from(date.weekday().days_since(week_start)))
}

/// Number of the week in which `date` is, and how many weeks its year has.
pub(crate) fn number(date: NaiveDate, week_start: Weekday) -> (i32, i32) {
    let (year, number) = of_year(date, week_start);
    // The year's last day is in its last week, or in the first of the next.
    let last = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(date);
    let (year_of_last, weeks) = of_year(last, week_start);
    if year_of_last == year { (number, weeks) } else { (number, of_year(last - TimeDelta::days(7), week_start).1) }
}

fn of_year(date: NaiveDate, week_start: Weekday) -> (i32, i32) {
    let middle = begins(date, week_start) + TimeDelta::days(3);
    (middle.year(), i32::try_from(middle.ordinal0() / 7 + 1).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_that_begin_on_monday_are_numbered_as_iso_8601_has_it() {
        let first = NaiveDate::from_ymd_opt(1999, 12, 20).unwrap();

        for day in 0..20_000 {
            let date = first + TimeDelta::days(day);
            let last = NaiveDate::from_ymd_opt(date.iso_week().year(), 12, 28).unwrap();
            let expected = [date, last].map(|date| i32::try_from(date.iso_week().week()).unwrap());
            assert_eq!(number(date, Weekday::Mon), expected.into(), "{date}");
        }
    }
}
