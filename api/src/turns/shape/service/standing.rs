//! Standing turns.

use entity::{
    id::{PersonId, QueueId, StandingTurnId},
    person, queue, service_slot, standing_turn,
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, IntoActiveModel, ModelTrait, QueryFilter};
use serde_json::{Value, json};

use super::told::{locked, tell};
use crate::{
    app::App,
    audit,
    auth::Permit,
    db::Tx,
    error::{Outcome, Problem, ProblemCode, Refusal, is_taken},
    graphql::{id, local::LocalTime},
    persons::repository::Persons,
    turns::{
        check::Check,
        people::{busy, repository::People},
        shape::{hours::span, input::StandingTurnAddInput, repository::Shape},
    },
};

/// Gives a service slot to a person week after week.
///
/// # Errors
/// `NOT_FOUND`; `INVALID` when no slot begins then, or the person takes no part in the rota; `CONFLICT` when the person cannot
/// then, or has a turn of another queue; `LIMIT_REACHED` when all lines of the slot are given; `TAKEN` when it is theirs already.
pub async fn add(app: &App, permit: Permit<'_>, input: &StandingTurnAddInput) -> Outcome<standing_turn::Model> {
    let queue: QueueId = id::parse(&input.queue_id, &["input", "queueId"])?;
    let person: PersonId = id::parse(&input.person_id, &["input", "personId"])?;
    let weekday = input.weekday.number();
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let queue = locked(&tx, &permit, queue, &["input", "queueId"]).await?;
    let found = Persons::of(&*tx, &permit).locked(person).await?;
    let person = found.ok_or_else(|| Problem::not_found("person", &["input", "personId"]))?;
    let mut check = Check::at(&["input"]);
    let slot = slot(&tx, &queue, weekday, &input.starts_at, &mut check).await?;
    attends(&tx, &person, &mut check).await?;
    check.done()?;
    // Nothing was wrong, so there is one.
    let Some(slot) = slot else { return Err(taken().into()) };
    has_time(&tx, &queue, &person, &slot).await?;

    let row = standing_turn::Model {
        id: StandingTurnId::new(),
        account_id: queue.account_id,
        queue_id: queue.id,
        person_id: person.id,
        weekday,
        starts_at: slot.starts_at,
        created_at: now,
        updated_at: now,
    };
    let insert = standing_turn::Entity::insert(row.clone().into_active_model()).exec_without_returning(&*tx).await;
    insert.map_err(|error| {
        let columns = "standing_turn.queue_id, standing_turn.person_id, standing_turn.weekday, standing_turn.starts_at";
        if is_taken(&error, "standing_turn_person_key", columns) { Refusal::from(taken()) } else { error.into() }
    })?;
    let change = audit::Change { subject_id: Some(row.id.to_string()), after: Some(described(&row)), ..audit::Change::default() };
    tell(&tx, &permit, &[queue.id], now, change).await?;
    tx.commit().await?;
    Ok(row)
}

/// Takes a standing turn away; gives it as it was. Timetables that are made already keep theirs.
///
/// # Errors
/// `NOT_FOUND`.
pub async fn remove(app: &App, permit: Permit<'_>, id: StandingTurnId) -> Outcome<standing_turn::Model> {
    let tx = app.db.begin().await?;
    let row = Shape(permit.account_id()).standing_turn(&*tx, id).await?.ok_or_else(|| Problem::not_found("standing turn", &["id"]))?;
    row.clone().delete(&*tx).await?;
    let change = audit::Change { subject_id: Some(id.to_string()), before: Some(described(&row)), ..audit::Change::default() };
    tell(&tx, &permit, &[row.queue_id], app.clock.now(), change).await?;
    tx.commit().await?;
    Ok(row)
}

/// The service slot that begins then.
async fn slot(
    tx: &Tx,
    queue: &queue::Model,
    weekday: i16,
    starts_at: &LocalTime,
    check: &mut Check,
) -> Result<Option<service_slot::Model>, DbErr> {
    let Some(starts_at) = check.time("startsAt", starts_at) else { return Ok(None) };
    let hours = Shape(queue.account_id).hours(&**tx, queue.id).await?;
    let slot = hours.into_iter().find(|slot| slot.weekday == weekday && slot.starts_at == starts_at);
    if slot.is_none() {
        check.invalid("startsAt", "No service slot of the queue begins then on that day.");
    }
    Ok(slot)
}

/// That the person takes part in the rota.
async fn attends(tx: &Tx, person: &person::Model, check: &mut Check) -> Result<(), DbErr> {
    if !person.active {
        check.invalid("personId", format!("{} is no longer active.", person.name));
    } else if People(person.account_id).rota(&**tx, person.id).await?.is_none_or(|rota| rota.ideal_load.is_none()) {
        check.invalid("personId", format!("{} takes no part in the rota: give an ideal load first.", person.name));
    }
    Ok(())
}

/// That the person can and may have the slot.
async fn has_time(tx: &Tx, queue: &queue::Model, person: &person::Model, slot: &service_slot::Model) -> Outcome<()> {
    let shape = Shape(queue.account_id);
    let conflict = |message: String| Problem::new(ProblemCode::Conflict, &["input", "personId"], message);
    let wanted = span(slot)?;
    let entries = People(queue.account_id).busy(&**tx, person.id).await?;
    if let Some(entry) = entries.iter().find(|entry| entry.required && busy::hits_weekly(entry, slot.weekday, wanted)) {
        return Err(conflict(format!("{} is busy then every week: {}.", person.name, entry.reason)).into());
    }
    let given = shape.standing_turns(&**tx, queue.id).await?;
    let mut in_slot = given.iter().filter(|turn| turn.weekday == slot.weekday && turn.starts_at == slot.starts_at);
    if in_slot.clone().any(|turn| turn.person_id == person.id) {
        return Err(taken().into());
    }
    if in_slot.by_ref().count() >= usize::try_from(slot.demand).unwrap_or_default() {
        let message = format!("All {} lines of this slot are given to others.", slot.demand);
        return Err(Problem::new(ProblemCode::LimitReached, &["input", "startsAt"], message).into());
    }
    for turn in shape.standing_on(&**tx, person.id, slot.weekday).await? {
        if turn.queue_id == queue.id {
            continue;
        }
        let other = queue::Entity::find_by_id(turn.queue_id).filter(queue::Column::AccountId.eq(queue.account_id)).one(&**tx).await?;
        // Hours of another time zone cannot be compared by the week: summer time comes and goes apart.
        let Some(other) = other.filter(|other| other.time_zone == queue.time_zone) else { continue };
        let hours = shape.hours(&**tx, other.id).await?;
        let theirs = hours.iter().find(|hours| hours.weekday == turn.weekday && hours.starts_at == turn.starts_at).map(span).transpose()?;
        if theirs.is_some_and(|theirs| theirs.overlaps(wanted)) {
            return Err(conflict(format!("{} has a standing turn of the queue {} then.", person.name, other.name)).into());
        }
    }
    Ok(())
}

fn taken() -> Problem {
    Problem::new(ProblemCode::Taken, &["input", "startsAt"], "This turn is theirs already.")
}

fn described(row: &standing_turn::Model) -> Value {
    json!({ "queueId": row.queue_id, "personId": row.person_id, "weekday": row.weekday, "startsAt": row.starts_at.format("%H:%M").to_string() })
}
