//! Public telephone numbers in E.164, parsed and normalised by the crate `phonenumber` (Google's metadata).

use std::{fmt, str::FromStr};

use phonenumber::{Mode, country::Id, metadata::DATABASE};
use serde::{Deserialize, Serialize};

/// A public number in E.164 with its plus sign, e.g. `+34972183386`: at most 15 digits, valid by its country's plan.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Msisdn(String);

/// ISO 3166-1 country whose national numbers are understood, e.g. `ES`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Country(Id);

/// Why a text is no public number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MsisdnError {
    /// Not readable as a number, or national with no country to read it in.
    #[error("not a telephone number; write it with plus sign and country code, e.g. +34972183386")]
    Unreadable,
    /// Readable, but no country has such a number.
    #[error("no such number in that country's numbering plan")]
    Invalid,
    /// Carries an extension, which E.164 has no place for.
    #[error("a public number has no extension part")]
    HasExtension,
    /// No country of that name.
    #[error("not an ISO 3166-1 country code, e.g. ES")]
    UnknownCountry,
}

impl Msisdn {
    /// Reads a number as people or carriers write it: international with `+` or `00`, or national in `home`.
    ///
    /// # Errors
    /// [`MsisdnError::Unreadable`], [`MsisdnError::Invalid`], [`MsisdnError::HasExtension`].
    pub fn parse(text: &str, home: Option<Country>) -> Result<Self, MsisdnError> {
        let trimmed = text.trim();
        // Longer than any way to write 15 digits: refused before the parser's regular expressions see it.
        if trimmed.len() > 40 || !trimmed.chars().all(is_part_of_a_number) {
            return Err(MsisdnError::Unreadable);
        }
        let international = trimmed.strip_prefix("00").map_or_else(|| trimmed.to_owned(), |rest| format!("+{rest}"));
        let number = phonenumber::parse(home.map(|country| country.0), &international).map_err(|_| MsisdnError::Unreadable)?;
        if number.extension().is_some() {
            return Err(MsisdnError::HasExtension);
        }
        if !number.is_valid() {
            return Err(MsisdnError::Invalid);
        }
        Ok(Self(number.format().mode(Mode::E164).to_string()))
    }

    /// The number with its plus sign.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// ISO 3166-1 code of the country whose number it is, e.g. `ES`; none: it is of no country, as freephone numbers of all
    /// countries are.
    pub fn country(&self) -> Option<String> {
        let number = phonenumber::parse(None, &self.0).ok()?;
        if let Some(id) = number.country().id() {
            return Some(id.as_ref().to_owned());
        }
        // Of a code that several countries share, the crate finds none for numbers that begin with a zero, as Italy's do: then it is
        // the first, whose code it is in the main.
        let regions = DATABASE.region(&number.country().code())?;
        regions.first().filter(|region| **region != "001").map(|region| (*region).to_owned())
    }
}

fn is_part_of_a_number(sign: char) -> bool {
    sign.is_ascii_digit() || matches!(sign, '+' | ' ' | '\u{a0}' | '-' | '.' | '(' | ')' | '/')
}

impl Country {
    /// Reads an ISO 3166-1 alpha-2 code in capitals.
    ///
    /// # Errors
    /// [`MsisdnError::UnknownCountry`].
    pub fn parse(code: &str) -> Result<Self, MsisdnError> {
        code.parse().map(Self).map_err(|_| MsisdnError::UnknownCountry)
    }
}

impl FromStr for Msisdn {
    type Err = MsisdnError;

    /// # Errors
    /// As [`Msisdn::parse`] without a home country.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text, None)
    }
}

impl TryFrom<String> for Msisdn {
    type Error = MsisdnError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Msisdn> for String {
    fn from(number: Msisdn) -> Self {
        number.0
    }
}

impl fmt::Display for Msisdn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_read_as_people_and_carriers_write_them() {
        let spain = Country::parse("ES").ok();
        let table = [
            ("+34972183386", None, Ok("+34972183386")),
            ("0034 972 18 33 86", None, Ok("+34972183386")),
            ("972 183 386", spain, Ok("+34972183386")),
            // A national number that begins like the country code is not cut.
            ("+34 934 12 34 56", spain, Ok("+34934123456")),
            ("972183386", None, Err(MsisdnError::Unreadable)),
            ("+34 12345", None, Err(MsisdnError::Invalid)),
            // One figure after the country code is too little to be read at all.
            ("+34 1", None, Err(MsisdnError::Unreadable)),
            ("+999123456789", None, Err(MsisdnError::Unreadable)),
            ("+34972183386&PJSIP/1", None, Err(MsisdnError::Unreadable)),
            ("", spain, Err(MsisdnError::Unreadable)),
        ];

        for (text, home, expected) in table {
            assert_eq!(Msisdn::parse(text, home).as_ref().map(Msisdn::as_str).map_err(|e| *e), expected, "{text:?}");
        }
    }

    #[test]
    fn a_number_tells_its_country_also_where_several_share_a_code() {
        let table = [("+34972183386", Some("ES")), ("+13459492311", Some("KY")), ("+85510202101", Some("KH")), ("+80012340000", None)];

        for (text, expected) in table {
            assert_eq!(text.parse::<Msisdn>().map(|number| number.country()), Ok(expected.map(str::to_owned)), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parser_panic_and_what_it_takes_it_takes_again(text in "\\PC{0,24}") {
            if let Ok(number) = Msisdn::parse(&text, Country::parse("ES").ok()) {
                prop_assert_eq!(number.as_str().parse::<Msisdn>(), Ok(number));
            }
        }
    }
}
