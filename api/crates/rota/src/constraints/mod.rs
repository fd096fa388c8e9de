//! The rules a rota is judged by, a file each. Every rule tells what a rota owes it, charge by charge: to whom, when, how much,
//! and why in words. The score is their sum, explanations are the charges themselves, and the solver prices its columns with
//! the same functions.

pub(crate) mod changes;
pub(crate) mod concentration;
mod coverage;
mod daily_limit;
pub(crate) mod day_shape;
pub(crate) mod empty_cells;
pub(crate) mod group_max_on_phone;
pub(crate) mod group_min_free;
pub(crate) mod optional_busy;
mod pinned;
mod required_busy;
pub(crate) mod standing_turns;
pub(crate) mod table_noise;
mod weekly_load;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    assignment::Assignment,
    problem::{PersonIx, Problem, SlotIx, Strength, Turn},
};

/// A rule by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Constraint {
    /// Hard: no more people in a slot than it has lines.
    Coverage,
    /// Hard: nobody works while busy.
    RequiredBusy,
    /// Hard: nobody has more turns than the load.
    WeeklyLoad,
    /// Hard: nobody has more turns on a day than the limit.
    DailyLimit,
    /// Hard: what is decided stays.
    Pinned,
    /// Holes, the more in one slot the dearer.
    EmptyCells,
    /// Standing turns are given to whom they belong.
    StandingTurns,
    /// Turns of one person spread over the days.
    Concentration,
    /// Turns of one person on one day lie well.
    DayShape,
    /// People are left alone when they would rather be.
    OptionalBusy,
    /// Not too many of a group on the telephone.
    GroupMaxOnPhone,
    /// Enough of a group free for other work.
    GroupMinFree,
    /// Not too many of a table on the telephone.
    TableNoise,
    /// The previous rota is kept.
    Changes,
}

/// What a broken rule means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The rota may not be so.
    Hard {
        /// By how many turns, or people, the rule is broken.
        excess: u32,
    },
    /// The rota may be so, at this price.
    Soft(u64),
}

/// Something a rota owes to a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    /// The rule.
    pub constraint: Constraint,
    /// What it means.
    pub severity: Severity,
    /// Whom it is about; empty when it is about a slot.
    pub persons: Vec<PersonIx>,
    /// When; empty when it is about a person's whole week.
    pub slots: Vec<SlotIx>,
    /// The turns that cause it. Empty when it is for something that is missing.
    pub turns: Vec<Turn>,
    /// Why, in words, e.g. `Ana has 2 turns on one day: Mon 09:00, Mon 11:30`.
    pub text: String,
}

impl Constraint {
    /// Every rule: the hard ones first.
    pub const ALL: [Self; 14] = [
        Self::Coverage,
        Self::RequiredBusy,
        Self::WeeklyLoad,
        Self::DailyLimit,
        Self::Pinned,
        Self::EmptyCells,
        Self::StandingTurns,
        Self::Concentration,
        Self::DayShape,
        Self::OptionalBusy,
        Self::GroupMaxOnPhone,
        Self::GroupMinFree,
        Self::TableNoise,
        Self::Changes,
    ];

    /// Its name, e.g. `day shape`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Coverage => "coverage",
            Self::RequiredBusy => "required busy",
            Self::WeeklyLoad => "weekly load",
            Self::DailyLimit => "daily limit",
            Self::Pinned => "pinned",
            Self::EmptyCells => "empty cells",
            Self::StandingTurns => "standing turns",
            Self::Concentration => "concentration",
            Self::DayShape => "day shape",
            Self::OptionalBusy => "optional busy",
            Self::GroupMaxOnPhone => "group's most on the telephone",
            Self::GroupMinFree => "group's fewest free",
            Self::TableNoise => "table noise",
            Self::Changes => "changes",
        }
    }

    /// What a rota owes to this rule.
    pub fn charges(self, problem: &Problem, rota: &Assignment) -> Vec<Charge> {
        match self {
            Self::Coverage => coverage::charges(problem, rota),
            Self::RequiredBusy => required_busy::charges(problem, rota),
            Self::WeeklyLoad => weekly_load::charges(problem, rota),
            Self::DailyLimit => daily_limit::charges(problem, rota),
            Self::Pinned => pinned::charges(problem, rota),
            Self::EmptyCells => empty_cells::charges(problem, rota),
            Self::StandingTurns => standing_turns::charges(problem, rota),
            Self::Concentration => concentration::charges(problem, rota),
            Self::DayShape => day_shape::charges(problem, rota),
            Self::OptionalBusy => optional_busy::charges(problem, rota),
            Self::GroupMaxOnPhone => group_max_on_phone::charges(problem, rota),
            Self::GroupMinFree => group_min_free::charges(problem, rota),
            Self::TableNoise => table_noise::charges(problem, rota),
            Self::Changes => changes::charges(problem, rota),
        }
    }
}

