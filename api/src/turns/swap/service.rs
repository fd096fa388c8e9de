//! Use cases of offers: each checks, then writes in one transaction.

mod accept;
mod answer;
mod offer;

pub use accept::{Accepted, accept};
pub use answer::{decline, expire, withdraw};
pub use offer::{Offer, offer};

use chrono::{DateTime, Utc};
use entity::{
    id::{PersonId, TimetableId},
    stored::SwapStatus,
    swap_request, timetable,
};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};
use serde_json::{Value, json};

use super::types::is_open;
use crate::{
    audit,
    auth::Permit,
    db::Tx,
    error::{Outcome, Problem, ProblemCode},
    live::outbox,
    turns::timetable::{
        news::{TimetableNews, What},
        write::By,
    },
};

/// The offer as it is once it is decided so, written.
async fn decide(
    tx: &Tx,
    row: swap_request::Model,
    status: SwapStatus,
    by: Option<PersonId>,
    now: DateTime<Utc>,
) -> Outcome<swap_request::Model> {
    let mut change = row.into_active_model();
    change.status = Set(status);
    change.decided_by_id = Set(by);
    change.decided_at = Set(Some(now));
    change.updated_at = Set(now);
    Ok(change.update(&**tx).await?)
}

/// Audit entry of an offer, and news of its timetable.
async fn tell(
    tx: &Tx,
    by: By<'_>,
    what: Option<What>,
    before: Option<&swap_request::Model>,
    row: &swap_request::Model,
    now: DateTime<Utc>,
) -> Outcome<()> {
    let change = audit::Change {
        subject_id: Some(row.id.to_string()),
        reason: row.message.clone(),
        before: before.map(told),
        after: Some(told(row)),
    };
    by.audit(tx, row.account_id, now, change).await?;
    let (Some(what), Some(timetable)) = (what, find_timetable(tx, row.timetable_id).await?) else { return Ok(()) };
    let actor = by.actor();
    let news = TimetableNews { swap: Some(row.id), reason: row.message.clone(), ..TimetableNews::new(what, &timetable, &actor) };
    let news = outbox::News { person_id: Some(row.from_person_id), ..news.publish(&timetable, now) };
    outbox::publish(tx, vec![news]).await?;
    Ok(())
}

async fn find_timetable(tx: &Tx, id: TimetableId) -> Outcome<Option<timetable::Model>> {
    Ok(timetable::Entity::find_by_id(id).one(&**tx).await?)
}

fn told(row: &swap_request::Model) -> Value {
    json!({
        "turnId": row.turn_id,
        "wantedTurnId": row.wanted_turn_id,
        "fromPersonId": row.from_person_id,
        "toPersonId": row.to_person_id,
        "status": row.status,
        "decidedById": row.decided_by_id,
    })
}

/// That an offer can still be answered.
fn still_open(row: &swap_request::Model, now: DateTime<Utc>) -> Result<(), Problem> {
    if is_open(row, now) {
        return Ok(());
    }
    let message = match row.status {
        SwapStatus::Open | SwapStatus::Expired => "A turn of this offer has begun.",
        SwapStatus::Accepted => "Somebody has accepted this offer already.",
        SwapStatus::Declined => "This offer was declined.",
        SwapStatus::Withdrawn => "This offer was withdrawn.",
    };
    Err(Problem::new(ProblemCode::Conflict, &["id"], message))
}

/// That the caller may act for the person.
fn allowed(permit: &Permit<'_>, person: PersonId, path: &[&str]) -> Result<(), Problem> {
    if permit.covers(person) {
        return Ok(());
    }
    Err(Problem::new(ProblemCode::Forbidden, path, "An agent may do this only for the person the agent is."))
}
