//! What became of each row of the files.

use std::fmt;

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is new here.
    Created,
    /// It was here, and is as in the file now.
    Updated,
    /// It is here just so.
    Unchanged,
    /// There is nothing to do with it, for this reason.
    Skipped(String),
    /// It cannot be taken over, for this reason.
    Refused(String),
}

/// A row, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// File it is in, from the folder.
    pub file: String,
    /// Which row: a line, a person, a week.
    pub place: String,
    /// What became of it.
    pub verdict: Verdict,
    /// What was done otherwise than the file says.
    pub warnings: Vec<String>,
}

impl Row {
    pub(super) fn new(file: &str, place: impl Into<String>, verdict: Verdict) -> Self {
        Self { file: file.to_owned(), place: place.into(), verdict, warnings: Vec::new() }
    }

    pub(super) fn warned(mut self, warnings: Vec<String>) -> Self {
        self.warnings = warnings;
        self
    }
}

/// What became of all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The rows, file by file.
    pub rows: Vec<Row>,
    /// Whether anything was written: no dry run, and nothing refused that was not to be left out.
    pub written: bool,
}

impl Report {
    /// How many rows have a verdict of this kind.
    pub fn count(&self, kind: &str) -> usize {
        self.rows.iter().filter(|row| row.verdict.kind() == kind).count()
    }
}

impl Verdict {
    /// One word for it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Unchanged => "unchanged",
            Self::Skipped(_) => "skipped",
            Self::Refused(_) => "refused",
        }
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<9}  {}  {}", self.verdict.kind(), self.file, self.place)?;
        if let Verdict::Skipped(why) | Verdict::Refused(why) = &self.verdict {
            write!(f, ": {why}")?;
        }
        for warning in &self.warnings {
            write!(f, "\n           warning: {warning}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for row in &self.rows {
            writeln!(f, "{row}")?;
        }
        let counts: Vec<String> =
            ["created", "updated", "unchanged", "skipped", "refused"].map(|kind| format!("{} {kind}", self.count(kind))).into();
        write!(f, "{}; {}", counts.join(", "), if self.written { "written" } else { "nothing was written" })
    }
}
