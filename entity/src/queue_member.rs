//! Members of queues as the provider has them: one row a version, so that any past instant can be read.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    id::{AccountId, CallId, MemberId, MemberVersionId, PersonId, QueueId},
    stored::{ActorKind, Presence},
};

/// A row of `queue_member`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "queue_member")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MemberVersionId,
    /// The member, the same from joining to leaving.
    pub member_id: MemberId,
    /// Whose.
    pub account_id: AccountId,
    /// Which queue.
    pub queue_id: QueueId,
    /// Where it is rung, in the provider's words.
    pub endpoint: String,
    /// The extension this stands for.
    pub extension: Option<String>,
    /// Whose extension that was.
    pub person_id: Option<PersonId>,
    /// Name at the provider.
    pub name: String,
    /// Fixed in the provider's configuration.
    pub fixed: bool,
    /// What it is doing.
    pub presence: Presence,
    /// Since when it has been doing that.
    pub since: DateTime<Utc>,
    /// Paused, and why; may be empty.
    pub paused_reason: Option<String>,
    /// Since when it is paused.
    pub paused_at: Option<DateTime<Utc>>,
    /// Lower is rung first.
    pub penalty: i32,
    /// Calls answered since it joined.
    pub calls_taken: i32,
    /// End of its last call.
    pub last_call_at: Option<DateTime<Utc>>,
    /// Call it rings for or talks in.
    pub call_id: Option<CallId>,
    /// Kind of whoever made this version so.
    pub actor_kind: ActorKind,
    /// Their id, by kind.
    pub actor_id: Option<Uuid>,
    /// Their name.
    pub actor_name: String,
    /// From when this version was true.
    pub valid_from: DateTime<Utc>,
    /// Until when; none: still.
    pub valid_to: Option<DateTime<Utc>>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
