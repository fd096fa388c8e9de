//! What happens on answer, as the document that Twilio carries out. Nothing in a value can become an element.

use numbering::DialTarget;
use reqwest::Url;

use super::config::Config;
use crate::outgoing::{OrderError, Script};

/// Longest document that may be sent with an order.
const LONGEST: usize = 4000;

/// The document of a script.
pub(super) fn document(script: &Script, config: &Config) -> Result<String, OrderError> {
    let mut xml = Xml::default();
    match script {
        Script::Play { audio } => xml.play(audio, config)?,
        Script::Say { text, language } => xml.say(text, language.as_deref())?,
        // Its documents are asked for turn by turn.
        Script::Converse => return Err(OrderError::Unsupported),
        Script::Connect { to, from } => {
            let shown = from.as_ref().or(config.from.as_ref());
            let mut attributes = vec![("answerOnBridge", "true")];
            attributes.extend(shown.map(|number| ("callerId", number.as_str())));
            xml.open("Dial", &attributes)?;
            match to {
                DialTarget::Number(number) => xml.element("Number", &[], number.as_str())?,
                DialTarget::Extension(extension) => {
                    let address = config.address_of(extension).ok_or_else(no_extensions)?;
                    xml.element("Sip", &[], &address)?;
                }
            }
            xml.close("Dial");
        }
    }
    let document = xml.response();
    if document.chars().count() > LONGEST {
        return Err(unsafe_value(&format!("what is done on answer takes more than {LONGEST} signs")));
    }
    Ok(document)
}

pub(super) fn no_extensions() -> OrderError {
    unsafe_value("extensions cannot be rung: no extension_address is configured")
}

pub(super) fn unsafe_value(why: &str) -> OrderError {
    OrderError::UnsafeValue(why.to_owned())
}

/// An address that Twilio can fetch, and no other kind of address.
fn recording(audio: &str) -> Result<String, OrderError> {
    let refused = || unsafe_value("a recording is an address that begins with https:// or http://");
    // The parser forgives blanks and drops line breaks; whoever wrote them did not mean this address.
    if audio.chars().any(|sign| sign.is_control() || sign.is_whitespace()) {
        return Err(refused());
    }
    let url = Url::parse(audio).map_err(|_| refused())?;
    if matches!(url.scheme(), "https" | "http") && url.has_host() { Ok(url.into()) } else { Err(refused()) }
}

/// A language by its tag of BCP 47.
fn tag(language: &str) -> Result<&str, OrderError> {
    let fits = (2..=35).contains(&language.len()) && language.bytes().all(|sign| sign.is_ascii_alphanumeric() || sign == b'-');
    if fits { Ok(language) } else { Err(unsafe_value("a language is a tag such as es-ES")) }
}

/// A document in the making. Names of elements and attributes are ours; values are escaped, or refused.
#[derive(Default)]
pub(super) struct Xml(String);

impl Xml {
    /// The whole document.
    pub(super) fn response(&self) -> String {
        format!("<Response>{}</Response>", self.0)
    }

    pub(super) fn play(&mut self, audio: &str, config: &Config) -> Result<(), OrderError> {
        match config.address_of_recording(audio) {
            Some(address) => self.element("Play", &[], &recording(&address)?),
            None => self.element("Play", &[], &recording(audio)?),
        }
    }

    pub(super) fn say(&mut self, text: &str, language: Option<&str>) -> Result<(), OrderError> {
        if text.trim().is_empty() {
            return Err(unsafe_value("the text to be spoken is empty"));
        }
        match language.map(tag).transpose()? {
            Some(language) => self.element("Say", &[("language", language)], text),
            None => self.element("Say", &[], text),
        }
    }

