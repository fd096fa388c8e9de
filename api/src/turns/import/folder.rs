//! Finds the files of an installation by their names, whichever folder of it they are in.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};

/// Folders within folders at the most.
const DEPTH: usize = 4;
/// Bytes of a file at the most.
const LARGEST: u64 = 4 * 1024 * 1024;
/// Where an installation keeps former versions of its weeks.
const BACKUPS: &str = "backups";
/// Where it keeps weeks that are over.
const RETIRED: &str = "old";

/// A file, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct File {
    /// Its path from the folder.
    pub(super) path: String,
    pub(super) text: String,
}

/// The files of an installation; of each kind those there are.
#[derive(Clone, Debug, Default)]
pub(super) struct Folder {
    pub(super) persons: Vec<File>,
    pub(super) ideal_loads: Vec<File>,
    pub(super) config: Vec<File>,
    pub(super) busy: Vec<File>,
    /// Absences told by the staff's calendar.
    pub(super) absences: Vec<File>,
    pub(super) holidays: Vec<File>,
    pub(super) standing: Vec<File>,
    pub(super) weeks: Vec<File>,
}

impl Folder {
    /// Reads the files below `folder`, in the order of their paths.
    pub(super) fn read(folder: &Path) -> anyhow::Result<Self> {
        let mut found = Self::default();
        let mut paths = Vec::new();
        gather(folder, DEPTH, &mut paths)?;
        paths.sort();
        for path in paths {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let Some(list) = found.list(name) else { continue };
            let size = fs::metadata(&path).with_context(|| format!("{} cannot be read", path.display()))?.len();
            if size > LARGEST {
                bail!("{} is larger than {LARGEST} bytes", path.display());
            }
            let text = fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
            let shown = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
            list.push(File { path: shown, text });
        }
        if found.is_empty() {
            bail!("{} holds no file of a tomatic installation, such as persons.yaml or graelles/graella-2026-11-23.yaml", folder.display());
        }
        Ok(found)
    }

    fn list(&mut self, name: &str) -> Option<&mut Vec<File>> {
        let (stem, kind) = name.rsplit_once('.')?;
        let data = ["yaml", "yml", "json"].contains(&kind);
        Some(match stem {
            "persons" if data => &mut self.persons,
            "idealshifts" if data => &mut self.ideal_loads,
            "config" if data => &mut self.config,
            "forced-turns" if data => &mut self.standing,
            "indisponibilitats" | "oneshot" if kind == "conf" => &mut self.busy,
            "indisponibilitats-vacances" if kind == "conf" => &mut self.absences,
            "holidays" if kind == "conf" => &mut self.holidays,
            _ if data && stem.starts_with("graella-") => &mut self.weeks,
            _ => return None,
        })
    }

    fn is_empty(&self) -> bool {
        [&self.persons, &self.busy, &self.absences, &self.holidays, &self.standing, &self.weeks].iter().all(|files| files.is_empty())
    }
}

impl File {
    /// Whether it is of a week that the installation has put away.
    pub(super) fn is_retired(&self) -> bool {
        Path::new(&self.path).components().any(|part| part.as_os_str() == RETIRED)
    }
}

/// Files below `folder`. Links are not followed: they may lead anywhere, and round.
fn gather(folder: &Path, depth: usize, paths: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let kind = entry.file_type()?;
        let hidden = entry.file_name().to_str().is_none_or(|name| name.starts_with('.') || name == BACKUPS);
        if kind.is_file() && !hidden {
            paths.push(entry.path());
        } else if kind.is_dir() && !hidden && depth > 1 {
            gather(&entry.path(), depth - 1, paths)?;
        }
    }
    Ok(())
}
