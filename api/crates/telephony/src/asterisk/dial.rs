//! Where calls that we place go: a context for whoever answers, and how a public number is dialled.

use std::{fmt, str::FromStr};

use numbering::Msisdn;

use super::config::ConfigError;

const HOLE: &str = "{number}";

/// What an Asterisk needs so that calls can be placed there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    pub(super) context: String,
    pub(super) dial_number: Option<NumberPattern>,
}

impl Outgoing {
    /// `context` is that of `deploy/asterisk/outgoing.conf`, for whoever answers. Without `dial_number` only extensions can be
    /// rung.
    ///
    /// # Errors
    /// [`ConfigError::Context`].
    pub fn new(context: &str, dial_number: Option<NumberPattern>) -> Result<Self, ConfigError> {
        let fits = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_');
        if context.is_empty() || context.len() > 79 || !context.chars().all(fits) {
            return Err(ConfigError::Context(context.to_owned()));
        }
        Ok(Self { context: context.to_owned(), dial_number })
    }
}

/// An Asterisk interface with a hole for a public number, e.g. `PJSIP/+{number}@trunk` or `Local/{number}@outbound`.
///
/// The number is put in without its plus sign: `+{number}`, `00{number}` or `{number}`, as the trunk wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberPattern {
    before: String,
    after: String,
}

impl NumberPattern {
    /// The interface by which that number is dialled.
    pub(super) fn interface(&self, number: &Msisdn) -> String {
        format!("{}{}{}", self.before, number.as_str().trim_start_matches('+'), self.after)
    }
}

impl FromStr for NumberPattern {
    type Err = ConfigError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || ConfigError::Number(text.to_owned());
        let (before, after) = text.split_once(HOLE).ok_or_else(wrong)?;
        let technology = before.split_once('/').map(|(technology, _)| technology).ok_or_else(wrong)?;
        let fits = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '/' | '@' | '-' | '_' | '.' | ':' | '+' | '*' | '#');
        if technology.is_empty() || !before.chars().chain(after.chars()).all(fits) {
            return Err(wrong());
        }
        Ok(Self { before: before.to_owned(), after: after.to_owned() })
    }
}

impl fmt::Display for NumberPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{HOLE}{}", self.before, self.after)
    }
}

/// The interface with its Local channel kept for as long as the call: Asterisk would take it out once both of its sides are
/// joined to others, and with it the name by which the call is known here.
pub(super) fn lasting(interface: String) -> String {
    match interface.strip_prefix("Local/").map(|rest| rest.split_once('/')) {
        Some(None) => interface + "/n",
        Some(Some((_, options))) if !options.contains('n') => interface + "n",
        _ => interface,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_put_in_without_its_plus_sign() {
        let number: Msisdn = "+34972183386".parse().unwrap();
        let table = [
            ("PJSIP/{number}@trunk", "PJSIP/34972183386@trunk"),
            ("PJSIP/+{number}@trunk", "PJSIP/+34972183386@trunk"),
            ("Local/00{number}@outbound", "Local/0034972183386@outbound"),
        ];

        for (pattern, interface) in table {
            assert_eq!(pattern.parse::<NumberPattern>().unwrap().interface(&number), interface);
        }
    }

    #[test]
    fn a_pattern_that_could_ring_something_else_is_refused() {
        for text in [
            "",
            "PJSIP/trunk",
            "{number}",
            "/{number}",
            "PJSIP/{number}@a&PJSIP/1",
            "PJSIP/{number},1",
            "PJSIP/{number} ",
            "Local/${X}{number}",
            "PJSIP/{number}\r\n",
        ] {
            assert_eq!(text.parse::<NumberPattern>(), Err(ConfigError::Number(text.to_owned())), "{text:?}");
        }
    }

    #[test]
    fn a_context_is_a_name() {
        assert!(Outgoing::new("switchboard-outgoing", None).is_ok());
        for context in ["", "a b", "a,b", "${X}", "a\n"] {
            assert_eq!(Outgoing::new(context, None), Err(ConfigError::Context(context.to_owned())), "{context:?}");
        }
    }

    #[test]
    fn a_local_channel_is_kept() {
        let table = [
            ("Local/1@outside", "Local/1@outside/n"),
            ("Local/1@outside/n", "Local/1@outside/n"),
            ("Local/1@outside/j", "Local/1@outside/jn"),
            ("PJSIP/1@trunk", "PJSIP/1@trunk"),
            ("PJSIP/trunk/sip:1@example.org", "PJSIP/trunk/sip:1@example.org"),
        ];

        for (interface, expected) in table {
            assert_eq!(lasting(interface.to_owned()), expected);
        }
    }
}
