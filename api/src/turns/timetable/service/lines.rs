//! Lines opened and closed in a slot.

use chrono::{DateTime, Utc};
use entity::{
    id::{QueueId, TimetableSlotId, TurnId},
    stored::TimetableAction,
    timetable_slot, turn,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, ModelTrait, QueryFilter, Set};

use super::{Done, locked, reason};
use crate::{
    app::App,
    auth::Permit,
    db::Tx,
    error::{Outcome, Problem, ProblemCode},
    turns::timetable::{
        repository::Timetables,
        state::Step,
        write::{By, CellChange, Deed, finish},
    },
};

/// Lines of a slot at the most: as many as service hours may ask for.
const MOST_LINES: i32 = 50;

/// Opens one more line in a slot, empty.
///
/// # Errors
/// `NOT_FOUND`, `CONFLICT` for an archived timetable, `LIMIT_REACHED`.
pub async fn add(app: &App, permit: Permit<'_>, slot: TimetableSlotId, version: i32, why: Option<&str>) -> Outcome<Done> {
    let why = reason(why, "reason")?;
    let tx = app.db.begin().await?;
    let found = find(&tx, &permit, slot).await?;
    let (timetable, _) = locked(&tx, &permit, found.timetable_id, Step::Edit, &["slotId"]).await?;
    if timetable.version != version {
        return Ok(Done::Stale(Box::new(timetable)));
    }
    let slot = find(&tx, &permit, slot).await?;
    if slot.demand >= MOST_LINES {
        return Err(Problem::new(ProblemCode::LimitReached, &["slotId"], format!("A slot has at most {MOST_LINES} lines.")).into());
    }
    let now = app.clock.now();
    let row = open(&tx, slot, timetable.queue_id, TurnId::new(), 0, now).await?;
    let cells = [CellChange::of(&row, None)];
    let deed = Deed::new(TimetableAction::LineAdded, why);
    let written = finish(&tx, By::Caller(&permit), timetable, vec![row], &cells, deed, now).await?;
    tx.commit().await?;
    Ok(Done::Written(Box::new(written), Vec::new()))
}

/// Closes the last line of a slot, which has to be empty.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` for an archived timetable, or when somebody has the turn, or no other line is left.
pub async fn close(app: &App, permit: Permit<'_>, slot: TimetableSlotId, version: i32, why: Option<&str>) -> Outcome<Done> {
    let why = reason(why, "reason")?;
    let tx = app.db.begin().await?;
    let found = find(&tx, &permit, slot).await?;
    let (timetable, _) = locked(&tx, &permit, found.timetable_id, Step::Edit, &["slotId"]).await?;
    if timetable.version != version {
        return Ok(Done::Stale(Box::new(timetable)));
    }
    let slot = find(&tx, &permit, slot).await?;
    if slot.demand <= 1 {
        return Err(Problem::new(ProblemCode::Conflict, &["slotId"], "A slot keeps its last line.").into());
    }
    let row = last(&tx, &slot, &["slotId"]).await?;
    let cells = [CellChange { sequence: Some(row.sequence), ..CellChange::of(&row, None) }];
    let now = app.clock.now();
    shut(&tx, slot, row.clone(), now).await?;
    let deed = Deed::new(TimetableAction::LineClosed, why);
    let written = finish(&tx, By::Caller(&permit), timetable, vec![row], &cells, deed, now).await?;
    tx.commit().await?;
    Ok(Done::Written(Box::new(written), Vec::new()))
}

/// Opens a line with this turn, empty.
pub(super) async fn open(
    tx: &Tx,
    slot: timetable_slot::Model,
    queue_id: QueueId,
    id: TurnId,
    sequence: i32,
    now: DateTime<Utc>,
) -> Outcome<turn::Model> {
    let line = slot.demand + 1;
    let row = turn::Model {
        id,
        account_id: slot.account_id,
        timetable_id: slot.timetable_id,
        slot_id: slot.id,
        queue_id,
        line,
        person_id: None,
        starts_at: slot.starts_at,
        ends_at: slot.ends_at,
        standing: false,
        sequence,
        changed_at: now,
        created_at: now,
    };
    turn::Entity::insert(row.clone().into_active_model()).exec_without_returning(&**tx).await?;
    demand(tx, slot, line, now).await?;
    Ok(row)
}

/// Closes a slot's last line, whose turn this is.
pub(super) async fn shut(tx: &Tx, slot: timetable_slot::Model, row: turn::Model, now: DateTime<Utc>) -> Outcome<()> {
    let lines = slot.demand - 1;
    row.delete(&**tx).await?;
    demand(tx, slot, lines, now).await
}

async fn demand(tx: &Tx, slot: timetable_slot::Model, lines: i32, now: DateTime<Utc>) -> Outcome<()> {
    let mut change = slot.into_active_model();
    change.demand = Set(lines);
    change.updated_at = Set(now);
    change.update(&**tx).await?;
    Ok(())
}

/// The turn of a slot's last line, if it is empty.
pub(super) async fn last(tx: &Tx, slot: &timetable_slot::Model, path: &[&str]) -> Outcome<turn::Model> {
    let found = turn::Entity::find().filter(turn::Column::SlotId.eq(slot.id)).filter(turn::Column::Line.eq(slot.demand)).one(&**tx).await?;
    let row = found.ok_or_else(|| Problem::not_found("line", path))?;
    if row.person_id.is_some() {
        return Err(Problem::new(ProblemCode::Conflict, path, "The last line is somebody's turn: leave it empty first.").into());
    }
    Ok(row)
}

async fn find(tx: &Tx, permit: &Permit<'_>, id: TimetableSlotId) -> Outcome<timetable_slot::Model> {
    Timetables(permit.account_id()).slot(&**tx, id).await?.ok_or_else(|| Problem::not_found("slot", &["slotId"]).into())
}
