//! A turn offered.

use entity::{
    id::{PersonId, SwapRequestId, TurnId},
    person,
    stored::{SwapStatus, TimetableStatus},
    swap_request, turn,
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter};

use super::{allowed, tell};
use crate::{
    app::App,
    auth::Permit,
    db::Tx,
    error::{Outcome, Problem, ProblemCode, Refusal, is_taken},
    turns::timetable::{news::What, repository::Timetables, service::reason, write::By},
};

/// An offer to be.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Turn that is offered.
    pub turn: TurnId,
    /// To whom; none: to anybody, or to who has the wanted turn.
    pub to: Option<PersonId>,
    /// Turn that is wanted for it.
    pub wanted: Option<TurnId>,
    /// What its maker says to it.
    pub message: Option<String>,
}

/// Offers a turn, in the name of who has it.
///
/// # Errors
/// `NOT_FOUND`; `FORBIDDEN` for an agent offering another's; `TAKEN` when it is offered already; `CONFLICT` for a turn that is
/// empty, has begun, or is not of a published timetable; `INVALID` when it is offered to who has it, or when the wanted turn is
/// not of whom it is offered to.
pub async fn offer(app: &App, permit: Permit<'_>, offer: Offer) -> Outcome<swap_request::Model> {
    let message = reason(offer.message.as_deref(), "message")?;
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let turn = find(&tx, &permit, offer.turn, "turnId").await?;
    let to = match offer.to {
        Some(id) => Some(addressee(&tx, &permit, id).await?),
        None => None,
    };
    let wanted = match offer.wanted {
        Some(id) => Some(find(&tx, &permit, id, "wantedTurnId").await?),
        None => None,
    };
    let Some(from) = turn.person_id else { return Err(conflict("turnId", "Nobody has this turn.").into()) };
    allowed(&permit, from, &["turnId"])?;
    let to = receiver(from, to, wanted.as_ref())?;
    for (path, row) in [("turnId", Some(&turn)), ("wantedTurnId", wanted.as_ref())] {
        if let Some(row) = row {
            coming(&tx, &permit, row, path, now).await?;
        }
    }
    let row = swap_request::Model {
        id: SwapRequestId::new(),
        account_id: permit.account_id(),
        timetable_id: turn.timetable_id,
        turn_id: turn.id,
        wanted_turn_id: wanted.as_ref().map(|row| row.id),
        from_person_id: from,
        to_person_id: to,
        message,
        status: SwapStatus::Open,
        decided_by_id: None,
        decided_at: None,
        expires_at: wanted.map_or(turn.starts_at, |row| row.starts_at.min(turn.starts_at)),
        created_at: now,
        updated_at: now,
    };
    swap_request::Entity::insert(row.clone().into_active_model()).exec_without_returning(&*tx).await.map_err(refusal)?;
    tell(&tx, By::Caller(&permit), Some(What::SwapOffered), None, &row, now).await?;
    tx.commit().await?;
    Ok(row)
}

async fn find(tx: &Tx, permit: &Permit<'_>, id: TurnId, path: &str) -> Outcome<turn::Model> {
    Timetables(permit.account_id()).turn(&**tx, id).await?.ok_or_else(|| Problem::not_found("turn", &[path]).into())
}

async fn addressee(tx: &Tx, permit: &Permit<'_>, id: PersonId) -> Outcome<PersonId> {
    let found = person::Entity::find_by_id(id).filter(person::Column::AccountId.eq(permit.account_id())).one(&**tx).await?;
    let row = found.ok_or_else(|| Problem::not_found("person", &["toPersonId"]))?;
    if !row.active {
        return Err(Problem::invalid(&["toPersonId"], format!("{} takes no part any more.", row.name)).into());
    }
    Ok(id)
}

/// To whom it is offered: where a turn is wanted, to who has it.
fn receiver(from: PersonId, to: Option<PersonId>, wanted: Option<&turn::Model>) -> Result<Option<PersonId>, Problem> {
    if to == Some(from) {
        return Err(Problem::invalid(&["toPersonId"], "The turn is this person's already."));
    }
    let Some(wanted) = wanted else { return Ok(to) };
    match wanted.person_id {
        None => Err(conflict("wantedTurnId", "Nobody has the wanted turn.")),
        Some(holder) if holder == from => Err(Problem::invalid(&["wantedTurnId"], "Both turns are of the same person.")),
        Some(holder) if to.is_some_and(|to| to != holder) => {
            Err(Problem::invalid(&["wantedTurnId"], "The wanted turn is not of the person it is offered to."))
        }
        Some(holder) => Ok(Some(holder)),
    }
}

/// That the turn is known to everybody and yet to come.
async fn coming(tx: &Tx, permit: &Permit<'_>, row: &turn::Model, path: &str, now: chrono::DateTime<chrono::Utc>) -> Outcome<()> {
    let timetable = Timetables(permit.account_id()).find(&**tx, row.timetable_id).await?;
    if timetable.is_none_or(|timetable| timetable.status != TimetableStatus::Published) {
        return Err(conflict(path, "Only turns of published timetables are offered.").into());
    }
    if row.starts_at <= now {
        return Err(conflict(path, "This turn has begun.").into());
    }
    Ok(())
}

fn conflict(path: &str, message: &str) -> Problem {
    Problem::new(ProblemCode::Conflict, &[path], message)
}

/// Of two who offer the same turn at once, the index lets one through.
fn refusal(error: DbErr) -> Refusal {
    if is_taken(&error, "swap_request_open_key", "swap_request.turn_id, swap_request.from_person_id") {
        return Problem::new(ProblemCode::Taken, &["turnId"], "This turn is offered already.").into();
    }
    error.into()
}
