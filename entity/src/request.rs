//! Requests that ring or send: each is done once, however often it is made.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::AccountId;

/// A row of `request`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "request")]
pub struct Model {
    /// Whose.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    /// As its sender calls it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// Operation of the policy.
    pub operation: String,
    /// SHA-256 of what was asked, in hex.
    pub digest: String,
    /// Id of what came of it.
    pub subject_id: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
