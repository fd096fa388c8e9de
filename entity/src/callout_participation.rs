//! Participations: a contact's part in a callout.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, AttemptId, CalloutId, ContactId, ParticipationId, PopulationId},
    stored::{AttemptStatus, ParticipationStatus},
};

/// A row of `callout_participation`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "callout_participation")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ParticipationId,
    /// Whose.
    pub account_id: AccountId,
    /// Of which callout.
    pub callout_id: CalloutId,
    /// Of which contact.
    pub contact_id: ContactId,
    /// By which population it was added; none: by hand.
    pub population_id: Option<PopulationId>,
    /// Number to call: copied from the contact when it was added.
    pub msisdn: String,
    /// How far it has come.
    pub status: ParticipationStatus,
    /// Attempts made that count, see `callouts::retry`.
    pub attempts: i32,
    /// Technical failures so far, which do not count as attempts: each leads to the next of the callout's routes.
    pub route: i32,
    /// How the last attempt ended.
    pub last_status: Option<AttemptStatus>,
    /// The last attempt.
    pub last_attempt_id: Option<AttemptId>,
    /// Why it is skipped, or waits: a code of the policy.
    pub reason: Option<String>,
    /// What its owner keeps beside it: an object.
    pub metadata: Json,
    /// When it is to be called; none: not to be called for now.
    pub due_at: Option<DateTime<Utc>>,
    /// When it was added.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
