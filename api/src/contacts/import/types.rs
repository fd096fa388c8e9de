//! An import as clients see it, and its rows.

use async_graphql::{ComplexObject, Context, Enum, ID, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{contact_import, contact_import_row, id::ContactImportId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{mapping::Target, service::mapping};
use crate::{
    auth::{self, Operation},
    contacts::metadata::MetadataMode,
    error::Fault,
    graphql::{
        actor::Actor,
        connection::{Connection, DEFAULT_FIRST, PageRequest, page, page_cost},
        context::ContextExt,
        rows::Plain,
    },
};

/// How far an import of contacts has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::ContactImportStatus")]
pub enum ContactImportStatus {
    /// Waits for its file, at `POST /import/contacts?import=imp_…`.
    Waiting,
    /// Its rows are looked at; nothing is written.
    Checking,
    /// Each row has a verdict; nothing was written.
    Checked,
    /// Its rows are taken over.
    Running,
    /// Each row was taken over, or has a reason why not.
    Completed,
    /// It cannot go on, for the reason told.
    Failed,
}

/// What becomes of a row of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::stored::ImportVerdict")]
pub enum ContactImportVerdict {
    /// A contact that is new.
    Created,
    /// A contact that changes.
    Updated,
    /// A contact that is as the row says.
    Unchanged,
    /// Its number stands in an earlier row, which counts.
    Duplicate,
    /// It cannot be taken over.
    Rejected,
}

/// Where the cells of a column go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ContactImportTarget {
    /// The number.
    Number,
    /// The name.
    Name,
    /// The time zone.
    TimeZone,
    /// A value of the metadata, at a path; without one, all of it as a JSON object.
    Metadata,
}

/// What becomes of a column.
#[derive(Clone, Debug, SimpleObject)]
pub struct ContactImportColumn {
    /// Name of the column, or its number from 1.
    pub column: String,
    /// Where its cells go.
    pub target: ContactImportTarget,
    /// Keys of the metadata that lead to the value, the outermost first.
    pub path: Option<Vec<String>>,
}

/// How many rows come to what; together they are those that have been looked at.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct ContactImportCounts {
    /// Contacts that are new.
    pub created: i32,
    /// Contacts that change.
    pub updated: i32,
    /// Contacts that are as the row says.
    pub unchanged: i32,
    /// Rows whose number stands in an earlier row.
    pub duplicate: i32,
    /// Rows that cannot be taken over.
    pub rejected: i32,
}

/// Contacts taken over from a file: first each row is looked at, then, when somebody says so, taken over.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct ContactImport {
    /// Id of the import.
    #[graphql(owned)]
    pub id: ID,
    /// Name of the import, such as the file's.
    pub name: String,
    /// How far it has come.
    pub status: ContactImportStatus,
    /// Whether the file's first row names its columns.
    pub header: bool,
    /// Columns of the file: their names, or their numbers from 1.
    pub columns: Vec<String>,
    /// Country in which national numbers are read.
    pub country: Option<String>,
    /// How given metadata and those there are become one.
    pub metadata_mode: MetadataMode,
    /// Rows of the file.
    pub row_count: i32,
    /// Rows that have been looked at or, while it runs, taken over.
    pub done: i32,
    /// How many rows come to what.
    pub counts: ContactImportCounts,
    /// Why it failed.
    pub problem: Option<String>,
    /// Who began it.
    pub actor: Actor,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When it last came further.
    pub updated_at: DateTime<Utc>,
    /// The same id, typed.
    #[graphql(skip)]
    pub key: ContactImportId,
    /// The row it was made of.
    #[graphql(skip)]
    pub row: contact_import::Model,
}

