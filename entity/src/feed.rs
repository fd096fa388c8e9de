//! Calendars that are read by a secret address.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, CalendarId, FeedId, PersonId, QueueId},
    stored::ActorKind,
};

/// A row of `feed`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "feed")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FeedId,
    /// Whose.
    pub account_id: AccountId,
    /// Whose turns; then there is no other of the three.
    pub person_id: Option<PersonId>,
    /// Which team: all turns of the queue.
    pub queue_id: Option<QueueId>,
    /// Which calendar: its events.
    pub calendar_id: Option<CalendarId>,
    /// Shown to people.
    pub name: String,
    /// SHA-256 of the secret in its address, in hexadecimal digits.
    pub secret_hash: String,
    /// Kind of whoever made it.
    pub actor_kind: ActorKind,
    /// Their id, by kind.
    pub actor_id: Option<Uuid>,
    /// Their name then.
    pub actor_name: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
    /// When it was last read.
    pub last_used_at: Option<DateTime<Utc>>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
