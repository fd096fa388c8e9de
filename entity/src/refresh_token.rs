//! Refresh tokens: each may be used once; a second use ends its session.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{RefreshTokenId, SessionId};

/// A row of `refresh_token`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "refresh_token")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RefreshTokenId,
    /// The session it refreshes.
    pub session_id: SessionId,
    /// SHA-256 of the token: 256 random bits need no slow hash.
    pub hash: Vec<u8>,
    /// When it was given out.
    pub created_at: DateTime<Utc>,
    /// When it ends unused.
    pub expires_at: DateTime<Utc>,
    /// When it was exchanged.
    pub used_at: Option<DateTime<Utc>>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
