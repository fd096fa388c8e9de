//! The outbox: news written in the transaction that made it true, read in commit order by whoever watches.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, CallId, PersonId, QueueId},
    stored::{ChangeKind, Topic},
};

/// A row of `outbox`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
pub struct Model {
    /// Order of writing; on SQLite, where one writes at a time, also the order of commit.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Place in commit order; given after the commit on PostgreSQL (`live::log`), unused on SQLite.
    pub position: Option<i64>,
    /// Whose.
    pub account_id: AccountId,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
    /// What it is about.
    pub topic: Topic,
    /// What became of it.
    pub kind: ChangeKind,
    /// Id of the thing, by topic.
    pub node_id: Uuid,
    /// Queue it concerns, for filters.
    pub queue_id: Option<QueueId>,
    /// Person it concerns, for filters.
    pub person_id: Option<PersonId>,
    /// Call it concerns.
    pub call_id: Option<CallId>,
    /// What the topic's slice wants to tell besides, as it was then.
    pub payload: Json,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
