//! Where the demo keeps its data.

use std::{fs, path::PathBuf};

use anyhow::{Context, bail};
use uuid::Uuid;

/// Signs that a database's URL would take for its own.
const AWKWARD: [char; 3] = ['?', '#', '%'];

/// A folder; one of our own making is gone with this value.
pub(super) struct Place {
    folder: PathBuf,
    passing: bool,
}

impl Place {
    pub(super) fn new(named: Option<PathBuf>) -> anyhow::Result<Self> {
        let passing = named.is_none();
        let folder = named.unwrap_or_else(|| std::env::temp_dir().join(format!("switchboard-demo-{}", Uuid::new_v4().simple())));
        if folder.to_str().is_none_or(|name| name.contains(AWKWARD)) {
            bail!("{} cannot be the folder: its name has one of {AWKWARD:?}, or is no text", folder.display());
        }
        fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        Ok(Self { folder, passing })
    }

    /// The database's URL.
    pub(super) fn database(&self) -> String {
        format!("sqlite://{}?mode=rwc", self.folder.join("demo.sqlite3").display())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if self.passing
            && let Err(error) = fs::remove_dir_all(&self.folder)
        {
            tracing::warn!(error = %error, "{} is left behind", self.folder.display());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_our_own_is_gone_with_the_demo_and_a_named_one_stays() {
        let named = std::env::temp_dir().join(format!("switchboard-demo-test-{}", Uuid::new_v4().simple()));
        let (ours, theirs) = (Place::new(None).unwrap(), Place::new(Some(named.clone())).unwrap());
        let own = ours.folder.clone();
        assert!(own.is_dir());

        drop((ours, theirs));

        assert!(!own.exists());
        assert!(named.is_dir());
        fs::remove_dir(named).unwrap();
    }
}
