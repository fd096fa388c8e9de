//! Who is wanted in a managed queue, and how.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, AssignmentId, PersonId, QueueId},
    stored::{ActorKind, MemberSource},
};

/// A row of `queue_assignment`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "queue_assignment")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AssignmentId,
    /// Whose.
    pub account_id: AccountId,
    /// Which queue.
    pub queue_id: QueueId,
    /// Who; once a queue.
    pub person_id: PersonId,
    /// Who wants it: by hand or by the rota.
    pub source: MemberSource,
    /// Lower is rung first, from 0.
    pub penalty: i32,
    /// Paused, and why; may be empty.
    pub paused_reason: Option<String>,
    /// Since when.
    pub paused_at: Option<DateTime<Utc>>,
    /// The provider was seen to agree since the last change here: what differs afterwards was done there.
    pub settled: bool,
    /// Kind of whoever last changed it.
    pub actor_kind: ActorKind,
    /// Their id, by kind.
    pub actor_id: Option<Uuid>,
    /// Their name.
    pub actor_name: String,
    /// Why, in their words.
    pub reason: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// One more at each change: who compared an older one writes nothing.
    pub revision: i32,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
