//! Inputs of the calls' fields.

use async_graphql::{ID, InputObject};

use super::types::{CallDirection, CallStatus};
use crate::graphql::interval::IntervalInput;

/// Which calls a list shows; all conditions must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct CallFilter {
    /// When the call began.
    pub between: Option<IntervalInput>,
    /// Which way the call goes.
    pub direction: Option<CallDirection>,
    /// How far the call has come: one of these.
    pub status: Option<Vec<CallStatus>>,
    /// Id of the queue the call waited in last.
    pub queue_id: Option<ID>,
    /// Id of the person who answered.
    pub person_id: Option<ID>,
    /// Number or extension that called or was dialled, written in any usual way.
    pub number: Option<String>,
    /// Whether the call still lasts.
    pub open: Option<bool>,
}
