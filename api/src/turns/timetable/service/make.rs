//! A week's timetable made from a queue's service hours, and thrown away while it is a draft.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use entity::{
    id::{QueueId, TimetableId, TimetableSlotId, TurnId},
    queue, service_slot, solver_run,
    stored::{TimetableAction, TimetableStatus},
    swap_request, timetable, timetable_entry, timetable_load, timetable_slot, turn,
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, IntoActiveModel, ModelTrait, QueryFilter};

use super::{
    locked,
    place::{self, Missed},
};
use crate::{
    app::App,
    audit,
    auth::Permit,
    db::Tx,
    error::{Outcome, Problem, ProblemCode, Refusal, is_taken},
    live::outbox,
    queues::{counters, repository::Queues},
    turns::{
        shape::repository::Shape,
        timetable::{
            instants, loads,
            news::{TimetableNews, What},
            repository::Timetables,
            state::Step,
            write::{By, CellChange, Deed, note, told},
        },
        weekday::Weekday,
    },
};

/// Rows of one INSERT: 13 values a row, far below the databases' limits on bound values.
const CHUNK: usize = 500;

/// A timetable that was made.
#[derive(Clone, Debug)]
pub struct Made {
    /// The timetable.
    pub timetable: timetable::Model,
    /// Standing turns that it does not have.
    pub skipped: Vec<Missed>,
    /// Turns of the timetable it was made from that it does not have.
    pub not_copied: Vec<Missed>,
}

/// Makes the timetable of a queue's week: its slots from the service hours, without closed days; its turns empty but for
/// standing turns, and for those who had them in the timetable `copied`, as far as they can have them.
///
/// # Errors
/// `NOT_FOUND`; `INVALID` for a day that is no Monday, and for another queue's timetable; `TAKEN` when the queue has a timetable of that week; `CONFLICT` when the
/// queue has no service hours.
pub async fn create(app: &App, permit: Permit<'_>, queue: QueueId, week: NaiveDate, copied: Option<TimetableId>) -> Outcome<Made> {
    let account = permit.account_id();
    let tx = app.db.begin().await?;
    let queue = Queues(account).find(&*tx, queue).await?.ok_or_else(|| Problem::not_found("queue", &["queueId"]))?;
    if week.weekday() != chrono::Weekday::Mon {
        let message = format!("A week begins on a Monday; {week} is a {:?}.", Weekday::of(week));
        return Err(Problem::invalid(&["week"], message).into());
    }
    let copied = match copied {
        Some(id) => Some(pattern(&tx, &permit, queue.id, id).await?),
        None => None,
    };
    if Timetables(account).of_week(&*tx, queue.id, week).await?.is_some() {
        return Err(taken().into());
    }
    let hours = Shape(account).hours(&*tx, queue.id).await?;
    if hours.is_empty() {
        let message = format!("{} has no service hours: set them with `serviceHoursSet`.", queue.name);
        return Err(Problem::new(ProblemCode::Conflict, &["queueId"], message).into());
    }
    let now = app.clock.now();
    let row = timetable::Model {
        id: TimetableId::new(),
        account_id: account,
        queue_id: queue.id,
        week,
        status: TimetableStatus::Draft,
        version: 1,
        time_zone: queue.time_zone.clone(),
        published_at: None,
        archived_at: None,
        created_at: now,
        updated_at: now,
    };
    timetable::Entity::insert(row.clone().into_active_model()).exec_without_returning(&*tx).await.map_err(refusal)?;
    let mut slots = slots(&tx, &row, &queue, &hours, now).await?;
    let too_many = loads::lines_too_many(&tx, &row, &slots).await?;
    slots.iter_mut().for_each(|slot| slot.demand -= too_many);
    for chunk in slots.chunks(CHUNK) {
        let rows = chunk.iter().cloned().map(IntoActiveModel::into_active_model);
        timetable_slot::Entity::insert_many(rows).exec_without_returning(&*tx).await?;
    }
    let mut turns: Vec<turn::Model> = slots.iter().flat_map(|slot| empty(slot, queue.id, now)).collect();
    let (skipped, not_copied) = place::people(&tx, &row, &slots, &mut turns, copied.as_ref()).await?;
    for chunk in turns.chunks(CHUNK) {
        let rows = chunk.iter().cloned().map(IntoActiveModel::into_active_model);
        turn::Entity::insert_many(rows).exec_without_returning(&*tx).await?;
    }
    loads::aim(&tx, &row, now).await?;
    let placed: Vec<turn::Model> = turns.into_iter().filter(|turn| turn.person_id.is_some()).collect();
    let cells: Vec<CellChange> = placed.iter().map(|turn| CellChange { before: None, ..CellChange::of(turn, turn.person_id) }).collect();
    let deed = Deed::new(TimetableAction::Created, None);
    note(&tx, By::Caller(&permit), &row, None, placed, &cells, deed, now).await?;
    tx.commit().await?;
    Ok(Made { timetable: row, skipped, not_copied })
}

