//! The rules by which a timetable is judged, by name, and what they cost.

use async_graphql::{Enum, SimpleObject};

/// A rule by which a timetable is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "rota::Constraint")]
pub enum RotaConstraint {
    /// Must hold: no more people in a slot than it has lines.
    Coverage,
    /// Must hold: nobody works who cannot.
    RequiredBusy,
    /// Must hold for the solver: nobody has more turns than the load of the week. A hand may.
    WeeklyLoad,
    /// Must hold: nobody has more turns on a day than the limit.
    DailyLimit,
    /// Must hold for the solver: what has begun stays.
    Pinned,
    /// Empty cells, the more in one slot the dearer.
    EmptyCells,
    /// Standing turns are given to whose they are.
    StandingTurns,
    /// A person's turns are spread over the days.
    Concentration,
    /// A person's turns of a day lie well.
    DayShape,
    /// People are left alone when they would rather be.
    OptionalBusy,
    /// Not too many of a group, or of a room, on the telephone.
    GroupMaxOnPhone,
    /// Enough of a group free for other work.
    GroupMinFree,
    /// Not too many of one room on the telephone.
    TableNoise,
    /// Published turns stay as they are.
    Changes,
}

/// What one rule costs.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct RotaCostPart {
    /// Which rule.
    #[graphql(owned)]
    pub constraint: RotaConstraint,
    /// How much; of a difference negative when it becomes cheaper.
    pub points: i32,
}

/// Something that costs, and why.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct RotaCost {
    /// Which rule.
    #[graphql(owned)]
    pub constraint: RotaConstraint,
    /// How much; 0 of a rule that must hold and is broken.
    pub points: i32,
    /// Whether the rule must hold.
    pub hard: bool,
    /// Why, for people.
    pub why: String,
}

impl RotaCost {
    /// A share of a charge.
    pub fn share(charge: &rota::Charge, points: u64) -> Self {
        Self { constraint: charge.constraint.into(), points: points_of(points), hard: charge.severity.is_hard(), why: charge.text.clone() }
    }

    /// A whole charge.
    pub fn of(charge: &rota::Charge) -> Self {
        Self::share(charge, charge.severity.price())
    }
}

/// Points as the schema tells them.
pub fn points_of<N>(points: N) -> i32
where
    i32: TryFrom<N>,
    N: PartialOrd + Default,
{
    let negative = points < N::default();
    i32::try_from(points).unwrap_or(if negative { i32::MIN } else { i32::MAX })
}
