//! The ledger of who does not want to be called or written to. Rows are added, never changed, but for `current`; they belong to
//! the number, so that a contact that is deleted and made again is not called.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, ConsentId},
    stored::{ActorKind, Channel, ConsentState, EvidenceKind},
};

/// A row of `contact_consent`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "contact_consent")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ConsentId,
    /// Whose ledger.
    pub account_id: AccountId,
    /// Whose word: a number in E.164.
    pub number: String,
    /// On which channel.
    pub channel: Channel,
    /// To which sender, a number or a name; empty: every sender.
    pub sender: String,
    /// Out, or in again.
    pub state: ConsentState,
    /// Whether this is the latest word for number, channel and sender.
    pub current: bool,
    /// By what it is known.
    pub evidence: EvidenceKind,
    /// The keyword, the provider's code, or a person's note.
    pub detail: Option<String>,
    /// Kind of whoever wrote it down.
    pub actor_kind: ActorKind,
    /// Id of whoever wrote it down, by kind.
    pub actor_id: Option<Uuid>,
    /// E-mail address, name of the key or of the provider.
    pub actor_name: String,
    /// When it was said.
    pub occurred_at: DateTime<Utc>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
