//! Contacts as a table of values with commas between (RFC 4180), for spreadsheets, and to be imported again.
//!
//! It is read and sent in pieces, each begun at a key, so that a million contacts take no more memory than a thousand.

use entity::{
    contact,
    id::{AccountId, ContactId},
};
use futures_util::{Stream, stream};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{app::App, auth::Permit, db::Db};

/// Contacts of a piece.
const PIECE: u64 = 500;

const HEAD: [&str; 9] =
    ["number", "name", "time_zone", "metadata", "do_not_call_since", "do_not_call_reason", "created_at", "updated_at", "id"];

struct Table {
    db: Db,
    account_id: AccountId,
    at: Place,
}

enum Place {
    Head,
    After(Option<ContactId>),
    End,
}

/// The table, piece by piece, the oldest contact first.
pub fn export(app: &App, permit: Permit<'_>) -> impl Stream<Item = Result<Vec<u8>, anyhow::Error>> + Send + use<> {
    let table = Table { db: app.db.clone(), account_id: permit.account_id(), at: Place::Head };
    stream::try_unfold(table, Table::next)
}

impl Table {
    async fn next(mut self) -> Result<Option<(Vec<u8>, Self)>, anyhow::Error> {
        let after = match self.at {
            Place::Head => {
                self.at = Place::After(None);
                return Ok(Some((written([HEAD])?, self)));
            }
            Place::End => return Ok(None),
            Place::After(after) => after,
        };
        let mut rows = contact::Entity::find().filter(contact::Column::AccountId.eq(self.account_id));
        if let Some(after) = after {
            rows = rows.filter(contact::Column::Id.gt(after));
        }
        let rows = rows.order_by_asc(contact::Column::Id).limit(PIECE).all(self.db.read()).await?;
        self.at = match rows.last() {
            Some(last) if rows.len() as u64 == PIECE => Place::After(Some(last.id)),
            Some(_) => Place::End,
            None => return Ok(None),
        };
        Ok(Some((written(rows.into_iter().map(line))?, self)))
    }
}

fn line(row: contact::Model) -> [String; 9] {
    let instant = |at: chrono::DateTime<chrono::Utc>| at.format("%Y-%m-%dT%H:%M:%SZ").to_string();
    [
        // Digits after a plus sign: a spreadsheet may make a number of it, but runs nothing.
        row.number,
        harmless(&row.name),
        row.time_zone.unwrap_or_default(),
        row.metadata.to_string(),
        row.do_not_call_at.map(instant).unwrap_or_default(),
        harmless(&row.do_not_call_reason.unwrap_or_default()),
        instant(row.created_at),
        instant(row.updated_at),
        row.id.to_string(),
    ]
}

/// Lines as they are sent.
///
/// # Errors
/// When one cannot be written, which never happens in memory.
pub(super) fn written<L, C>(lines: impl IntoIterator<Item = L>) -> Result<Vec<u8>, anyhow::Error>
where
    L: IntoIterator<Item = C>,
    C: AsRef<[u8]>,
{
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for line in lines {
        writer.write_record(line)?;
    }
    Ok(writer.into_inner().map_err(|error| error.into_error())?)
}

/// Text that people wrote, such that no spreadsheet takes it for a formula. An import takes the mark off again.
pub(super) fn harmless(text: &str) -> String {
    match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n') => format!("'{text}"),
        _ => text.to_owned(),
    }
}
