//! Providers: a link to one telephone system each, and how it is.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, ProviderId},
    stored::{ProviderHealth, ProviderKind},
};

/// A row of `provider`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "provider")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProviderId,
    /// Whose.
    pub account_id: AccountId,
    /// As configured.
    pub name: String,
    /// Which system.
    pub kind: ProviderKind,
    /// Whether the link is up.
    pub health: ProviderHealth,
    /// Since when.
    pub health_since: DateTime<Utc>,
    /// Why it is down, e.g. `UNREACHABLE`.
    pub problem_code: Option<String>,
    /// The same for an operator; no secrets.
    pub problem_message: Option<String>,
    /// When the link was last known to be alive.
    pub last_heard_at: Option<DateTime<Utc>>,
    /// When the telephone system itself was last started.
    pub provider_started_at: Option<DateTime<Utc>>,
    /// What it can do: `telephony::capability::Capabilities`.
    pub capabilities: Json,
    /// From whom messages are that name no sender; none: it must be named.
    pub message_sender: Option<String>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
