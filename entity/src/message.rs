//! Messages to persons and contacts: what is to be sent, and what became of it. The id is our reference at whoever sends it.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, ContactId, MessageId, PersonId, ProviderId},
    stored::{MessageCause, MessageChannel, MessageProblemKind, MessageStatus},
};

/// A row of `message`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "message")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MessageId,
    /// Whose.
    pub account_id: AccountId,
    /// Which way it goes.
    pub channel: MessageChannel,
    /// How far it has come.
    pub status: MessageStatus,
    /// What it is for.
    pub cause: MessageCause,
    /// Id of that, by cause.
    pub cause_id: Option<Uuid>,
    /// No two messages of an account have the same: what is asked for twice is sent once.
    pub dedupe_key: String,
    /// Person it is for.
    pub person_id: Option<PersonId>,
    /// Contact it is for.
    pub contact_id: Option<ContactId>,
    /// Provider that sends it; none: the mail server.
    pub provider_id: Option<ProviderId>,
    /// The sender's own name of it, once it is known.
    pub provider_key: Option<String>,
    /// From whom, where it is not the default.
    pub sender: Option<String>,
    /// To which address or number.
    pub recipient: String,
    /// What it is about; of mail.
    pub subject: Option<String>,
    /// The text.
    pub body: String,
    /// How often it was begun.
    pub attempts: i32,
    /// When it was begun last.
    pub begun_at: Option<DateTime<Utc>>,
    /// What stood in its way last.
    pub problem: Option<MessageProblemKind>,
    /// The other side's own code for it, e.g. `550`.
    pub problem_code: Option<String>,
    /// The other side's own words, or ours.
    pub problem_message: Option<String>,
    /// From when on it is of no use.
    pub expires_at: Option<DateTime<Utc>>,
    /// When somebody must look at it; none: never again.
    pub due_at: Option<DateTime<Utc>>,
    /// Counts who took it up.
    pub fence: i64,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// When it was handed over.
    pub sent_at: Option<DateTime<Utc>>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
