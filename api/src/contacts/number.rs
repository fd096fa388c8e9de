//! Numbers as contacts have them: read as people write them, kept in E.164.

use numbering::{Country, Msisdn, MsisdnError};

/// Reads a number: international with `+`, `00` or nothing before it, or national in `country`.
///
/// Some systems write E.164 without its plus sign; what can be read in `country` is read so first.
///
/// # Errors
/// As [`Msisdn::parse`].
pub fn read(text: &str, country: Option<Country>) -> Result<Msisdn, MsisdnError> {
    Msisdn::parse(text, country).or_else(|error| {
        let text = text.trim();
        let bare = text.starts_with(|sign: char| ('1'..='9').contains(&sign));
        if bare { Msisdn::parse(&format!("+{text}"), None).map_err(|_| error) } else { Err(error) }
    })
}

/// Whom messages or calls are from, as the ledger of opt-outs names it: a number in E.164, or a name as it is.
pub fn sender(text: &str) -> String {
    let text = text.trim();
    read(text, None).map_or_else(|_| text.to_owned(), String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_with_and_without_its_plus_sign_and_in_its_country() {
        let spain = Country::parse("ES").ok();
        let table = [
            ("+252 66-(2)-345-678", None, Some("+252662345678")),
            ("252662345678", None, Some("+252662345678")),
            ("85510202101", None, Some("+85510202101")),
            ("252000", None, None),
            ("972 183 386", spain, Some("+34972183386")),
            ("34972183386", spain, Some("+34972183386")),
            ("0972183386", None, None),
            ("", None, None),
        ];

        for (text, country, expected) in table {
            assert_eq!(read(text, country).as_ref().map(Msisdn::as_str).ok(), expected, "{text:?}");
        }
    }
}
