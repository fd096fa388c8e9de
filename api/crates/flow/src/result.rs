//! What a call brings: what each node heard, and what is to be done outside of the call.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    NodeId,
    voice::{Joined, RecordingKey},
};

/// What keys mean for whatever the call is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Outcome {
    /// Whoever was called will be there.
    Confirmed,
    /// Whoever was called will not.
    Canceled,
    /// Whoever was called wants another time.
    Rescheduled,
    /// Something of the document's own: 1 to 60 characters.
    Other(String),
}

/// Characters of an outcome at the most.
const OUTCOME_LENGTH: usize = 60;

/// A text is no outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an outcome is CONFIRMED, CANCELED, RESCHEDULED, or a line of your own with 1 to 60 characters")]
pub struct OutcomeError;

impl FromStr for Outcome {
    type Err = OutcomeError;

    /// # Errors
    /// [`OutcomeError`].
    fn from_str(text: &str) -> Result<Self, OutcomeError> {
        match text {
            "CONFIRMED" => Ok(Self::Confirmed),
            "CANCELED" => Ok(Self::Canceled),
            "RESCHEDULED" => Ok(Self::Rescheduled),
            own if !own.trim().is_empty() && own.chars().count() <= OUTCOME_LENGTH && !own.chars().any(char::is_control) => {
                Ok(Self::Other(own.to_owned()))
            }
            _ => Err(OutcomeError),
        }
    }
}

impl TryFrom<String> for Outcome {
    type Error = OutcomeError;

    fn try_from(text: String) -> Result<Self, OutcomeError> {
        text.parse()
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Confirmed => "CONFIRMED",
            Self::Canceled => "CANCELED",
            Self::Rescheduled => "RESCHEDULED",
            Self::Other(own) => own,
        })
    }
}

impl From<Outcome> for String {
    fn from(outcome: Outcome) -> Self {
        outcome.to_string()
    }
}

/// What came of a node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Response {
    /// Keys that were asked for were pressed.
    Answer {
        /// The keys.
        keys: String,
        /// What they mean: the label of a choice, else the digits.
        response: String,
    },
    /// Keys that were not asked for were pressed, at the last attempt.
    Invalid {
        /// The keys.
        keys: String,
    },
    /// Nothing was pressed, at the last attempt, or nothing was said.
    Silence,
    /// Something was recorded.
    Recording {
        /// Where the provider has it.
        recording: RecordingKey,
        /// How long it is.
        seconds: u32,
    },
    /// Another party was rung.
    Transfer {
        /// Whom.
        to: String,
        /// What became of it.
        outcome: Joined,
    },
    /// Was in a room.
    Conference {
        /// How long.
        seconds: u32,
    },
    /// A message was left on a machine.
    MessageLeft,
}

/// What came of a node in a call. When a call comes by a node again, the later result takes the place of the earlier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeResult {
    /// Which.
    pub node: NodeId,
    /// What came of it.
    pub response: Response,
    /// What that means for whatever the call is about.
    pub outcome: Option<Outcome>,
}

/// What is to be done outside of the call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Effect {
    /// A text message is to be sent.
    SendMessage {
        /// Which node wants it.
        node: NodeId,
        /// To which number, as it came out; none: to the called one.
        to: Option<String>,
        /// The text.
        text: String,
    },
    /// The called number is not to be called any more.
    DoNotCall {
        /// Which node wants it.
        node: NodeId,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outcome_is_one_of_three_or_a_line_of_ones_own() {
        for good in ["CONFIRMED", "CANCELED", "RESCHEDULED", "calls back", &"x".repeat(60)] {
            assert_eq!(good.parse::<Outcome>().map(String::from), Ok(good.to_owned()));
        }
        for bad in ["", " ", "two\nlines", &"x".repeat(61)] {
            assert_eq!(bad.parse::<Outcome>(), Err(OutcomeError), "{bad:?}");
        }
        assert_eq!("CONFIRMED".parse(), Ok(Outcome::Confirmed));
    }
}
