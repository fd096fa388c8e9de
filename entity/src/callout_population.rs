//! Populations: which contacts are to be called.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, CalloutId, ContactId, PopulationId},
    stored::PopulationStatus,
};

/// A row of `callout_population`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "callout_population")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PopulationId,
    /// Whose.
    pub account_id: AccountId,
    /// Of which callout.
    pub callout_id: CalloutId,
    /// How far it has come.
    pub status: PopulationStatus,
    /// Which contacts: `contacts::filter::Filter`.
    pub filter: Json,
    /// Copied to each participation: an object.
    pub metadata: Json,
    /// Contacts looked at so far, that match.
    pub matched: i64,
    /// Participations added so far.
    pub added: i64,
    /// Contact up to which all were looked at.
    pub position: Option<ContactId>,
    /// Why it failed.
    pub error_code: Option<String>,
    /// The same, for people.
    pub error_message: Option<String>,
    /// When somebody has to go on with it.
    pub due_at: Option<DateTime<Utc>>,
    /// Counts those who took it on.
    pub fence: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// When it was finished.
    pub finished_at: Option<DateTime<Utc>>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
