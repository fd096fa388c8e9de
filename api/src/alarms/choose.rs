//! Which reminders are looked at next: of those that are due, the first of each calendar before the second of any.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, CalendarId, OccurrenceId, ReminderId},
    stored::AlarmMethod,
};
use sea_orm::{ConnectionTrait, DbErr, Statement, Value, prelude::Uuid};

/// Reminders of one look.
pub(super) const MOST: usize = 200;
/// So many of those longest due are put into the order of their calendars: more would take longer than they wait.
const AHEAD: i64 = 4_000;

/// What is passed by in a round, since its limit is reached: calls of these.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Passed {
    /// Accounts.
    pub(super) accounts: BTreeSet<AccountId>,
    /// Calendars.
    pub(super) calendars: BTreeSet<CalendarId>,
}

/// A statement with its values.
struct Sql {
    text: String,
    values: Vec<Value>,
}

impl Sql {
    fn bind(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    fn list(&mut self, ids: impl Iterator<Item = Uuid>) -> String {
        let places: Vec<String> = ids.map(|id| self.bind(id)).collect();
        places.join(", ")
    }
}

/// Reminders that are due, and not passed by: of each calendar the first before its second.
pub(super) async fn due(db: &impl ConnectionTrait, passed: &Passed, now: DateTime<Utc>) -> Result<Vec<(ReminderId, OccurrenceId)>, DbErr> {
    let mut sql = Sql { text: String::new(), values: Vec::new() };
    let due = sql.bind(now);
    let mut only = String::new();
    for (column, ids) in [
        ("account_id", passed.accounts.iter().map(|id| id.0).collect::<Vec<_>>()),
        ("calendar_id", passed.calendars.iter().map(|id| id.0).collect()),
    ] {
        if !ids.is_empty() {
            let (call, list) = (sql.bind(AlarmMethod::Call.as_str()), sql.list(ids.into_iter()));
            only.push_str(&format!(" AND NOT (method = {call} AND {column} IN ({list}))"));
        }
    }
    let (ahead, most) = (sql.bind(AHEAD), sql.bind(i64::try_from(MOST).unwrap_or(i64::MAX)));
    sql.text = format!(
        "SELECT id, occurrence_id FROM (
             SELECT id, occurrence_id, due_at, ROW_NUMBER() OVER (PARTITION BY calendar_id ORDER BY due_at, id) AS place FROM (
                 SELECT id, occurrence_id, calendar_id, due_at FROM reminder
                 WHERE due_at IS NOT NULL AND due_at <= {due}{only} ORDER BY due_at, id LIMIT {ahead}
             ) AS near
         ) AS placed ORDER BY place, due_at, id LIMIT {most}"
    );
    let rows = db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), sql.text, sql.values)).await?;
    rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}

/// When the next reminder falls due that is not due yet.
pub(super) async fn next(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, DbErr> {
    let text = "SELECT due_at FROM reminder WHERE due_at IS NOT NULL AND due_at > $1 ORDER BY due_at LIMIT 1";
    let row = db.query_one_raw(Statement::from_sql_and_values(db.get_database_backend(), text, [now.into()])).await?;
    row.map(|row| row.try_get_by_index(0)).transpose()
}
