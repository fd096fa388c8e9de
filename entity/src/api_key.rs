//! API keys: how programs get in.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, ApiKeyId, UserId},
    stored::Role,
};

/// A row of `api_key`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "api_key")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApiKeyId,
    /// Whose.
    pub account_id: AccountId,
    /// Shown to people.
    pub name: String,
    /// SHA-256 of the secret: 256 random bits need no slow hash.
    pub hash: Vec<u8>,
    /// What it may do at the most.
    pub role: Role,
    /// What it is limited to, an array of [`crate::stored::Scope`] words; never empty.
    pub scopes: Json,
    /// Who made it.
    pub created_by: UserId,
    /// When.
    pub created_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: Option<DateTime<Utc>>,
    /// Last use, to the minute.
    pub last_used_at: Option<DateTime<Utc>>,
    /// When it was ended early.
    pub revoked_at: Option<DateTime<Utc>>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
