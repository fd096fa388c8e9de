//! Flows by which calls for calendars of some settings may be led; without any, all.

use sea_orm::entity::prelude::*;

use crate::id::{AccountId, CalendarSettingsId, FlowId};

/// A row of `calendar_settings_flow`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calendar_settings_flow")]
pub struct Model {
    /// The settings.
    #[sea_orm(primary_key, auto_increment = false)]
    pub settings_id: CalendarSettingsId,
    /// The flow.
    #[sea_orm(primary_key, auto_increment = false)]
    pub flow_id: FlowId,
    /// Whose.
    pub account_id: AccountId,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
