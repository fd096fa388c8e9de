//! E-mail addresses as names to log in with: one spelling each.

use std::fmt;

/// Longest path of RFC 5321, section 4.5.3.1.3, without its angle brackets.
const LONGEST: usize = 254;

/// An e-mail address in lower case, without space around it.
///
/// Refused: the whole grammar of RFC 5322. Whether an address reaches somebody, only a message to it can tell.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Email(String);

impl Email {
    /// Reads an address; none when it cannot be one.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@')?;
        let fits = text.len() <= LONGEST && !local.is_empty() && !domain.is_empty();
        let clean = !text.chars().any(|sign| sign.is_whitespace() || sign.is_control()) && !local.contains('@');
        (fits && clean).then(|| Self(text.to_lowercase()))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_one_spelling() {
        let email = Email::parse("  Ana@Example.ORG ");

        assert_eq!(email.as_ref().map(Email::as_str), Some("ana@example.org"));
    }

    #[test]
    fn what_cannot_be_an_address_is_refused() {
        for text in
            ["", "ana", "@example.org", "ana@", "a na@example.org", "a@b@c", "ana@exam\u{0}ple.org", &format!("{}@b", "a".repeat(253))]
        {
            assert_eq!(Email::parse(text), None, "{text}");
        }
    }
}
