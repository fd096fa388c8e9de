//! How fast an account calls, or a provider, whatever for. One row each, if there is a limit.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{AccountId, ProviderId};

/// A row of `call_limit`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "call_limit")]
pub struct Model {
    /// Id of the account or the provider.
    #[sea_orm(primary_key, auto_increment = false)]
    pub owner_id: Uuid,
    /// Whose.
    pub account_id: AccountId,
    /// Of which provider; none: of all of the account's together.
    pub provider_id: Option<ProviderId>,
    /// Calls that callouts may begin in a second, on the average.
    pub calls_per_second: Option<f64>,
    /// Calls at once.
    pub calls_at_once: Option<i32>,
    /// Calls that may be begun at once: what is in its bucket.
    pub tokens: f64,
    /// When the bucket was last looked into.
    pub tokens_at: DateTime<Utc>,
    /// Counts the ends of calls: who waits for one sees by it that there was one.
    pub ended: i64,
    /// When it was last set.
    pub updated_at: DateTime<Utc>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
