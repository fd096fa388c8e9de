//! Inputs of participations.

use async_graphql::InputObject;

use crate::{callouts::words::ParticipationStatus, calls::attempts::types::AttemptStatus};

/// Which participations a list shows; all conditions must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct ParticipationFilter {
    /// One of these statuses.
    pub status: Option<Vec<ParticipationStatus>>,
    /// The last call ended, or has come, so far: one of these.
    pub last_status: Option<Vec<AttemptStatus>>,
    /// Public number, in any form; what is none is nobody's.
    pub number: Option<String>,
    /// Why it is skipped, waits or was given up: exactly this code.
    pub reason: Option<String>,
}
