//! Webhooks: each event for each endpoint, with its tries. The id is the header `webhook-id`.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, WebhookDeliveryId, WebhookEndpointId},
    stored::{WebhookDeliveryStatus, WebhookKind, WebhookProblem},
};

/// A row of `webhook_delivery`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_delivery")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WebhookDeliveryId,
    /// Whose.
    pub account_id: AccountId,
    /// Where it goes; that may be deleted by now.
    pub endpoint_id: WebhookEndpointId,
    /// What happened.
    pub kind: WebhookKind,
    /// Id of what it happened to, with its kind, e.g. `occ_…`.
    pub subject_id: Option<String>,
    /// What is posted, each time the same.
    pub body: String,
    /// How far it has come.
    pub status: WebhookDeliveryStatus,
    /// What stood in its way last.
    pub problem: Option<WebhookProblem>,
    /// How often it was tried since it was last asked for.
    pub attempts: i32,
    /// All tries that are kept, the oldest first.
    #[sea_orm(column_type = "JsonBinary")]
    pub tries: Json,
    /// When it was taken.
    pub delivered_at: Option<DateTime<Utc>>,
    /// When somebody must look at it; none: never again.
    pub due_at: Option<DateTime<Utc>>,
    /// Counts who took it up.
    pub fence: i64,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
