//! Events are paused, resumed and canceled, with all that is to come of them.

use entity::{
    event,
    id::EventId,
    occurrence,
    stored::{ChangeKind, OccurrenceCause as Cause, OccurrenceState as State},
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use serde_json::json;

use super::{Desk, Open, open, record};
use crate::{
    auth::Permit,
    db::Tx,
    error::Outcome,
    events::{
        listener::What,
        occurrence_state as occurrences, plan,
        state::{self, Step},
    },
};

/// Holds back all that is to come of an event. What is not resumed before its end is skipped; the series goes on.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` for one that is not active.
pub async fn pause(desk: Desk<'_>, permit: Permit<'_>, id: EventId) -> Outcome<event::Model> {
    committed(desk, permit, id, Step::Pause).await
}

/// Lets an event go on. What was paused alone stays paused.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` for one that is not paused.
pub async fn resume(desk: Desk<'_>, permit: Permit<'_>, id: EventId) -> Outcome<event::Model> {
    committed(desk, permit, id, Step::Resume).await
}

/// Calls off all that is to come of an event, for good.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` for one that is canceled or completed.
pub async fn cancel(desk: Desk<'_>, permit: Permit<'_>, id: EventId) -> Outcome<event::Model> {
    committed(desk, permit, id, Step::Cancel).await
}

async fn committed(desk: Desk<'_>, permit: Permit<'_>, id: EventId, asked: Step) -> Outcome<event::Model> {
    let tx = desk.app.db.begin().await?;
    let event = step(&tx, desk, &permit, id, asked).await?;
    tx.commit().await?;
    Ok(event)
}

/// Takes an event a step further, within a transaction.
pub(in crate::events) async fn step(tx: &Tx, desk: Desk<'_>, permit: &Permit<'_>, id: EventId, asked: Step) -> Outcome<event::Model> {
    let Open { calendar, mut event, before, times, mut changes, now } = open(tx, desk.app, permit, id, &["id"]).await?;
    event.status = state::step(event.status, asked, &["id"])?;
    // What is due first becomes what it was to become.
    plan::settle(tx, &event, &mut changes).await?;
    event.sequence += 1;
    let (of, step, cause, what) = match asked {
        Step::Pause => (vec![(State::Pending, None)], occurrences::Step::Pause, Some(Cause::Event), What::Paused),
        Step::Resume => (vec![(State::Paused, Some(Cause::Event))], occurrences::Step::Resume, None, What::Resumed),
        _ => (vec![(State::Pending, None), (State::Paused, None)], occurrences::Step::Cancel, Some(Cause::Event), What::Canceled),
    };
    for (state, cause_then) in of {
        let rows = those(tx, id, state, cause_then).await?;
        plan::advance(tx, rows, step, cause, what, &mut changes).await?;
    }
    // One that is resumed after its start has begun.
    plan::settle(tx, &event, &mut changes).await?;
    plan::make(tx, &mut event, &times, &mut changes).await?;
    plan::finish(tx, desk.listener, &calendar, &mut event, Some(ChangeKind::Updated), changes).await?;
    let (was, is) = (json!({ "status": before.status }), json!({ "status": event.status }));
    record(tx, permit, now, id.to_string(), Some(was), Some(is)).await?;
    Ok(event)
}

async fn those(tx: &Tx, event: EventId, state: State, cause: Option<Cause>) -> Result<Vec<occurrence::Model>, DbErr> {
    use occurrence::Column as C;

    let mut rows = occurrence::Entity::find().filter(C::EventId.eq(event)).filter(C::State.eq(state));
    if let Some(cause) = cause {
        rows = rows.filter(C::Cause.eq(cause));
    }
    rows.order_by_asc(C::StartsAt).order_by_asc(C::Id).all(&**tx).await
}
