//! Reminders follow occurrences and alarms: made, planned anew, held back and called off, in the transaction of what they follow.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use entity::{
    alarm,
    id::{AlarmId, OccurrenceId, ReminderId},
    occurrence, reminder,
    stored::{AlarmMethod, ChangeKind, OccurrenceState, ReminderReason as Reason, ReminderStatus as Status},
};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, IntoActiveModel, Iterable, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{LockType, OnConflict},
};

use super::{
    definition::rule,
    news,
    state::{self, Step},
    world::{Around, World},
};
use crate::{
    db::Tx,
    live::outbox::{self, News},
};

/// Rows of one statement: 24 values each, far below the databases' limits on bound values.
const ROWS: usize = 200;

/// Alarms of an event that remind, with what is around them.
pub(super) async fn alarms(tx: &Tx, event: entity::id::EventId) -> Result<World, DbErr> {
    let rows = alarm::Entity::find().filter(alarm::Column::EventId.eq(event)).filter(alarm::Column::Enabled.eq(true));
    World::of(&**tx, rows.all(&**tx).await?).await
}

/// The reminder of an occurrence, by an alarm.
pub(super) fn made(world: &World, around: &Around, occurrence: &occurrence::Model, now: DateTime<Utc>) -> reminder::Model {
    let step = around.definition.step(0);
    let blank = reminder::Model {
        id: ReminderId::new(),
        account_id: occurrence.account_id,
        calendar_id: occurrence.calendar_id,
        event_id: occurrence.event_id,
        alarm_id: around.alarm.id,
        occurrence_id: occurrence.id,
        status: Status::Pending,
        step: 0,
        method: step.map_or(AlarmMethod::Call, |step| step.method),
        tried: 0,
        tries: 0,
        planned_at: occurrence.starts_at,
        due_at: None,
        attempt_id: None,
        message_id: None,
        calling: false,
        answer: None,
        keys: None,
        reason: None,
        merged_into: None,
        cancels: false,
        created_at: now,
        updated_at: now,
        ended_at: None,
    };
    planned(world, around, occurrence, blank, now)
}

/// A reminder that is still to come, as its alarm and its occurrence say now.
pub(super) fn planned(
    world: &World,
    around: &Around,
    occurrence: &occurrence::Model,
    row: reminder::Model,
    now: DateTime<Utc>,
) -> reminder::Model {
    let step = around.definition.step(row.step);
    let plan = rule(&around.alarm, world.zone(around, step)).plan(occurrence.starts_at, occurrence.ends_at);
    let row = reminder::Model { planned_at: plan.planned_at, updated_at: now, ended_at: None, ..row };
    match occurrence.state {
        OccurrenceState::Paused => reminder::Model { due_at: None, reason: Some(Reason::OccurrencePaused), ..row },
        OccurrenceState::Canceled => over(row, Step::Cancel, Reason::OccurrenceCanceled, now),
        OccurrenceState::Skipped => over(row, Step::Skip, Reason::OccurrenceSkipped, now),
        // What it is about is decided when its time comes: then what was in vain is told, too.
        OccurrenceState::Pending | OccurrenceState::Completed => {
            let reason = (plan.due_at != plan.planned_at).then_some(Reason::Window);
            let due_at = if plan.after_end { plan.planned_at } else { plan.due_at };
            reminder::Model { due_at: Some(due_at), reason: reason.or(row.reason.filter(|_| row.tries > 0)), ..row }
        }
    }
}

/// A reminder to which a step leads that ends it; as it was, if the step is not for it.
pub(super) fn over(row: reminder::Model, step: Step, reason: Reason, now: DateTime<Utc>) -> reminder::Model {
    let Some(status) = state::next(row.status, step) else { return row };
    reminder::Model { status, due_at: None, reason: Some(reason), updated_at: now, ended_at: Some(now), ..row }
}

/// A reminder from its beginning, whatever became of it.
fn anew(row: reminder::Model, around: &Around) -> Option<reminder::Model> {
    let status = state::next(row.status, Step::Replan)?;
    let method = around.definition.step(0).map_or(row.method, |step| step.method);
    Some(reminder::Model { status, step: 0, method, tried: 0, answer: None, keys: None, reason: None, merged_into: None, ..row })
}

