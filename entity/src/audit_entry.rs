//! The audit log: who changed what, when and why.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, AuditEntryId},
    stored::ActorKind,
};

/// A row of `audit_entry`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_entry")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AuditEntryId,
    /// Whose.
    pub account_id: AccountId,
    /// When.
    pub occurred_at: DateTime<Utc>,
    /// Kind of whoever did it.
    pub actor_kind: ActorKind,
    /// Their id, by kind.
    pub actor_id: Option<Uuid>,
    /// Their name then.
    pub actor_name: String,
    /// The mutation or job, e.g. `queueMemberPause`.
    pub action: String,
    /// Id of what was changed, with its kind.
    pub subject_id: Option<String>,
    /// Why, in their words.
    pub reason: Option<String>,
    /// What it was; no secrets.
    pub before: Option<Json>,
    /// What it became; no secrets.
    pub after: Option<Json>,
    /// Request it came with.
    pub request_id: Option<String>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
