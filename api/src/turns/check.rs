//! Reads fields of an input, and gathers what is wrong with them: every fault is told at once, each with its path.

use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate, NaiveTime};

use crate::{
    error::{Outcome, Problem, ProblemCode, Refusal},
    graphql::local::{Date, LocalTime},
};

/// Years that a date may lie in: beyond them it is a slip of the hand.
const YEARS: RangeInclusive<i32> = 2000..=2100;

/// What is wrong with the fields below a path.
#[derive(Debug)]
pub(super) struct Check {
    at: Vec<String>,
    problems: Vec<Problem>,
}

impl Check {
    /// Of the fields below `path`, e.g. `["input"]`.
    pub(super) fn at(path: &[&str]) -> Self {
        Self { at: path.iter().map(|part| (*part).to_owned()).collect(), problems: Vec::new() }
    }

    /// Goes on with the fields below another path.
    pub(super) fn go(&mut self, path: &[&str]) {
        self.at = path.iter().map(|part| (*part).to_owned()).collect();
    }

    /// Nothing, if nothing was wrong.
    pub(super) fn done(self) -> Outcome<()> {
        if self.problems.is_empty() { Ok(()) } else { Err(Refusal::User(self.problems)) }
    }

    /// Adds what is wrong with `field`.
    pub(super) fn fault(&mut self, code: ProblemCode, field: &str, message: impl Into<String>) {
        let mut path: Vec<&str> = self.at.iter().map(String::as_str).collect();
        path.push(field);
        self.problems.push(Problem::new(code, &path, message));
    }

    /// `field` cannot be right.
    pub(super) fn invalid(&mut self, field: &str, message: impl Into<String>) {
        self.fault(ProblemCode::Invalid, field, message);
    }

    /// A time of day.
    pub(super) fn time(&mut self, field: &str, given: &LocalTime) -> Option<NaiveTime> {
        given.parse(&[]).map_err(|problem| self.invalid(field, problem.message)).ok()
    }

    /// A day not absurdly far away.
    pub(super) fn date(&mut self, field: &str, given: &Date) -> Option<NaiveDate> {
        let day = given.parse(&[]).map_err(|problem| self.invalid(field, problem.message)).ok()?;
        if !YEARS.contains(&day.year()) {
            self.invalid(field, format!("A day lies in the years {} to {}.", YEARS.start(), YEARS.end()));
        }
        Some(day)
    }

    /// A number within a range.
    pub(super) fn number(&mut self, field: &str, given: i32, range: RangeInclusive<i32>) -> i32 {
        if !range.contains(&given) {
            self.invalid(field, format!("{given} is not within {} to {}.", range.start(), range.end()));
        }
        given
    }

    /// A line of text, 1 to `most` characters.
    pub(super) fn line(&mut self, field: &str, given: &str, most: usize) -> String {
        let text = given.trim();
        let length = text.chars().count();
        if length == 0 {
            self.invalid(field, "This cannot be blank.");
        } else if length > most {
            self.invalid(field, format!("This has at most {most} characters; here are {length}."));
        } else if text.chars().any(char::is_control) {
            self.invalid(field, "This is one line without control characters.");
        }
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_told_with_its_path() {
        let mut check = Check::at(&["input"]);

        let line = check.line("name", " a line ", 6);
        check.line("reason", " \t", 6);
        check.go(&["slots", "3"]);
        check.number("demand", 0, 1..=50);
        check.number("demand", 50, 1..=50);
        check.line("reason", "a\nb", 6);
        check.line("reason", "seven !", 6);

        let Err(Refusal::User(problems)) = check.done() else { panic!("faults") };
        let paths: Vec<String> = problems.iter().map(|problem| problem.path.join(".")).collect();
        assert_eq!((line.as_str(), paths.join(" ").as_str()), ("a line", "input.reason slots.3.demand slots.3.reason slots.3.reason"));
    }

    #[test]
    fn a_date_in_another_century_is_a_slip() {
        let day = |year| Date::from(NaiveDate::from_ymd_opt(year, 1, 1).unwrap());
        let mut check = Check::at(&[]);

        for year in [1999, 2000, 2100, 2101] {
            check.date("date", &day(year));
        }

        let Err(Refusal::User(problems)) = check.done() else { panic!("faults") };
        assert_eq!(problems.len(), 2);
    }
}
