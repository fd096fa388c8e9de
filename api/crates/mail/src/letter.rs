//! A letter as a message of RFC 5322. Nothing of what it is made of can become a header of its own: whatever has a control character
//! where one line is wanted is refused.

use std::{fmt, str::FromStr};

use lettre::{
    Address, Message,
    address::Envelope,
    message::{
        Mailbox,
        header::{ContentType, Header, HeaderName, HeaderValue},
    },
};

use crate::{Failure, Letter};

/// Who letters come from, e.g. `Switchboard <switchboard@example.org>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender(Mailbox);

/// A text is no sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no e-mail address; it is like `Switchboard <switchboard@example.org>`, or the address alone")]
pub struct SenderError;

impl FromStr for Sender {
    type Err = SenderError;

    /// # Errors
    /// [`SenderError`].
    fn from_str(text: &str) -> Result<Self, SenderError> {
        if text.chars().any(char::is_control) {
            return Err(SenderError);
        }
        text.parse().map(Self).map_err(|_| SenderError)
    }
}

impl fmt::Display for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// That no person wrote it, so that no machine answers: RFC 3834, section 5.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// The message, and to whom it goes.
///
/// # Errors
/// [`Failure::Unsafe`].
pub(crate) fn message(sender: &Sender, letter: &Letter) -> Result<(Envelope, Vec<u8>), Failure> {
    let wrong = |what: &str| Failure::Unsafe(what.to_owned());
    if letter.subject.chars().any(char::is_control) {
        return Err(wrong("the subject has a line break or another control character"));
    }
    if letter.body.chars().any(|sign| sign.is_control() && !matches!(sign, '\n' | '\r' | '\t')) {
        return Err(wrong("the text has a control character"));
    }
    if letter.reference.is_empty() || !letter.reference.bytes().all(|sign| sign.is_ascii_alphanumeric() || sign == b'_') {
        return Err(wrong("the reference is not one"));
    }
    if letter.to.chars().any(|sign| sign.is_control() || sign.is_whitespace()) {
        return Err(wrong("the address has a line break, a space or another such character"));
    }
    let to: Address = letter.to.parse().map_err(|_| wrong("the address is none that mail can be sent to"))?;
    let from = &sender.0;
    let envelope = Envelope::new(Some(from.email.clone()), vec![to.clone()]).map_err(|_| wrong("there is nobody to send it to"))?;
    let message = Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to))
        .subject(letter.subject.clone())
        .date(letter.written_at.into())
        .message_id(Some(format!("<{}@{}>", letter.reference, from.email.domain())))
        .header(AutoSubmitted)
        .header(ContentType::TEXT_PLAIN)
        .body(letter.body.clone())
        .map_err(|_| wrong("no message can be made of it"))?;
    Ok((envelope, message.formatted()))
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn letter() -> Letter {
        Letter {
            reference: "msg_1".to_owned(),
            to: "ana@example.org".to_owned(),
            subject: "support: your turn".to_owned(),
            body: "Ana,\n\nyour turn begins.\n".to_owned(),
            written_at: DateTime::UNIX_EPOCH,
        }
    }

    fn made(letter: &Letter) -> Result<String, Failure> {
        let sender = "Switchboard <switchboard@example.org>".parse().unwrap();
        message(&sender, letter).map(|(_, bytes)| String::from_utf8(bytes).unwrap())
    }

    fn headers(message: &str) -> Vec<&str> {
        let (headers, _) = message.split_once("\r\n\r\n").unwrap();
        headers.split("\r\n").collect()
    }

    #[test]
    fn a_letter_is_a_message_of_plain_text() {
        let message = made(&letter()).unwrap();

        let expected = [
            "From: Switchboard <switchboard@example.org>",
            "To: ana@example.org",
            "Subject: support: your turn",
            "Date: Thu, 01 Jan 1970 00:00:00 +0000",
            "Message-ID: <msg_1@example.org>",
            "Auto-Submitted: auto-generated",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: 7bit",
        ];
        let mut headers = headers(&message);
        headers.retain(|header| *header != "MIME-Version: 1.0");
        assert_eq!(headers, expected);
        assert!(message.ends_with("\r\n\r\nAna,\r\n\r\nyour turn begins.\r\n"), "{message:?}");
    }

    #[test]
    fn letters_of_any_alphabet_go_through_as_ascii() {
        let message = made(&Letter { subject: "suport: torn d’Agnès".to_owned(), body: "Agnès,\n".to_owned(), ..letter() }).unwrap();

        assert!(message.is_ascii(), "{message}");
        assert!(headers(&message).iter().any(|header| header.starts_with("Subject: ") && header.contains("=?utf-8?")), "{message}");
    }

    #[test]
    fn no_part_of_a_letter_becomes_a_header() {
        for smuggled in ["\r\nBcc: all@example.org", "\nBcc: all@example.org", "\rBcc: all@example.org", "\0", "\u{85}Bcc: a@b", "\u{7f}"] {
            let with = |text: &str| format!("{text}{smuggled}");
            let letters = [
                Letter { subject: with("support"), ..letter() },
                Letter { to: with("ana@example.org"), ..letter() },
                Letter { reference: with("msg_1"), ..letter() },
            ];
            for letter in letters {
                assert!(matches!(made(&letter), Err(Failure::Unsafe(_))), "{letter:?}");
            }
            assert_eq!(with("Switchboard <switchboard@example.org>").parse::<Sender>(), Err(SenderError), "{smuggled:?}");
        }
    }

    #[test]
    fn a_text_that_looks_like_headers_stays_text() {
        let message = made(&Letter { body: "Bcc: all@example.org\r\n.\r\nQUIT\n".to_owned(), ..letter() }).unwrap();

        assert!(!headers(&message).iter().any(|header| header.starts_with("Bcc")), "{message}");
    }

    #[test]
    fn an_address_in_brackets_or_several_are_refused() {
        for to in
            ["<ana@example.org>", "ana@example.org,pau@example.org", "Ana <ana@example.org>", "ana", "", "ana@example.org> NOTIFY=NEVER"]
        {
            assert!(matches!(made(&Letter { to: to.to_owned(), ..letter() }), Err(Failure::Unsafe(_))), "{to}");
        }
    }
}
