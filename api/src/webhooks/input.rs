//! Inputs of the webhooks' fields.

use async_graphql::{ID, InputObject};

use super::types::{WebhookDeliveryStatus, WebhookKind};

/// A new endpoint.
#[derive(Clone, Debug, InputObject)]
pub struct WebhookEndpointCreateInput {
    /// Name, for people, 1 to 100 characters.
    pub name: String,
    /// Where posts go: an address with `https`, without a name, a password or a `#`; not of this machine or its network. What the name in it
    /// leads to is looked at again each time a connection is made.
    pub url: String,
    /// Kinds of events that it gets; empty: only what is sent to it by name.
    pub kinds: Vec<WebhookKind>,
}

/// Changes to an endpoint: an absent field keeps its value.
#[derive(Clone, Debug, Default, InputObject)]
pub struct WebhookEndpointUpdateInput {
    /// Name, for people, 1 to 100 characters.
    pub name: Option<String>,
    /// Where posts go; what waits goes there, too.
    pub url: Option<String>,
    /// Kinds of events that it gets.
    pub kinds: Option<Vec<WebhookKind>>,
    /// Whether it gets anything. What waits when it is disabled is called off.
    pub enabled: Option<bool>,
}

/// Which deliveries a list shows; all conditions must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct WebhookDeliveryFilter {
    /// Id of the endpoint they go to.
    pub endpoint_id: Option<ID>,
    /// How far they have come: one of these.
    pub status: Option<Vec<WebhookDeliveryStatus>>,
    /// What happened.
    pub kind: Option<WebhookKind>,
}
