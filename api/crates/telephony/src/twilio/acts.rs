//! What to do next in a call that is led, as the document that Twilio carries out. Nothing in a value can become an element. Pure.

use std::{collections::BTreeMap, time::Duration};

use flow::voice::{Act, Confirm, Destination, Prompt, Then};

use super::{
    config::Config,
    turns::{After, address},
    twiml::{self, Xml, unsafe_value},
};
use crate::{
    conversation::{Asks, TurnRead},
    outgoing::{OrderError, Reference},
};

/// Longest document that Twilio takes.
const LONGEST: usize = 64 * 1024;

/// How long the key is waited for by which a party agrees.
const AGREES_WITHIN: Duration = Duration::from_secs(10);

/// The answer to a post: `act` is that of its turn.
pub(super) fn answer(config: &Config, reference: &Reference, read: &TurnRead, act: &Act) -> Result<String, OrderError> {
    let at = Place { config, reference, turn: read.turn };
    let document = match &read.asks {
        Asks::Next(_) => at.document(act)?,
        Asks::Confirm { pressed } => {
            let Then::Connect { confirm: Some(confirm), .. } = &act.then else {
                return Err(unsafe_value("nobody is asked to agree in that turn"));
            };
            at.question(confirm, pressed.as_deref())?
        }
    };
    if document.len() > LONGEST { Err(unsafe_value("what is to be done takes more than 64 kB")) } else { Ok(document) }
}

/// Where in which call a document belongs.
struct Place<'a> {
    config: &'a Config,
    reference: &'a Reference,
    turn: u32,
}

