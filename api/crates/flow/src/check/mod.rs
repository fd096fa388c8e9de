//! What is wrong with a document: all of it at once, each with a code and the path to it.
//!
//! What cannot be right however the document goes on is refused when it is saved; what may only be missing yet, when it is sealed
//! ([`Code::may_stand_in_a_draft`]).

mod graph;
mod node;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crate::Document;

/// Nodes of a document at the most.
const MOST_NODES: usize = 200;
/// Languages of a document at the most.
const MOST_LANGUAGES: usize = 20;

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Code {
    /// Nothing says with which node it begins.
    NoStart,
    /// There is no language.
    NoLanguage,
    /// This is no language, or it stands there twice.
    LanguageInvalid,
    /// A branch, or the beginning, leads to a node that is not in this document.
    UnknownNode,
    /// No way leads to this node.
    Unreachable,
    /// From this node no way leads to the end of the call.
    NoWayOut,
    /// A call in which nobody presses a key comes by this node again and again.
    Endless,
    /// Nothing is said here in a language of the document.
    TextMissing,
    /// Something is said here in a language that is not the document's.
    LanguageUnknown,
    /// This cannot be said or sent.
    TextInvalid,
    /// A branch on keys that this node does not ask for, or on what cannot happen at it.
    BranchInvalid,
    /// Nothing says what follows from these keys.
    KeyWithoutBranch,
    /// A key that cannot be pressed, or is not asked for.
    KeyInvalid,
    /// A number that is too small or too large.
    OutOfRange,
    /// This is nobody who can be rung, or no room.
    TargetInvalid,
    /// There is more than can be.
    TooMany,
}

impl Code {
    /// Whether it may only be missing yet: it stands in the way of sealing, not of saving.
    pub fn may_stand_in_a_draft(self) -> bool {
        matches!(
            self,
            Self::NoStart
                | Self::NoLanguage
                | Self::Unreachable
                | Self::NoWayOut
                | Self::Endless
                | Self::TextMissing
                | Self::KeyWithoutBranch
        )
    }
}

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub code: Code,
    /// Where, e.g. `["nodes", "ask", "branches", "1"]`.
    pub path: Vec<String>,
    /// The same, for people.
    pub message: String,
}

/// All that is wrong with a document; nothing, if it can be sealed.
pub fn check(document: &Document) -> Vec<Finding> {
    let mut found = Found::default();
    found.languages(document);
    if document.nodes.len() > MOST_NODES {
        found.add(Code::TooMany, &["nodes"], format!("There are at most {MOST_NODES} nodes; here are {}.", document.nodes.len()));
        return found.findings;
    }
    match &document.start {
        None => found.add(Code::NoStart, &["start"], "Nothing says with which node it begins."),
        Some(start) if !document.nodes.contains_key(start) => {
            found.add(Code::UnknownNode, &["start"], format!("There is no node `{start}` in this flow."));
        }
        Some(_) => {}
    }
    for (id, node) in &document.nodes {
        found.node(document, id, node);
    }
    found.graph(document);
    found.findings
}

/// What was found so far.
#[derive(Debug, Default)]
struct Found {
    findings: Vec<Finding>,
}

impl Found {
    fn add(&mut self, code: Code, path: &[&str], message: impl Into<String>) {
        let path = path.iter().map(|part| (*part).to_owned()).collect();
        self.findings.push(Finding { code, path, message: message.into() });
    }

    fn languages(&mut self, document: &Document) {
        if document.languages.is_empty() {
            self.add(Code::NoLanguage, &["languages"], "A flow speaks at least one language.");
        }
        if document.languages.len() > MOST_LANGUAGES {
            self.add(Code::TooMany, &["languages"], format!("There are at most {MOST_LANGUAGES} languages."));
        }
        let mut known = BTreeSet::new();
        for (place, language) in document.languages.iter().enumerate() {
            let path = ["languages", &place.to_string()];
            if !is_language(language) {
                self.add(Code::LanguageInvalid, &path, format!("`{language}` is no language by BCP 47, such as `es-ES`."));
            } else if !known.insert(language.to_ascii_lowercase()) {
                self.add(Code::LanguageInvalid, &path, format!("`{language}` stands there twice."));
            }
        }
    }
}

/// Whether a text has the shape of a language by BCP 47 (RFC 5646, section 2.1): a word of 2 to 8 letters, then words of 1 to 8 signs.
fn is_language(text: &str) -> bool {
    let mut words = text.split('-');
    let first = words.next().is_some_and(|word| (2..=8).contains(&word.len()) && word.bytes().all(|sign| sign.is_ascii_alphabetic()));
    let fits = |word: &str| (1..=8).contains(&word.len()) && word.bytes().all(|sign| sign.is_ascii_alphanumeric());
    text.len() <= 35 && first && words.all(fits)
}
