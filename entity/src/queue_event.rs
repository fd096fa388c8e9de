//! A queue's history: what changed, by whom, when and why.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, CallId, MemberId, MemberVersionId, PersonId, QueueEventId, QueueId},
    stored::{ActorKind, QueueChangeKind, QueueOutcome},
};

/// A row of `queue_event`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "queue_event")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QueueEventId,
    /// Whose.
    pub account_id: AccountId,
    /// Which queue.
    pub queue_id: QueueId,
    /// When.
    pub occurred_at: DateTime<Utc>,
    /// What.
    pub kind: QueueChangeKind,
    /// The member it is about.
    pub member_id: Option<MemberId>,
    /// The member as this left it.
    pub version_id: Option<MemberVersionId>,
    /// The person it is about.
    pub person_id: Option<PersonId>,
    /// The call it is about.
    pub call_id: Option<CallId>,
    /// How a wait ended.
    pub outcome: Option<QueueOutcome>,
    /// Kind of whoever did it.
    pub actor_kind: ActorKind,
    /// Their id, by kind.
    pub actor_id: Option<Uuid>,
    /// Their name then.
    pub actor_name: String,
    /// Why, in their words.
    pub reason: Option<String>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
