//! Where things are kept.

use serde::Deserialize;

/// `[database]`
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Database {
    /// `sqlite://<path>?mode=rwc` or `postgres://…`. Default `sqlite://switchboard.sqlite3?mode=rwc`. May hold a password: give it by
    /// `SWITCHBOARD_DATABASE__URL`.
    pub url: String,
    /// Connections of a process at the most. Default 10.
    pub max_connections: u32,
}

impl Default for Database {
    fn default() -> Self {
        Self { url: "sqlite://switchboard.sqlite3?mode=rwc".to_owned(), max_connections: 10 }
    }
}

impl Database {
    pub(super) fn check(&self, faults: &mut Vec<String>) {
        if !["sqlite:", "postgres://", "postgresql://"].iter().any(|start| self.url.starts_with(start)) {
            faults.push("database.url begins with none of `sqlite:`, `postgres://`".to_owned());
        }
        if !(2..=1_000).contains(&self.max_connections) {
            faults.push(format!("database.max_connections is {}; it must be 2 to 1000", self.max_connections));
        }
    }
}
