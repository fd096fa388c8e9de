//! Inputs of the messages' fields.

use async_graphql::{ID, InputObject};
use chrono::{DateTime, Utc};

use super::types::{MessageChannel, MessageStatus};
use crate::graphql::interval::IntervalInput;

/// Which messages a list shows; all conditions must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct MessageFilter {
    /// How far they have come: one of these.
    pub status: Option<Vec<MessageStatus>>,
    /// Which way they go.
    pub channel: Option<MessageChannel>,
    /// Id of the person they are for.
    pub person_id: Option<ID>,
    /// Id of the contact they are for.
    pub contact_id: Option<ID>,
    /// When they were asked for.
    pub between: Option<IntervalInput>,
}

/// A message that is wanted.
#[derive(Clone, Debug, InputObject)]
pub struct MessageSendInput {
    /// Your own key of this request, 1 to 100 characters, e.g. a UUID. Asked again under it, the same is not sent a second time.
    pub request_id: String,
    /// Which way it goes. So far only `SMS`.
    #[graphql(default_with = "MessageChannel::Sms")]
    pub channel: MessageChannel,
    /// To which number, as people write it. Either this, or `contactId`.
    pub to: Option<String>,
    /// To which contact.
    pub contact_id: Option<ID>,
    /// ISO 3166-1 code of the country in which a national number is read, e.g. `ES`; absent: only international ones are.
    pub country: Option<String>,
    /// From which number, name, or service of the provider's; absent: the provider's own.
    pub from: Option<String>,
    /// Over which provider; absent: the only one that sends messages.
    pub provider_id: Option<ID>,
    /// The text: 1 to 1600 characters.
    pub body: String,
    /// From when on it is of no use: then it is not sent any more. Absent: it is always of use.
    pub expires_at: Option<DateTime<Utc>>,
}
