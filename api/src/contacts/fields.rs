//! What a contact's fields may hold. Every fault is told at once, each with its path.

use numbering::{Country, Msisdn};
use serde_json::{Map, Value};

use super::{metadata, number};
use crate::error::{Outcome, Problem, ProblemCode, Refusal};

/// Characters of a name at the most.
const NAME_LENGTH: usize = 200;
/// Characters of a reason, or of a detail, at the most.
const REASON_LENGTH: usize = 500;

/// Text by which names are found and sorted.
pub(super) fn folded(text: &str) -> String {
    text.trim().to_lowercase()
}

/// Reads fields and gathers what is wrong with them.
#[derive(Debug, Default)]
pub(super) struct Check {
    problems: Vec<Problem>,
}

impl Check {
    /// Nothing, if nothing was wrong.
    pub(super) fn done(self) -> Outcome<()> {
        if self.problems.is_empty() { Ok(()) } else { Err(Refusal::User(self.problems)) }
    }

    /// Whether nothing was wrong so far.
    pub(super) fn is_fine(&self) -> bool {
        self.problems.is_empty()
    }

    /// What was wrong.
    pub(super) fn into_problems(self) -> Vec<Problem> {
        self.problems
    }

    /// Adds what is wrong with `field`.
    pub(super) fn fault(&mut self, code: ProblemCode, field: &str, message: impl Into<String>) {
        self.problems.push(Problem::new(code, &["input", field], message));
    }

    fn invalid(&mut self, field: &str, message: impl Into<String>) {
        self.fault(ProblemCode::Invalid, field, message);
    }

    /// The country in which a national number is read.
    pub(super) fn country(&mut self, code: Option<&str>) -> Option<Country> {
        Country::parse(code?.trim()).map_err(|error| self.invalid("country", format!("This is {error}."))).ok()
    }

    /// The number.
    pub(super) fn number(&mut self, text: &str, country: Option<Country>) -> Option<Msisdn> {
        number::read(text, country).map_err(|error| self.invalid("number", format!("Not a public number: {error}."))).ok()
    }

    /// A name; blank: none.
    pub(super) fn name(&mut self, text: &str) -> String {
        self.line("name", text, NAME_LENGTH).unwrap_or_default()
    }

    /// Why, or by what; none when blank.
    pub(super) fn reason(&mut self, field: &str, text: Option<&str>) -> Option<String> {
        self.line(field, text?, REASON_LENGTH)
    }

    fn line(&mut self, field: &str, text: &str, most: usize) -> Option<String> {
        let text = text.trim();
        let length = text.chars().count();
        if length > most {
            self.invalid(field, format!("This has at most {most} characters; here are {length}."));
        } else if text.chars().any(char::is_control) {
            self.invalid(field, "This has no control characters.");
        }
        (length > 0).then(|| text.to_owned())
    }

    /// The metadata.
    pub(super) fn metadata(&mut self, value: &Value) -> Map<String, Value> {
        let path = ["input".to_owned(), "metadata".to_owned()];
        metadata::read(value, &path).map_err(|problems| self.problems.extend(problems)).unwrap_or_default()
    }
}
