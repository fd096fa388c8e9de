//! Secrets: never printed, never serialised.

use std::{fmt, fs, io, path::Path};

use serde::Deserialize;

/// A secret.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Of this text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// What a file holds, without the line break that editors put at its end.
    ///
    /// # Errors
    /// When the file cannot be read, is not UTF-8, or is empty.
    pub fn from_file(path: &Path) -> io::Result<Self> {
        let text = fs::read_to_string(path)?;
        let text = text.trim_end_matches(['\r', '\n']);
        if text.is_empty() {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the file is empty"));
        }
        Ok(Self::new(text))
    }

    /// The text itself; for the one who must send it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A fault when the file at `path`, which `setting` names, cannot give a secret.
pub(super) fn check_file(setting: &str, path: Option<&Path>, faults: &mut Vec<String>) {
    let Some(path) = path else { return };
    if let Err(error) = Secret::from_file(path) {
        faults.push(format!("{setting} is {}, which cannot be used: {error}", path.display()));
    }
}
