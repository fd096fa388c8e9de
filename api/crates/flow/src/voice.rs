//! What a provider is asked to do in a call that is led step by step, and what it tells of it.
//!
//! An [`Act`] is a few prompts and one thing after them; when that is over, or was in vain, the provider tells what it [`Heard`] and
//! is given the next act. The first thing heard of a call is [`Heard::Answered`], the last act of one is [`Then::HangUp`], unless the
//! called party hangs up before.

use std::{collections::BTreeMap, fmt, time::Duration};

use numbering::{Extension, Msisdn};
use serde::{Deserialize, Serialize};

/// One thing that is heard by whoever answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Prompt {
    /// A text is spoken. Only where the provider speaks.
    Say {
        /// The text, as it is: nothing in it is markup.
        text: String,
        /// BCP 47 language, e.g. `es-ES`; none: the provider's own.
        language: Option<String>,
    },
    /// A recording is played.
    Play {
        /// Which: for Twilio an `https` or `http` address; for Asterisk the name of a sound file, without extension.
        audio: String,
    },
}

/// What a provider is asked to do next in a call: prompts in their order, then one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// What is heard first; empty: nothing.
    pub prompts: Vec<Prompt>,
    /// What is done then.
    pub then: Then,
}

/// What is done after the prompts of an act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Then {
    /// Keys are heard while the prompts play, which the first one ends, and after them. Comes back with [`Heard::Keys`]: after `most`
    /// keys, the finishing key, which is not told, or `timeout` without a key.
    Gather {
        /// How many keys are enough: 1 to 32.
        most: u8,
        /// Key that ends it before, `#` or `*`; none: no key does.
        finish: Option<char>,
        /// How long the next key is waited for, from the end of the prompts or the key before.
        timeout: Duration,
    },
    /// What is said is recorded. Comes back with [`Heard::Recorded`] or [`Heard::NothingRecorded`].
    Record {
        /// How long it may be.
        longest: Duration,
        /// How much silence ends it.
        silence: Duration,
        /// Key that ends it, `#` or `*`; none: no key does.
        finish: Option<char>,
    },
    /// Another party is rung and joined to the call. Comes back with [`Heard::Joined`] when that is over or was in vain.
    Connect {
        /// Whom to ring.
        to: Destination,
        /// Number shown to that party; none: the provider's own.
        from: Option<Msisdn>,
        /// How long it may ring.
        ring: Duration,
        /// Headers of the invitation, by name, where the party is rung by SIP: names begin with `X-`.
        headers: BTreeMap<String, String>,
        /// What that party has to agree to before it is joined; none: it is joined as it answers.
        confirm: Option<Confirm>,
    },
    /// The called party joins a room with whoever is in it. Comes back with [`Heard::Left`].
    Conference {
        /// Which: letters, digits, `-` and `_`.
        room: String,
    },
    /// Waits until a machine has said its greeting. Comes back with [`Heard::GreetingOver`], also after `longest`.
    AwaitGreetingEnd {
        /// How long at the most.
        longest: Duration,
    },
    /// The next act is asked for once the prompts were played. Comes back with [`Heard::Played`].
    Go,
    /// The call ends.
    HangUp,
}

/// Whom to ring during a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Destination {
    /// Somebody by a public number.
    Number(Msisdn),
    /// A colleague by an extension.
    Extension(Extension),
    /// Somebody by a SIP address, e.g. `sip:desk@example.org`.
    Sip(String),
}

/// What a rung party hears and has to press before it is joined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirm {
    /// What it hears.
    pub prompts: Vec<Prompt>,
    /// Key that joins: a digit, `*` or `#`. Any other, or none, declines.
    pub key: char,
}

/// Who answered, as far as the provider found out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Who {
    /// Somebody.
    Human,
    /// An answering machine.
    Machine,
    /// A fax.
    Fax,
    /// It was looked for, and could not be told.
    Unknown,
}

/// The provider's name or address of a recording. Unique within a provider.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RecordingKey(pub String);

impl fmt::Display for RecordingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What became of the act before; the first of a call is [`Heard::Answered`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Heard {
    /// The called party answered.
    Answered {
        /// Who; none: nobody looked.
        by: Option<Who>,
    },
    /// Keys were waited for.
    Keys {
        /// Which were pressed, of `0-9*#`; empty: none in time.
        keys: String,
    },
    /// The prompts were played.
    Played,
    /// Something was recorded.
    Recorded {
        /// Where it is.
        recording: RecordingKey,
        /// How long it is.
        seconds: u32,
    },
    /// Nothing was said, or nothing was kept of it.
    NothingRecorded,
    /// A party was rung.
    Joined {
        /// What became of it.
        outcome: Joined,
    },
    /// The called party left the conference, and is still there.
    Left {
        /// How long it was in it.
        seconds: u32,
    },
    /// A machine has said its greeting.
    GreetingOver,
    /// The called party hung up. Nothing can be done any more; what was heard before is kept.
    HungUp,
    /// The provider could not do it.
    Failed {
        /// Its word for it.
        why: String,
    },
}

/// What became of a party that was rung during a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Joined {
    /// It was joined, and has hung up.
    Answered {
        /// How long they talked.
        seconds: u32,
    },
    /// It was engaged.
    Busy,
    /// It did not answer in time.
    NoAnswer,
    /// It could not be rung.
    Failed,
    /// It answered and did not agree.
    Declined,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_and_told_is_read_as_it_was_written() {
        let number: Msisdn = "+34972183386".parse().expect("a number");
        let say = Prompt::Say { text: "Bon dia".to_owned(), language: Some("ca-ES".to_owned()) };
        let then = [
            Then::Gather { most: 1, finish: Some('#'), timeout: Duration::from_secs(5) },
            Then::Record { longest: Duration::from_secs(120), silence: Duration::from_secs(5), finish: Some('#') },
            Then::Connect {
                to: Destination::Number(number.clone()),
                from: Some(number),
                ring: Duration::from_secs(30),
                headers: BTreeMap::from([("X-Ref".to_owned(), "7".to_owned())]),
                confirm: Some(Confirm { prompts: vec![say.clone()], key: '1' }),
            },
            Then::Conference { room: "support".to_owned() },
            Then::AwaitGreetingEnd { longest: Duration::from_secs(30) },
            Then::Go,
            Then::HangUp,
        ];
        let heard = [
            Heard::Answered { by: Some(Who::Machine) },
            Heard::Keys { keys: "12".to_owned() },
            Heard::Recorded { recording: RecordingKey("RE1".to_owned()), seconds: 7 },
            Heard::NothingRecorded,
            Heard::Joined { outcome: Joined::Answered { seconds: 60 } },
            Heard::Joined { outcome: Joined::Declined },
            Heard::HungUp,
            Heard::Failed { why: "13224".to_owned() },
        ];

        for then in then {
            let act = Act { prompts: vec![say.clone(), Prompt::Play { audio: "hello".to_owned() }], then };
            let text = serde_json::to_string(&act).expect("JSON");
            assert_eq!(serde_json::from_str::<Act>(&text).expect("an act"), act, "{text}");
        }
        for heard in heard {
            let text = serde_json::to_string(&heard).expect("JSON");
            assert_eq!(serde_json::from_str::<Heard>(&text).expect("what was heard"), heard, "{text}");
        }
    }
}
