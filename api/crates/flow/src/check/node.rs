//! Whether a node is one: its texts, its keys, its numbers, its branches.

use std::ops::RangeInclusive;

use super::{Code, Found};
use crate::{
    Ask, Digits, Document, Does, Node, NodeId, On, SendMessage, Transfer, Utterance, Words,
    interpreter::{
        answer::{Judged, judge},
        destination, is_room,
    },
    template,
};

/// Characters of a label at the most.
const LABEL_LENGTH: usize = 500;
/// Characters of what is said or sent in one language at the most.
const TEXT_LENGTH: usize = 1_000;
/// Characters of an address or name of a recording at the most.
const AUDIO_LENGTH: usize = 2_000;
/// Characters of what a key means at the most.
const CHOICE_LENGTH: usize = 100;
/// Headers of a transfer at the most.
const MOST_HEADERS: usize = 10;

impl Found {
    /// Whether a node is one.
    pub(super) fn node(&mut self, document: &Document, id: &NodeId, node: &Node) {
        let id = id.as_str();
        let label = node.label.as_deref().unwrap_or("-");
        if label.trim().is_empty() || label.chars().count() > LABEL_LENGTH || label.chars().any(char::is_control) {
            self.add(Code::TextInvalid, &["nodes", id, "label"], format!("A label is a line of 1 to {LABEL_LENGTH} characters."));
        }
        for (field, words, needed) in node.does.words() {
            self.words(document, &["nodes", id, field], words, needed, field == "message");
        }
        self.branches(document, id, node);
        match &node.does {
            Does::MultipleChoice(does) => {
                if does.choices.is_empty() {
                    self.add(Code::KeyInvalid, &["nodes", id, "choices"], "There is at least one key to choose.");
                }
                for (key, meaning) in &does.choices {
                    let path = ["nodes", id, "choices", &key.to_string()];
                    if !is_key(*key) {
                        self.add(Code::KeyInvalid, &path, "A key is a digit, `*` or `#`.");
                    }
                    if meaning.trim().is_empty() || meaning.chars().count() > CHOICE_LENGTH || meaning.chars().any(char::is_control) {
                        self.add(Code::TextInvalid, &path, format!("What a key means is a line of 1 to {CHOICE_LENGTH} characters."));
                    }
                }
                for (key, language) in &does.languages {
                    let path = ["nodes", id, "languages", &key.to_string()];
                    if !document.languages.contains(language) {
                        self.add(Code::LanguageUnknown, &path, format!("`{language}` is no language of this flow."));
                    }
                    if !does.choices.contains_key(key) {
                        self.add(Code::KeyInvalid, &path, "This key cannot be chosen.");
                    }
                }
                self.ask(id, &node.does, &does.ask);
                self.answered(id, node, does.choices.keys().map(char::to_string));
            }
            Does::Rating(does) => {
                self.range(&["nodes", id, "highest"], does.highest.into(), 1..=99);
                self.ask(id, &node.does, &does.ask);
                self.answered(id, node, (1..=does.highest.min(99)).map(|number| number.to_string()));
            }
            Does::CaptureDigits(does) => {
                self.digits(id, does);
                self.ask(id, &node.does, &does.ask);
                if !node.branches.has(&On::Any) {
                    self.add(Code::KeyWithoutBranch, &["nodes", id, "branches", "any"], "Nothing says what follows from digits.");
                }
            }
            Does::Record(does) => {
                self.range(&["nodes", id, "longestSeconds"], does.longest_seconds.into(), 1..=600);
                self.range(&["nodes", id, "silenceSeconds"], does.silence_seconds.into(), 1..=60);
            }
            Does::Transfer(does) => self.transfer(id, does),
            Does::Conference(does) => {
                if !varies(&does.room) && !is_room(&does.room) {
                    let message = "A room has 1 to 40 letters, digits, `-` and `_`.";
                    self.add(Code::TargetInvalid, &["nodes", id, "room"], message);
                }
            }
            Does::SendMessage(does) => self.message(id, does),
            Does::VoicemailDrop(does) => {
                self.range(&["nodes", id, "longestGreetingSeconds"], does.longest_greeting_seconds.into(), 1..=120);
            }
            Does::PlayMessage(_) | Does::HangUp(_) | Does::DoNotCall(_) | Does::Answered(_) => {}
        }
    }

    fn words(&mut self, document: &Document, path: &[&str], words: &Words, needed: bool, texts_only: bool) {
        let at = |language: &str| path.iter().map(|part| (*part).to_owned()).chain([language.to_owned()]).collect::<Vec<_>>();
        // What is said in one language is said in all of them.
        if needed || !words.0.is_empty() {
            for language in document.languages.iter().filter(|language| !words.0.contains_key(*language)) {
                let path = at(language);
                let path: Vec<&str> = path.iter().map(String::as_str).collect();
                self.add(Code::TextMissing, &path, format!("Nothing is said here in {language}."));
            }
        }
        for (language, utterance) in &words.0 {
            let path = at(language);
            let path: Vec<&str> = path.iter().map(String::as_str).collect();
            if !document.languages.contains(language) {
                self.add(Code::LanguageUnknown, &path, format!("`{language}` is no language of this flow."));
            }
            let fits = |text: &str, most: usize| !text.trim().is_empty() && text.chars().count() <= most;
            match utterance {
                Utterance::Say { text } if !fits(text, TEXT_LENGTH) => {
                    self.add(Code::TextInvalid, &path, format!("A text has 1 to {TEXT_LENGTH} characters."));
                }
                Utterance::Play { .. } if texts_only => self.add(Code::TextInvalid, &path, "A message is a text."),
                Utterance::Play { audio } if !fits(audio, AUDIO_LENGTH) || audio.chars().any(char::is_control) => {
                    let message = format!("A recording is named by an address or a name of 1 to {AUDIO_LENGTH} characters.");
                    self.add(Code::TextInvalid, &path, message);
                }
                _ => {}
            }
        }
    }

