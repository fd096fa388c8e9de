//! From what clients give to a document. Every fault is told at once, each with its path: nodes by their ids, as findings name them.

use std::collections::BTreeMap;

use flow::{
    Answered, Ask, Branches, Conference, Confirmation, Digits, DoNotCall, Document, Does, HangUp, MultipleChoice, Node, NodeId, On,
    Outcome, Play, Rating, Record, SendMessage, Transfer, Utterance, Voicemail, Words,
};

use super::shape::*;
use crate::error::{Problem, ProblemCode};

/// The document that is meant, and what of it cannot be read. `path` leads to it.
pub fn read(given: FlowDocument, path: &[&str]) -> (Document, Vec<Problem>) {
    let mut reader = Reader { at: path.iter().map(|part| (*part).to_owned()).collect(), problems: Vec::new() };
    let start = given.start.and_then(|start| reader.node_id("start", &start));
    let mut nodes = BTreeMap::new();
    reader.below("nodes", |reader| {
        for (place, node) in given.nodes.into_iter().enumerate() {
            let Ok(id) = node.id.parse::<NodeId>() else {
                reader.invalid(&place.to_string(), "A node's id is 1 to 40 small letters, digits or underscores.");
                continue;
            };
            let read = reader.below(id.clone().as_str(), |reader| reader.node(node));
            if nodes.insert(id.clone(), read).is_some() {
                reader.fault(ProblemCode::Taken, id.as_str(), "Two nodes have this id.");
            }
        }
    });
    (Document { languages: given.languages, start, nodes }, reader.problems)
}

struct Reader {
    at: Vec<String>,
    problems: Vec<Problem>,
}

impl Reader {
    fn below<T>(&mut self, field: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        self.at.push(field.to_owned());
        let done = read(self);
        self.at.pop();
        done
    }

    fn fault(&mut self, code: ProblemCode, field: &str, message: impl Into<String>) {
        let path: Vec<&str> = self.at.iter().map(String::as_str).chain([field]).collect();
        self.problems.push(Problem::new(code, &path, message));
    }

    fn invalid(&mut self, field: &str, message: impl Into<String>) {
        self.fault(ProblemCode::Invalid, field, message);
    }

    fn node_id(&mut self, field: &str, text: &str) -> Option<NodeId> {
        // What can be no node of this flow is none.
        let missing = |_| self.fault(ProblemCode::NotFound, field, format!("UNKNOWN_NODE: There is no node `{text}` in this flow."));
        text.parse().map_err(missing).ok()
    }

    fn node(&mut self, node: FlowNode) -> Node {
        let does = self.does(node.does);
        let branches = self.below("branches", |reader| reader.branches(node.branches));
        Node { label: node.label.map(|label| label.trim().to_owned()).filter(|label| !label.is_empty()), does, branches }
    }

    fn branches(&mut self, given: Vec<FlowBranch>) -> Branches {
        let mut branches = BTreeMap::new();
        for branch in given {
            let Some(on) = self.on(&branch) else { continue };
            let word = on.to_string();
            let to = branch.to.map(|to| self.node_id(&word, &to));
            // A target that could not be read is told already.
            if branches.insert(on, to.flatten()).is_some() {
                self.fault(ProblemCode::Taken, &word, "Two branches are taken on the same.");
            }
        }
        Branches(branches)
    }

    fn on(&mut self, branch: &FlowBranch) -> Option<On> {
        let word = match branch.on {
            FlowBranchOn::Keys => {
                let keys = branch.keys.as_deref().unwrap_or_default();
                let read = keys.parse().ok().filter(|on| matches!(on, On::Keys(_)));
                if read.is_none() {
                    self.invalid("keys", "A branch on KEYS names 1 to 32 of 0-9, `*` and `#`.");
                }
                return read;
            }
            FlowBranchOn::Any => On::Any,
            FlowBranchOn::Invalid => On::Invalid,
            FlowBranchOn::Timeout => On::Timeout,
            FlowBranchOn::Next => On::Next,
            FlowBranchOn::Unreached => On::Unreached,
            FlowBranchOn::Human => On::Human,
            FlowBranchOn::Machine => On::Machine,
            FlowBranchOn::Fax => On::Fax,
            FlowBranchOn::Unknown => On::Unknown,
        };
        if branch.keys.is_some() {
            self.invalid("keys", "Only a branch on KEYS names keys.");
        }
        Some(word)
    }

    fn words(&mut self, field: &str, given: Vec<FlowWords>) -> Words {
        let mut words = BTreeMap::new();
        self.below(field, |reader| {
            for FlowWords { language, heard } in given {
                let utterance = match heard {
                    FlowUtterance::Say(text) => Utterance::Say { text: text.trim().to_owned() },
                    FlowUtterance::Play(audio) => Utterance::Play { audio: audio.trim().to_owned() },
                };
                if words.insert(language.clone(), utterance).is_some() {
                    reader.fault(ProblemCode::Taken, &language, "This language is given twice.");
                }
            }
        });
        Words(words)
    }

    fn number<T: TryFrom<i32> + Default>(&mut self, field: &str, given: i32) -> T {
        given.try_into().unwrap_or_else(|_| {
            self.invalid(field, format!("OUT_OF_RANGE: {given} is not within its bounds."));
            T::default()
        })
    }

    fn digits(&mut self, field: &str, given: Option<String>) -> Option<u64> {
        let given = given?;
        given.parse().map_err(|_| self.invalid(field, "A bound is a number of at most 19 digits.")).ok()
    }

