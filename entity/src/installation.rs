//! The installation itself: one row.

use sea_orm::entity::prelude::*;

/// The row of `installation`; its id is always 1.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "installation")]
pub struct Model {
    /// Always 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    /// Name of this outbox: a cursor of another database, or of one put back from a copy, is not taken for ours.
    pub stream: Uuid,
    /// Positions up to this one have been pruned from the outbox.
    pub pruned: i64,
}

/// None are followed from here.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
