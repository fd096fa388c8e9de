//! Who is at the far end, and whether that may be shown.

use super::{Translator, channels::is_ours};
use crate::{asterisk::message::Message, event::Party};

/// Whether a number may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::asterisk) enum Presentation {
    Allowed,
    /// The caller asked that it not be.
    Withheld,
    /// Nobody could say; then it is not shown either.
    Unknown,
}

impl Presentation {
    /// Of the code in a NewCallerid, e.g. `35 (Presentation Prohibited, Network Number)`. Bits 6 and 5 tell (Q.931, 4.5.10).
    pub(super) fn of_code(text: &str) -> Self {
        let code = text.split_whitespace().next().and_then(|code| code.parse::<u8>().ok());
        match code.map(|code| code & 0x60) {
            Some(0x20) => Self::Withheld,
            Some(_) => Self::Allowed,
            None => Self::Unknown,
        }
    }

    /// Of the dialplan function `CALLERID(pres)`, e.g. `allowed_not_screened`, `prohib`, `unavailable`.
    pub(in crate::asterisk) fn of_name(text: Option<&str>) -> Self {
        match text {
            Some(name) if name.starts_with("prohib") => Self::Withheld,
            Some(name) if name.starts_with("allowed") || name == "unavailable" => Self::Allowed,
            _ => Self::Unknown,
        }
    }
}

/// The party of a channel's `CallerID` headers.
pub(super) fn party(message: &Message, presentation: Presentation) -> Party {
    let number = known(message.text("CallerIDNum"));
    let anonymous = number.is_some_and(is_anonymous);
    if anonymous || presentation == Presentation::Withheld {
        return Party { withheld: true, ..Party::default() };
    }
    if number.is_some() && presentation == Presentation::Unknown {
        return Party::default();
    }
    Party { number: number.map(str::to_owned), name: known(message.text("CallerIDName")).map(str::to_owned), withheld: false }
}

/// Whether there is a number whose presentation matters.
pub(super) fn has_number(message: &Message) -> bool {
    known(message.text("CallerIDNum")).is_some_and(|number| !is_anonymous(number))
}

/// What carriers write instead of a withheld number.
fn is_anonymous(number: &str) -> bool {
    ["anonymous", "restricted", "private", "withheld"].iter().any(|word| number.eq_ignore_ascii_case(word))
}

fn known(text: &str) -> Option<&str> {
    let absent = ["", "<unknown>", "unknown", "unavailable", "asterisk", "(null)", "<null>"];
    (!absent.iter().any(|word| text.eq_ignore_ascii_case(word))).then_some(text)
}

impl Translator {
    /// Channel whose number's presentation must be asked for before the message is translated: a call that begins with its
    /// number, as trunks do, and without a word on whether it may be shown.
    pub(in crate::asterisk) fn wants_presentation<'a>(&self, message: &'a Message) -> Option<&'a str> {
        let uniqueid = message.text("Uniqueid");
        let begins = message.event() == Some("Newchannel") && uniqueid == message.text("Linkedid");
        (begins && !is_ours(uniqueid) && has_number(message) && !self.channels.contains_key(uniqueid)).then(|| message.text("Channel"))
    }

    /// Notes what was asked for.
    pub(in crate::asterisk) fn note_presentation(&mut self, message: &Message, presentation: Presentation) {
        self.presentations.insert(message.text("Uniqueid").to_owned(), presentation);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caller(number: &str, name: &str) -> Message {
        Message::new(vec![("CallerIDNum".into(), number.into()), ("CallerIDName".into(), name.into())])
    }

    #[test]
    fn codes_and_names_of_presentation_are_read() {
        let codes = [
            ("0 (Presentation Allowed, Not Screened)", Presentation::Allowed),
            ("3 (Presentation Allowed, Network Number)", Presentation::Allowed),
            ("32 (Presentation Prohibited, Not Screened)", Presentation::Withheld),
            ("35 (Presentation Prohibited, Network Number)", Presentation::Withheld),
            ("67 (Number Unavailable)", Presentation::Allowed),
            ("", Presentation::Unknown),
        ];
        let names = [
            (Some("allowed_passed_screen"), Presentation::Allowed),
            (Some("prohib_not_screened"), Presentation::Withheld),
            (Some("prohib"), Presentation::Withheld),
            (Some("unavailable"), Presentation::Allowed),
            (Some(""), Presentation::Unknown),
            (None, Presentation::Unknown),
        ];

        for (text, expected) in codes {
            assert_eq!(Presentation::of_code(text), expected, "{text}");
        }
        for (text, expected) in names {
            assert_eq!(Presentation::of_name(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_withheld_party_has_neither_number_nor_name() {
        let withheld = Party { withheld: true, ..Party::default() };

        assert_eq!(party(&caller("5550123", "Ann"), Presentation::Withheld), withheld);
        assert_eq!(party(&caller("Anonymous", "Ann"), Presentation::Allowed), withheld);
    }

    #[test]
    fn a_number_nobody_vouches_for_is_not_shown() {
        assert_eq!(party(&caller("5550123", "Ann"), Presentation::Unknown), Party::default());
    }

    #[test]
    fn words_for_absence_are_no_numbers() {
        assert_eq!(party(&caller("<unknown>", "<unknown>"), Presentation::Allowed), Party::default());
        let named = Party { number: Some("5550123".into()), name: None, withheld: false };
        assert_eq!(party(&caller("5550123", ""), Presentation::Allowed), named);
    }
}
