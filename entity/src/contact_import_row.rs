//! Rows of a file of contacts, each with what becomes of it.

use sea_orm::entity::prelude::*;

use crate::{id::ContactImportId, stored::ImportVerdict};

/// A row of `contact_import_row`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "contact_import_row")]
pub struct Model {
    /// Of which import.
    #[sea_orm(primary_key, auto_increment = false)]
    pub import_id: ContactImportId,
    /// Place among the rows, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i64,
    /// Line of the file on which it begins, from 1.
    pub line: i64,
    /// What stands in it, an array of texts.
    pub cells: Json,
    /// Number it is about, in E.164; none: it could not be read, or has not been yet.
    pub number: Option<String>,
    /// What becomes of it; none: not known yet.
    pub verdict: Option<ImportVerdict>,
    /// Why it is rejected.
    pub reason: Option<String>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
