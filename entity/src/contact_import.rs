//! Imports of contacts: a file of rows, what is to become of them, and how far that has come.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, ContactImportId},
    stored::{ActorKind, ContactImportStatus},
};

/// A row of `contact_import`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "contact_import")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ContactImportId,
    /// Whose.
    pub account_id: AccountId,
    /// Shown to people: the file's name, say.
    pub name: String,
    /// How far it has come.
    pub status: ContactImportStatus,
    /// Whether the file's first row names its columns.
    pub header: bool,
    /// Columns as the file has them, an array of texts.
    pub columns: Json,
    /// What becomes of the columns, `contacts::import::mapping::Mapping`; none: as their names say.
    pub mapping: Option<Json>,
    /// ISO 3166-1 code of the country in which national numbers are read.
    pub country: Option<String>,
    /// How given metadata and those there are become one, `contacts::metadata::MetadataMode`.
    pub metadata_mode: Json,
    /// Rows of the file.
    pub rows: i64,
    /// Rows that have been looked at, or taken over.
    pub position: i64,
    /// Of those: contacts that are new.
    pub created: i64,
    /// Contacts that change.
    pub updated: i64,
    /// Contacts that are as the row says.
    pub unchanged: i64,
    /// Rows whose number stands in an earlier row.
    pub duplicate: i64,
    /// Rows that cannot be taken over.
    pub rejected: i64,
    /// Why it failed.
    pub problem: Option<String>,
    /// Kind of whoever began it.
    pub actor_kind: ActorKind,
    /// Id of whoever began it, by kind.
    pub actor_id: Option<Uuid>,
    /// E-mail address or name of the key.
    pub actor_name: String,
    /// When somebody has to go on with it; none: nothing is to be done.
    pub due_at: Option<DateTime<Utc>>,
    /// Counts those who took it up.
    pub fence: i64,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When it last came further.
    pub updated_at: DateTime<Utc>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
