//! Closed days.

use entity::{
    closed_day,
    id::{ClosedDayId, QueueId},
};
use sea_orm::{EntityTrait, IntoActiveModel, ModelTrait};
use serde_json::{Value, json};

use super::told::{concerned, locked, tell};
use crate::{
    app::App,
    audit,
    auth::Permit,
    error::{Outcome, Problem, ProblemCode, Refusal, is_taken},
    graphql::id,
    turns::{
        check::Check,
        shape::{input::ClosedDayAddInput, repository::Shape},
    },
};

/// Characters of a reason at the most.
const REASON_LENGTH: usize = 200;

/// Closes a queue, or all of them, on a day.
///
/// # Errors
/// `NOT_FOUND`; `INVALID`; `TAKEN` when the day is closed already.
pub async fn add(app: &App, permit: Permit<'_>, input: &ClosedDayAddInput) -> Outcome<closed_day::Model> {
    let queue: Option<QueueId> = input.queue_id.as_ref().map(|given| id::parse(given, &["input", "queueId"])).transpose()?;
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    if let Some(queue) = queue {
        locked(&tx, &permit, queue, &["input", "queueId"]).await?;
    }
    let mut check = Check::at(&["input"]);
    let day = check.date("date", &input.date);
    let reason = check.line("reason", &input.reason, REASON_LENGTH);
    check.done()?;
    let Some(closed_on) = day else { return Err(taken().into()) };

    let row = closed_day::Model {
        id: ClosedDayId::new(),
        account_id: permit.account_id(),
        queue_id: queue,
        closed_on,
        reason,
        created_at: now,
        updated_at: now,
    };
    let insert = closed_day::Entity::insert(row.clone().into_active_model()).exec_without_returning(&*tx).await;
    insert.map_err(|error| {
        let twice = is_taken(&error, "closed_day_queue_key", "closed_day.queue_id, closed_day.closed_on")
            || is_taken(&error, "closed_day_account_key", "closed_day.account_id, closed_day.closed_on");
        if twice { Refusal::from(taken()) } else { error.into() }
    })?;
    let change = audit::Change { subject_id: Some(row.id.to_string()), after: Some(described(&row)), ..audit::Change::default() };
    let queues = concerned(&tx, row.account_id, queue).await?;
    tell(&tx, &permit, &queues, now, change).await?;
    tx.commit().await?;
    Ok(row)
}

/// Opens on a day that was closed; gives it as it was.
///
/// # Errors
/// `NOT_FOUND`.
pub async fn remove(app: &App, permit: Permit<'_>, id: ClosedDayId) -> Outcome<closed_day::Model> {
    let tx = app.db.begin().await?;
    let row = Shape(permit.account_id()).closed_day(&*tx, id).await?.ok_or_else(|| Problem::not_found("closed day", &["id"]))?;
    row.clone().delete(&*tx).await?;
    let change = audit::Change { subject_id: Some(id.to_string()), before: Some(described(&row)), ..audit::Change::default() };
    let queues = concerned(&tx, row.account_id, row.queue_id).await?;
    tell(&tx, &permit, &queues, app.clock.now(), change).await?;
    tx.commit().await?;
    Ok(row)
}

fn taken() -> Problem {
    Problem::new(ProblemCode::Taken, &["input", "date"], "This day is closed already.")
}

fn described(row: &closed_day::Model) -> Value {
    json!({ "queueId": row.queue_id, "date": row.closed_on, "reason": row.reason })
}
