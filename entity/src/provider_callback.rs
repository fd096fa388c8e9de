//! What providers told by themselves: kept as it came, each once.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{CallbackId, ProviderId};

/// A row of `provider_callback`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "provider_callback")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CallbackId,
    /// Which provider.
    pub provider_id: ProviderId,
    /// Tells a repeat from news; unique at its provider.
    pub dedupe_key: String,
    /// Our reference of the order it is about, if it is about one.
    pub reference: Option<String>,
    /// What it was read as: `telephony::outgoing::Report`.
    pub report: Json,
    /// What was sent: an object of texts, without signatures.
    pub body: Json,
    /// When it came.
    pub received_at: DateTime<Utc>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
