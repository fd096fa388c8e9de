//! What happens once somebody answers a callout's call, as clients give and see it.

use async_graphql::{Enum, ID, InputObject, OneofObject, SimpleObject};
use numbering::{DialTarget, Extension, Msisdn};
use telephony::outgoing::Script;

use super::check::Check;

/// Characters of an address or a name of a recording at the most.
const AUDIO_LENGTH: usize = 2_000;
/// Characters of a text that is spoken at the most.
const SAY_LENGTH: usize = 4_000;
/// Characters of a language at the most.
const LANGUAGE_LENGTH: usize = 35;

/// What happens once somebody answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum CalloutScriptKind {
    /// A recording is played, then the call ends.
    Play,
    /// A text is spoken, then the call ends.
    Say,
    /// Another party is rung and joined to the call.
    Connect,
    /// A flow leads the call.
    Flow,
}

/// What happens once somebody answers.
#[derive(Clone, Debug, SimpleObject)]
pub struct CalloutScript {
    /// What it is.
    #[graphql(owned)]
    pub kind: CalloutScriptKind,
    /// The recording that is played.
    pub audio: Option<String>,
    /// The text that is spoken.
    pub text: Option<String>,
    /// Language of the text; null: the provider's own.
    pub language: Option<String>,
    /// Number or extension that is rung.
    pub to: Option<String>,
    /// Number shown to that party; null: the provider's default.
    pub from: Option<String>,
    /// Id of the sealed version of a flow that leads the call.
    pub flow_version_id: Option<ID>,
}

impl From<Script> for CalloutScript {
    fn from(script: Script) -> Self {
        let nothing = |kind| Self { kind, audio: None, text: None, language: None, to: None, from: None, flow_version_id: None };
        match script {
            Script::Play { audio } => Self { audio: Some(audio), ..nothing(CalloutScriptKind::Play) },
            Script::Say { text, language } => Self { text: Some(text), language, ..nothing(CalloutScriptKind::Say) },
            Script::Connect { to, from } => {
                Self { to: Some(to.to_string()), from: from.map(String::from), ..nothing(CalloutScriptKind::Connect) }
            }
            Script::Converse => nothing(CalloutScriptKind::Flow),
        }
    }
}

/// A recording that is played.
#[derive(Clone, Debug, InputObject)]
pub struct CalloutPlayInput {
    /// Recording: for Twilio an address that begins with https or http, for Asterisk the name of a sound file without extension.
    pub audio: String,
}

/// A text that is spoken.
#[derive(Clone, Debug, InputObject)]
pub struct CalloutSayInput {
    /// The text, 1 to 4000 characters.
    pub text: String,
    /// Language by BCP 47, e.g. `es-ES`; absent: the provider's own.
    pub language: Option<String>,
}

/// Another party, who is rung and joined to the call.
#[derive(Clone, Debug, InputObject)]
pub struct CalloutConnectInput {
    /// Public number in E.164, or an extension.
    pub to: String,
    /// Public number shown to that party; absent: the provider's default.
    pub from: Option<String>,
}

/// A flow that leads the calls.
#[derive(Clone, Debug, InputObject)]
pub struct CalloutFlowInput {
    /// Id of the flow, whose version is taken that was sealed last; or of a sealed version. It stays the same until the script is given again.
    pub id: ID,
}

/// What happens once somebody answers: one of these.
#[derive(Clone, Debug, OneofObject)]
pub enum CalloutScriptInput {
    /// A recording is played, then the call ends.
    Play(CalloutPlayInput),
    /// A text is spoken, then the call ends.
    Say(CalloutSayInput),
    /// Another party is rung and joined to the call: whoever answered hears it ring.
    Connect(CalloutConnectInput),
    /// A flow leads the call.
    Flow(CalloutFlowInput),
}

impl CalloutScriptInput {
    /// The flow that is named, if one is.
    pub(super) fn flow(&self) -> Option<&ID> {
        if let Self::Flow(CalloutFlowInput { id }) = self { Some(id) } else { None }
    }

    /// The script that is meant, if it is one.
    pub(super) fn read(self, check: &mut Check) -> Option<Script> {
        match self {
            Self::Play(CalloutPlayInput { audio }) => {
                let audio = check.below("play", |check| check.line("audio", &audio, AUDIO_LENGTH));
                Some(Script::Play { audio })
            }
            Self::Say(CalloutSayInput { text, language }) => check.below("say", |check| {
                let text = check.text("text", &text, SAY_LENGTH);
                let language = language.map(|language| check.line("language", &language, LANGUAGE_LENGTH));
                Some(Script::Say { text, language })
            }),
            Self::Connect(CalloutConnectInput { to, from }) => check.below("connect", |check| {
                let to = target(&to).or_else(|| {
                    check.invalid("to", "This is neither a public number nor an extension.");
                    None
                });
                let from = from.and_then(|from| number(check, "from", &from));
                Some(Script::Connect { to: to?, from })
            }),
            Self::Flow(_) => Some(Script::Converse),
        }
    }
}

fn target(text: &str) -> Option<DialTarget> {
    let extension = || text.parse::<Extension>().map(DialTarget::Extension).ok();
    text.parse::<Msisdn>().map(DialTarget::Number).ok().or_else(extension)
}

pub(super) fn number(check: &mut Check, field: &str, text: &str) -> Option<Msisdn> {
    text.parse().map_err(|error| check.invalid(field, format!("Not a public number: {error}."))).ok()
}