impl From<contact_import::Model> for ContactImport {
    fn from(row: contact_import::Model) -> Self {
        let count = |number: i64| i32::try_from(number).unwrap_or(i32::MAX);
        let actor = auth::Actor { kind: row.actor_kind, id: row.actor_id, name: row.actor_name.clone() };
        Self {
            id: row.id.into(),
            key: row.id,
            name: row.name.clone(),
            status: row.status.into(),
            header: row.header,
            columns: serde_json::from_value(row.columns.clone()).unwrap_or_default(),
            country: row.country.clone(),
            metadata_mode: serde_json::from_value(row.metadata_mode.clone()).unwrap_or_default(),
            row_count: count(row.rows),
            done: count(row.position),
            counts: ContactImportCounts {
                created: count(row.created),
                updated: count(row.updated),
                unchanged: count(row.unchanged),
                duplicate: count(row.duplicate),
                rejected: count(row.rejected),
            },
            problem: row.problem.clone(),
            actor: actor.into(),
            created_at: row.created_at,
            updated_at: row.updated_at,
            row,
        }
    }
}

/// Contacts taken over from a file.
#[ComplexObject]
impl ContactImport {
    /// What becomes of the columns; empty before there is a file.
    async fn mapping(&self) -> Vec<ContactImportColumn> {
        let mapped = mapping(&self.row).map(|mapping| mapping.0).unwrap_or_default();
        let column = |(place, target): (usize, Target)| {
            let (target, path) = match target {
                Target::Number => (ContactImportTarget::Number, None),
                Target::Name => (ContactImportTarget::Name, None),
                Target::TimeZone => (ContactImportTarget::TimeZone, None),
                Target::Metadata(path) => (ContactImportTarget::Metadata, (!path.is_empty()).then_some(path)),
            };
            Some(ContactImportColumn { column: self.columns.get(place)?.clone(), target, path })
        };
        mapped.into_iter().filter_map(column).collect()
    }

    /// Rows in the order of the file, each with what becomes of it.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn rows(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only rows that come to this.")] verdict: Option<ContactImportVerdict>,
        #[graphql(desc = "Rows on the page, 1 to 200.", default_with = "Some(DEFAULT_FIRST)")] first: Option<i32>,
        #[graphql(desc = "Cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<ContactImportRow>> {
        ctx.permit(Operation::ContactImport)?;
        let request = PageRequest::<i64>::read(first.unwrap_or(DEFAULT_FIRST), after)?;
        let mut rows = contact_import_row::Entity::find().filter(contact_import_row::Column::ImportId.eq(self.key));
        if let Some(verdict) = verdict {
            rows = rows.filter(contact_import_row::Column::Verdict.eq(entity::stored::ImportVerdict::from(verdict)));
        }
        if let Some(after) = request.after {
            rows = rows.filter(contact_import_row::Column::Position.gt(after));
        }
        let rows = rows.order_by_asc(contact_import_row::Column::Position).limit(request.limit());
        let rows = rows.all(ctx.app().db.read()).await.map_err(Fault::from)?;
        let position = |row: &contact_import_row::Model| row.position;
        Ok(page(&request, rows, position, ContactImportRow::from))
    }
}

/// A row of a file of contacts.
#[derive(Clone, Debug, SimpleObject)]
pub struct ContactImportRow {
    /// Line of the file on which it begins, from 1.
    pub line: i32,
    /// What stands in it.
    pub cells: Vec<String>,
    /// Number it is about, in E.164; null where it cannot be read.
    pub number: Option<String>,
    /// What becomes of it; null: not known yet.
    pub verdict: Option<ContactImportVerdict>,
    /// Why it cannot be taken over.
    pub reason: Option<String>,
}

impl Plain for ContactImportRow {}

impl From<contact_import_row::Model> for ContactImportRow {
    fn from(row: contact_import_row::Model) -> Self {
        Self {
            line: i32::try_from(row.line).unwrap_or(i32::MAX),
            cells: serde_json::from_value(row.cells).unwrap_or_default(),
            number: row.number,
            verdict: row.verdict.map(ContactImportVerdict::from),
            reason: row.reason,
        }
    }
}