/// Reminders of occurrences that nobody else changes until the transaction ends.
async fn of_occurrences(tx: &Tx, ids: &[OccurrenceId]) -> Result<Vec<reminder::Model>, DbErr> {
    use reminder::Column as C;
    let rows = reminder::Entity::find().filter(C::OccurrenceId.is_in(ids.iter().copied())).order_by_asc(C::Id);
    rows.lock(LockType::NoKeyUpdate).all(&**tx).await
}

/// Which alarms remind of these occurrences already.
pub(super) async fn known(tx: &Tx, occurrences: &[&occurrence::Model]) -> Result<HashSet<(AlarmId, OccurrenceId)>, DbErr> {
    use reminder::Column as C;
    if occurrences.is_empty() {
        return Ok(HashSet::new());
    }
    let rows = reminder::Entity::find().select_only().column(C::AlarmId).column(C::OccurrenceId);
    let rows = rows.filter(C::OccurrenceId.is_in(occurrences.iter().map(|occurrence| occurrence.id)));
    Ok(rows.into_tuple().all(&**tx).await?.into_iter().collect())
}

/// Writes reminders that are new, but those that are there already.
pub(super) async fn add(tx: &Tx, world: &World, rows: Vec<reminder::Model>, now: DateTime<Utc>) -> Result<(), DbErr> {
    use reminder::Column as C;
    let known = OnConflict::columns([C::OccurrenceId, C::AlarmId]).do_nothing().to_owned();
    for piece in rows.chunks(ROWS) {
        let models = piece.iter().cloned().map(IntoActiveModel::into_active_model);
        reminder::Entity::insert_many(models).on_conflict(known.clone()).exec_without_returning(&**tx).await?;
    }
    outbox::publish(tx, tell(world, &rows, ChangeKind::Created, now)).await
}

/// Writes reminders that changed.
pub(super) async fn save(tx: &Tx, rows: &[reminder::Model]) -> Result<(), DbErr> {
    use reminder::Column as C;
    for piece in rows.chunks(ROWS) {
        let models = piece.iter().cloned().map(IntoActiveModel::into_active_model);
        let known = OnConflict::column(C::Id).update_columns(C::iter().filter(|column| !matches!(column, C::Id))).to_owned();
        reminder::Entity::insert_many(models).on_conflict(known).exec_without_returning(&**tx).await?;
    }
    Ok(())
}

/// What is told of reminders.
pub(super) fn tell(world: &World, rows: &[reminder::Model], kind: ChangeKind, now: DateTime<Utc>) -> Vec<News> {
    let told = |row: &reminder::Model| Some(news::told(row, &world.around(row.alarm_id)?.calendar, kind, now));
    rows.iter().filter_map(told).collect()
}

/// What becomes of occurrences, becomes of their reminders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Follow {
    /// They are there, at another time, or again: a reminder that was sent is for the time that was, where there is another.
    Moved,
    /// They are held back, or not any more, called off or left out: what was sent was sent.
    Stands,
}

/// Has the reminders of these occurrences follow them.
///
/// # Errors
/// The database's.
pub(super) async fn follow(tx: &Tx, happened: &[(Follow, &occurrence::Model)], now: DateTime<Utc>) -> Result<(), DbErr> {
    if happened.is_empty() {
        return Ok(());
    }
    let ids: Vec<OccurrenceId> = happened.iter().map(|(_, occurrence)| occurrence.id).collect();
    let rows = of_occurrences(tx, &ids).await?;
    // Alarms that are off have reminders, too.
    let known = World::read(&**tx, rows.iter().map(|row| row.alarm_id)).await?;
    let mut changed = Vec::new();
    for row in rows {
        let Some((follow, occurrence)) = happened.iter().rev().find(|(_, occurrence)| occurrence.id == row.occurrence_id) else { continue };
        let Some(around) = known.around(row.alarm_id) else { continue };
        let new = followed(&known, around, row.clone(), *follow, occurrence, now);
        if new != row {
            changed.push(new);
        }
    }
    save(tx, &changed).await?;
    outbox::publish(tx, tell(&known, &changed, ChangeKind::Updated, now)).await
}

