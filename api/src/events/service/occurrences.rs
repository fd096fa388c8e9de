//! Occurrences are moved, paused, resumed and canceled, each alone.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    id::{EventId, OccurrenceId},
    occurrence,
    stored::{EventStatus, OccurrenceCause as Cause, OccurrenceState as State},
};
use sea_orm::EntityTrait;

use super::{Desk, Open, described_occurrence, open, open_occurrence, record};
use crate::{
    auth::Permit,
    db::Tx,
    error::{Outcome, Problem, ProblemCode},
    events::{
        definition::LONGEST,
        listener::What,
        occurrence_state::{self, Step},
        plan,
    },
};

/// Gives an occurrence another time. Without an end it lasts as long as before.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` for one that is not pending; `INVALID` for a time that is past, or an end before the start.
pub async fn relocate(
    desk: Desk<'_>,
    permit: Permit<'_>,
    id: OccurrenceId,
    starts_at: DateTime<Utc>,
    ends_at: Option<DateTime<Utc>>,
) -> Outcome<occurrence::Model> {
    let tx = desk.app.db.begin().await?;
    let row = to(&tx, desk, &permit, id, starts_at, ends_at).await?;
    tx.commit().await?;
    Ok(row)
}

/// As [`relocate`], within a transaction.
pub(in crate::events) async fn to(
    tx: &Tx,
    desk: Desk<'_>,
    permit: &Permit<'_>,
    id: OccurrenceId,
    starts_at: DateTime<Utc>,
    ends_at: Option<DateTime<Utc>>,
) -> Outcome<occurrence::Model> {
    alone(tx, desk, permit, id, Step::Move, move |row, now, usual| {
        let ends_at = ends_at.unwrap_or_else(|| starts_at + (row.ends_at - row.starts_at));
        if starts_at <= now {
            return Err(Problem::invalid(&["startsAt"], "This is past already."));
        }
        if ends_at <= starts_at {
            return Err(Problem::invalid(&["endsAt"], "It ends after it begins."));
        }
        if ends_at - starts_at > LONGEST {
            let message = format!("It lasts {} days at the most.", LONGEST.num_days());
            return Err(Problem::new(ProblemCode::LimitReached, &["endsAt"], message));
        }
        let moved = (starts_at, ends_at) != (row.original_start, row.original_start + usual);
        Ok(occurrence::Model { starts_at, ends_at, moved, ..row })
    })
    .await
}

/// Holds an occurrence back. Not resumed before its end, it is skipped.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` for one that is not pending.
pub async fn pause(desk: Desk<'_>, permit: Permit<'_>, id: OccurrenceId) -> Outcome<occurrence::Model> {
    let tx = desk.app.db.begin().await?;
    let row = alone(&tx, desk, &permit, id, Step::Pause, |row, _, _| Ok(occurrence::Model { cause: Some(Cause::Alone), ..row })).await?;
    tx.commit().await?;
    Ok(row)
}

/// Lets an occurrence go on that was paused alone. One whose start has come meanwhile is completed at once.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` for one that is not paused, or whose event is.
pub async fn resume(desk: Desk<'_>, permit: Permit<'_>, id: OccurrenceId) -> Outcome<occurrence::Model> {
    let tx = desk.app.db.begin().await?;
    let row = alone(&tx, desk, &permit, id, Step::Resume, |row, _, _| Ok(occurrence::Model { cause: None, ..row })).await?;
    tx.commit().await?;
    Ok(row)
}

/// Calls an occurrence off, for good. The others of its event stay.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` for one that has begun, was skipped or is canceled.
pub async fn cancel(desk: Desk<'_>, permit: Permit<'_>, id: OccurrenceId) -> Outcome<occurrence::Model> {
    let tx = desk.app.db.begin().await?;
    let row = off(&tx, desk, &permit, id).await?;
    tx.commit().await?;
    Ok(row)
}

/// As [`cancel`], within a transaction.
pub(in crate::events) async fn off(tx: &Tx, desk: Desk<'_>, permit: &Permit<'_>, id: OccurrenceId) -> Outcome<occurrence::Model> {
    alone(tx, desk, permit, id, Step::Cancel, |row, _, _| Ok(occurrence::Model { cause: Some(Cause::Alone), ..row })).await
}

/// The occurrence that an event has at `original`, within a transaction: made now, if it was not near enough to be.
pub(in crate::events) async fn at(
    tx: &Tx,
    desk: Desk<'_>,
    permit: &Permit<'_>,
    event: EventId,
    original: DateTime<Utc>,
) -> Outcome<Option<occurrence::Model>> {
    let Open { calendar, mut event, times, mut changes, .. } = open(tx, desk.app, permit, event, &["id"]).await?;
    let row = plan::at(tx, &event, original, &mut changes).await?;
    if !changes.is_empty() {
        plan::make(tx, &mut event, &times, &mut changes).await?;
        plan::finish(tx, desk.listener, &calendar, &mut event, None, changes).await?;
    }
    Ok(row)
}

/// Takes one occurrence a step further. `otherwise`: what else becomes of it then, from what it is, the present instant, and how long its
/// event lasts.
async fn alone(
    tx: &Tx,
    desk: Desk<'_>,
    permit: &Permit<'_>,
    id: OccurrenceId,
    step: Step,
    otherwise: impl FnOnce(occurrence::Model, DateTime<Utc>, TimeDelta) -> Result<occurrence::Model, Problem>,
) -> Outcome<occurrence::Model> {
    let (open, known) = open_occurrence(tx, desk.app, permit, id).await?;
    let Open { calendar, mut event, times, mut changes, now, .. } = open;
    // One whose time has come is what it is to become, also if nobody has come to it yet.
    let before = match known.state {
        State::Pending if known.starts_at <= now => occurrence::Model { state: State::Completed, ..known },
        State::Paused if known.ends_at <= now => occurrence::Model { state: State::Skipped, ..known },
        _ => known,
    };
    let state = occurrence_state::step(before.state, step, &["id"])?;
    if step == Step::Resume && event.status == EventStatus::Paused {
        return Err(Problem::new(ProblemCode::Conflict, &["id"], "Its event is paused: resume that.").into());
    }
    let after = otherwise(before.clone(), now, times.duration)?;
    let what = match step {
        Step::Pause => What::Paused,
        Step::Resume => What::Resumed,
        Step::Cancel => What::Canceled,
        _ => What::Moved,
    };
    if state == before.state && after == before {
        return Ok(before);
    }
    event.sequence += 1;
    plan::save(tx, occurrence::Model { state, ..after }, what, &mut changes).await?;
    plan::settle(tx, &event, &mut changes).await?;
    plan::make(tx, &mut event, &times, &mut changes).await?;
    plan::finish(tx, desk.listener, &calendar, &mut event, None, changes).await?;
    let after = occurrence::Entity::find_by_id(id).one(&**tx).await?;
    let after = after.ok_or_else(|| Problem::not_found("occurrence", &["id"]))?;
    record(tx, permit, now, id.to_string(), Some(described_occurrence(&before)), Some(described_occurrence(&after))).await?;
    Ok(after)
}
