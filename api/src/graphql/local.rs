//! Days and times of day, which are an instant only together with a time zone.
//!
//! As with ids, a text that is neither is a problem with its path, not a fault: who sends a week's hours is told which is wrong.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use crate::error::{Fault, Problem};

macro_rules! local {
    ($(#[$doc:meta])* $name:ident($read:ty) $format:literal, $wrong:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name(String);

        $(#[$doc])*
        #[Scalar]
        impl ScalarType for $name {
            fn parse(value: Value) -> InputValueResult<Self> {
                match value {
                    Value::String(text) => Ok(Self(text)),
                    other => Err(InputValueError::expected_type(other)),
                }
            }

            fn to_value(&self) -> Value {
                Value::String(self.0.clone())
            }
        }

        impl From<$read> for $name {
            fn from(value: $read) -> Self {
                Self(value.format($format).to_string())
            }
        }

        impl $name {
            /// What the text means, if it is one.
            pub fn read(&self) -> Option<$read> {
                // Exactly as it is written out, and without the sign of far years: chrono would also take `9:5` and `+12026-01-01`.
                let unsigned = self.0.starts_with(|sign: char| sign.is_ascii_digit());
                <$read>::parse_from_str(&self.0, $format).ok().filter(|read| unsigned && Self::from(*read) == *self)
            }

            /// Reads what was given at `path`.
            ///
            /// # Errors
            /// `INVALID` when it is none.
            pub fn parse(&self, path: &[&str]) -> Result<$read, Problem> {
                self.read().ok_or_else(|| Problem::invalid(path, self.wrong()))
            }

            /// Reads what was given as the argument `name` of a query or subscription, which have no user errors.
            ///
            /// # Errors
            /// [`Fault::BadRequest`] when it is none.
            pub fn argument(&self, name: &str) -> Result<$read, Fault> {
                self.read().ok_or_else(|| Fault::BadRequest(format!("`{name}`: {}", self.wrong())))
            }

            fn wrong(&self) -> String {
                format!(concat!("`{}` ", $wrong), self.0)
            }
        }
    };
}

local!(
    /// Day as the calendar on the wall shows it, `YYYY-MM-DD`.
    Date(NaiveDate) "%Y-%m-%d", "is no day of the calendar, which is written YYYY-MM-DD, such as 2026-11-23."
);

local!(
    /// Time of day as the clock on the wall shows it, `HH:MM`, from `00:00` to `23:59`. As the end of something, `00:00` is
    /// midnight at the end of the day.
    LocalTime(NaiveTime) "%H:%M", "is no time of day, which is written HH:MM, such as 09:15."
);

local!(
    /// Day and time of day as the clock on the wall shows them, `YYYY-MM-DDTHH:MM:SS`, without a time zone.
    LocalDateTime(NaiveDateTime) "%Y-%m-%dT%H:%M:%S", "is no local time, which is written YYYY-MM-DDTHH:MM:SS, such as 2026-11-23T09:15:00."
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_day_has_two_digits_each_and_exists() {
        let table = [
            ("09:00", true),
            ("00:00", true),
            ("23:59", true),
            ("9:00", false),
            ("09:00:00", false),
            ("24:00", false),
            ("09:60", false),
            ("", false),
        ];

        for (text, is_one) in table {
            let time = LocalTime(text.to_owned());
            assert_eq!(time.read().is_some(), is_one, "{text}");
        }
    }

    #[test]
    fn a_date_is_a_day_of_the_calendar() {
        let table = [
            ("2026-11-23", true),
            ("2028-02-29", true),
            ("2026-02-29", false),
            ("2026-2-9", false),
            ("23/11/2026", false),
            ("+12026-11-23", false),
        ];

        for (text, is_one) in table {
            assert_eq!(Date(text.to_owned()).read().is_some(), is_one, "{text}");
        }
    }
}
