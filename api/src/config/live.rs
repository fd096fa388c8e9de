//! The stream of changes.

use serde::Deserialize;

/// `[live]`
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Live {
    /// How long changes are kept for clients that were away, in hours. Default 24.
    pub keep_hours: u32,
}

impl Default for Live {
    fn default() -> Self {
        Self { keep_hours: 24 }
    }
}

impl Live {
    pub(super) fn check(&self, faults: &mut Vec<String>) {
        if !(1..=8_760).contains(&self.keep_hours) {
            faults.push(format!("live.keep_hours is {}; it must be 1 to 8760", self.keep_hours));
        }
    }
}