    fn branches(&mut self, document: &Document, id: &str, node: &Node) {
        for (on, to) in &node.branches.0 {
            let word = on.to_string();
            let path = ["nodes", id, "branches", &word];
            if let Some(to) = to.as_ref().filter(|to| !document.nodes.contains_key(*to)) {
                self.add(Code::UnknownNode, &path, format!("There is no node `{to}` in this flow."));
            }
            let asked = match on {
                On::Keys(keys) => matches!(judge(&node.does, keys), Judged::Answer(_)),
                _ => true,
            };
            if !node.does.branches_on(on) {
                self.add(Code::BranchInvalid, &path, format!("Nothing at this node leads to a branch on `{word}`."));
            } else if !asked {
                self.add(Code::BranchInvalid, &path, format!("This node does not ask for `{word}`."));
            }
        }
    }

    /// That something follows from each of the keys that are asked for.
    fn answered(&mut self, id: &str, node: &Node, keys: impl Iterator<Item = String>) {
        for keys in keys.filter(|keys| !node.branches.has(&On::Keys(keys.clone()))) {
            self.add(Code::KeyWithoutBranch, &["nodes", id, "branches", &keys], format!("Nothing says what follows from `{keys}`."));
        }
    }

    fn ask(&mut self, id: &str, does: &Does, ask: &Ask) {
        self.range(&["nodes", id, "retries"], ask.retries.into(), 0..=9);
        self.range(&["nodes", id, "timeoutSeconds"], ask.timeout_seconds.into(), 1..=60);
        for keys in ask.outcomes.keys().filter(|keys| !matches!(judge(does, keys), Judged::Answer(_))) {
            self.add(Code::KeyInvalid, &["nodes", id, "outcomes", keys], format!("This node does not ask for `{keys}`."));
        }
    }

    fn digits(&mut self, id: &str, does: &Digits) {
        self.range(&["nodes", id, "most"], does.most.into(), 1..=32);
        if let (Some(minimum), Some(maximum)) = (does.minimum, does.maximum)
            && minimum > maximum
        {
            self.add(Code::OutOfRange, &["nodes", id, "minimum"], format!("{minimum} is more than the maximum {maximum}."));
        }
        // As many digits as these all are nines.
        let greatest = 10_u64.checked_pow(does.most.into());
        if greatest.is_some_and(|greatest| does.minimum.is_some_and(|minimum| minimum >= greatest)) {
            self.add(Code::OutOfRange, &["nodes", id, "minimum"], format!("No number of {} digits is so large.", does.most));
        }
    }

    fn transfer(&mut self, id: &str, does: &Transfer) {
        self.range(&["nodes", id, "ringSeconds"], does.ring_seconds.into(), 5..=300);
        if !varies(&does.to) && destination(&does.to).is_none() {
            let message = "This is no public number in E.164, no extension and no SIP address.";
            self.add(Code::TargetInvalid, &["nodes", id, "to"], message);
        }
        if let Some(from) = &does.from
            && !varies(from)
            && from.parse::<numbering::Msisdn>().is_err()
        {
            self.add(Code::TargetInvalid, &["nodes", id, "from"], "This is no public number in E.164.");
        }
        if does.headers.len() > MOST_HEADERS {
            self.add(Code::TooMany, &["nodes", id, "headers"], format!("There are at most {MOST_HEADERS} headers."));
        }
        for (name, value) in &does.headers {
            let own = name.strip_prefix("X-").filter(|own| !own.is_empty() && own.len() <= 60);
            let plain = |own: &str| own.bytes().all(|sign| sign.is_ascii_alphanumeric() || sign == b'-');
            if !own.is_some_and(plain) || value.chars().any(char::is_control) || value.chars().count() > 200 {
                let message = "A header has a name of letters, digits and `-` that begins with `X-`, and a line of at most 200 characters.";
                self.add(Code::TextInvalid, &["nodes", id, "headers", name], message);
            }
        }
        if let Some(confirmation) = &does.confirmation
            && !is_key(confirmation.key)
        {
            self.add(Code::KeyInvalid, &["nodes", id, "confirmation", "key"], "A key is a digit, `*` or `#`.");
        }
    }

    fn message(&mut self, id: &str, does: &SendMessage) {
        if let Some(to) = &does.to
            && !varies(to)
            && to.parse::<numbering::Msisdn>().is_err()
        {
            self.add(Code::TargetInvalid, &["nodes", id, "to"], "This is no public number in E.164.");
        }
    }

    fn range(&mut self, path: &[&str], given: u32, range: RangeInclusive<u32>) {
        if !range.contains(&given) {
            self.add(Code::OutOfRange, path, format!("{given} is not within {} to {}.", range.start(), range.end()));
        }
    }
}

fn is_key(key: char) -> bool {
    key.is_ascii_digit() || matches!(key, '*' | '#')
}

/// Whether a text has variables: what becomes of it is known in the call only.
fn varies(text: &str) -> bool {
    !template::names(text).is_empty()
}
