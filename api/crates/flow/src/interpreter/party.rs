//! What a node asks of the world beside keys: a recording, another party, a room, a message. Texts with variables become numbers and
//! names here, or nothing where they become none.

use std::time::Duration;

use crate::{
    Effect, NodeId, Record, SendMessage, Transfer, Utterance, Variables, template,
    voice::{Confirm, Destination, Then},
};

/// How what is said is recorded.
pub(super) fn record(does: &Record) -> Then {
    let seconds = |seconds: u16| Duration::from_secs(seconds.max(1).into());
    Then::Record { longest: seconds(does.longest_seconds), silence: seconds(does.silence_seconds.into()), finish: Some('#') }
}

/// How a party is rung; none: what is said of it is nobody.
pub(super) fn connect(does: &Transfer, language: &str, variables: &Variables) -> Option<Then> {
    let to = destination(&template::written(&does.to, variables))?;
    let from = does.from.as_deref().and_then(|from| template::written(from, variables).trim().parse().ok());
    let header = |(name, value): (&String, &String)| (name.clone(), one_line(&template::written(value, variables)));
    let confirm = does
        .confirmation
        .as_ref()
        .map(|confirmation| Confirm { prompts: confirmation.words.prompts(language, variables), key: confirmation.key });
    let ring = Duration::from_secs(does.ring_seconds.clamp(5, 300).into());
    Some(Then::Connect { to, from, ring, headers: does.headers.iter().map(header).collect(), confirm })
}

/// Whom a text means: a public number, an extension, or a SIP address.
pub(crate) fn destination(text: &str) -> Option<Destination> {
    let text = text.trim();
    let sip = || {
        let address = text.strip_prefix("sip:").or_else(|| text.strip_prefix("sips:"))?;
        let plain = address.bytes().all(|sign| sign.is_ascii_alphanumeric() || b"-_.+@:;=".contains(&sign));
        ((3..=200).contains(&address.len()) && plain).then(|| Destination::Sip(text.to_owned()))
    };
    let number = text.parse().map(Destination::Number).ok();
    number.or_else(|| text.parse().map(Destination::Extension).ok()).or_else(sip)
}

/// The room that a text means; none: it is no name of one.
pub(crate) fn room(text: &str, variables: &Variables) -> Option<String> {
    let room = template::written(text, variables);
    is_room(&room).then_some(room)
}

pub(crate) fn is_room(text: &str) -> bool {
    (1..=40).contains(&text.len()) && text.bytes().all(|sign| sign.is_ascii_alphanumeric() || b"-_".contains(&sign))
}

/// The message that is to be sent; none: there is no text in this language, or nothing of it is left.
pub(super) fn message(node: &NodeId, does: &SendMessage, language: &str, variables: &Variables) -> Option<Effect> {
    let Some(Utterance::Say { text }) = does.message.0.get(language) else { return None };
    let text = template::written(text, variables);
    // Of a number that is not known nothing is left: then it goes to the called one.
    let to = does.to.as_deref().map(|to| template::written(to, variables).trim().to_owned()).filter(|to| !to.is_empty());
    (!text.trim().is_empty()).then(|| Effect::SendMessage { node: node.clone(), to, text })
}

fn one_line(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_control()).take(200).collect()
}
