//! Calls that are placed.

use serde::Deserialize;

/// `[dialling]`
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Dialling {
    /// Orders that one process asks of its providers at once: each waits for an answer, and takes some memory. Default 500.
    pub hands: u32,
}

impl Default for Dialling {
    fn default() -> Self {
        Self { hands: 500 }
    }
}

impl Dialling {
    pub(super) fn check(&self, faults: &mut Vec<String>) {
        if !(1..=10_000).contains(&self.hands) {
            faults.push(format!("dialling.hands is {}; it must be 1 to 10000", self.hands));
        }
    }
}
