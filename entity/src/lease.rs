//! Leases: what only one process may do at a time, until when, and the fence that shuts out whoever held it before.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A row of `lease`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lease")]
pub struct Model {
    /// What is leased, e.g. `provider/prv_…`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// Process that holds it.
    pub holder: String,
    /// One more at each change of holder; carried by every write made under the lease.
    pub fence: i64,
    /// When it may be taken by another.
    pub expires_at: DateTime<Utc>,
}

/// None are followed from here.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