/// The timetable that a new one of this queue is made from.
async fn pattern(tx: &Tx, permit: &Permit<'_>, queue: QueueId, id: TimetableId) -> Outcome<timetable::Model> {
    let path = ["copyFromId"];
    let found = Timetables(permit.account_id()).find(&**tx, id).await?.ok_or_else(|| Problem::not_found("timetable", &path))?;
    if found.queue_id != queue {
        return Err(Problem::invalid(&path, "That is another queue's timetable.").into());
    }
    Ok(found)
}

/// Throws a draft away, with all that is in it.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` for one that is or was published: people went by it.
pub async fn delete(app: &App, permit: Permit<'_>, id: TimetableId) -> Outcome<TimetableId> {
    let tx = app.db.begin().await?;
    let (row, _) = locked(&tx, &permit, id, Step::Delete, &["id"]).await?;
    swap_request::Entity::delete_many().filter(swap_request::Column::TimetableId.eq(id)).exec(&*tx).await?;
    solver_run::Entity::delete_many().filter(solver_run::Column::TimetableId.eq(id)).exec(&*tx).await?;
    timetable_entry::Entity::delete_many().filter(timetable_entry::Column::TimetableId.eq(id)).exec(&*tx).await?;
    timetable_load::Entity::delete_many().filter(timetable_load::Column::TimetableId.eq(id)).exec(&*tx).await?;
    turn::Entity::delete_many().filter(turn::Column::TimetableId.eq(id)).exec(&*tx).await?;
    timetable_slot::Entity::delete_many().filter(timetable_slot::Column::TimetableId.eq(id)).exec(&*tx).await?;
    row.clone().delete(&*tx).await?;
    let now = app.clock.now();
    let change = audit::Change { subject_id: Some(id.to_string()), before: Some(told(&row)), ..audit::Change::default() };
    audit::record(&tx, &permit, now, change).await?;
    let news = TimetableNews::new(What::Deleted, &row, &permit.actor());
    outbox::publish(&tx, vec![news.publish(&row, now)]).await?;
    tx.commit().await?;
    Ok(id)
}

/// The slots of the week, day by day. One that a change of clocks swallows whole is left out.
async fn slots(
    tx: &Tx,
    timetable: &timetable::Model,
    queue: &queue::Model,
    hours: &[service_slot::Model],
    now: DateTime<Utc>,
) -> Result<Vec<timetable_slot::Model>, DbErr> {
    let zone: Tz = counters::zone(queue);
    let week = timetable.week;
    let closed = Shape(timetable.account_id).closed_days(&**tx, Some(queue.id), week, week + TimeDelta::days(6)).await?;
    let mut slots = Vec::new();
    for day in (0..7).map(|days| week + TimeDelta::days(days)) {
        if closed.iter().any(|row| row.closed_on == day) {
            continue;
        }
        let of_day = hours
            .iter()
            .filter(|row| row.weekday == Weekday::of(day).number())
            .map(|row| (row, instants::begins(zone, day, row.starts_at), instants::ends(zone, day, row.ends_at)));
        for (ordinal, (row, starts_at, ends_at)) in (0..).zip(of_day.filter(|(_, starts_at, ends_at)| starts_at < ends_at)) {
            slots.push(timetable_slot::Model {
                id: TimetableSlotId::new(),
                account_id: timetable.account_id,
                timetable_id: timetable.id,
                day,
                ordinal,
                local_start: row.starts_at,
                local_end: row.ends_at,
                starts_at,
                ends_at,
                demand: row.demand,
                created_at: now,
                updated_at: now,
            });
        }
    }
    Ok(slots)
}

/// The turns of a slot, one a line.
fn empty(slot: &timetable_slot::Model, queue_id: QueueId, now: DateTime<Utc>) -> Vec<turn::Model> {
    let turn = |line| turn::Model {
        id: TurnId::new(),
        account_id: slot.account_id,
        timetable_id: slot.timetable_id,
        slot_id: slot.id,
        queue_id,
        line,
        person_id: None,
        starts_at: slot.starts_at,
        ends_at: slot.ends_at,
        standing: false,
        sequence: 0,
        changed_at: now,
        created_at: now,
    };
    (1..=slot.demand).map(turn).collect()
}

fn taken() -> Problem {
    Problem::new(ProblemCode::Taken, &["week"], "The queue has a timetable of that week already.")
}

/// Of two who make the same week's timetable at once, the index lets one through.
fn refusal(error: DbErr) -> Refusal {
    if is_taken(&error, "timetable_week_key", "timetable.queue_id, timetable.week") { taken().into() } else { error.into() }
}
