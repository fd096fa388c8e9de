//! Reads fields of an input, and gathers what is wrong with them: every fault is told at once, each with its path.

use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use crate::error::{Outcome, Problem, ProblemCode, Refusal};

/// Bytes of what is kept beside a thing, written as JSON, at the most.
const DATA_BYTES: usize = 16_384;
/// Levels of it at the most.
const DATA_LEVELS: usize = 5;

/// What is wrong with the fields below a path.
#[derive(Debug)]
pub struct Check {
    at: Vec<String>,
    problems: Vec<Problem>,
}

impl Check {
    /// Of the fields below `path`, e.g. `["input"]`.
    pub fn at(path: &[&str]) -> Self {
        Self { at: path.iter().map(|part| (*part).to_owned()).collect(), problems: Vec::new() }
    }

    /// Nothing, if nothing was wrong.
    ///
    /// # Errors
    /// All that was.
    pub fn done(self) -> Outcome<()> {
        if self.problems.is_empty() { Ok(()) } else { Err(Refusal::User(self.problems)) }
    }

    /// Whether nothing was wrong so far.
    pub fn is_fine(&self) -> bool {
        self.problems.is_empty()
    }

    /// Adds a problem that has its path already.
    pub fn add(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Adds what is wrong with `field`.
    pub fn fault(&mut self, code: ProblemCode, field: &str, message: impl Into<String>) {
        let mut path: Vec<&str> = self.at.iter().map(String::as_str).collect();
        path.push(field);
        self.problems.push(Problem::new(code, &path, message));
    }

    /// `field` cannot be right.
    pub fn invalid(&mut self, field: &str, message: impl Into<String>) {
        self.fault(ProblemCode::Invalid, field, message);
    }

    /// A number within a range.
    pub fn number(&mut self, field: &str, given: i32, range: RangeInclusive<i32>) -> i32 {
        if !range.contains(&given) {
            self.invalid(field, format!("{given} is not within {} to {}.", range.start(), range.end()));
        }
        given
    }

    /// A line of text, 1 to `most` characters.
    pub fn line(&mut self, field: &str, given: &str, most: usize) -> String {
        if given.trim().chars().any(char::is_control) {
            self.invalid(field, "This is one line without control characters.");
        }
        self.text(field, given, most)
    }

    /// A text, 1 to `most` characters.
    pub fn text(&mut self, field: &str, given: &str, most: usize) -> String {
        let text = given.trim();
        match text.chars().count() {
            0 => self.invalid(field, "This cannot be blank."),
            length if length > most => self.invalid(field, format!("This has at most {most} characters; here are {length}.")),
            // No database can keep it.
            _ if text.contains('\0') => self.invalid(field, "This has a character that no text has."),
            _ => {}
        }
        text.to_owned()
    }

    /// What is kept beside a thing: an object.
    pub fn data(&mut self, field: &str, given: Value) -> Value {
        if given.is_null() {
            return Value::Object(Map::new());
        }
        if !given.is_object() {
            self.invalid(field, "This is an object.");
        } else if given.to_string().len() > DATA_BYTES {
            self.fault(ProblemCode::LimitReached, field, format!("This has at most {DATA_BYTES} bytes as JSON."));
        } else if levels(&given) > DATA_LEVELS {
            self.fault(ProblemCode::LimitReached, field, format!("This has at most {DATA_LEVELS} levels."));
        } else if given.to_string().contains("\\u0000") {
            self.invalid(field, "This has a character that no text has.");
        }
        given
    }
}

fn levels(value: &Value) -> usize {
    match value {
        Value::Object(fields) => 1 + fields.values().map(levels).max().unwrap_or_default(),
        Value::Array(values) => 1 + values.iter().map(levels).max().unwrap_or_default(),
        _ => 0,
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
        check.text("say", "seven !", 6);
        check.text("say", "a\nb", 6);
        check.number("ring", 10, 0..=9);
        check.data("data", json!([]));
        check.data("data", json!({ "long": "x".repeat(DATA_BYTES) }));
        check.data("data", json!({ "a": { "b": { "c": { "d": { "e": {} } } } } }));
        check.data("data", json!({}));

        let Err(Refusal::User(problems)) = check.done() else { panic!("faults") };
        let paths: Vec<String> = problems.iter().map(|problem| problem.path.join(".")).collect();
        let expected = "input.name input.say input.ring input.data input.data input.data";
        assert_eq!((line.as_str(), paths.join(" ").as_str()), ("a line", expected));
    }
}
