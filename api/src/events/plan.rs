//! Making occurrences ahead, completing those whose time has come, and what a change of an event makes of those that are there.
//!
//! All of it happens in the transaction of whoever asks, with the event's row locked, so that the event is as it was read until the
//! commit. What became of occurrences is gathered in [`Changes`], and told at the end by [`finish`].

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    calendar, event,
    id::{EventId, OccurrenceId},
    occurrence,
    stored::{ChangeKind, EventStatus, OccurrenceCause as Cause, OccurrenceState as State},
};
use recurrence::Series;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, DbErr, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    prelude::Expr,
};

use super::{
    listener::{Happened, Listener, Told, What},
    news,
    occurrence_state::{self, Step},
    state,
    times::{Times, just_after},
};
use crate::{db::Tx, live::outbox};

/// How far ahead occurrences are made; the next one is, however far.
pub(super) const HORIZON: TimeDelta = TimeDelta::days(60);
/// Occurrences of an event that are made ahead at the most.
const MOST_AHEAD: u64 = 500;
/// Occurrences that one transaction makes, or completes, at the most; more are left to the next.
const BATCH: usize = 500;
/// Rows of one statement: 12 values a row, far below the databases' limits on bound values.
const ROWS: usize = 250;

/// What became of occurrences in a transaction.
#[derive(Debug)]
pub(super) struct Changes {
    now: DateTime<Utc>,
    happened: Vec<Happened>,
    /// Whether there is more to be done at once than this transaction does.
    more: bool,
    /// When the next is near enough to be made; none: nothing waits for that.
    next_made_at: Option<DateTime<Utc>>,
    /// Whether the series has nothing more than was made.
    over: bool,
}

impl Changes {
    pub(super) fn at(now: DateTime<Utc>) -> Self {
        Self { now, happened: Vec::new(), more: false, next_made_at: None, over: true }
    }

    /// Whether nothing happened.
    pub(super) fn is_empty(&self) -> bool {
        self.happened.is_empty()
    }

    fn add(&mut self, what: What, occurrence: occurrence::Model) {
        self.happened.push(Happened { what, occurrence });
    }
}

/// Occurrences whose time is still to come, or that are held back.
pub(super) fn is_open() -> Condition {
    Condition::all().add(occurrence::Column::State.is_in([State::Pending, State::Paused]))
}

/// Makes what is near, from where it was left off. The row's `made_until` goes on; it is written by [`finish`].
///
/// # Errors
/// The database's.
pub(super) async fn make(tx: &Tx, event: &mut event::Model, times: &Times, changes: &mut Changes) -> Result<(), DbErr> {
    changes.over = true;
    if event.status == EventStatus::Canceled {
        return Ok(());
    }
    // It was found to happen when it was written; by rules of time zones that have changed since it may not any more.
    let Ok(series) = times.series() else { return Ok(()) };
    let open = occurrence::Entity::find().filter(occurrence::Column::EventId.eq(event.id)).filter(is_open());
    let mut open = open.filter(occurrence::Column::StartsAt.gt(changes.now)).count(&**tx).await?;
    let known = originals(tx, event.id, event.made_until).await?;
    let mut made = Vec::new();
    for next in series.from(just_after(event.made_until)) {
        if event.ends_at.is_some_and(|end| next.at > end) {
            break;
        }
        if !known.contains(&next.at) {
            let missed = next.at <= changes.now;
            let near = next.at <= changes.now + HORIZON;
            if !missed && open > 0 && !(near && open < MOST_AHEAD) {
                changes.over = false;
                // What waits for others to be over is looked at when they are.
                changes.next_made_at = (!near).then(|| next.at - HORIZON);
                break;
            }
            if made.len() == BATCH {
                (changes.over, changes.more) = (false, true);
                break;
            }
            open += u64::from(!missed);
            made.push(new_row(event, next.at, changes.now));
        }
        event.made_until = next.at;
    }
    insert(tx, &made).await?;
    made.into_iter().for_each(|row| changes.add(What::Made, row));
    Ok(())
}

/// An occurrence where the event would have it.
pub(super) fn new_row(event: &event::Model, at: DateTime<Utc>, now: DateTime<Utc>) -> occurrence::Model {
    let paused = event.status == EventStatus::Paused;
    occurrence::Model {
        id: OccurrenceId::new(),
        account_id: event.account_id,
        calendar_id: event.calendar_id,
        event_id: event.id,
        original_start: at,
        starts_at: at,
        ends_at: at + TimeDelta::seconds(event.duration_seconds),
        state: if paused { State::Paused } else { State::Pending },
        cause: paused.then_some(Cause::Event),
        moved: false,
        created_at: now,
        updated_at: now,
    }
}

pub(super) async fn insert(tx: &Tx, rows: &[occurrence::Model]) -> Result<(), DbErr> {
    for piece in rows.chunks(ROWS) {
        let rows = piece.iter().cloned().map(IntoActiveModel::into_active_model);
        occurrence::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    }
    Ok(())
}