impl Place<'_> {
    fn document(&self, act: &Act) -> Result<String, OrderError> {
        let mut xml = Xml::default();
        if let Then::Gather { most, finish, timeout } = act.then {
            self.gather(&mut xml, &act.prompts, (most, finish, timeout), After::Keys)?;
            return Ok(xml.response());
        }
        self.prompts(&mut xml, &act.prompts)?;
        match &act.then {
            Then::Gather { .. } => {}
            Then::Record { longest, silence, finish } => {
                let (action, finish) = (self.next(After::Recording)?, key(*finish)?);
                let attributes = [
                    ("action", action.as_str()),
                    ("method", "POST"),
                    ("maxLength", &seconds(*longest)),
                    ("timeout", &seconds(*silence)),
                    ("finishOnKey", &finish),
                    ("playBeep", "true"),
                ];
                xml.element("Record", &attributes, "")?;
                // A recording of nothing is not told.
                self.redirect(&mut xml, After::Recording)?;
            }
            Then::Connect { to, from, ring, headers, confirm } => {
                let shown = from.as_ref().or(self.config.from.as_ref());
                let action = self.next(if confirm.is_some() { After::Agreed } else { After::Join })?;
                let ring = ring.as_secs().clamp(5, 600).to_string();
                let mut attributes = vec![("action", action.as_str()), ("method", "POST"), ("timeout", &ring)];
                attributes.extend([("answerOnBridge", "true"), ("hangupOnStar", "true")]);
                attributes.extend(shown.map(|number| ("callerId", number.as_str())));
                xml.open("Dial", &attributes)?;
                self.party(&mut xml, to, headers, confirm.is_some())?;
                xml.close("Dial");
            }
            Then::Conference { room } => {
                let action = self.next(After::Conference)?;
                xml.open("Dial", &[("action", &action), ("method", "POST"), ("hangupOnStar", "true")])?;
                xml.element("Conference", &[], name(room)?)?;
                xml.close("Dial");
            }
            // Who answered was only told when the greeting was over, so it is.
            Then::AwaitGreetingEnd { .. } => self.redirect(&mut xml, After::Greeting)?,
            Then::Go => self.redirect(&mut xml, After::Prompts)?,
            Then::HangUp => xml.element("Hangup", &[], "")?,
        }
        Ok(xml.response())
    }

    /// What a party hears that has to agree before it is joined, and what comes of the key that it pressed. An empty document joins it.
    fn question(&self, confirm: &Confirm, pressed: Option<&str>) -> Result<String, OrderError> {
        let mut xml = Xml::default();
        match pressed {
            None => {
                let action = address(self.config, self.reference, self.turn, Some(After::Pressed))?;
                self.gather_to(&mut xml, &confirm.prompts, (1, None, AGREES_WITHIN), &action)?;
                xml.element("Hangup", &[], "")?;
            }
            Some(keys) if keys.chars().eq([confirm.key]) => {}
            Some(_) => xml.element("Hangup", &[], "")?,
        }
        Ok(xml.response())
    }

    fn gather(&self, xml: &mut Xml, heard: &[Prompt], keys: (u8, Option<char>, Duration), after: After) -> Result<(), OrderError> {
        let action = self.next(after)?;
        self.gather_to(xml, heard, keys, &action)?;
        // For servers that do not know `actionOnEmptyResult`, which go on here.
        self.redirect(xml, after)
    }

    fn gather_to(
        &self,
        xml: &mut Xml,
        heard: &[Prompt],
        (most, finish, timeout): (u8, Option<char>, Duration),
        action: &str,
    ) -> Result<(), OrderError> {
        let (most, timeout, finish) = (most.max(1).to_string(), seconds(timeout), key(finish)?);
        let attributes = [
            ("input", "dtmf"),
            ("action", action),
            ("method", "POST"),
            ("numDigits", &most),
            ("timeout", &timeout),
            ("finishOnKey", &finish),
            ("actionOnEmptyResult", "true"),
        ];
        xml.open("Gather", &attributes)?;
        self.prompts(xml, heard)?;
        xml.close("Gather");
        Ok(())
    }

    fn party(&self, xml: &mut Xml, to: &Destination, headers: &BTreeMap<String, String>, asks: bool) -> Result<(), OrderError> {
        let question = asks.then(|| address(self.config, self.reference, self.turn, Some(After::Ask))).transpose()?;
        let mut attributes = Vec::new();
        if let Some(url) = &question {
            attributes.extend([("url", url.as_str()), ("method", "POST")]);
        }
        let sip = |address: &str| -> Result<String, OrderError> { Ok(format!("{}{}", sip(address)?, sip_headers(headers)?)) };
        match to {
            Destination::Number(number) => xml.element("Number", &attributes, number.as_str()),
            Destination::Extension(extension) => {
                let address = self.config.address_of(extension).ok_or_else(twiml::no_extensions)?;
                xml.element("Sip", &attributes, &sip(&address)?)
            }
            Destination::Sip(address) => xml.element("Sip", &attributes, &sip(address)?),
        }
    }

    fn prompts(&self, xml: &mut Xml, prompts: &[Prompt]) -> Result<(), OrderError> {
        prompts.iter().try_for_each(|prompt| match prompt {
            Prompt::Say { text, language } => xml.say(text, language.as_deref()),
            Prompt::Play { audio } => xml.play(audio, self.config),
        })
    }

    fn next(&self, after: After) -> Result<String, OrderError> {
        address(self.config, self.reference, self.turn.saturating_add(1), Some(after))
    }

    fn redirect(&self, xml: &mut Xml, after: After) -> Result<(), OrderError> {
        xml.element("Redirect", &[("method", "POST")], &self.next(after)?)
    }
}

/// Whole seconds, one at the least.
fn seconds(span: Duration) -> String {
    span.as_millis().div_ceil(1000).max(1).to_string()
}

/// A finishing key; none is the empty text, since without any Twilio has one of its own.
fn key(finish: Option<char>) -> Result<String, OrderError> {
    match finish {
        None => Ok(String::new()),
        Some(key) if key.is_ascii_digit() || matches!(key, '*' | '#') => Ok(key.to_string()),
        Some(_) => Err(unsafe_value("a key is a digit, * or #")),
    }
}

fn name(room: &str) -> Result<&str, OrderError> {
    let fits = (1..=64).contains(&room.len()) && room.bytes().all(|sign| sign.is_ascii_alphanumeric() || matches!(sign, b'-' | b'_'));
    if fits { Ok(room) } else { Err(unsafe_value("a room is 1 to 64 letters, digits, - and _")) }
}

fn sip(address: &str) -> Result<&str, OrderError> {
    let rest = address.strip_prefix("sips:").or_else(|| address.strip_prefix("sip:")).unwrap_or_default();
    let fits = |sign: u8| sign.is_ascii_alphanumeric() || b"@.-_+:;=%~*#".contains(&sign);
    let good = rest.len() <= 255
        && rest.split_once('@').is_some_and(|(user, host)| !user.is_empty() && !host.is_empty())
        && rest.bytes().all(fits);
    if good { Ok(address) } else { Err(unsafe_value("a SIP address is like sip:desk@example.org")) }
}

