//! Inputs of the messages' fields.

use async_graphql::{ID, InputObject};

use super::types::MessageStatus;
use crate::graphql::interval::IntervalInput;

/// Which messages a list shows; all conditions must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct MessageFilter {
    /// How far they have come: one of these.
    pub status: Option<Vec<MessageStatus>>,
    /// Id of the person they are for.
    pub person_id: Option<ID>,
    /// When they were asked for.
    pub between: Option<IntervalInput>,
}