    pub(super) fn open(&mut self, name: &'static str, attributes: &[(&'static str, &str)]) -> Result<(), OrderError> {
        self.0.push('<');
        self.0.push_str(name);
        for (attribute, value) in attributes {
            self.0.push(' ');
            self.0.push_str(attribute);
            self.0.push_str("=\"");
            self.text(value)?;
            self.0.push('"');
        }
        self.0.push('>');
        Ok(())
    }

    pub(super) fn close(&mut self, name: &'static str) {
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }

    pub(super) fn element(&mut self, name: &'static str, attributes: &[(&'static str, &str)], text: &str) -> Result<(), OrderError> {
        self.open(name, attributes)?;
        self.text(text)?;
        self.close(name);
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), OrderError> {
        for sign in text.chars() {
            match sign {
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '&' => self.0.push_str("&amp;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&apos;"),
                '\n' | '\t' => self.0.push(sign),
                // Not allowed in XML at all, not even escaped.
                sign if sign.is_control() || matches!(sign, '\u{fffe}' | '\u{ffff}') => {
                    return Err(unsafe_value("a control character"));
                }
                sign => self.0.push(sign),
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::twilio::config::Secret;

    fn config() -> Config {
        Config::new("AC0123456789abcdef0123456789abcdef", Secret::new("hush"), "https://switchboard.example.org/callbacks/twilio")
    }

    fn say(text: &str) -> Script {
        Script::Say { text: text.to_owned(), language: None }
    }

    #[test]
    fn each_script_is_one_verb() {
        let number = || DialTarget::Number("+34972183386".parse().unwrap());
        let table = [
            (say("Good day"), "<Response><Say>Good day</Say></Response>"),
            (
                Script::Say { text: "Bon dia".to_owned(), language: Some("ca-ES".to_owned()) },
                "<Response><Say language=\"ca-ES\">Bon dia</Say></Response>",
            ),
            (
                Script::Play { audio: "https://a.example/b.mp3?c=1&d=2".to_owned() },
                "<Response><Play>https://a.example/b.mp3?c=1&amp;d=2</Play></Response>",
            ),
            (
                Script::Connect { to: number(), from: None },
                "<Response><Dial answerOnBridge=\"true\"><Number>+34972183386</Number></Dial></Response>",
            ),
            (
                Script::Connect { to: number(), from: Some("+34872202550".parse().unwrap()) },
                "<Response><Dial answerOnBridge=\"true\" callerId=\"+34872202550\"><Number>+34972183386</Number></Dial></Response>",
            ),
        ];

        for (script, xml) in table {
            assert_eq!(document(&script, &config()).as_deref(), Ok(xml));
        }
    }

    #[test]
    fn an_extension_needs_an_address() {
        let mut config = config();
        let connect = Script::Connect { to: DialTarget::Extension("1001".parse().unwrap()), from: None };
        assert!(matches!(document(&connect, &config), Err(OrderError::UnsafeValue(_))));

        config.extension_address = Some("sip:{extension}@example.sip.twilio.com".to_owned());

        let xml = "<Response><Dial answerOnBridge=\"true\"><Sip>sip:1001@example.sip.twilio.com</Sip></Dial></Response>";
        assert_eq!(document(&connect, &config).as_deref(), Ok(xml));
    }

    #[test]
    fn what_cannot_be_said_or_played_is_refused() {
        let long = "a".repeat(LONGEST);
        for script in [
            say(" "),
            say("bell\u{7}"),
            say(&long),
            Script::Say { text: "Hello".to_owned(), language: Some("en\"><Hangup/>".to_owned()) },
            Script::Play { audio: "beep".to_owned() },
            Script::Play { audio: "file:///etc/passwd".to_owned() },
            Script::Play { audio: " https://a.example/b.mp3".to_owned() },
            Script::Play { audio: "https://a.example/\nb.mp3".to_owned() },
        ] {
            assert!(matches!(document(&script, &config()), Err(OrderError::UnsafeValue(_))), "{script:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_becomes_an_element(text in "\\PC{1,60}") {
            let Ok(xml) = document(&say(&text), &config()) else { return Ok(()) };

            let inner = xml.strip_prefix("<Response><Say>").and_then(|rest| rest.strip_suffix("</Say></Response>"));

            let inner = inner.expect("the text stands within one element");
            prop_assert!(!inner.contains(['<', '>', '"', '\'']));
            let read = inner.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&");
            prop_assert_eq!(read, text);
        }
    }
}
