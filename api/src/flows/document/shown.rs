//! From a document to what clients see.

use flow::{Ask, Document, Does, Node, On, Outcome, Utterance, Words};

use super::shape::*;

impl From<Document> for FlowDocument {
    fn from(document: Document) -> Self {
        Self {
            languages: document.languages,
            start: document.start.map(String::from),
            nodes: document.nodes.into_iter().map(|(id, node)| shown(id.into(), node)).collect(),
        }
    }
}

fn shown(id: String, node: Node) -> FlowNode {
    let branch = |(on, to): (On, Option<flow::NodeId>)| {
        let (on, keys) = on_shown(on);
        FlowBranch { on, keys, to: to.map(String::from) }
    };
    FlowNode { id, label: node.label, does: does(node.does), branches: node.branches.0.into_iter().map(branch).collect() }
}

fn on_shown(on: On) -> (FlowBranchOn, Option<String>) {
    let word = match on {
        On::Keys(keys) => return (FlowBranchOn::Keys, Some(keys)),
        On::Any => FlowBranchOn::Any,
        On::Invalid => FlowBranchOn::Invalid,
        On::Timeout => FlowBranchOn::Timeout,
        On::Next => FlowBranchOn::Next,
        On::Unreached => FlowBranchOn::Unreached,
        On::Human => FlowBranchOn::Human,
        On::Machine => FlowBranchOn::Machine,
        On::Fax => FlowBranchOn::Fax,
        On::Unknown => FlowBranchOn::Unknown,
    };
    (word, None)
}

fn words(words: Words) -> Vec<FlowWords> {
    let heard = |utterance| match utterance {
        Utterance::Say { text } => FlowUtterance::Say(text),
        Utterance::Play { audio } => FlowUtterance::Play(audio),
    };
    words.0.into_iter().map(|(language, utterance)| FlowWords { language, heard: heard(utterance) }).collect()
}

fn texts(words: Words) -> Vec<FlowText> {
    let text = |utterance| match utterance {
        Utterance::Say { text } | Utterance::Play { audio: text } => text,
    };
    words.0.into_iter().map(|(language, utterance)| FlowText { language, text: text(utterance) }).collect()
}

impl From<Outcome> for FlowOutcome {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Confirmed => Self::Meaning(FlowMeaning::Confirmed),
            Outcome::Canceled => Self::Meaning(FlowMeaning::Canceled),
            Outcome::Rescheduled => Self::Meaning(FlowMeaning::Rescheduled),
            Outcome::Other(own) => Self::Own(own),
        }
    }
}

fn ask(ask: Ask) -> FlowAsk {
    FlowAsk {
        words: words(ask.words),
        invalid: words(ask.invalid),
        retries: ask.retries.into(),
        timeout_seconds: ask.timeout_seconds.into(),
        speech_off: ask.speech_off,
        uninterrupted: ask.uninterrupted,
        outcomes: ask.outcomes.into_iter().map(|(keys, outcome)| FlowKeysOutcome { keys, outcome: outcome.into() }).collect(),
    }
}

fn does(does: Does) -> FlowDoes {
    match does {
        Does::PlayMessage(does) => FlowDoes::PlayMessage(FlowPlayMessage { words: words(does.words) }),
        Does::MultipleChoice(does) => {
            let mut languages = does.languages;
            let choice = |(key, label): (char, String)| FlowChoice { key: key.to_string(), label, language: languages.remove(&key) };
            let choices = does.choices.into_iter().map(choice).collect();
            FlowDoes::MultipleChoice(FlowMultipleChoice { ask: ask(does.ask), choices })
        }
        Does::Rating(does) => FlowDoes::Rating(FlowRating { ask: ask(does.ask), highest: does.highest.into() }),
        Does::CaptureDigits(does) => FlowDoes::CaptureDigits(FlowCaptureDigits {
            ask: ask(does.ask),
            most: does.most.into(),
            minimum: does.minimum.map(|number| number.to_string()),
            maximum: does.maximum.map(|number| number.to_string()),
        }),
        Does::Record(does) => FlowDoes::Record(FlowRecord {
            words: words(does.words),
            longest_seconds: does.longest_seconds.into(),
            silence_seconds: does.silence_seconds.into(),
        }),
        Does::Transfer(does) => FlowDoes::Transfer(FlowTransfer {
            words: words(does.words),
            to: does.to,
            from: does.from,
            ring_seconds: does.ring_seconds.into(),
            headers: does.headers.into_iter().map(|(name, value)| FlowHeader { name, value }).collect(),
            confirmation: does.confirmation.map(|given| FlowConfirmation { words: words(given.words), key: given.key.to_string() }),
        }),
        Does::HangUp(does) => FlowDoes::HangUp(FlowHangUp { words: words(does.words) }),
        Does::Conference(does) => FlowDoes::Conference(FlowConference { words: words(does.words), room: does.room }),
        Does::DoNotCall(does) => FlowDoes::DoNotCall(FlowDoNotCall { words: words(does.words) }),
        Does::SendMessage(does) => {
            FlowDoes::SendMessage(FlowSendMessage { words: words(does.words), message: texts(does.message), to: does.to })
        }
        Does::Answered(_) => FlowDoes::Answered(true),
        Does::VoicemailDrop(does) => FlowDoes::VoicemailDrop(FlowVoicemailDrop {
            words: words(does.words),
            longest_greeting_seconds: does.longest_greeting_seconds.into(),
        }),
    }
}
