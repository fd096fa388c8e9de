//! Reads fields of an input, and gathers what is wrong with them: every fault is told at once, each with its path.

use std::ops::RangeInclusive;

use serde_json::Value;

use crate::error::{Outcome, Problem, ProblemCode, Refusal};

/// Bytes of what an owner keeps beside a thing, written as JSON, at the most.
const METADATA_BYTES: usize = 16_384;

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

    /// Of the fields of `field`.
    pub(super) fn below<T>(&mut self, field: &str, check: impl FnOnce(&mut Self) -> T) -> T {
        self.at.push(field.to_owned());
        let checked = check(self);
        self.at.pop();
        checked
    }

    /// Nothing, if nothing was wrong.
    pub(super) fn done(self) -> Outcome<()> {
        if self.problems.is_empty() { Ok(()) } else { Err(Refusal::User(self.problems)) }
    }

    /// Adds what was found to be wrong elsewhere, with its own paths.
    pub(super) fn extend(&mut self, problems: Vec<Problem>) {
        self.problems.extend(problems);
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
        if text.chars().any(char::is_control) {
            self.invalid(field, "This is one line without control characters.");
        }
        self.text(field, text, most)
    }

    /// A text, 1 to `most` characters.
    pub(super) fn text(&mut self, field: &str, given: &str, most: usize) -> String {
        let text = given.trim();
        match text.chars().count() {
            0 => self.invalid(field, "This cannot be blank."),
            length if length > most => self.invalid(field, format!("This has at most {most} characters; here are {length}.")),
            _ => {}
        }
        text.to_owned()
    }

    /// What an owner keeps beside a thing: an object.
    pub(super) fn metadata(&mut self, field: &str, given: Value) -> Value {
        if !given.is_object() {
            self.invalid(field, "This is an object.");
        } else if given.to_string().len() > METADATA_BYTES {
            self.fault(ProblemCode::LimitReached, field, format!("This has at most {METADATA_BYTES} bytes as JSON."));
        }
        given
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_fault_is_told_with_its_path() {
        let mut check = Check::at(&["input"]);

        let line = check.line("name", " a line ", 6);
        check.line("name", " \t", 6);
        check.below("script", |check| check.text("say", "seven !", 6));
        check.text("say", "a\nb", 6);
        check.number("priority", 10, 0..=9);
        check.metadata("metadata", json!([]));
        check.metadata("metadata", json!({ "long": "x".repeat(METADATA_BYTES) }));
        check.metadata("metadata", json!({}));

        let Err(Refusal::User(problems)) = check.done() else { panic!("faults") };
        let paths: Vec<String> = problems.iter().map(|problem| problem.path.join(".")).collect();
        let expected = "input.name input.script.say input.priority input.metadata input.metadata";
        assert_eq!((line.as_str(), paths.join(" ").as_str()), ("a line", expected));
    }
}
