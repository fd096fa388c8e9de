//! A file of contacts taken in: values with commas, semicolons or tabs between (RFC 4180), in UTF-8.

use csv::{ByteRecord, ReaderBuilder, Trim};
use entity::{contact_import, contact_import_row, id::ContactImportId};
use sea_orm::{DbErr, EntityTrait, IntoActiveModel};
use serde_json::json;

use crate::db::Tx;

/// Columns of a file at the most.
const COLUMNS: usize = 200;
/// Rows of one statement.
const PIECE: usize = 1_000;

/// A file that was read.
pub(super) struct Read {
    /// Its columns' names, or their numbers.
    pub(super) columns: Vec<String>,
    /// Line on which each row begins, and its cells.
    pub(super) rows: Vec<(u64, Vec<String>)>,
}

/// Reads a file.
///
/// # Errors
/// What is wrong with it, for people.
pub(super) fn read(bytes: &[u8], header: bool, most_rows: u64) -> Result<Read, String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let often = |sign: u8| first.iter().filter(|byte| **byte == sign).count();
    // The first line has its separator more often than the others; a comma is the usual one.
    let separator = [b'\t', b';', b','].into_iter().max_by_key(|sign| often(*sign)).unwrap_or(b',');
    let mut reader = ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).trim(Trim::All).from_reader(bytes);
    let (mut columns, mut rows) = (None, Vec::new());
    let mut record = ByteRecord::new();
    while reader.read_byte_record(&mut record).map_err(|error| format!("It cannot be read: {error}."))? {
        // Of two signs that end a line, the second is taken for the beginning of the next record.
        let ending = |at: &csv::Position| usize::try_from(at.byte()).ok().and_then(|at| bytes.get(at)) == Some(&b'\n');
        let line = record.position().map_or(0, |at| at.line() + u64::from(ending(at)));
        let cell = |cell: &[u8]| {
            let text = std::str::from_utf8(cell).map_err(|_| format!("Line {line} is not in UTF-8."))?;
            if text.contains('\0') { Err(format!("Line {line} holds the character NUL.")) } else { Ok(text.to_owned()) }
        };
        let cells: Vec<String> = record.iter().map(cell).collect::<Result<_, _>>()?;
        if cells.len() > COLUMNS {
            return Err(format!("Line {line} has {} columns; at most {COLUMNS} are read.", cells.len()));
        }
        if columns.is_none() {
            columns = Some(if header { cells.clone() } else { (1..=cells.len()).map(|place| place.to_string()).collect() });
            if header {
                continue;
            }
        }
        rows.push((line, cells));
        if rows.len() as u64 > most_rows {
            return Err(format!("A file has at most {most_rows} rows."));
        }
    }
    let columns = columns.ok_or("The file is empty.")?;
    if rows.is_empty() { Err("The file has no rows besides its header.".to_owned()) } else { Ok(Read { columns, rows }) }
}

/// Writes the rows of an import, in place of those there were.
///
/// # Errors
/// The database's.
pub(super) async fn write(tx: &Tx, import: &contact_import::Model, rows: Vec<(u64, Vec<String>)>) -> Result<(), DbErr> {
    let mut rows = (1..).zip(rows).map(|(position, (line, cells))| row(import.id, position, line, &cells)).peekable();
    while rows.peek().is_some() {
        let piece: Vec<contact_import_row::ActiveModel> = rows.by_ref().take(PIECE).map(IntoActiveModel::into_active_model).collect();
        contact_import_row::Entity::insert_many(piece).exec_without_returning(&**tx).await?;
    }
    Ok(())
}

fn row(import_id: ContactImportId, position: i64, line: u64, cells: &[String]) -> contact_import_row::Model {
    contact_import_row::Model {
        import_id,
        position,
        line: i64::try_from(line).unwrap_or_default(),
        cells: json!(cells),
        number: None,
        verdict: None,
        reason: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_separator_is_found_and_quoted_cells_may_hold_it() {
        for file in
            ["number,name\n+34972183386,\"a, b\"\n", "number;name\r\n+34972183386;a, b\r\n", "\u{feff}number\tname\n+34972183386\ta, b"]
        {
            let read = read(file.as_bytes(), true, 10).unwrap_or_else(|wrong| panic!("{file:?}: {wrong}"));

            assert_eq!(read.columns, ["number", "name"], "{file:?}");
            assert_eq!(read.rows, [(2, vec!["+34972183386".to_owned(), "a, b".to_owned()])], "{file:?}");
        }
    }

    #[test]
    fn what_is_no_file_of_rows_is_refused() {
        let table: [(&[u8], &str); 4] = [
            (b"", "The file is empty."),
            (b"number\n", "The file has no rows besides its header."),
            (b"number\n\xff\n", "Line 2 is not in UTF-8."),
            (b"number\n1\n2\n3\n", "A file has at most 2 rows."),
        ];

        for (file, expected) in table {
            assert_eq!(read(file, true, 2).err().as_deref(), Some(expected));
        }
    }
}