/// The occurrence that an event has at `original`, made now if it was not near enough to be; none: the event has none there, or has it
/// no more.
///
/// # Errors
/// The database's.
pub(super) async fn at(
    tx: &Tx,
    event: &event::Model,
    original: DateTime<Utc>,
    changes: &mut Changes,
) -> Result<Option<occurrence::Model>, DbErr> {
    use occurrence::Column as C;

    let known = occurrence::Entity::find().filter(C::EventId.eq(event.id)).filter(C::OriginalStart.eq(original)).one(&**tx).await?;
    if known.is_some() || original <= event.made_until.max(changes.now) || event.ends_at.is_some_and(|end| original > end) {
        return Ok(known);
    }
    let has = Times::of(event)?.series().is_ok_and(|series| series.from(original).next().is_some_and(|next| next.at == original));
    if !has || event.status == EventStatus::Canceled {
        return Ok(None);
    }
    let row = new_row(event, original, changes.now);
    insert(tx, std::slice::from_ref(&row)).await?;
    changes.add(What::Made, row.clone());
    Ok(Some(row))
}

async fn originals(tx: &Tx, event: EventId, after: DateTime<Utc>) -> Result<HashSet<DateTime<Utc>>, DbErr> {
    let rows: Vec<DateTime<Utc>> = occurrence::Entity::find()
        .select_only()
        .column(occurrence::Column::OriginalStart)
        .filter(occurrence::Column::EventId.eq(event))
        .filter(occurrence::Column::OriginalStart.gt(after))
        .into_tuple()
        .all(&**tx)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Completes those whose start has come, and skips those that were held back until their end.
///
/// # Errors
/// The database's.
pub(super) async fn settle(tx: &Tx, event: &event::Model, changes: &mut Changes) -> Result<(), DbErr> {
    use occurrence::Column as C;

    let begun = Condition::all().add(C::State.eq(State::Pending)).add(C::StartsAt.lte(changes.now));
    let ended = Condition::all().add(C::State.eq(State::Paused)).add(C::EndsAt.lte(changes.now));
    let rows = occurrence::Entity::find().filter(C::EventId.eq(event.id)).filter(Condition::any().add(begun).add(ended));
    let limit = u64::try_from(BATCH).unwrap_or(u64::MAX);
    let rows = rows.order_by_asc(C::StartsAt).order_by_asc(C::Id).limit(limit).all(&**tx).await?;
    changes.more |= rows.len() == BATCH;
    let (begun, ended): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.state == State::Pending);
    advance(tx, begun, Step::Reach, None, What::Completed, changes).await?;
    advance(tx, ended, Step::Pass, None, What::Skipped, changes).await
}

/// Takes all these a step further; those that the step is not for stay as they are.
///
/// # Errors
/// The database's.
pub(super) async fn advance(
    tx: &Tx,
    rows: Vec<occurrence::Model>,
    step: Step,
    cause: Option<Cause>,
    what: What,
    changes: &mut Changes,
) -> Result<(), DbErr> {
    use occurrence::Column as C;

    let stepped = rows.into_iter().filter_map(|row| Some(occurrence::Model { state: occurrence_state::next(row.state, step)?, ..row }));
    let stepped: Vec<occurrence::Model> = stepped.map(|row| occurrence::Model { cause, updated_at: changes.now, ..row }).collect();
    let Some(state) = stepped.first().map(|row| row.state) else { return Ok(()) };
    for piece in stepped.chunks(ROWS) {
        occurrence::Entity::update_many()
            .col_expr(C::State, Expr::value(state.as_str()))
            .col_expr(C::Cause, Expr::value(cause.map(Cause::as_str)))
            .col_expr(C::UpdatedAt, Expr::value(changes.now))
            .filter(C::Id.is_in(piece.iter().map(|row| row.id)))
            .exec(&**tx)
            .await?;
    }
    stepped.into_iter().for_each(|row| changes.add(what, row));
    Ok(())
}

/// Writes one occurrence that has become another.
///
/// # Errors
/// The database's.
pub(super) async fn save(tx: &Tx, mut row: occurrence::Model, what: What, changes: &mut Changes) -> Result<(), DbErr> {
    row.updated_at = changes.now;
    row.clone().into_active_model().reset_all().update(&**tx).await?;
    changes.add(what, row);
    Ok(())
}

/// Those of an event that are open and begin after `now`, and those that a change took away and another may bring back.
async fn ahead(tx: &Tx, event: &event::Model, now: DateTime<Utc>) -> Result<Vec<occurrence::Model>, DbErr> {
    use occurrence::Column as C;

    let taken = Condition::all().add(C::State.eq(State::Canceled)).add(C::Cause.is_in([Cause::Edit, Cause::End]));
    let rows = occurrence::Entity::find().filter(C::EventId.eq(event.id)).filter(C::OriginalStart.gt(now));
    rows.filter(Condition::any().add(is_open()).add(taken)).order_by_asc(C::OriginalStart).all(&**tx).await
}

