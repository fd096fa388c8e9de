//! What is logged.

use serde::Deserialize;

/// `[log]`
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    /// What, as `tracing` filters are written. Default `info`, but of migrations' libraries `warn`.
    pub filter: String,
    /// How.
    pub format: Format,
}

/// Shape of log lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

impl Default for Log {
    fn default() -> Self {
        Self { filter: "info,sea_orm_migration=warn".to_owned(), format: Format::Text }
    }
}

impl Log {
    pub(super) fn check(&self, faults: &mut Vec<String>) {
        if let Err(error) = tracing_subscriber::EnvFilter::try_new(&self.filter) {
            faults.push(format!("log.filter cannot be read: {error}"));
        }
    }
}
