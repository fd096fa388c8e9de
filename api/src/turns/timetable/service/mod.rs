//! Use cases of timetables: each checks, then writes in one transaction. Who edits locks the timetable first, then the persons
//! who get turns, so that of two editors one waits, and nobody is given two turns at once by two of them.

mod close;
mod decide;
mod edit;
mod lines;
mod make;
mod place;
mod take_over;
mod undo;

use entity::{
    id::{PersonId, TimetableId},
    stored::TimetableStatus,
    timetable,
};

pub use close::{archive, publish};
pub use decide::decide;
pub use edit::{assign, swap};
pub use lines::{add as add_line, close as close_line};
pub use make::{Made, create, delete};
pub use place::Missed;
pub use take_over::take_over;
pub use undo::undo;

pub(in crate::turns) use edit::{judge, problems};

use super::{
    check::Finding,
    repository::Timetables,
    state::{self, Next, Step},
    write::Written,
};
use crate::{
    auth::Permit,
    db::Tx,
    error::{Outcome, Problem},
    turns::check::Check,
};

/// Characters of a reason at the most.
const REASON_LENGTH: usize = 200;

/// What became of an edit that was asked for.
#[derive(Debug)]
pub enum Done {
    /// It was done, in spite of these warnings.
    Written(Box<Written>, Vec<Finding>),
    /// It was not: there are warnings, and nobody said that they do not matter.
    Warned(Vec<Finding>),
    /// It was not: somebody has edited the timetable meanwhile. This is what it is now.
    Stale(Box<timetable::Model>),
}

/// A reason, if one was given.
pub(in crate::turns) fn reason(text: Option<&str>, field: &str) -> Outcome<Option<String>> {
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else { return Ok(None) };
    let mut check = Check::at(&[]);
    let reason = check.line(field, text, REASON_LENGTH);
    check.done()?;
    Ok(Some(reason))
}

/// The timetable, locked, with what becomes of it by this step.
async fn locked(tx: &Tx, permit: &Permit<'_>, id: TimetableId, step: Step, path: &[&str]) -> Outcome<(timetable::Model, Next)> {
    let row = Timetables(permit.account_id()).locked(tx, id).await?.ok_or_else(|| Problem::not_found("timetable", path))?;
    let next = state::step(row.status, step, path)?;
    Ok((row, next))
}

/// That the person is one of the account's.
async fn known(tx: &Tx, permit: &Permit<'_>, person: PersonId, path: &[&str]) -> Outcome<()> {
    use entity::person::{Column, Entity};
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
    let found = Entity::find_by_id(person).filter(Column::AccountId.eq(permit.account_id())).one(&**tx).await?;
    found.map(drop).ok_or_else(|| Problem::not_found("person", path).into())
}

/// Whether people go by it.
fn is_published(row: &timetable::Model) -> bool {
    row.status == TimetableStatus::Published
}
