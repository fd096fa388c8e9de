//! Calendar users: by which settings a user of that role has calendars.

use sea_orm::entity::prelude::*;

use crate::id::{AccountId, CalendarSettingsId, UserId};

/// A row of `calendar_user`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calendar_user")]
pub struct Model {
    /// The user.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    /// Whose.
    pub account_id: AccountId,
    /// What the user's calendars may do.
    pub settings_id: CalendarSettingsId,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
