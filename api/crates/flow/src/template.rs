//! Texts with variables: `{name}` is replaced by what is known under that name.
//!
//! - A name begins with a letter or `_` and has letters, digits, `_` and `.`; anything else in braces stays as it is. `{{` is a brace.
//! - A name that ends in `_id`, or is `id`, is never replaced: it counts as unknown.
//! - What is unknown becomes nothing where somebody listens, since a call that has begun goes on; where a text is made beforehand,
//!   whoever makes it chooses by [`Unknown`].
//! - A telephone number, with its plus sign, is spelled digit by digit where it is spoken, and only there.

use std::{borrow::Cow, collections::BTreeSet};

use numbering::Msisdn;

use crate::Variables;

/// Characters of what comes out at the most.
pub const LONGEST: usize = 4_000;

/// How a text reaches people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    /// It is spoken.
    Voice,
    /// It is read.
    Text,
}

/// What becomes of a name of which nothing is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// It becomes nothing.
    Empty,
    /// The text is not made.
    Refused,
}

/// These names are unknown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("nothing is known of: {}", .0.join(", "))]
pub struct UnknownNames(pub Vec<String>);

/// A piece of a text.
enum Piece<'a> {
    Plain(&'a str),
    Name(&'a str),
}

/// The text with its variables replaced.
///
/// # Errors
/// [`UnknownNames`], where these are refused.
pub fn render(text: &str, variables: &Variables, medium: Medium, unknown: Unknown) -> Result<String, UnknownNames> {
    let mut made = String::with_capacity(text.len());
    let mut missing = BTreeSet::new();
    for piece in pieces(text) {
        match piece {
            Piece::Plain(plain) => made.push_str(plain),
            Piece::Name(name) => match variables.get(name) {
                Some(value) => made.push_str(&told(value, medium)),
                None => {
                    missing.insert(name);
                }
            },
        }
    }
    if unknown == Unknown::Refused && !missing.is_empty() {
        return Err(UnknownNames(missing.into_iter().map(str::to_owned).collect()));
    }
    if let Some((end, _)) = made.char_indices().nth(LONGEST) {
        made.truncate(end);
    }
    Ok(made)
}

/// As it is spoken in a call: what is unknown becomes nothing.
pub(crate) fn spoken(text: &str, variables: &Variables) -> String {
    render(text, variables, Medium::Voice, Unknown::Empty).unwrap_or_default()
}

/// As it is read: what is unknown becomes nothing.
pub(crate) fn written(text: &str, variables: &Variables) -> String {
    render(text, variables, Medium::Text, Unknown::Empty).unwrap_or_default()
}

/// The names in a text, each once.
pub fn names(text: &str) -> BTreeSet<&str> {
    let name = |piece| match piece {
        Piece::Name(name) => Some(name),
        Piece::Plain(_) => None,
    };
    pieces(text).into_iter().filter_map(name).collect()
}

fn told(value: &str, medium: Medium) -> Cow<'_, str> {
    let spelled = medium == Medium::Voice && value.starts_with('+') && value.parse::<Msisdn>().is_ok();
    if !spelled {
        return Cow::Borrowed(value);
    }
    let digits: Vec<String> = value.chars().filter(char::is_ascii_digit).map(String::from).collect();
    Cow::Owned(digits.join(" "))
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let (before, from) = rest.split_at(open);
        pieces.push(Piece::Plain(before));
        let after = &from[1..];
        if let Some(literal) = after.strip_prefix('{') {
            pieces.push(Piece::Plain("{"));
            rest = literal;
            continue;
        }
        match after.split_once('}') {
            Some((name, behind)) if is_name(name) => {
                pieces.push(Piece::Name(name));
                rest = behind;
            }
            _ => {
                pieces.push(Piece::Plain("{"));
                rest = after;
            }
        }
    }
    pieces.push(Piece::Plain(rest));
    pieces
}

fn is_name(text: &str) -> bool {
    let begins = text.starts_with(|sign: char| sign.is_ascii_alphabetic() || sign == '_');
    begins && text.len() <= 120 && text.bytes().all(|sign| sign.is_ascii_alphanumeric() || b"_.".contains(&sign))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn known() -> Variables {
        Variables::of(
            &json!({ "name": "Mary", "number": "+34972183386", "customer_id": "7", "event": { "title": "Check-up" }, "trick": "{name}" }),
        )
    }

    #[test]
    fn names_are_replaced_and_numbers_are_spelled_where_they_are_spoken() {
        let table = [
            ("Hello {name}, {event.title}!", "Hello Mary, Check-up!", "Hello Mary, Check-up!"),
            ("Call {number}.", "Call 3 4 9 7 2 1 8 3 3 8 6.", "Call +34972183386."),
            ("You are {customer_id}{nobody}.", "You are .", "You are ."),
            // A value is not looked into again.
            ("{trick}", "{name}", "{name}"),
            ("{{name} { name } {} {1} {name", "{name} { name } {} {1} {name", "{name} { name } {} {1} {name"),
            ("", "", ""),
        ];

        for (text, spoken, written) in table {
            let made = |medium| render(text, &known(), medium, Unknown::Empty);
            assert_eq!((made(Medium::Voice).as_deref(), made(Medium::Text).as_deref()), (Ok(spoken), Ok(written)), "{text}");
        }
    }

    #[test]
    fn what_is_unknown_can_be_refused_and_all_of_it_is_told() {
        let refused = render("{nobody} {name} {customer_id} {nobody}", &known(), Medium::Text, Unknown::Refused);

        assert_eq!(refused, Err(UnknownNames(vec!["customer_id".to_owned(), "nobody".to_owned()])));
        assert_eq!(names("{b} {a} {b} { c }").into_iter().collect::<Vec<_>>(), ["a", "b"]);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic_and_what_has_no_brace_stays(text in "\\PC{0,40}", plain in "[^{]{0,40}") {
            let made = |text: &str| render(text, &known(), Medium::Voice, Unknown::Empty);

            prop_assert!(made(&text).is_ok());
            prop_assert_eq!(made(&plain), Ok(plain));
        }
    }
}