/// What a change of an event made of its occurrences.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Replanned {
    /// They are where they were.
    pub kept: usize,
    /// Of these, somebody had given them another time, which they still have.
    pub kept_moved: usize,
    /// They are new.
    pub added: usize,
    /// The event does not have them any more.
    pub withdrawn: usize,
    /// They had been taken away by a change before.
    pub restored: usize,
}

/// Makes occurrences ahead follow an event that was changed, or ended: what it still has stays as it is, also where somebody has moved
/// it; what it has no more is canceled, for `cause`; what it has again is restored; what is new is made.
///
/// # Errors
/// The database's.
pub(super) async fn replan(
    tx: &Tx,
    event: &mut event::Model,
    times: &Times,
    cause: Cause,
    changes: &mut Changes,
) -> Result<Replanned, DbErr> {
    let rows = ahead(tx, event, changes.now).await?;
    let last = rows.last().map(|row| row.original_start);
    let has = times.series().ok().map(|series| until(&series, changes.now, last, event.ends_at)).unwrap_or_default();
    let late = |row: &occurrence::Model| event.ends_at.is_some_and(|end| row.starts_at > end);
    let mut done = Replanned::default();
    let mut withdrawn = Vec::new();
    for row in rows {
        let ends_at = row.original_start + times.duration;
        let open = row.state != State::Canceled;
        match (open, has.contains(&row.original_start)) {
            (true, true) if row.moved && late(&row) => withdrawn.push(row),
            (true, true) => {
                done.kept += 1;
                done.kept_moved += usize::from(row.moved);
                if !row.moved && row.ends_at != ends_at {
                    save(tx, occurrence::Model { ends_at, ..row }, What::Moved, changes).await?;
                }
            }
            (true, false) => withdrawn.push(row),
            (false, true) => {
                done.restored += 1;
                let fresh = new_row(event, row.original_start, changes.now);
                let row = occurrence::Model { id: row.id, created_at: row.created_at, ..fresh };
                save(tx, row, What::Restored, changes).await?;
            }
            (false, false) => {}
        }
    }
    done.withdrawn = withdrawn.len();
    advance(tx, withdrawn, Step::Cancel, Some(cause), What::Canceled, changes).await?;
    // What is new may lie before what was made already.
    event.made_until = changes.now;
    if event.status == EventStatus::Completed {
        event.status = EventStatus::Active;
    }
    let before = changes.happened.len();
    make(tx, event, times, changes).await?;
    done.added = changes.happened.len() - before;
    Ok(done)
}

/// The instants of a series after `now`, as far as `last`, and none after `end`.
fn until(series: &Series, now: DateTime<Utc>, last: Option<DateTime<Utc>>, end: Option<DateTime<Utc>>) -> HashSet<DateTime<Utc>> {
    let Some(last) = last else { return HashSet::new() };
    let last = end.map_or(last, |end| std::cmp::min(last, end));
    series.from(just_after(now)).map(|next| next.at).take_while(|at| *at <= last).collect()
}

/// Writes the event, with when something is to be done about it next, and tells what happened. `changed`: what became of the event
/// itself, if it is to be told; that it came to its end is told in any case.
///
/// # Errors
/// The database's, and the listener's.
pub(super) async fn finish(
    tx: &Tx,
    listener: &dyn Listener,
    calendar: &calendar::Model,
    event: &mut event::Model,
    changed: Option<ChangeKind>,
    changes: Changes,
) -> Result<(), DbErr> {
    let next = next_step(tx, event.id).await?;
    let status = event.status;
    event.due_at = if changes.more { Some(changes.now) } else { [next, changes.next_made_at].into_iter().flatten().min() };
    if event.due_at.is_none()
        && changes.over
        && let Some(status) = state::next(event.status, state::Step::Finish)
    {
        event.status = status;
    }
    let changed = changed.or_else(|| (event.status != status).then_some(ChangeKind::Updated));
    if changed.is_some() {
        event.updated_at = changes.now;
    }
    event.clone().into_active_model().reset_all().update(&**tx).await?;
    listener.hear(tx, Told { event, happened: &changes.happened, at: changes.now }).await?;
    let news = changed.map(|kind| news::event(event, calendar, kind, changes.now)).into_iter();
    let news = news.chain(changes.happened.iter().map(|happened| news::occurrence(happened, calendar, changes.now)));
    outbox::publish(tx, news.collect()).await
}

/// When the next occurrence is completed or skipped.
async fn next_step(tx: &Tx, event: EventId) -> Result<Option<DateTime<Utc>>, DbErr> {
    use occurrence::Column as C;

    let first = |state: State, column: C| {
        let rows = occurrence::Entity::find().select_only().column(column).filter(C::EventId.eq(event)).filter(C::State.eq(state));
        rows.order_by_asc(column).limit(1).into_tuple::<DateTime<Utc>>()
    };
    let begins = first(State::Pending, C::StartsAt).one(&**tx).await?;
    let ends = first(State::Paused, C::EndsAt).one(&**tx).await?;
    Ok([begins, ends].into_iter().flatten().min())
}
