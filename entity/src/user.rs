//! Users: who logs in.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, PersonId, UserId},
    stored::Role,
};

/// A row of `user`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UserId,
    /// Whose.
    pub account_id: AccountId,
    /// What the user logs in with; lower case; unique in the installation.
    pub email: String,
    /// Argon2id, in PHC string format.
    pub password_hash: String,
    /// What the user may do.
    pub role: Role,
    /// The person the user is, if any.
    pub person_id: Option<PersonId>,
    /// Whether the user may log in.
    pub active: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Last log-in.
    pub last_login_at: Option<DateTime<Utc>>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
