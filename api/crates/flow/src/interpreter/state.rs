//! Where a call stands between two steps.

use serde::{Deserialize, Serialize};

use crate::{NodeId, Outcome, Variables, voice::Who};

/// Where a call stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Language that is spoken.
    pub language: String,
    /// What is known of whoever is called; answers are added as `answer.` and the node's id.
    pub variables: Variables,
    /// Who answered, as far as is known.
    pub by: Option<Who>,
    /// Node that was come to last; none: nobody has answered yet.
    pub at: Option<NodeId>,
    /// What is waited for there.
    pub(super) phase: Phase,
    /// Steps so far.
    pub(super) steps: u16,
    /// What the call means for whatever it is about: of the last answer that means something.
    pub outcome: Option<Outcome>,
    /// How it ended; none: it goes on.
    pub ending: Option<Ending>,
}

/// What is waited for at a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum Phase {
    /// That somebody answers.
    Begun,
    /// That it was said, before keys count.
    Saying {
        /// How many-eth time it is asked, from 1.
        attempt: u8,
    },
    /// For keys.
    Asking {
        /// How many-eth time it is asked, from 1.
        attempt: u8,
    },
    /// For the end of a machine's greeting.
    Greeting,
    /// For the node to be done.
    Doing,
}

/// How a call ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Ending {
    /// It came to an end of the document.
    Completed,
    /// Whoever was called hung up before.
    HungUp,
    /// It took more steps than a call may.
    TooLong,
    /// The provider could not go on.
    Failed {
        /// Its word for it.
        why: String,
    },
}
