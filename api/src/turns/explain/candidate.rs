//! Who might come into a slot, as clients see them.

use async_graphql::{ComplexObject, Context, ID, Result, SimpleObject};
use entity::id::{AccountId, PersonId, TimetableSlotId, TurnId};

use super::{
    constraint::{RotaCostPart, points_of},
    judged::{Shared, blocking},
    ranking,
    types::parts,
};
use crate::{
    auth::Operation,
    graphql::{context::ContextExt, user_error::UserError},
    persons::{Person, loader::person},
    turns::timetable::{
        check::Verdict,
        loader,
        payload::{TurnWarning, warnings},
        service::problems,
        types::TimetableSlot,
    },
};

/// Somebody who might have a turn, and what that would mean.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct TurnCandidate {
    /// Id of the person.
    #[graphql(owned)]
    pub person_id: ID,
    /// How much dearer the timetable would become; negative: cheaper.
    pub delta: i32,
    /// Of that, each rule's part.
    pub parts: Vec<RotaCostPart>,
    /// What speaks against it, and does not forbid it.
    pub warnings: Vec<TurnWarning>,
    /// Why it would be refused; empty for who can come.
    pub refusals: Vec<UserError>,
    /// Whose.
    #[graphql(skip)]
    account_id: AccountId,
    /// Who.
    #[graphql(skip)]
    person: PersonId,
}

impl TurnCandidate {
    fn of(account_id: AccountId, ranked: ranking::Ranked) -> Self {
        let (warnings, refusals) = told(ranked.verdict);
        Self {
            person_id: ranked.person.into(),
            delta: points_of(ranked.delta),
            parts: parts(ranked.parts),
            warnings,
            refusals,
            account_id,
            person: ranked.person,
        }
    }

    fn all(account_id: AccountId, ranked: Vec<ranking::Ranked>) -> Vec<Self> {
        ranked.into_iter().map(|ranked| Self::of(account_id, ranked)).collect()
    }

    /// Who might have a turn instead, at most so many.
    ///
    /// # Errors
    /// When it could not be found out.
    pub async fn instead(judged: Shared, turn: TurnId, first: usize) -> Result<Vec<Self>> {
        let account_id = judged.timetable.account_id;
        let mut ranked = blocking(move || ranking::instead(&judged, turn)).await?;
        ranked.truncate(first);
        Ok(Self::all(account_id, ranked))
    }

    /// Who might come into an empty turn of a slot.
    ///
    /// # Errors
    /// When it could not be found out.
    pub(super) async fn into_slot(judged: Shared, slot: TimetableSlotId) -> Result<Vec<Self>> {
        let account_id = judged.timetable.account_id;
        Ok(Self::all(account_id, blocking(move || ranking::into_slot(&judged, slot)).await?))
    }
}

#[ComplexObject]
impl TurnCandidate {
    /// The person.
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        ctx.permit(Operation::Person)?;
        Ok(person(ctx, self.account_id, self.person).await?)
    }
}

/// What speaks against an edit, as clients see it.
pub(super) fn told(verdict: Verdict) -> (Vec<TurnWarning>, Vec<UserError>) {
    let refusals = problems(&verdict.refusals, &["personId"]).into_iter().map(UserError::from).collect();
    (warnings(verdict.warnings), refusals)
}

/// Slot with empty turns, and why they are.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct UnfilledSlot {
    /// Turns that are empty.
    pub missing: i32,
    /// Everybody who is not in the slot: who could come first, and for the others what is against it.
    pub candidates: Vec<TurnCandidate>,
    /// Whose.
    #[graphql(skip)]
    account_id: AccountId,
    /// Which slot.
    #[graphql(skip)]
    slot_id: TimetableSlotId,
}

impl UnfilledSlot {
    /// Of a timetable.
    ///
    /// # Errors
    /// When it could not be found out.
    pub async fn all(judged: Shared) -> Result<Vec<Self>> {
        let account_id = judged.timetable.account_id;
        let holes = blocking(move || ranking::holes(&judged)).await?;
        let unfilled = |hole: ranking::Hole| Self {
            missing: points_of(hole.missing),
            candidates: TurnCandidate::all(account_id, hole.ranked),
            account_id,
            slot_id: hole.slot,
        };
        Ok(holes.into_iter().map(unfilled).collect())
    }
}

#[ComplexObject]
impl UnfilledSlot {
    /// The slot.
    async fn slot(&self, ctx: &Context<'_>) -> Result<Option<TimetableSlot>> {
        Ok(loader::slot(ctx, self.account_id, self.slot_id).await?.map(TimetableSlot::from))
    }
}
