//! Templates: texts with variables, for voice, text messages and mail.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, TemplateId},
    stored::{TemplateMedium, TemplateUnknown},
};

/// A row of `template`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "template")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TemplateId,
    /// Whose.
    pub account_id: AccountId,
    /// Its name for programs; unique in the account.
    pub key: String,
    /// Shown to people.
    pub name: String,
    /// What it is for.
    pub medium: TemplateMedium,
    /// BCP 47 language.
    pub language: Option<String>,
    /// What it is about; of mail.
    pub subject: Option<String>,
    /// The text.
    pub body: String,
    /// The same for programs that show it formatted; of mail.
    pub html: Option<String>,
    /// From which number, name or address; none: the default.
    pub sender: Option<String>,
    /// What becomes of names of which nothing is known.
    pub unknown: TemplateUnknown,
    /// Counts changes.
    pub version: i32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