    fn key(&mut self, field: &str, text: &str) -> char {
        let mut signs = text.chars();
        let only = signs.next().filter(|_| signs.next().is_none());
        only.unwrap_or_else(|| {
            self.invalid(field, "KEY_INVALID: A key is a digit, `*` or `#`.");
            '0'
        })
    }

    fn outcome(&mut self, field: &str, given: FlowOutcome) -> Option<Outcome> {
        match given {
            FlowOutcome::Meaning(FlowMeaning::Confirmed) => Some(Outcome::Confirmed),
            FlowOutcome::Meaning(FlowMeaning::Canceled) => Some(Outcome::Canceled),
            FlowOutcome::Meaning(FlowMeaning::Rescheduled) => Some(Outcome::Rescheduled),
            FlowOutcome::Own(own) => {
                own.trim().parse().map_err(|_| self.invalid(field, "An outcome of one's own is a line of 1 to 60 characters.")).ok()
            }
        }
    }

    fn ask(&mut self, given: FlowAsk) -> Ask {
        let words = self.words("words", given.words);
        let invalid = self.words("invalid", given.invalid);
        let mut outcomes = BTreeMap::new();
        self.below("outcomes", |reader| {
            for FlowKeysOutcome { keys, outcome } in given.outcomes {
                let Some(outcome) = reader.outcome(&keys, outcome) else { continue };
                if outcomes.insert(keys.clone(), outcome).is_some() {
                    reader.fault(ProblemCode::Taken, &keys, "These keys are given twice.");
                }
            }
        });
        Ask {
            words,
            invalid,
            retries: self.number("retries", given.retries),
            timeout_seconds: self.number("timeoutSeconds", given.timeout_seconds),
            speech_off: given.speech_off,
            uninterrupted: given.uninterrupted,
            outcomes,
        }
    }

    fn choices(&mut self, given: Vec<FlowChoice>) -> (BTreeMap<char, String>, BTreeMap<char, String>) {
        let (mut labels, mut languages) = (BTreeMap::new(), BTreeMap::new());
        self.below("choices", |reader| {
            for FlowChoice { key: text, label, language } in given {
                let key = reader.key(&text, &text);
                languages.extend(language.map(|language| (key, language)));
                if labels.insert(key, label.trim().to_owned()).is_some() {
                    reader.fault(ProblemCode::Taken, &text, "This key is given twice.");
                }
            }
        });
        (labels, languages)
    }

    fn transfer(&mut self, given: FlowTransfer) -> Transfer {
        let confirmation = given.confirmation.map(|given| {
            let words = self.words("confirmation", given.words);
            Confirmation { words, key: self.below("confirmation", |reader| reader.key("key", &given.key)) }
        });
        Transfer {
            words: self.words("words", given.words),
            to: given.to.trim().to_owned(),
            from: given.from.map(|from| from.trim().to_owned()),
            ring_seconds: self.number("ringSeconds", given.ring_seconds),
            headers: given.headers.into_iter().map(|header| (header.name, header.value)).collect(),
            confirmation,
        }
    }

    fn does(&mut self, given: FlowDoes) -> Does {
        match given {
            FlowDoes::PlayMessage(given) => Does::PlayMessage(Play { words: self.words("words", given.words) }),
            FlowDoes::MultipleChoice(given) => {
                let ask = self.ask(given.ask);
                let (choices, languages) = self.choices(given.choices);
                Does::MultipleChoice(MultipleChoice { ask, choices, languages })
            }
            FlowDoes::Rating(given) => Does::Rating(Rating { ask: self.ask(given.ask), highest: self.number("highest", given.highest) }),
            FlowDoes::CaptureDigits(given) => Does::CaptureDigits(Digits {
                ask: self.ask(given.ask),
                most: self.number("most", given.most),
                minimum: self.digits("minimum", given.minimum),
                maximum: self.digits("maximum", given.maximum),
            }),
            FlowDoes::Record(given) => Does::Record(Record {
                words: self.words("words", given.words),
                longest_seconds: self.number("longestSeconds", given.longest_seconds),
                silence_seconds: self.number("silenceSeconds", given.silence_seconds),
            }),
            FlowDoes::Transfer(given) => Does::Transfer(self.transfer(given)),
            FlowDoes::HangUp(given) => Does::HangUp(HangUp { words: self.words("words", given.words) }),
            FlowDoes::Conference(given) => {
                Does::Conference(Conference { words: self.words("words", given.words), room: given.room.trim().to_owned() })
            }
            FlowDoes::DoNotCall(given) => Does::DoNotCall(DoNotCall { words: self.words("words", given.words) }),
            FlowDoes::SendMessage(given) => {
                let texts = given.message.into_iter();
                let texts = texts.map(|FlowText { language, text }| FlowWords { language, heard: FlowUtterance::Say(text) }).collect();
                let to = given.to.map(|to| to.trim().to_owned());
                Does::SendMessage(SendMessage { words: self.words("words", given.words), message: self.words("message", texts), to })
            }
            FlowDoes::Answered(looked) => {
                if !looked {
                    self.invalid("answered", "This is always true.");
                }
                Does::Answered(Answered {})
            }
            FlowDoes::VoicemailDrop(given) => Does::VoicemailDrop(Voicemail {
                words: self.words("words", given.words),
                longest_greeting_seconds: self.number("longestGreetingSeconds", given.longest_greeting_seconds),
            }),
        }
    }
}