fn followed(
    world: &World,
    around: &Around,
    row: reminder::Model,
    follow: Follow,
    occurrence: &occurrence::Model,
    now: DateTime<Utc>,
) -> reminder::Model {
    let open = matches!(row.status, Status::Pending | Status::Retry);
    if row.status == Status::InProcess {
        // What has not reached its provider is taken back: whoever is about to ask looks.
        let plan = rule(&around.alarm, world.zone(around, None)).plan(occurrence.starts_at, occurrence.ends_at);
        return reminder::Model { planned_at: plan.planned_at, ..row };
    }
    if open && row.tries == 0 {
        return planned(world, around, occurrence, row, now);
    }
    let there = matches!(occurrence.state, OccurrenceState::Pending | OccurrenceState::Paused);
    if follow == Follow::Moved && there && around.alarm.enabled {
        let fresh = anew(row.clone(), around).map(|fresh| planned(world, around, occurrence, fresh, now));
        // Only where that is still to come is there anything else to be said than was said.
        let other = |fresh: &reminder::Model| fresh.planned_at > now && fresh.planned_at != row.planned_at;
        return fresh.filter(|fresh| other(fresh) || is_called_off(&row)).unwrap_or(row);
    }
    match occurrence.state {
        _ if !open => row,
        OccurrenceState::Paused => reminder::Model { due_at: None, reason: Some(Reason::OccurrencePaused), updated_at: now, ..row },
        OccurrenceState::Canceled => over(row, Step::Cancel, Reason::OccurrenceCanceled, now),
        OccurrenceState::Skipped => over(row, Step::Skip, Reason::OccurrenceSkipped, now),
        OccurrenceState::Pending | OccurrenceState::Completed if row.due_at.is_none() => {
            reminder::Model { due_at: Some(now), updated_at: now, ..row }
        }
        OccurrenceState::Pending | OccurrenceState::Completed => row,
    }
}

fn is_called_off(row: &reminder::Model) -> bool {
    row.status == Status::Canceled && row.reason == Some(Reason::OccurrenceCanceled)
}

/// Has the reminders of an alarm that was changed, turned off or on, follow it.
///
/// # Errors
/// The database's.
pub(super) async fn replan(tx: &Tx, world: &World, id: AlarmId, now: DateTime<Utc>) -> Result<(), DbErr> {
    use reminder::Column as C;
    let Some(around) = world.around(id) else { return Ok(()) };
    let open = [Status::Pending, Status::Retry, Status::Canceled];
    let rows = reminder::Entity::find().filter(C::AlarmId.eq(id)).filter(C::Status.is_in(open)).order_by_asc(C::Id);
    let rows = rows.lock(LockType::NoKeyUpdate).all(&**tx).await?;
    let occurrences = rows.iter().map(|row| row.occurrence_id);
    let occurrences = occurrence::Entity::find().filter(occurrence::Column::Id.is_in(occurrences)).all(&**tx).await?;
    let mut changed = Vec::new();
    for row in rows {
        let Some(occurrence) = occurrences.iter().find(|occurrence| occurrence.id == row.occurrence_id) else { continue };
        let back = row.status == Status::Canceled && row.reason == Some(Reason::AlarmDisabled);
        let there = matches!(occurrence.state, OccurrenceState::Pending | OccurrenceState::Paused);
        let new = if !around.alarm.enabled {
            over(row.clone(), Step::Cancel, Reason::AlarmDisabled, now)
        } else if row.status == Status::Canceled {
            let fresh = anew(row.clone(), around).filter(|_| back && there);
            fresh.map_or_else(|| row.clone(), |fresh| planned(world, around, occurrence, fresh, now))
        } else if row.tries == 0 {
            let method = around.definition.step(0).map_or(row.method, |step| step.method);
            planned(world, around, occurrence, reminder::Model { method, ..row.clone() }, now)
        } else {
            row.clone()
        };
        if new != row {
            changed.push(new);
        }
    }
    save(tx, &changed).await?;
    outbox::publish(tx, tell(world, &changed, ChangeKind::Updated, now)).await
}
