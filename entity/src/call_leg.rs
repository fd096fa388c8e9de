//! Legs: each party's part of a call.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, CallId, LegId, PersonId},
    stored::{CallCause, LegRole, LegState},
};

/// A row of `call_leg`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "call_leg")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LegId,
    /// Whose.
    pub account_id: AccountId,
    /// Of which call.
    pub call_id: CallId,
    /// The provider's own key of it; unique within the call.
    pub provider_key: String,
    /// What it is to the call.
    pub role: LegRole,
    /// Whose telephone it is.
    pub person_id: Option<PersonId>,
    /// Address of a member's telephone.
    pub endpoint: Option<String>,
    /// Its extension.
    pub extension: Option<String>,
    /// The party's number.
    pub number: Option<String>,
    /// How far it has come.
    pub state: LegState,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it began to ring.
    pub ringing_at: Option<DateTime<Utc>>,
    /// When it was answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// Why it ended.
    pub cause: Option<CallCause>,
    /// The provider's own code for it.
    pub provider_code: Option<String>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
