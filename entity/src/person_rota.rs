//! A person's part in the rota. A person without a row does not attend.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::id::{AccountId, PersonId};

/// A row of `person_rota`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person_rota")]
pub struct Model {
    /// Who.
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: PersonId,
    /// Whose.
    pub account_id: AccountId,
    /// Turns of a whole week the person should carry, over all queues; none: does not attend.
    pub ideal_load: Option<i32>,
    /// Turns of a day at the most; none: as the queue's settings say.
    pub max_per_day: Option<i32>,
    /// Where the person sits: people of one room disturb each other.
    pub room: Option<String>,
    /// Whether the person wants no notices of the rota by mail.
    pub no_mail: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
