//! A voice application as a graph: nodes by their ids, and branches that lead from one to another.

mod branch;
mod node;
mod words;

use std::{collections::BTreeMap, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

pub use self::{
    branch::{Branches, On},
    node::{
        Answered, Ask, Conference, Confirmation, Digits, DoNotCall, Does, HangUp, MultipleChoice, Node, Play, Rating, Record, SendMessage,
        Transfer, Voicemail,
    },
    words::{Utterance, Words},
};

/// A voice application.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// BCP 47 languages it speaks, e.g. `es-ES`; the first where nobody says which.
    pub languages: Vec<String>,
    /// Node with which it begins; none: it cannot be run yet.
    pub start: Option<NodeId>,
    /// Its nodes.
    pub nodes: BTreeMap<NodeId, Node>,
}

impl Document {
    /// The language to speak with somebody who speaks `wanted`: that one, another of the same family, or the first.
    pub fn language(&self, wanted: Option<&str>) -> Option<&str> {
        let family = |language: &str| language.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let exactly = |wanted: &str| self.languages.iter().find(|known| known.eq_ignore_ascii_case(wanted));
        let nearly = |wanted: &str| self.languages.iter().find(|known| family(known) == family(wanted));
        let found = wanted.and_then(|wanted| exactly(wanted).or_else(|| nearly(wanted)));
        found.or(self.languages.first()).map(String::as_str)
    }

    /// Whether it makes a difference in it who answered: then a provider has to look.
    pub fn tells_machines(&self) -> bool {
        self.nodes.values().any(|node| matches!(node.does, Does::Answered(_) | Does::VoicemailDrop(_)))
    }

    /// Whether it says a text somewhere: then a provider has to speak.
    pub fn speaks(&self) -> bool {
        let said = |words: &Words| words.0.values().any(|utterance| matches!(utterance, Utterance::Say { .. }));
        self.nodes.values().any(|node| node.does.words().into_iter().any(|(_, words, _)| said(words)))
    }
}

/// Name of a node within its document: 1 to 40 small letters, digits or underscores.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NodeId(String);

/// A text is no name of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a node's id is 1 to 40 small letters, digits or underscores")]
pub struct NodeIdError;

impl NodeId {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for NodeId {
    type Err = NodeIdError;

    /// # Errors
    /// [`NodeIdError`].
    fn from_str(text: &str) -> Result<Self, NodeIdError> {
        let fits = |sign: u8| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == b'_';
        if (1..=40).contains(&text.len()) && text.bytes().all(fits) { Ok(Self(text.to_owned())) } else { Err(NodeIdError) }
    }
}

impl TryFrom<String> for NodeId {
    type Error = NodeIdError;

    fn try_from(text: String) -> Result<Self, NodeIdError> {
        text.parse()
    }
}

impl From<NodeId> for String {
    fn from(id: NodeId) -> Self {
        id.0
    }
}

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nodes_id_is_a_short_plain_word() {
        for good in ["a", "ask_again", "4", &"x".repeat(40)] {
            assert_eq!(good.parse::<NodeId>().as_ref().map(NodeId::as_str), Ok(good));
        }
        for bad in ["", "Ask", "ask again", "flw_06BWF3M2K8/ask", "ñ", &"x".repeat(41)] {
            assert_eq!(bad.parse::<NodeId>(), Err(NodeIdError), "{bad}");
        }
    }

    #[test]
    fn somebody_is_spoken_to_in_the_nearest_language() {
        let document = Document { languages: vec!["es-ES".to_owned(), "ca-ES".to_owned(), "en-GB".to_owned()], ..Document::default() };
        let table = [(Some("CA-es"), "ca-ES"), (Some("en-US"), "en-GB"), (Some("en"), "en-GB"), (Some("km"), "es-ES"), (None, "es-ES")];

        for (wanted, expected) in table {
            assert_eq!(document.language(wanted), Some(expected), "{wanted:?}");
        }
        assert_eq!(Document::default().language(Some("es")), None);
    }
}
