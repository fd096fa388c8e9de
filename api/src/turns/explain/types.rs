//! What is said of timetables and turns, as clients see it.

use async_graphql::{ComplexObject, Context, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::id::{AccountId, PersonId, TimetableSlotId, TurnId};
use rota::Constraint;

use super::{
    candidate::told,
    compare,
    constraint::{RotaCost, RotaCostPart, points_of},
    gaps,
    judged::{Judged, blocking},
    preview,
};
use crate::{
    auth::Operation,
    graphql::{
        context::ContextExt,
        local::{Date, LocalTime},
        user_error::UserError,
    },
    persons::{Person, loader::person},
    turns::{
        timetable::{loader, payload::TurnWarning, types::TimetableSlot},
        weekday::Weekday,
    },
};

/// What a timetable owes to all rules: the less the better.
#[derive(Clone, Debug, SimpleObject)]
pub struct TimetableScore {
    /// The sum.
    pub points: i32,
    /// Rules that must hold for the solver, and are broken.
    pub breaches: i32,
    /// The sum by rule, without those that cost nothing.
    pub parts: Vec<RotaCostPart>,
    /// What no turn bears: empty cells, standing turns not given. With the costs of all turns it is the sum.
    pub of_no_turn: Vec<RotaCost>,
}

impl TimetableScore {
    /// Of a timetable.
    pub fn of(judged: &Judged) -> Self {
        let explanation = &judged.explanation;
        Self {
            points: points_of(explanation.score.cost),
            breaches: points_of(explanation.score.breaches),
            parts: parts(explanation.by_constraint()),
            of_no_turn: explanation.of_no_turn().map(RotaCost::of).collect(),
        }
    }
}

pub(super) fn parts<N>(parts: impl IntoIterator<Item = (Constraint, N)>) -> Vec<RotaCostPart>
where
    i32: TryFrom<N>,
    N: PartialOrd + Default,
{
    parts.into_iter().map(|(constraint, points)| RotaCostPart { constraint: constraint.into(), points: points_of(points) }).collect()
}

/// How good a timetable is, for people who do not think in points.
#[derive(Clone, Debug, SimpleObject)]
pub struct TimetableQuality {
    /// Cells: lines of all slots.
    pub cells: i32,
    /// Cells that have somebody.
    pub filled: i32,
    /// Cells that have somebody, in percent, rounded down.
    pub coverage: i32,
    /// Turns that are where the loads would have them, in percent, rounded down.
    pub balance: i32,
    /// Slots that lack people.
    pub gaps: Vec<TimetableGap>,
    /// Who has more turns than the load, the most so first.
    pub overloaded: Vec<LoadImbalance>,
    /// Who has fewer, the most so first.
    pub underloaded: Vec<LoadImbalance>,
}

impl TimetableQuality {
    /// Of a timetable.
    pub fn of(judged: &Judged) -> Self {
        let (planned, account_id) = (&judged.planned, judged.timetable.account_id);
        let quality = rota::quality(&planned.problem, &planned.rota);
        let imbalances = |rows: Vec<rota::Imbalance>| {
            let row = |row: rota::Imbalance| LoadImbalance {
                turns: points_of(row.turns),
                load: points_of(row.load),
                account_id,
                person_id: planned.persons[row.person.0],
            };
            rows.into_iter().map(row).collect()
        };
        let gap = |gap: rota::Gap| TimetableGap {
            missing: points_of(gap.missing),
            uncovered: gap.uncovered,
            account_id,
            slot_id: planned.slots[gap.slot.0],
        };
        Self {
            cells: points_of(quality.cells),
            filled: points_of(quality.filled),
            coverage: points_of(quality.coverage),
            balance: points_of(quality.balance),
            gaps: quality.gaps.into_iter().map(gap).collect(),
            overloaded: imbalances(quality.overloaded),
            underloaded: imbalances(quality.underloaded),
        }
    }
}

/// Slot that lacks people.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct TimetableGap {
    /// How many are missing.
    pub missing: i32,
    /// Whether nobody is there at all.
    pub uncovered: bool,
    /// Whose.
    #[graphql(skip)]
    account_id: AccountId,
    /// Which slot.
    #[graphql(skip)]
    slot_id: TimetableSlotId,
}

#[ComplexObject]
impl TimetableGap {
    /// The slot.
    async fn slot(&self, ctx: &Context<'_>) -> Result<Option<TimetableSlot>> {
        Ok(loader::slot(ctx, self.account_id, self.slot_id).await?.map(TimetableSlot::from))
    }
}

