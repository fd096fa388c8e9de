//! An offer accepted: turns change hands at that moment, for one of those who accept at once.

use std::collections::BTreeSet;

use entity::{
    id::{PersonId, SwapRequestId, TimetableId},
    stored::{SwapStatus, TimetableAction},
    swap_request, timetable, turn,
};

use super::{allowed, decide, still_open, tell};
use crate::{
    app::App,
    auth::Permit,
    db::Tx,
    error::{Outcome, Problem, ProblemCode, Refusal},
    turns::{
        swap::repository::Swaps,
        timetable::{
            check::{Edit, Finding},
            repository::Timetables,
            service::{judge, problems},
            state::{self, Step},
            write::{By, CellChange, Deed, hand_over},
        },
    },
};

/// What became of an acceptance.
#[derive(Debug)]
pub enum Accepted {
    /// The turns have changed hands, in spite of these warnings.
    Yes(Box<swap_request::Model>, Vec<turn::Model>, Vec<Finding>),
    /// Nothing was done: there are warnings, and nobody said that they do not matter.
    Warned(Vec<Finding>),
}

/// Accepts an offer: for whom it was made to, or for whoever asks.
///
/// # Errors
/// `NOT_FOUND`; `FORBIDDEN` for an agent accepting another's, and for who is no person; `CONFLICT` when it is not open any more or
/// a turn has changed hands; what speaks against the edit, as at `turnAssign`.
pub async fn accept(app: &App, permit: Permit<'_>, id: SwapRequestId, ignore_warnings: bool) -> Outcome<Accepted> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let swaps = Swaps(permit.account_id());
    let found = swaps.find(&*tx, id).await?.ok_or_else(|| Problem::not_found("offer", &["id"]))?;
    let timetables = lock(&tx, &permit, &found).await?;
    let offer = swaps.locked(&tx, id).await?.ok_or_else(|| Problem::not_found("offer", &["id"]))?;
    let by = accepter(&permit, &offer)?;
    still_open(&offer, now)?;
    for timetable in &timetables {
        state::step(timetable.status, Step::Edit, &["id"])?;
    }
    let turns = turns(&tx, &permit, &offer, by).await?;
    let edit = Edit { changes: turns.iter().map(|(row, person)| (row.id, Some(*person))).collect(), limit_empty: false };
    let verdict = judge(&tx, &timetables.iter().collect::<Vec<_>>(), &edit).await?;
    if !verdict.refusals.is_empty() {
        return Err(Refusal::User(problems(&verdict.refusals, &["id"])));
    }
    if !verdict.warnings.is_empty() && !ignore_warnings {
        return Ok(Accepted::Warned(verdict.warnings));
    }
    // Before the turns: offers that are open then are withdrawn with them.
    let accepted = decide(&tx, offer.clone(), SwapStatus::Accepted, Some(by), now).await?;
    tell(&tx, By::Caller(&permit), None, Some(&offer), &accepted, now).await?;
    let what = if accepted.wanted_turn_id.is_some() { TimetableAction::Swapped } else { TimetableAction::Reassigned };
    let mut written = Vec::new();
    for timetable in timetables {
        let (here, there): (Vec<_>, Vec<_>) = turns.iter().cloned().partition(|(row, _)| row.timetable_id == timetable.id);
        let exchanged: Vec<CellChange> = there.iter().map(|(row, person)| CellChange::of(row, Some(*person))).collect();
        let changes = here.into_iter().map(|(row, person)| (row, Some(person))).collect();
        let deed = Deed::new(what, accepted.message.clone());
        written.extend(hand_over(&tx, By::Caller(&permit), timetable, changes, &exchanged, deed, now).await?.turns);
    }
    tx.commit().await?;
    Ok(Accepted::Yes(Box::new(accepted), written, verdict.warnings))
}

/// The timetables of both turns, locked in one order, so that nobody waits for one who waits.
async fn lock(tx: &Tx, permit: &Permit<'_>, offer: &swap_request::Model) -> Outcome<Vec<timetable::Model>> {
    let of = Timetables(permit.account_id());
    let mut ids: BTreeSet<TimetableId> = BTreeSet::from([offer.timetable_id]);
    if let Some(wanted) = offer.wanted_turn_id
        && let Some(row) = of.turn(&**tx, wanted).await?
    {
        ids.insert(row.timetable_id);
    }
    let mut rows = Vec::new();
    for id in ids {
        rows.extend(of.locked(tx, id).await?);
    }
    Ok(rows)
}

fn accepter(permit: &Permit<'_>, offer: &swap_request::Model) -> Result<PersonId, Problem> {
    let forbidden = |message: &str| Problem::new(ProblemCode::Forbidden, &["id"], message);
    let own = || permit.caller().person_id.ok_or_else(|| forbidden("Only who is a person accepts an offer to anybody."));
    let by = offer.to_person_id.map_or_else(own, Ok)?;
    allowed(permit, by, &["id"])?;
    if by == offer.from_person_id { Err(forbidden("Nobody accepts an offer of their own.")) } else { Ok(by) }
}

/// The turns as they are, each with its new holder.
async fn turns(tx: &Tx, permit: &Permit<'_>, offer: &swap_request::Model, by: PersonId) -> Outcome<Vec<(turn::Model, PersonId)>> {
    let of = Timetables(permit.account_id());
    let gone = || Problem::new(ProblemCode::Conflict, &["id"], "A turn of this offer is somebody else's now.");
    let offered = of.turn(&**tx, offer.turn_id).await?.filter(|row| row.person_id == Some(offer.from_person_id));
    let mut turns = vec![(offered.ok_or_else(gone)?, by)];
    if let Some(wanted) = offer.wanted_turn_id {
        let row = of.turn(&**tx, wanted).await?.filter(|row| row.person_id == Some(by));
        turns.push((row.ok_or_else(gone)?, offer.from_person_id));
    }
    Ok(turns)
}
