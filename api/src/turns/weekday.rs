//! Days of the week: in the schema by name, in rows by number, Monday first.

use async_graphql::Enum;
use chrono::{Datelike, NaiveDate};
use sea_orm::DbErr;

/// Day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Enum)]
pub enum Weekday {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

const WEEK: [Weekday; 7] =
    [Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday, Weekday::Saturday, Weekday::Sunday];

impl Weekday {
    /// As rows have it: 1 (Monday) to 7 (Sunday).
    pub fn number(self) -> i16 {
        self as i16 + 1
    }

    /// From a row.
    ///
    /// # Errors
    /// When the number is no day's.
    pub fn of_row(number: i16) -> Result<Self, DbErr> {
        let place = usize::try_from(number - 1).ok();
        place.and_then(|place| WEEK.get(place)).copied().ok_or_else(|| DbErr::Type(format!("{number} is stored as a weekday and is none")))
    }

    /// Of a day.
    pub fn of(day: NaiveDate) -> Self {
        WEEK[day.weekday().num_days_from_monday() as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_week_begins_on_monday_with_1_and_ends_on_sunday_with_7() {
        let saturday = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();

        assert_eq!(WEEK.map(Weekday::number), [1, 2, 3, 4, 5, 6, 7]);
        assert!(WEEK.into_iter().all(|day| Weekday::of_row(day.number()).unwrap() == day));
        assert_eq!(Weekday::of(saturday), Weekday::Saturday);
        assert!(Weekday::of_row(0).is_err() && Weekday::of_row(8).is_err());
    }
}