impl fmt::Display for Constraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Severity {
    /// Of a rule broken by `excess`, as strong as it is.
    fn of(strength: Strength, excess: u32) -> Self {
        match strength {
            Strength::Hard => Self::Hard { excess },
            Strength::Soft(weight) => Self::Soft(u64::from(weight) * u64::from(excess)),
        }
    }

    /// The price; 0 of what is hard.
    pub fn price(self) -> u64 {
        match self {
            Self::Hard { .. } => 0,
            Self::Soft(price) => price,
        }
    }

    /// Whether the rota may not be so.
    pub fn is_hard(self) -> bool {
        matches!(self, Self::Hard { .. })
    }
}

/// What a person's turns of one day cost: all soft rules that look at no more than that.
pub(crate) fn of_day(problem: &Problem, person: PersonIx, day: &[SlotIx], mask: u32) -> u64 {
    concentration::of_day(problem, mask)
        + day_shape::of_day(problem, day, mask)
        + day.iter().enumerate().map(|(bit, slot)| of_turn(problem, Turn { person, slot: *slot }, mask >> bit & 1 == 1)).sum::<u64>()
}

fn of_turn(problem: &Problem, turn: Turn, works: bool) -> u64 {
    optional_busy::of_turn(problem, turn, works)
        + standing_turns::of_turn(problem, turn, works).price()
        + changes::of_turn(problem, turn, works)
}

/// Every person's worked days: the person, the day's slots and the turns as bits.
fn worked_days<'a>(problem: &'a Problem, rota: &'a Assignment) -> impl Iterator<Item = (PersonIx, &'a [SlotIx], u32)> {
    problem.persons().flat_map(move |person| {
        let days = problem.days().iter().map(move |day| (person, day.as_slice(), rota.mask(person, day)));
        days.filter(|(_, _, mask)| *mask != 0)
    })
}

/// The slots of a day whose bits are set.
fn chosen(day: &[SlotIx], mask: u32) -> Vec<SlotIx> {
    day.iter().enumerate().filter(|(bit, _)| mask >> bit & 1 == 1).map(|(_, slot)| *slot).collect()
}

/// One person's turns in these slots.
fn turns_of(person: PersonIx, slots: &[SlotIx]) -> Vec<Turn> {
    slots.iter().map(|slot| Turn { person, slot: *slot }).collect()
}

/// These people's turns in one slot.
fn turns_in(slot: SlotIx, persons: &[PersonIx]) -> Vec<Turn> {
    persons.iter().map(|person| Turn { person: *person, slot }).collect()
}

fn labels(problem: &Problem, slots: &[SlotIx]) -> String {
    slots.iter().map(|slot| problem.slot(*slot).label.as_str()).collect::<Vec<_>>().join(", ")
}

fn names(problem: &Problem, persons: &[PersonIx]) -> String {
    persons.iter().map(|person| problem.person(*person).name.as_str()).collect::<Vec<_>>().join(", ")
}

/// A number as the count of a list.
fn count<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}

/// `1 turn`, `2 turns`.
fn plural(number: u32, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        problem::{Draft, Problem},
        sample,
    };

    /// Charges of one rule to a rota of the sample week, each by severity and text.
    pub(super) fn told(constraint: Constraint, change: impl FnOnce(&mut Draft), pairs: &[(usize, usize)]) -> Vec<(Severity, String)> {
        let problem: Problem = sample::problem(change);
        let rota = problem.assign(sample::turns(pairs)).unwrap();
        constraint.charges(&problem, &rota).into_iter().map(|charge| (charge.severity, charge.text)).collect()
    }

    #[test]
    fn every_rule_is_listed_once_and_has_a_name_of_its_own() {
        let mut names: Vec<_> = Constraint::ALL.iter().map(|rule| rule.name()).collect();
        names.sort_unstable();
        names.dedup();

        assert_eq!(names.len(), Constraint::ALL.len());
    }
}
