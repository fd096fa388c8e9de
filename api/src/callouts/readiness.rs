//! Whether a callout can be started: there is something to say, and somebody who can. Pure.

use chrono::{DateTime, Utc};
use entity::{callout, provider};
use telephony::{capability::Capabilities, outgoing::Script};

use super::routes::{Routes, missing};
use crate::error::{Problem, ProblemCode};

/// Why a callout cannot be started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotReady {
    /// Nothing is said what happens on answer.
    NoScript,
    /// There is no provider to call over.
    NoProvider,
    /// A provider cannot do what is wanted of it.
    Unable {
        /// Name of the provider.
        provider: String,
        /// What it lacks, in the words of the schema.
        lacks: Vec<String>,
    },
    /// Its time is over.
    Expired,
}

impl NotReady {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoScript => "NO_SCRIPT",
            Self::NoProvider => "NO_PROVIDER",
            Self::Unable { .. } => "CAPABILITY_UNSUPPORTED",
            Self::Expired => "EXPIRED",
        }
    }

    /// For people.
    pub fn message(&self) -> String {
        match self {
            Self::NoScript => "NO_SCRIPT: Nothing says what happens once somebody answers: give it a script.".to_owned(),
            Self::NoProvider => "NO_PROVIDER: There is no provider to call over: give it a route.".to_owned(),
            Self::Unable { provider, lacks } => format!("The provider `{provider}` cannot do this: {}.", lacks.join(", ")),
            Self::Expired => "EXPIRED: Nobody is called after its end, which has passed: give it a later one.".to_owned(),
        }
    }

    /// As who starts it by hand is told.
    pub fn problem(&self, path: &[&str]) -> Problem {
        let code = match self {
            Self::Unable { .. } => ProblemCode::CapabilityUnsupported,
            _ => ProblemCode::Conflict,
        };
        Problem::new(code, path, self.message())
    }
}

/// Whether the callout can be started at `now`, over those of its providers that there are.
///
/// # Errors
/// The first thing that stands in the way.
pub fn ready(row: &callout::Model, routes: &Routes, providers: &[provider::Model], now: DateTime<Utc>) -> Result<(), NotReady> {
    let script: Option<Script> = row.script.clone().and_then(|script| serde_json::from_value(script).ok());
    let script = script.ok_or(NotReady::NoScript)?;
    if routes.0.is_empty() {
        return Err(NotReady::NoProvider);
    }
    for route in &routes.0 {
        let provider = providers.iter().find(|provider| provider.id == route.provider).ok_or(NotReady::NoProvider)?;
        let able: Capabilities = serde_json::from_value(provider.capabilities.clone()).unwrap_or_default();
        let missing = missing(&able, &script, row.detect_machine);
        if !missing.is_empty() {
            let word = |operation| serde_json::to_value(operation).ok().and_then(|word| word.as_str().map(str::to_owned));
            return Err(NotReady::Unable { provider: provider.name.clone(), lacks: missing.into_iter().filter_map(word).collect() });
        }
    }
    if row.expires_at.is_some_and(|end| end <= now) { Err(NotReady::Expired) } else { Ok(()) }
}
