//! Flows: voice applications as they are being written.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{AccountId, FlowId};

/// A row of `flow`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "flow")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FlowId,
    /// Whose.
    pub account_id: AccountId,
    /// Shown to people.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// The draft, `flow::Document`.
    pub document: Json,
    /// Counts changes.
    pub version: i32,
    /// Number of the version that was sealed last; 0: none was.
    pub sealed: i32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
