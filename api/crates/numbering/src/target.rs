//! What can be dialled: a public number or an internal extension, never free text.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Extension, Msisdn};

/// Whom to ring.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DialTarget {
    /// A public number.
    Number(Msisdn),
    /// A telephone of the team's.
    Extension(Extension),
}

impl fmt::Display for DialTarget {
    /// The digits as they are dialled; a public number with its plus sign.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Extension(extension) => extension.fmt(f),
        }
    }
}
