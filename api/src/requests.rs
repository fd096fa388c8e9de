//! Requests that ring or send are done once, however often they are made: whoever got no answer asks again under the same key.
//!
//! A key is its sender's own, unique in the account. It is written down with a digest of what was asked, in the transaction that does
//! it; asked again, the same has the same result, and something else is a conflict. Keys are kept for a week.

use chrono::{DateTime, TimeDelta, Utc};
use entity::request;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, sea_query::OnConflict};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{
    auth::Permit,
    db::Tx,
    error::{Outcome, Problem, ProblemCode},
};

/// How long a key is kept.
pub const KEPT: TimeDelta = TimeDelta::days(7);

/// Characters of a key at the most.
const LONGEST: usize = 100;

/// Whether a request is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Once {
    /// It is new: do it.
    New,
    /// It was done, with this result.
    Done(String),
}

/// Writes down that the request `key` is done now, with the result `subject_id`, if it was not done before. `asked` is all that was
/// asked, and `path` the argument that holds the key.
///
/// # Errors
/// `INVALID` for what is no key; `CONFLICT` when something else was asked under it.
pub async fn once(
    tx: &Tx,
    permit: &Permit<'_>,
    key: &str,
    asked: &Value,
    subject_id: &str,
    now: DateTime<Utc>,
    path: &[&str],
) -> Outcome<Once> {
    use request::Column as C;
    if key.is_empty() || key.chars().count() > LONGEST || key.chars().any(char::is_control) {
        return Err(Problem::invalid(path, format!("A request's key has 1 to {LONGEST} characters, e.g. a UUID.")).into());
    }
    let operation = permit.operation().field();
    let row = request::Model {
        account_id: permit.account_id(),
        key: key.to_owned(),
        operation: operation.to_owned(),
        digest: digest(operation, asked),
        subject_id: subject_id.to_owned(),
        created_at: now,
    };
    let known = OnConflict::columns([C::AccountId, C::Key]).do_nothing().to_owned();
    // Of two that come at once, the second waits here for the first.
    let insert = request::Entity::insert(row.clone().into_active_model()).on_conflict(known);
    if insert.exec_without_returning(&**tx).await? == 1 {
        return Ok(Once::New);
    }
    let before = request::Entity::find_by_id((permit.account_id(), key.to_owned())).one(&**tx).await?;
    match before {
        Some(before) if before.digest == row.digest => Ok(Once::Done(before.subject_id)),
        _ => Err(Problem::new(ProblemCode::Conflict, path, "Something else was asked under this key: take a new one.").into()),
    }
}

/// Forgets keys that are older than they are kept.
///
/// # Errors
/// The database's.
pub async fn forget(tx: &Tx, now: DateTime<Utc>) -> Result<u64, DbErr> {
    let old = request::Entity::delete_many().filter(request::Column::CreatedAt.lt(now - KEPT)).exec(&**tx).await?;
    Ok(old.rows_affected)
}

/// Objects of `serde_json` keep their keys sorted, so the same is always written the same.
fn digest(operation: &str, asked: &Value) -> String {
    hex::encode(Sha256::digest(format!("{operation}\n{asked}")))
}
