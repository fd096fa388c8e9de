//! Rows that could not be taken over, as a file that can be mended and sent again.

use entity::{contact_import, contact_import_row, id::ContactImportId, stored::ImportVerdict};
use futures_util::{Stream, stream};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::service;
use crate::{
    app::App,
    auth::Permit,
    contacts::table::{harmless, written},
    db::Db,
    error::Fault,
};

/// Rows of a piece.
const PIECE: u64 = 500;

struct Rejects {
    db: Db,
    import: contact_import::Model,
    /// Position of the last row that was sent; none: not even the head was.
    after: Option<i64>,
}

/// The file, piece by piece; none when there is no such import.
///
/// # Errors
/// The database's.
pub async fn export(
    app: &App,
    permit: Permit<'_>,
    id: ContactImportId,
) -> Result<Option<impl Stream<Item = Result<Vec<u8>, anyhow::Error>> + Send + use<>>, Fault> {
    let Some(import) = service::find(app.db.read(), permit.account_id(), id).await? else { return Ok(None) };
    let rejects = Rejects { db: app.db.clone(), import, after: None };
    Ok(Some(stream::try_unfold(rejects, Rejects::next)))
}

impl Rejects {
    async fn next(mut self) -> Result<Option<(Vec<u8>, Self)>, anyhow::Error> {
        let Some(after) = self.after else {
            self.after = Some(0);
            let columns: Vec<String> = serde_json::from_value(self.import.columns.clone())?;
            let head = columns.iter().map(|column| harmless(column)).chain(["import_line".to_owned(), "import_reason".to_owned()]);
            return Ok(Some((written([head.collect::<Vec<_>>()])?, self)));
        };
        let rows = contact_import_row::Entity::find()
            .filter(contact_import_row::Column::ImportId.eq(self.import.id))
            .filter(contact_import_row::Column::Position.gt(after))
            .filter(contact_import_row::Column::Verdict.is_in([ImportVerdict::Rejected, ImportVerdict::Duplicate]))
            .order_by_asc(contact_import_row::Column::Position)
            .limit(PIECE)
            .all(self.db.read())
            .await?;
        let Some(last) = rows.last() else { return Ok(None) };
        self.after = Some(last.position);
        let width = self.import.columns.as_array().map_or(0, Vec::len);
        let lines = rows.into_iter().map(|row| {
            let mut cells: Vec<String> = serde_json::from_value(row.cells).unwrap_or_default();
            cells.resize(width, String::new());
            let cells = cells.iter().map(|cell| harmless(cell));
            cells.chain([row.line.to_string(), row.reason.unwrap_or_default()]).collect::<Vec<_>>()
        });
        Ok(Some((written(lines)?, self)))
    }
}