/// Headers as Twilio takes them: as what follows the question mark of a SIP address.
fn sip_headers(headers: &BTreeMap<String, String>) -> Result<String, OrderError> {
    if headers.is_empty() {
        return Ok(String::new());
    }
    let named =
        |name: &str| name.starts_with("X-") && name.len() <= 64 && name.bytes().all(|sign| sign.is_ascii_alphanumeric() || sign == b'-');
    if !headers.keys().all(|name| named(name)) {
        return Err(unsafe_value("a header's name is X- and letters, digits and -"));
    }
    Ok(format!("?{}", form_urlencoded::Serializer::new(String::new()).extend_pairs(headers).finish().replace('+', "%20")))
}

#[cfg(test)]
mod tests {
    use flow::voice::Heard;
    use proptest::prelude::*;

    use super::*;
    use crate::twilio::config::Secret;

    const BASE: &str = "https://a.example/conversations/twilio/att_1";

    fn config() -> Config {
        let mut config = Config::new("AC0123456789abcdef0123456789abcdef", Secret::new("hush"), "https://a.example/callbacks/twilio");
        config.conversation_url = Some("https://a.example/conversations/twilio".to_owned());
        config.from = Some("+34872202550".parse().unwrap());
        config.extension_address = Some("sip:{extension}@example.sip.twilio.com".to_owned());
        config
    }

    fn say(text: &str) -> Prompt {
        Prompt::Say { text: text.to_owned(), language: None }
    }

    fn written(asks: Asks, act: &Act) -> Result<String, OrderError> {
        answer(&config(), &"att_1".parse().unwrap(), &TurnRead { turn: 3, asks }, act)
    }

    fn document(prompts: Vec<Prompt>, then: Then) -> Result<String, OrderError> {
        written(Asks::Next(Heard::Played), &Act { prompts, then })
    }

    fn connect(to: Destination, confirm: Option<Confirm>) -> Then {
        let headers = BTreeMap::from([("X-Ref".to_owned(), "a b&c".to_owned())]);
        let headers = if matches!(to, Destination::Number(_)) { BTreeMap::new() } else { headers };
        Then::Connect { to, from: None, ring: Duration::from_secs(20), headers, confirm }
    }

    #[test]
    fn each_act_is_a_document() {
        let s = Duration::from_secs;
        let next = |after: &str| format!("{BASE}?turn=4&amp;after={after}");
        let redirect = |after: &str| format!("<Redirect method=\"POST\">{}</Redirect>", next(after));
        let number = Destination::Number("+34972183386".parse().unwrap());
        let dial = "method=\"POST\" timeout=\"20\" answerOnBridge=\"true\" hangupOnStar=\"true\" callerId=\"+34872202550\"";
        let table = [
            (
                vec![say("Press <1> & wait")],
                Then::Gather { most: 2, finish: Some('#'), timeout: s(5) },
                format!(
                    "<Gather input=\"dtmf\" action=\"{}\" method=\"POST\" numDigits=\"2\" timeout=\"5\" finishOnKey=\"#\" \
                     actionOnEmptyResult=\"true\"><Say>Press &lt;1&gt; &amp; wait</Say></Gather>{}",
                    next("keys"),
                    redirect("keys")
                ),
            ),
            (
                vec![],
                Then::Record { longest: s(120), silence: s(5), finish: None },
                format!(
                    "<Record action=\"{}\" method=\"POST\" maxLength=\"120\" timeout=\"5\" finishOnKey=\"\" playBeep=\"true\"></Record>{}",
                    next("recording"),
                    redirect("recording")
                ),
            ),
            (
                vec![],
                connect(number.clone(), None),
                format!("<Dial action=\"{}\" {dial}><Number>+34972183386</Number></Dial>", next("join")),
            ),
            (
                vec![],
                connect(number, Some(Confirm { prompts: vec![say("Press 1")], key: '1' })),
                format!(
                    "<Dial action=\"{}\" {dial}><Number url=\"{BASE}?turn=3&amp;after=ask\" method=\"POST\">+34972183386</Number></Dial>",
                    next("agreed")
                ),
            ),
            (
                vec![],
                connect(Destination::Sip("sip:desk@example.org".to_owned()), None),
                format!("<Dial action=\"{}\" {dial}><Sip>sip:desk@example.org?X-Ref=a%20b%26c</Sip></Dial>", next("join")),
            ),
            (
                vec![],
                connect(Destination::Extension("1001".parse().unwrap()), None),
                format!("<Dial action=\"{}\" {dial}><Sip>sip:1001@example.sip.twilio.com?X-Ref=a%20b%26c</Sip></Dial>", next("join")),
            ),
            (
                vec![],
                Then::Conference { room: "support".to_owned() },
                format!(
                    "<Dial action=\"{}\" method=\"POST\" hangupOnStar=\"true\"><Conference>support</Conference></Dial>",
                    next("conference")
                ),
            ),
            (vec![], Then::AwaitGreetingEnd { longest: s(30) }, redirect("greeting")),
            (
                vec![Prompt::Play { audio: "https://a.example/b.mp3".to_owned() }],
                Then::Go,
                format!("<Play>https://a.example/b.mp3</Play>{}", redirect("prompts")),
            ),
            (vec![say("Bye")], Then::HangUp, "<Say>Bye</Say><Hangup></Hangup>".to_owned()),
        ];

        for (prompts, then, xml) in table {
            assert_eq!(document(prompts, then), Ok(format!("<Response>{xml}</Response>")));
        }
    }

