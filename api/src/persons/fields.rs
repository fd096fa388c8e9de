//! What a person's fields may hold. Every fault is told at once, each with its path.

use std::collections::{BTreeSet, HashSet};

use numbering::{Extension, Msisdn};

use crate::{
    auth::email::Email,
    error::{Problem, ProblemCode},
};

/// Characters of a name, and of a group's name, at the most.
const NAME_LENGTH: usize = 120;
/// Telephone numbers of a person at the most.
const PHONE_NUMBERS: usize = 10;
/// Groups of a person at the most.
const GROUPS: usize = 50;

/// Reads fields and gathers what is wrong with them.
#[derive(Debug, Default)]
pub(super) struct Check {
    problems: Vec<Problem>,
}

impl Check {
    /// What was wrong.
    pub(super) fn into_problems(self) -> Vec<Problem> {
        self.problems
    }

    /// Adds what is wrong with `field`.
    pub(super) fn fault(&mut self, code: ProblemCode, field: &str, message: impl Into<String>) {
        self.problems.push(Problem::new(code, &["input", field], message));
    }

    fn invalid_at(&mut self, field: &str, index: usize, message: impl Into<String>) {
        self.problems.push(Problem::invalid(&["input", field, &index.to_string()], message));
    }

    fn read<T>(&mut self, field: &str, read: Result<T, String>) -> Option<T> {
        read.map_err(|message| self.fault(ProblemCode::Invalid, field, message)).ok()
    }

    /// A name; empty when it cannot be one.
    pub(super) fn name(&mut self, text: &str) -> String {
        self.read("name", label(text).map_err(|wrong| format!("A name {wrong}."))).unwrap_or_default()
    }

    pub(super) fn email(&mut self, text: &str) -> Option<String> {
        let email = Email::parse(text).ok_or_else(|| "This is no e-mail address.".to_owned());
        self.read("email", email).map(|email| email.as_str().to_owned())
    }

    pub(super) fn extension(&mut self, text: &str) -> Option<String> {
        let extension = text.parse::<Extension>().map_err(|error| format!("Not an extension: {error}."));
        self.read("extension", extension).map(String::from)
    }

    pub(super) fn colour(&mut self, text: &str) -> Option<String> {
        self.read("colour", colour(text))
    }

    /// Numbers in E.164, in the order given.
    pub(super) fn phone_numbers(&mut self, texts: &[String]) -> Vec<String> {
        if texts.len() > PHONE_NUMBERS {
            self.fault(ProblemCode::LimitReached, "phoneNumbers", format!("A person has at most {PHONE_NUMBERS} telephone numbers."));
            return Vec::new();
        }
        let mut known = HashSet::new();
        let mut numbers = Vec::new();
        for (index, text) in texts.iter().enumerate() {
            match text.parse::<Msisdn>() {
                Err(error) => self.invalid_at("phoneNumbers", index, format!("Not a public number: {error}.")),
                Ok(number) if !known.insert(number.clone()) => self.invalid_at("phoneNumbers", index, "This number is given twice."),
                Ok(number) => numbers.push(number.into()),
            }
        }
        numbers
    }

    /// Groups as a set: sorted, each once.
    pub(super) fn groups(&mut self, texts: &[String]) -> Vec<String> {
        if texts.len() > GROUPS {
            self.fault(ProblemCode::LimitReached, "groups", format!("A person is in at most {GROUPS} groups."));
            return Vec::new();
        }
        let mut groups = BTreeSet::new();
        for (index, text) in texts.iter().enumerate() {
            match label(text) {
                Ok(group) => drop(groups.insert(group)),
                Err(wrong) => self.invalid_at("groups", index, format!("A group's name {wrong}.")),
            }
        }
        groups.into_iter().collect()
    }
}

fn label(text: &str) -> Result<String, String> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err("cannot be blank".to_owned()),
        length if length > NAME_LENGTH => Err(format!("has at most {NAME_LENGTH} characters; this one has {length}")),
        _ if text.chars().any(char::is_control) => Err("has no control characters".to_owned()),
        _ => Ok(text.to_owned()),
    }
}

fn colour(text: &str) -> Result<String, String> {
    let colour = text.trim().to_ascii_lowercase();
    let is_colour =
        colour.strip_prefix('#').is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
    if is_colour { Ok(colour) } else { Err("A colour is written #rrggbb, e.g. #3366cc.".to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(check: impl FnOnce(&mut Check)) -> Vec<String> {
        let mut state = Check::default();
        check(&mut state);
        state.into_problems().into_iter().map(|problem| problem.path.join(".")).collect()
    }

    #[test]
    fn names_are_trimmed_and_have_1_to_120_characters() {
        let longest = "ñ".repeat(120);
        let table =
            [(" Ana ", Some("Ana")), (&longest, Some(&*longest)), ("", None), (" \t", None), ("A\nB", None), (&"n".repeat(121), None)];

        for (text, expected) in table {
            assert_eq!(label(text).ok().as_deref(), expected, "{text:?}");
        }
    }

    #[test]
    fn a_colour_is_a_number_sign_and_six_hexadecimal_digits() {
        let table = [("#3366CC", Some("#3366cc")), ("3366cc", None), ("#36c", None), ("#33 6cc", None), ("#gggggg", None), ("red", None)];

        for (text, expected) in table {
            assert_eq!(colour(text).ok().as_deref(), expected, "{text:?}");
        }
    }

    #[test]
    fn telephone_numbers_are_normalised_and_none_stands_twice() {
        let mut check = Check::default();

        let numbers = check.phone_numbers(&["0034 972 18 33 86".to_owned(), "+34934123456".to_owned()]);

        assert_eq!(numbers, ["+34972183386", "+34934123456"]);
        assert_eq!(check.into_problems(), []);
        assert_eq!(
            wrong(|check| drop(check.phone_numbers(&["+34972183386".to_owned(), "+34 972 183 386".to_owned(), "x".to_owned()]))),
            ["input.phoneNumbers.1", "input.phoneNumbers.2"]
        );
        assert_eq!(wrong(|check| drop(check.phone_numbers(&vec!["+34972183386".to_owned(); 11]))), ["input.phoneNumbers"]);
    }

    #[test]
    fn groups_are_a_set() {
        let mut check = Check::default();

        let groups = check.groups(&["b".to_owned(), " a ".to_owned(), "b".to_owned()]);

        assert_eq!(groups, ["a", "b"]);
        assert_eq!(wrong(|check| drop(check.groups(&["a".to_owned(), " ".to_owned()]))), ["input.groups.1"]);
        assert_eq!(wrong(|check| drop(check.groups(&vec!["a".to_owned(); 51]))), ["input.groups"]);
    }
}
