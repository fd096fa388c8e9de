//! What was found.

use std::fmt;

/// How it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Grade {
    Good,
    /// It works, but not as well or as safely as it could.
    Doubt,
    /// It does not work, or lets strangers in.
    Fault,
}

/// One thing looked at.
#[derive(Clone, Debug)]
pub(super) struct Finding {
    pub(super) grade: Grade,
    what: &'static str,
    found: String,
    mend: Option<String>,
}

impl Finding {
    pub(super) fn good(what: &'static str, found: impl Into<String>) -> Self {
        Self { grade: Grade::Good, what, found: found.into(), mend: None }
    }

    pub(super) fn doubt(what: &'static str, found: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { grade: Grade::Doubt, what, found: found.into(), mend: Some(mend.into()) }
    }

    pub(super) fn fault(what: &'static str, found: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { grade: Grade::Fault, what, found: found.into(), mend: Some(mend.into()) }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let grade = match self.grade {
            Grade::Good => "good",
            Grade::Doubt => "doubt",
            Grade::Fault => "FAULT",
        };
        write!(f, "{grade:<6} {}: {}", self.what, self.found)?;
        match &self.mend {
            Some(mend) => write!(f, "\n       mend: {mend}"),
            None => Ok(()),
        }
    }
}
