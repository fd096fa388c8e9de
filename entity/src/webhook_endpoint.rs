//! Where webhooks go.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, WebhookEndpointId},
    stored::WebhookEndpointStatus,
};

/// A row of `webhook_endpoint`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_endpoint")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WebhookEndpointId,
    /// Whose.
    pub account_id: AccountId,
    /// For people.
    pub name: String,
    /// Where posts go.
    pub url: String,
    /// Kinds of events that it gets: a list of the words of `WebhookKind`.
    #[sea_orm(column_type = "JsonBinary")]
    pub kinds: Json,
    /// Whether it gets any.
    pub status: WebhookEndpointStatus,
    /// How often its secret was renewed, and once more.
    pub generation: i32,
    /// Until when posts are signed by the secret of before as well.
    pub former_until: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
