//! Sealed versions of flows: never changed.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, FlowId, FlowVersionId},
    stored::ActorKind,
};

/// A row of `flow_version`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "flow_version")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FlowVersionId,
    /// Whose.
    pub account_id: AccountId,
    /// Of which flow.
    pub flow_id: FlowId,
    /// How many-eth of it, from 1.
    pub number: i32,
    /// Shown to people, beside the number.
    pub name: Option<String>,
    /// The document, `flow::Document`, with nothing wrong.
    pub document: Json,
    /// Kind of who sealed it.
    pub actor_kind: ActorKind,
    /// Id of who sealed it.
    pub actor_id: Option<Uuid>,
    /// Name of who sealed it.
    pub actor_name: String,
    /// When.
    pub sealed_at: DateTime<Utc>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