/// Person whose turns are not the load.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct LoadImbalance {
    /// Turns the person has.
    pub turns: i32,
    /// Turns the person should have.
    pub load: i32,
    /// Whose.
    #[graphql(skip)]
    account_id: AccountId,
    /// Who.
    #[graphql(skip)]
    person_id: PersonId,
}

#[ComplexObject]
impl LoadImbalance {
    /// The person.
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        ctx.permit(Operation::Person)?;
        Ok(person(ctx, self.account_id, self.person_id).await?)
    }
}

/// What an edit would do, before it is made.
#[derive(Clone, Debug, SimpleObject)]
pub struct TurnPreview {
    /// Score of the timetable as it is.
    pub points_before: i32,
    /// Score as it would be.
    pub points_after: i32,
    /// Rules that must hold for the solver, and are broken as it is.
    pub breaches_before: i32,
    /// Those that would be.
    pub breaches_after: i32,
    /// The difference by rule.
    pub parts: Vec<RotaCostPart>,
    /// What speaks against it, and does not forbid it.
    pub warnings: Vec<TurnWarning>,
    /// Why it would be refused.
    pub refusals: Vec<UserError>,
}

impl TurnPreview {
    /// Of changes of turns, each with its new holder.
    ///
    /// # Errors
    /// When it could not be found out.
    pub(super) async fn of(judged: Judged, changes: Vec<(TurnId, Option<PersonId>)>) -> Result<Self> {
        let found = blocking(move || preview::preview(&judged, changes)).await?;
        let (warnings, refusals) = told(found.verdict);
        Ok(Self {
            points_before: points_of(found.before.cost),
            points_after: points_of(found.after.cost),
            breaches_before: points_of(found.before.breaches),
            breaches_after: points_of(found.after.breaches),
            parts: parts(found.parts),
            warnings,
            refusals,
        })
    }
}

/// Slot in which people differ between two states of timetables.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct TimetableSlotChange {
    /// Day of the week.
    #[graphql(owned)]
    pub weekday: Weekday,
    /// When the slot begins, as the clock on the wall says.
    #[graphql(owned)]
    pub starts_at: LocalTime,
    /// Whose.
    #[graphql(skip)]
    account_id: AccountId,
    /// What differs.
    #[graphql(skip)]
    change: compare::SlotChange,
}

impl TimetableSlotChange {
    pub(super) fn of(account_id: AccountId, change: compare::SlotChange) -> Self {
        let (weekday, starts_at) = change.place;
        Self { weekday, starts_at: starts_at.into(), account_id, change }
    }

    async fn persons(&self, ctx: &Context<'_>, ids: &[PersonId]) -> Result<Vec<Person>> {
        ctx.permit(Operation::Person)?;
        let found = futures_util::future::try_join_all(ids.iter().map(|id| person(ctx, self.account_id, *id))).await?;
        let mut persons: Vec<Person> = found.into_iter().flatten().collect();
        persons.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(persons)
    }
}

#[ComplexObject]
impl TimetableSlotChange {
    /// Who is only in the first, by name.
    async fn out(&self, ctx: &Context<'_>) -> Result<Vec<Person>> {
        self.persons(ctx, &self.change.out).await
    }

    /// Who is only in the second, by name.
    async fn into(&self, ctx: &Context<'_>) -> Result<Vec<Person>> {
        self.persons(ctx, &self.change.into).await
    }
}

/// Time at which a queue will lack people.
#[derive(Clone, Debug, SimpleObject)]
pub struct CoverageGap {
    /// Day, in the queue's time zone.
    pub day: Date,
    /// When it begins.
    #[graphql(owned)]
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    #[graphql(owned)]
    pub ends_at: DateTime<Utc>,
    /// Persons wanted.
    pub wanted: i32,
    /// Persons missing, with those that take no part any more.
    pub missing: i32,
    /// Whether nobody is there at all.
    pub uncovered: bool,
    /// Slot of the published timetable; null when no timetable of that week is published.
    pub slot: Option<TimetableSlot>,
}

impl From<gaps::Gap> for CoverageGap {
    fn from(gap: gaps::Gap) -> Self {
        Self {
            day: gap.day.into(),
            starts_at: gap.starts_at,
            ends_at: gap.ends_at,
            wanted: gap.wanted,
            missing: gap.missing,
            uncovered: gap.missing >= gap.wanted,
            slot: gap.slot.map(TimetableSlot::from),
        }
    }
}
