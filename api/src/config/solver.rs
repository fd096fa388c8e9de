//! The solver of timetables.

use serde::Deserialize;

/// `[solver]`
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Solver {
    /// Timetables that one process solves at once: each takes a processor. Default 1.
    pub concurrent: u32,
}

impl Default for Solver {
    fn default() -> Self {
        Self { concurrent: 1 }
    }
}

impl Solver {
    pub(super) fn check(&self, faults: &mut Vec<String>) {
        if !(1..=64).contains(&self.concurrent) {
            faults.push(format!("solver.concurrent is {}; it must be 1 to 64", self.concurrent));
        }
    }
}
