//! The latest edit undone: an edit itself, so that nothing disappears from the history.

use std::collections::HashMap;

use entity::{
    id::{TimetableId, TurnId},
    stored::TimetableAction as What,
    timetable, timetable_entry, turn,
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::{
    Done,
    edit::{judge, problems},
    lines, locked,
};
use crate::{
    app::App,
    auth::Permit,
    db::Tx,
    error::{Outcome, Problem, ProblemCode, Refusal},
    turns::timetable::{
        check::Edit,
        repository::Timetables,
        state::Step,
        write::{By, CellChange, Deed, Written, finish, hand_over},
    },
};

/// Undoes the latest edit that was not undone yet. Making and publishing a timetable are no edits: nothing before them is undone.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` for an archived timetable, when there is nothing to undo, or when whoever had a turn cannot have it
/// back.
pub async fn undo(app: &App, permit: Permit<'_>, id: TimetableId, version: i32) -> Outcome<Done> {
    let tx = app.db.begin().await?;
    let (timetable, _) = locked(&tx, &permit, id, Step::Edit, &["id"]).await?;
    if timetable.version != version {
        return Ok(Done::Stale(Box::new(timetable)));
    }
    let entry = latest(&tx, id).await?;
    let cells: Vec<CellChange> = serde_json::from_value(entry.cells.clone()).map_err(|error| DbErr::Json(error.to_string()))?;
    let undone = Undone { app, tx: &tx, permit: &permit, deed: Deed { undoes: Some(entry.id), ..Deed::new(What::Undone, None) } };
    let written = match entry.what {
        What::LineAdded => undone.line_added(timetable, cells).await?,
        What::LineClosed => undone.line_closed(timetable, cells).await?,
        _ => undone.hands(timetable, cells).await?,
    };
    tx.commit().await?;
    Ok(Done::Written(Box::new(written), Vec::new()))
}

/// The edit whose turn it is to be undone.
async fn latest(tx: &Tx, id: TimetableId) -> Outcome<timetable_entry::Model> {
    use timetable_entry::Column as C;
    let found = timetable_entry::Entity::find()
        .filter(C::TimetableId.eq(id))
        .filter(C::UndoneBy.is_null())
        .filter(C::What.ne(What::Undone))
        .order_by_desc(C::Version)
        .one(&**tx)
        .await?;
    let is_edit = |entry: &timetable_entry::Model| {
        !matches!(entry.what, What::Created | What::Imported | What::Published | What::Archived | What::Undone)
    };
    let nothing = || nope("There is nothing to undo since the timetable was made or published.");
    found.filter(is_edit).ok_or_else(|| nothing().into())
}

fn nope(message: &str) -> Problem {
    Problem::new(ProblemCode::Conflict, &["id"], message)
}

/// An undoing under way.
struct Undone<'a> {
    app: &'a App,
    tx: &'a Tx,
    permit: &'a Permit<'a>,
    deed: Deed,
}

impl Undone<'_> {
    /// Turns go back to who had them.
    async fn hands(self, timetable: timetable::Model, cells: Vec<CellChange>) -> Outcome<Written> {
        let ids = cells.iter().map(|cell| cell.turn);
        let rows = turn::Entity::find().filter(turn::Column::Id.is_in(ids)).filter(turn::Column::TimetableId.eq(timetable.id));
        let mut rows: HashMap<TurnId, turn::Model> = rows.all(&**self.tx).await?.into_iter().map(|row| (row.id, row)).collect();
        let mut changes = Vec::new();
        for cell in &cells {
            match rows.remove(&cell.turn) {
                Some(row) if row.person_id == cell.after => changes.push((row, cell.before)),
                Some(_) => return Err(nope("A turn has changed hands since.").into()),
                // Half an exchange would leave one person with both turns.
                None => return Err(nope("Turns were exchanged with another timetable: exchange them back there.").into()),
            }
        }
        let edit = Edit { changes: changes.iter().map(|(row, person)| (row.id, *person)).collect(), limit_empty: false };
        let verdict = judge(self.tx, &[&timetable], &edit).await?;
        if !verdict.refusals.is_empty() {
            return Err(Refusal::User(problems(&verdict.refusals, &["id"])));
        }
        hand_over(self.tx, By::Caller(self.permit), timetable, changes, &[], self.deed, self.app.clock.now()).await
    }

    async fn line_added(self, timetable: timetable::Model, cells: Vec<CellChange>) -> Outcome<Written> {
        let cell = only(&cells)?;
        let slot = self.slot(cell).await?;
        let row = lines::last(self.tx, &slot, &["id"]).await?;
        let cells = [CellChange { sequence: Some(row.sequence), ..CellChange::of(&row, None) }];
        let now = self.app.clock.now();
        lines::shut(self.tx, slot, row.clone(), now).await?;
        finish(self.tx, By::Caller(self.permit), timetable, vec![row], &cells, self.deed, now).await
    }

    async fn line_closed(self, timetable: timetable::Model, cells: Vec<CellChange>) -> Outcome<Written> {
        let cell = only(&cells)?;
        let slot = self.slot(cell).await?;
        let now = self.app.clock.now();
        let sequence = cell.sequence.unwrap_or_default() + 1;
        let row = lines::open(self.tx, slot, timetable.queue_id, cell.turn, sequence, now).await?;
        let cells = [CellChange::of(&row, None)];
        finish(self.tx, By::Caller(self.permit), timetable, vec![row], &cells, self.deed, now).await
    }

    async fn slot(&self, cell: &CellChange) -> Outcome<entity::timetable_slot::Model> {
        let found = Timetables(self.permit.account_id()).slot(&**self.tx, cell.slot).await?;
        found.ok_or_else(|| nope("The slot is there no more.").into())
    }
}

fn only(cells: &[CellChange]) -> Result<&CellChange, Problem> {
    cells.first().ok_or_else(|| nope("It is not known which line it was."))
}