    #[test]
    fn who_has_to_agree_is_asked_and_joined_by_the_key_alone() {
        let confirm = Confirm { prompts: vec![say("Press 1")], key: '1' };
        let act = Act { prompts: vec![], then: connect(Destination::Number("+34972183386".parse().unwrap()), Some(confirm)) };
        let pressed = |keys: &str| written(Asks::Confirm { pressed: Some(keys.to_owned()) }, &act);
        let declined = Ok("<Response><Hangup></Hangup></Response>".to_owned());

        let question = written(Asks::Confirm { pressed: None }, &act).unwrap();

        assert!(question.contains(&format!("action=\"{BASE}?turn=3&amp;after=pressed\"")) && question.contains("<Say>Press 1</Say>"));
        assert_eq!(pressed("1"), Ok("<Response></Response>".to_owned()));
        assert_eq!((pressed("2"), pressed("")), (declined.clone(), declined));
        let other = written(Asks::Confirm { pressed: None }, &Act { prompts: vec![], then: Then::Go });
        assert!(matches!(other, Err(OrderError::UnsafeValue(_))));
    }

    #[test]
    fn what_cannot_be_written_safely_is_refused() {
        let header = |name: &str| Then::Connect {
            to: Destination::Sip("sip:desk@example.org".to_owned()),
            from: None,
            ring: Duration::from_secs(20),
            headers: BTreeMap::from([(name.to_owned(), "1".to_owned())]),
            confirm: None,
        };
        let sip = |address: &str| connect(Destination::Sip(address.to_owned()), None);
        let table = [
            (vec![say("bell\u{7}")], Then::Go),
            (vec![say(" ")], Then::Go),
            (vec![say(&"a".repeat(LONGEST))], Then::Go),
            (vec![Prompt::Play { audio: "file:///etc/passwd".to_owned() }], Then::Go),
            (vec![], Then::Conference { room: "a b".to_owned() }),
            (vec![], Then::Gather { most: 1, finish: Some('x'), timeout: Duration::from_secs(1) }),
            (vec![], header("Via")),
            (vec![], header("X-A&b")),
            (vec![], sip("desk@example.org")),
            (vec![], sip("sip:desk")),
            (vec![], sip("sip:a@b?X-Other=1")),
            (vec![], sip("sip:a@b\"/><Hangup/>")),
        ];

        for (prompts, then) in table {
            let outcome = document(prompts.clone(), then.clone());
            assert!(matches!(outcome, Err(OrderError::UnsafeValue(_))), "{prompts:?} {then:?}: {outcome:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_becomes_an_element(text in "\\PC{1,60}") {
            let Ok(xml) = document(vec![say(&text)], Then::HangUp) else { return Ok(()) };

            let inner = xml.strip_prefix("<Response><Say>").and_then(|rest| rest.strip_suffix("</Say><Hangup></Hangup></Response>"));

            prop_assert!(!inner.expect("the text stands within one element").contains(['<', '>', '"', '\'']));
        }
    }
}
