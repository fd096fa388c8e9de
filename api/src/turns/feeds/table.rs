//! A queue's published turns as a table of values with commas between (RFC 4180), for spreadsheets.
//!
//! It is read and sent in pieces, so that years of turns take no more memory than a week.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use entity::{
    id::{PersonId, QueueId, TimetableId, TurnId},
    person, queue,
    stored::TimetableStatus,
    timetable, turn,
};
use futures_util::{Stream, stream};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, IntoSimpleExpr, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait},
};

use crate::{app::App, auth::Permit, db::Db, error::Fault, turns::timetable::instants};

/// Turns of a piece.
const PIECE: u64 = 500;

const HEAD: [&str; 13] = [
    "queue",
    "day",
    "starts",
    "ends",
    "time_zone",
    "line",
    "person",
    "extension",
    "standing",
    "timetable",
    "starts_at",
    "ends_at",
    "turn_id",
];

/// Which turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Of which queue.
    pub queue_id: QueueId,
    /// First day, in the queue's time zone.
    pub from: NaiveDate,
    /// Last day, with it.
    pub to: NaiveDate,
}

/// A table about to be written.
struct Table {
    db: Db,
    queue: queue::Model,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    at: Place,
}

enum Place {
    Head,
    After(Option<(DateTime<Utc>, TurnId)>),
    End,
}

/// The table, piece by piece; none when there is no such queue.
///
/// # Errors
/// [`Fault::BadRequest`] when the last day is before the first; the database's.
pub async fn export(
    app: &App,
    permit: Permit<'_>,
    wanted: Wanted,
) -> Result<Option<impl Stream<Item = Result<Vec<u8>, anyhow::Error>> + Send + 'static>, Fault> {
    if wanted.to < wanted.from {
        return Err(Fault::BadRequest("`to` is before `from`.".to_owned()));
    }
    let found = queue::Entity::find_by_id(wanted.queue_id).filter(queue::Column::AccountId.eq(permit.account_id()));
    let Some(queue) = found.one(app.db.read()).await? else { return Ok(None) };
    let zone: Tz = queue.time_zone.parse().map_err(|_| anyhow::anyhow!("the time zone of the queue {} is none", queue.id))?;
    let from = instants::begins(zone, wanted.from, NaiveTime::MIN);
    let to = instants::begins(zone, wanted.to + TimeDelta::days(1), NaiveTime::MIN);
    let table = Table { db: app.db.clone(), queue, from, to, at: Place::Head };
    Ok(Some(stream::try_unfold(table, Table::next)))
}

impl Table {
    /// The next piece, and what comes after it.
    async fn next(mut self) -> Result<Option<(Vec<u8>, Self)>, anyhow::Error> {
        let after = match self.at {
            Place::Head => {
                self.at = Place::After(None);
                return Ok(Some((written([HEAD.map(str::to_owned)])?, self)));
            }
            Place::End => return Ok(None),
            Place::After(after) => after,
        };
        let rows = self.rows(after).await?;
        self.at = match rows.last() {
            Some(last) if rows.len() as u64 == PIECE => Place::After(Some((last.starts_at, last.id))),
            Some(_) => Place::End,
            None => return Ok(None),
        };
        let (persons, weeks) = (self.persons(&rows).await?, self.weeks(&rows).await?);
        let lines = rows.iter().filter_map(|row| Some(self.line(row, weeks.get(&row.timetable_id)?, &persons)));
        Ok(Some((written(lines)?, self)))
    }

    async fn rows(&self, after: Option<(DateTime<Utc>, TurnId)>) -> Result<Vec<turn::Model>, DbErr> {
        let published = timetable::Entity::find()
            .select_only()
            .column(timetable::Column::Id)
            .filter(timetable::Column::QueueId.eq(self.queue.id))
            .filter(timetable::Column::Status.ne(TimetableStatus::Draft));
        let mut rows = turn::Entity::find()
            .filter(turn::Column::QueueId.eq(self.queue.id))
            .filter(turn::Column::StartsAt.gte(self.from))
            .filter(turn::Column::StartsAt.lt(self.to))
            .filter(turn::Column::TimetableId.in_subquery(published.into_query()));
        if let Some((at, id)) = after {
            let key = Expr::tuple([turn::Column::StartsAt.into_simple_expr(), turn::Column::Id.into_simple_expr()]);
            rows = rows.filter(key.gt(Expr::tuple([Expr::val(at), Expr::val(id.0)])));
        }
        rows.order_by_asc(turn::Column::StartsAt).order_by_asc(turn::Column::Id).limit(PIECE).all(self.db.read()).await
    }

    async fn persons(&self, rows: &[turn::Model]) -> Result<HashMap<PersonId, person::Model>, DbErr> {
        let ids: HashSet<PersonId> = rows.iter().filter_map(|row| row.person_id).collect();
        let found = person::Entity::find().filter(person::Column::Id.is_in(ids)).all(self.db.read()).await?;
        Ok(found.into_iter().map(|person| (person.id, person)).collect())
    }

    async fn weeks(&self, rows: &[turn::Model]) -> Result<HashMap<TimetableId, timetable::Model>, DbErr> {
        let ids: HashSet<TimetableId> = rows.iter().map(|row| row.timetable_id).collect();
        let found = timetable::Entity::find().filter(timetable::Column::Id.is_in(ids)).all(self.db.read()).await?;
        Ok(found.into_iter().map(|week| (week.id, week)).collect())
    }

    fn line(&self, row: &turn::Model, week: &timetable::Model, persons: &HashMap<PersonId, person::Model>) -> [String; 13] {
        let zone: Tz = week.time_zone.parse().unwrap_or(Tz::UTC);
        let (starts, ends) = (row.starts_at.with_timezone(&zone), row.ends_at.with_timezone(&zone));
        let person = row.person_id.and_then(|id| persons.get(&id));
        [
            harmless(&self.queue.name),
            starts.date_naive().to_string(),
            starts.format("%H:%M").to_string(),
            ends.format("%H:%M").to_string(),
            zone.name().to_owned(),
            row.line.to_string(),
            person.map(|person| harmless(&person.name)).unwrap_or_default(),
            person.and_then(|person| person.extension.clone()).unwrap_or_default(),
            row.standing.to_string(),
            week.status.as_str().to_owned(),
            row.starts_at.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
            row.ends_at.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
            row.id.to_string(),
        ]
    }
}

fn written(lines: impl IntoIterator<Item = [String; 13]>) -> Result<Vec<u8>, anyhow::Error> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for line in lines {
        writer.write_record(&line)?;
    }
    Ok(writer.into_inner().map_err(|error| error.into_error())?)
}

/// Text that people wrote, such that no spreadsheet takes it for a formula.
fn harmless(text: &str) -> String {
    match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n') => format!("'{text}"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_take_for_a_formula_is_marked_as_text() {
        let texts = ["=1+1", "+34", "-x", "@SUM(A1)", "\t=1", "Ana", "Ana = Anna", ""];

        assert_eq!(texts.map(harmless), ["'=1+1", "'+34", "'-x", "'@SUM(A1)", "'\t=1", "Ana", "Ana = Anna", ""]);
    }

    #[test]
    fn commas_quotes_and_line_breaks_stay_within_their_field() {
        let mut line: [String; 13] = Default::default();
        line[0] = "a, \"b\"\r\nc".to_owned();

        assert_eq!(String::from_utf8(written([line]).unwrap()).unwrap(), "\"a, \"\"b\"\"\r\nc\",,,,,,,,,,,,\r\n");
    }
}
