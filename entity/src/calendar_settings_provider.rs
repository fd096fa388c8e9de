//! Providers that calendars of some settings may call over; without any, all.

use sea_orm::entity::prelude::*;

use crate::id::{AccountId, CalendarSettingsId, ProviderId};

/// A row of `calendar_settings_provider`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calendar_settings_provider")]
pub struct Model {
    /// The settings.
    #[sea_orm(primary_key, auto_increment = false)]
    pub settings_id: CalendarSettingsId,
    /// The provider.
    #[sea_orm(primary_key, auto_increment = false)]
    pub provider_id: ProviderId,
    /// Whose.
    pub account_id: AccountId,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
