//! Use cases of alarms: each checks, then writes row, reminders, audit entry and news in one transaction.

use entity::{
    alarm, event,
    id::{AlarmId, EventId},
    occurrence, reminder,
    stored::{AlarmLate, EventStatus, OccurrenceState, ReminderReason as Reason},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use super::{
    check::{Place, Wish, applied},
    definition::rule,
    firing::Verdict,
    plan,
    repository::Alarms,
    state::Step,
    world::World,
};
use crate::{
    app::App,
    audit,
    auth::Permit,
    calendars::repository::Calendars,
    db::Tx,
    error::{Outcome, Problem, ProblemCode},
    events::repository::Events,
};

/// Alarms of an event at the most.
const MOST: u64 = 20;

/// What became of a change that was asked for.
#[derive(Debug)]
pub enum Done {
    /// It was done.
    Changed(alarm::Model),
    /// It was not: somebody has changed the alarm meanwhile. This is what it is now.
    Stale(alarm::Model),
}

/// Makes an alarm, with reminders of what is to come.
///
/// # Errors
/// All that cannot be right; `NOT_FOUND`; `CONFLICT` for an event that is canceled; `LIMIT_REACHED`.
pub async fn create(app: &App, permit: Permit<'_>, event: EventId, wish: Wish) -> Outcome<alarm::Model> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let path = ["input", "eventId"];
    let event = locked(&tx, &permit, event, &path).await?;
    let mut row = alarm::Model {
        id: AlarmId::new(),
        account_id: event.account_id,
        calendar_id: event.calendar_id,
        event_id: event.id,
        name: None,
        enabled: true,
        before_seconds: None,
        at: None,
        window_from: None,
        window_to: None,
        time_zone: None,
        urgent: false,
        past_end: false,
        late: AlarmLate::Expire,
        late_seconds: 3_600,
        retry_seconds: 300,
        retry_factor: 1.0,
        steps: json!([]),
        failure: None,
        machine_behavior: None,
        answers: json!([]),
        needs_answer: false,
        cancels: false,
        transfer_to: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    // What is said anew and what is not, is checked together.
    let wish = Wish { before_seconds: wish.before_seconds.or_else(|| wish.at.is_none().then_some(Some(0))), ..wish };
    applied(Place { tx: &tx, permit: &permit, event: &event, now }, &mut row, wish).await?;
    if event.status == EventStatus::Canceled {
        return Err(Problem::new(ProblemCode::Conflict, &path, "The event is canceled: nothing of it is to come.").into());
    }
    if alarm::Entity::find().filter(alarm::Column::EventId.eq(event.id)).count(&*tx).await? >= MOST {
        return Err(Problem::new(ProblemCode::LimitReached, &path, format!("An event has at most {MOST} alarms.")).into());
    }
    alarm::Entity::insert(row.clone().into_active_model()).exec_without_returning(&*tx).await?;
    ahead(&tx, &row, now).await?;
    record(&tx, &permit, &row, None, Some(described(&row))).await?;
    tx.commit().await?;
    Ok(row)
}

/// Reminders of what is to come of the alarm's event. What should have been sent long ago is left out: nobody had asked for it then.
async fn ahead(tx: &Tx, row: &alarm::Model, now: chrono::DateTime<chrono::Utc>) -> Outcome<()> {
    use occurrence::Column as C;
    let world = World::of(&**tx, vec![row.clone()]).await?;
    let Some(around) = world.around(row.id).filter(|_| row.enabled) else { return Ok(()) };
    let open = occurrence::Entity::find()
        .filter(C::EventId.eq(row.event_id))
        .filter(C::State.is_in([OccurrenceState::Pending, OccurrenceState::Paused]));
    let open = open.filter(C::StartsAt.gt(now)).order_by_asc(C::StartsAt).all(&**tx).await?;
    let rule = rule(row, world.zone(around, around.definition.step(0)));
    let made = open.iter().map(|occurrence| {
        let made = plan::made(&world, around, occurrence, now);
        let due = made.due_at.unwrap_or(now);
        match rule.judge(due, occurrence.ends_at, now) {
            Verdict::Skip | Verdict::Expire => plan::over(made, Step::Skip, Reason::Late, now),
            _ => made,
        }
    });
    Ok(plan::add(tx, &world, made.collect(), now).await?)
}

/// Changes an alarm. Reminders that were not sent follow it; what is being tried, or was, stays as it is.
///
/// # Errors
/// As [`create`].
pub async fn update(app: &App, permit: Permit<'_>, id: AlarmId, version: i32, wish: Wish) -> Outcome<Done> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let missing = || Problem::not_found("alarm", &["id"]);
    let alarms = Alarms(Calendars::of(&permit));
    let known = alarms.find(&*tx, id).await?.ok_or_else(missing)?;
    let event = locked(&tx, &permit, known.event_id, &["id"]).await?;
    let before = alarms.locked(&*tx, id).await?.ok_or_else(missing)?;
    let mut after = before.clone();
    applied(Place { tx: &tx, permit: &permit, event: &event, now }, &mut after, wish).await?;
    if before.version != version {
        return Ok(Done::Stale(before));
    }
    if after == before {
        return Ok(Done::Changed(before));
    }
    after.version += 1;
    after.updated_at = now;
    after.clone().into_active_model().reset_all().update(&*tx).await?;
    if after.enabled && !before.enabled {
        // Those of occurrences that were made meanwhile.
        missed(&tx, &after, now).await?;
    }
    let world = World::of(&*tx, vec![after.clone()]).await?;
    plan::replan(&tx, &world, id, now).await?;
    record(&tx, &permit, &after, Some(described(&before)), Some(described(&after))).await?;
    tx.commit().await?;
    Ok(Done::Changed(after))
}

/// Makes reminders of what is to come and has none yet.
async fn missed(tx: &Tx, row: &alarm::Model, now: chrono::DateTime<chrono::Utc>) -> Outcome<()> {
    use occurrence::Column as C;
    let world = World::of(&**tx, vec![row.clone()]).await?;
    let Some(around) = world.around(row.id) else { return Ok(()) };
    let open = occurrence::Entity::find().filter(C::EventId.eq(row.event_id)).filter(C::StartsAt.gt(now));
    let open = open.filter(C::State.is_in([OccurrenceState::Pending, OccurrenceState::Paused])).all(&**tx).await?;
    let known = plan::known(tx, &open.iter().collect::<Vec<_>>()).await?;
    let new = open.iter().filter(|occurrence| !known.contains(&(row.id, occurrence.id)));
    let new = new.map(|occurrence| plan::made(&world, around, occurrence, now)).collect();
    Ok(plan::add(tx, &world, new, now).await?)
}

/// Deletes an alarm that has reminded nobody, with its reminders.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` once it has: it can be turned off.
pub async fn delete(app: &App, permit: Permit<'_>, id: AlarmId) -> Outcome<AlarmId> {
    let tx = app.db.begin().await?;
    let missing = || Problem::not_found("alarm", &["id"]);
    let alarms = Alarms(Calendars::of(&permit));
    let known = alarms.find(&*tx, id).await?.ok_or_else(missing)?;
    locked(&tx, &permit, known.event_id, &["id"]).await?;
    let row = alarms.locked(&*tx, id).await?.ok_or_else(missing)?;
    let of = reminder::Column::AlarmId.eq(id);
    let tried = reminder::Entity::find().filter(of.clone()).filter(reminder::Column::Tries.gt(0)).count(&*tx).await?;
    if tried > 0 {
        let message = format!("It cannot be deleted: it has reminded somebody {tried} times. It can be turned off by `enabled`.");
        return Err(Problem::new(ProblemCode::Conflict, &["id"], message).into());
    }
    reminder::Entity::delete_many().filter(of).exec(&*tx).await?;
    alarm::Entity::delete_by_id(id).exec(&*tx).await?;
    let change = audit::Change { subject_id: Some(id.to_string()), before: Some(described(&row)), ..audit::Change::default() };
    audit::record(&tx, &permit, app.clock.now(), change).await?;
    tx.commit().await?;
    Ok(id)
}

/// The event, as whoever may locks it: what becomes of its occurrences waits.
async fn locked(tx: &Tx, permit: &Permit<'_>, id: EventId, path: &[&str]) -> Outcome<event::Model> {
    let row = Events(Calendars::of(permit)).locked(&**tx, id).await?;
    row.ok_or_else(|| Problem::not_found("event", path).into())
}

async fn record(tx: &Tx, permit: &Permit<'_>, row: &alarm::Model, before: Option<Value>, after: Option<Value>) -> Outcome<()> {
    let change = audit::Change { subject_id: Some(row.id.to_string()), reason: None, before, after };
    Ok(audit::record(tx, permit, row.updated_at, change).await?)
}

/// An alarm as the audit log keeps it: the schema's names. Whom it reaches stands in the row alone.
fn described(row: &alarm::Model) -> Value {
    let steps = row.steps.as_array().map(Vec::as_slice).unwrap_or_default();
    let steps = steps.iter().map(|step| json!({ "method": step["method"], "attempts": step["attempts"], "with": step["with"] }));
    json!({
        "eventId": row.event_id,
        "name": row.name,
        "enabled": row.enabled,
        "beforeSeconds": row.before_seconds,
        "at": row.at,
        "window": row.window_from.zip(row.window_to).map(|(from, to)| json!({ "from": from, "to": to, "timeZone": row.time_zone })),
        "urgent": row.urgent,
        "pastEnd": row.past_end,
        "late": row.late,
        "lateSeconds": row.late_seconds,
        "retrySeconds": row.retry_seconds,
        "retryFactor": row.retry_factor,
        "steps": steps.collect::<Vec<_>>(),
        "machineBehavior": row.machine_behavior,
        "needsAnswer": row.needs_answer,
        "cancels": row.cancels,
    })
}
