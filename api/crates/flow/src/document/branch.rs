//! Branches: what leads from a node to the next one.

use std::{collections::BTreeMap, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::NodeId;

/// Keys of one branch at the most.
const MOST_KEYS: usize = 32;

/// When a branch is taken.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum On {
    /// Exactly these keys were pressed.
    Keys(String),
    /// Keys were pressed for which there is no other branch.
    Any,
    /// What was pressed is not among what was asked for, also at the last attempt.
    Invalid,
    /// Nothing was pressed, also at the last attempt.
    Timeout,
    /// The node is done: of those that ask nothing.
    Next,
    /// Whoever was rung did not come.
    Unreached,
    /// Somebody answered, or nobody looked.
    Human,
    /// A machine answered.
    Machine,
    /// A fax answered.
    Fax,
    /// It could not be told who answered.
    Unknown,
}

/// When a branch is taken, in words, beside keys.
const WORDS: [(On, &str); 9] = [
    (On::Any, "any"),
    (On::Invalid, "invalid"),
    (On::Timeout, "timeout"),
    (On::Next, "next"),
    (On::Unreached, "unreached"),
    (On::Human, "human"),
    (On::Machine, "machine"),
    (On::Fax, "fax"),
    (On::Unknown, "unknown"),
];

/// A text does not say when a branch is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a branch is taken on 1 to 32 keys of 0-9, * and #, or on one of: any, invalid, timeout, next, unreached, human, machine, fax, unknown"
)]
pub struct OnError;

impl FromStr for On {
    type Err = OnError;

    /// # Errors
    /// [`OnError`].
    fn from_str(text: &str) -> Result<Self, OnError> {
        if let Some((on, _)) = WORDS.iter().find(|(_, word)| *word == text) {
            return Ok(on.clone());
        }
        let keys = (1..=MOST_KEYS).contains(&text.len()) && text.bytes().all(|sign| sign.is_ascii_digit() || b"*#".contains(&sign));
        if keys { Ok(Self::Keys(text.to_owned())) } else { Err(OnError) }
    }
}

impl TryFrom<String> for On {
    type Error = OnError;

    fn try_from(text: String) -> Result<Self, OnError> {
        text.parse()
    }
}

impl fmt::Display for On {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Keys(keys) => f.write_str(keys),
            word => f.write_str(WORDS.iter().find(|(on, _)| on == word).map_or("", |(_, word)| word)),
        }
    }
}

impl From<On> for String {
    fn from(on: On) -> Self {
        on.to_string()
    }
}

/// Branches of a node: to another one, or to the end of the call, where none is named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Branches(pub BTreeMap<On, Option<NodeId>>);

impl Branches {
    /// Where `on` leads; none: the call ends. What has no branch of its own goes the way of its fallback: what is invalid as any keys,
    /// who is not known as somebody, who was not reached as if it were done.
    pub fn to(&self, on: &On) -> Option<&NodeId> {
        self.own(on).unwrap_or_default()
    }

    /// The branch by which `on` goes, its own or its fallback's; none: there is neither, and the call ends.
    fn own(&self, on: &On) -> Option<Option<&NodeId>> {
        let fallback = match on {
            On::Keys(_) | On::Invalid => Some(On::Any),
            On::Unknown => Some(On::Human),
            On::Unreached => Some(On::Next),
            _ => None,
        };
        let branch = self.0.get(on).or_else(|| self.0.get(&fallback?));
        branch.map(Option::as_ref)
    }

    /// Whether there is a branch for `on`, be it by its fallback.
    pub fn has(&self, on: &On) -> bool {
        self.own(on).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn branches(given: &[(&str, Option<&str>)]) -> Branches {
        let read = |(on, to): &(&str, Option<&str>)| (on.parse().expect("a branch"), to.map(|to| to.parse().expect("a node")));
        Branches(given.iter().map(read).collect())
    }

    #[test]
    fn when_a_branch_is_taken_reads_back_from_its_text() {
        for text in ["1", "007", "*", "#", "any", "invalid", "timeout", "next", "unreached", "human", "machine", "fax", "unknown"] {
            assert_eq!(text.parse::<On>().map(String::from), Ok(text.to_owned()));
        }
        for wrong in ["", "ANY", "1a", " 1", "else", &"1".repeat(33)] {
            assert_eq!(wrong.parse::<On>(), Err(OnError), "{wrong}");
        }
    }

    #[test]
    fn exact_keys_go_before_any_and_what_has_no_branch_goes_the_way_of_its_fallback_or_ends_the_call() {
        let branches = branches(&[("1", Some("one")), ("2", None), ("any", Some("other")), ("human", Some("talk")), ("next", Some("on"))]);
        let table = [
            (On::Keys("1".to_owned()), Some("one"), true),
            (On::Keys("2".to_owned()), None, true),
            (On::Keys("11".to_owned()), Some("other"), true),
            (On::Invalid, Some("other"), true),
            (On::Timeout, None, false),
            (On::Unknown, Some("talk"), true),
            (On::Machine, None, false),
            (On::Unreached, Some("on"), true),
        ];

        for (on, expected, has) in table {
            assert_eq!((branches.to(&on).map(NodeId::as_str), branches.has(&on)), (expected, has), "{on}");
        }
    }
}
