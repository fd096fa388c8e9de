//! Nodes: each says or asks something, or does something with the call.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Branches, On, Words};
use crate::Outcome;

/// A node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// What people call it, in drawings and reports.
    #[serde(default)]
    pub label: Option<String>,
    /// What it does.
    #[serde(flatten)]
    pub does: Does,
    /// What follows.
    #[serde(default)]
    pub branches: Branches,
}

/// What a node does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Does {
    /// Says something.
    PlayMessage(Play),
    /// Asks to choose one of a few keys.
    MultipleChoice(MultipleChoice),
    /// Asks for a number from 1 on.
    Rating(Rating),
    /// Asks for digits.
    CaptureDigits(Digits),
    /// Records what is said.
    Record(Record),
    /// Rings another party and joins it to the call.
    Transfer(Transfer),
    /// Ends the call.
    HangUp(HangUp),
    /// Joins a room with others.
    Conference(Conference),
    /// Has the called number not called any more, and ends the call.
    DoNotCall(DoNotCall),
    /// Sends a text message.
    SendMessage(SendMessage),
    /// Goes by who answered.
    Answered(Answered),
    /// Leaves a message on an answering machine, after its greeting.
    VoicemailDrop(Voicemail),
}

/// Says something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Play {
    /// What is heard.
    pub words: Words,
}

/// How keys are asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// What is heard.
    pub words: Words,
    /// What is heard after keys that are not among those asked for, before it is asked again.
    #[serde(default)]
    pub invalid: Words,
    /// How often it is asked again when nothing was pressed, or nothing valid: 0 to 9.
    pub retries: u8,
    /// Seconds without a key after which nothing was pressed: 1 to 60.
    pub timeout_seconds: u8,
    /// Nothing is said: keys are awaited in silence, after what an earlier node has said.
    #[serde(default)]
    pub speech_off: bool,
    /// It is said to the end: keys pressed meanwhile do not count.
    #[serde(default)]
    pub uninterrupted: bool,
    /// What keys mean for whatever the call is about.
    #[serde(default)]
    pub outcomes: BTreeMap<String, Outcome>,
}

impl Default for Ask {
    fn default() -> Self {
        Self {
            words: Words::default(),
            invalid: Words::default(),
            retries: 0,
            timeout_seconds: 5,
            speech_off: false,
            uninterrupted: false,
            outcomes: BTreeMap::new(),
        }
    }
}

/// Asks to choose one of a few keys.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MultipleChoice {
    /// How it is asked.
    pub ask: Ask,
    /// What each key means, by the key: a digit, `*` or `#`. Others are not accepted.
    pub choices: BTreeMap<char, String>,
    /// In which language is gone on after a key.
    #[serde(default)]
    pub languages: BTreeMap<char, String>,
}

/// Asks for a number from 1 on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// How it is asked.
    pub ask: Ask,
    /// Up to which number: 1 to 99.
    pub highest: u8,
}

/// Asks for digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digits {
    /// How it is asked.
    pub ask: Ask,
    /// How many at the most: 1 to 32. `#` ends it before.
    pub most: u8,
    /// The least number that is accepted.
    #[serde(default)]
    pub minimum: Option<u64>,
    /// The greatest number that is accepted.
    #[serde(default)]
    pub maximum: Option<u64>,
}

/// Records what is said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// What is heard before.
    pub words: Words,
    /// Seconds it may be long: 1 to 600.
    pub longest_seconds: u16,
    /// Seconds of silence that end it: 1 to 60.
    pub silence_seconds: u8,
}

/// Rings another party and joins it to the call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// What is heard before.
    pub words: Words,
    /// Whom: a public number, an extension, a SIP address, or a text with variables that becomes one of them.
    pub to: String,
    /// Number shown to that party, or a text with variables that becomes one; none: the provider's own.
    #[serde(default)]
    pub from: Option<String>,
    /// Seconds it may ring: 5 to 300.
    pub ring_seconds: u16,
    /// Headers of the invitation by SIP: names that begin with `X-`, texts that may have variables.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// What that party has to agree to; none: it is joined as it answers.
    #[serde(default)]
    pub confirmation: Option<Confirmation>,
}

/// What a rung party hears, and has to press before it is joined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// What it hears.
    pub words: Words,
    /// Key that joins.
    pub key: char,
}

/// Ends the call.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HangUp {
    /// What is heard before; empty: nothing.
    #[serde(default)]
    pub words: Words,
}

/// Joins a room with others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conference {
    /// What is heard before; empty: nothing.
    #[serde(default)]
    pub words: Words,
    /// Name of the room, which is the account's own: 1 to 40 letters, digits, `-` and `_`, or a text with variables that becomes one.
    pub room: String,
}

/// Has the called number not called any more, and ends the call.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoNotCall {
    /// What is heard; empty: nothing.
    #[serde(default)]
    pub words: Words,
}

/// Sends a text message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendMessage {
    /// What is heard meanwhile; empty: nothing.
    #[serde(default)]
    pub words: Words,
    /// What is sent, by BCP 47 language; texts only.
    pub message: Words,
    /// To which public number, or a text with variables that becomes one; none: to the called number.
    #[serde(default)]
    pub to: Option<String>,
}

/// Goes by who answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {}

/// Leaves a message on an answering machine, after its greeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voicemail {
    /// What is left.
    pub words: Words,
    /// Seconds the greeting may take at the most: 1 to 120.
    pub longest_greeting_seconds: u8,
}

impl Does {
    /// How keys are asked for, if they are.
    pub fn ask(&self) -> Option<&Ask> {
        match self {
            Self::MultipleChoice(does) => Some(&does.ask),
            Self::Rating(does) => Some(&does.ask),
            Self::CaptureDigits(does) => Some(&does.ask),
            _ => None,
        }
    }

    /// All that is heard or sent, by its field, and whether it cannot be left out.
    pub(crate) fn words(&self) -> Vec<(&'static str, &Words, bool)> {
        if let Some(ask) = self.ask() {
            return vec![("words", &ask.words, !ask.speech_off), ("invalid", &ask.invalid, false)];
        }
        match self {
            Self::PlayMessage(Play { words }) | Self::VoicemailDrop(Voicemail { words, .. }) | Self::Record(Record { words, .. }) => {
                vec![("words", words, true)]
            }
            Self::HangUp(HangUp { words }) | Self::Conference(Conference { words, .. }) | Self::DoNotCall(DoNotCall { words }) => {
                vec![("words", words, false)]
            }
            Self::Transfer(does) => {
                let confirmation = does.confirmation.as_ref().map(|confirmation| ("confirmation", &confirmation.words, true));
                [("words", &does.words, false)].into_iter().chain(confirmation).collect()
            }
            Self::SendMessage(does) => vec![("words", &does.words, false), ("message", &does.message, true)],
            _ => Vec::new(),
        }
    }

    /// Whether a branch can be taken on that after it.
    pub(crate) fn branches_on(&self, on: &On) -> bool {
        match self {
            Self::MultipleChoice(_) | Self::Rating(_) | Self::CaptureDigits(_) => {
                matches!(on, On::Keys(_) | On::Any | On::Invalid | On::Timeout)
            }
            Self::Answered(_) => matches!(on, On::Human | On::Machine | On::Fax | On::Unknown),
            Self::Transfer(_) => matches!(on, On::Next | On::Unreached),
            Self::HangUp(_) | Self::DoNotCall(_) => false,
            _ => matches!(on, On::Next),
        }
    }

    /// Whether a call can end with it whatever its branches say.
    pub(crate) fn ends(&self) -> bool {
        matches!(self, Self::HangUp(_) | Self::DoNotCall(_))
    }
}
