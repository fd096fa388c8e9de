//! Turns that somebody offers to others.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, PersonId, SwapRequestId, TimetableId, TurnId},
    stored::SwapStatus,
};

/// A row of `swap_request`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "swap_request")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SwapRequestId,
    /// Whose.
    pub account_id: AccountId,
    /// Of which timetable the offered turn is.
    pub timetable_id: TimetableId,
    /// Turn that is offered.
    pub turn_id: TurnId,
    /// Turn that is wanted for it; none: nothing.
    pub wanted_turn_id: Option<TurnId>,
    /// Who offers.
    pub from_person_id: PersonId,
    /// To whom; none: to anybody.
    pub to_person_id: Option<PersonId>,
    /// What they say to it.
    pub message: Option<String>,
    /// How far it has come.
    pub status: SwapStatus,
    /// Who accepted or declined.
    pub decided_by_id: Option<PersonId>,
    /// When it was accepted, declined, withdrawn, or expired.
    pub decided_at: Option<DateTime<Utc>>,
    /// When the earlier of the turns begins.
    pub expires_at: DateTime<Utc>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
