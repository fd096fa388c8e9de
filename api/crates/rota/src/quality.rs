//! How good a rota is for people who do not think in prices: what is missing, and who has too much or too little.

use crate::{
    assignment::Assignment,
    problem::{PersonIx, Problem, SlotIx},
};

/// The quality of a rota.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quality {
    /// Cells wanted.
    pub cells: u64,
    /// Cells that have somebody.
    pub filled: u64,
    /// Slots with holes, and how many.
    pub gaps: Vec<Gap>,
    /// Who has more turns than the load, the most so first.
    pub overloaded: Vec<Imbalance>,
    /// Who has fewer, the most so first.
    pub underloaded: Vec<Imbalance>,
    /// Cells that have somebody, in percent, rounded down. 100 if none are wanted.
    pub coverage: u32,
    /// Turns that are where the loads would have them, in percent, rounded down: for each person the lesser of turns and load,
    /// of the greater. 100 if nobody has either.
    pub balance: u32,
}

/// A slot that lacks people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The slot.
    pub slot: SlotIx,
    /// How many are missing.
    pub missing: u32,
    /// Whether nobody is there at all.
    pub uncovered: bool,
}

/// Somebody whose turns are not the load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imbalance {
    /// Who.
    pub person: PersonIx,
    /// Turns in the rota.
    pub turns: u32,
    /// The load.
    pub load: u32,
}

/// Judges a rota.
pub fn quality(problem: &Problem, rota: &Assignment) -> Quality {
    let gaps = gaps(problem, rota);
    let cells = problem.cell_count();
    let filled = cells - gaps.iter().map(|gap| u64::from(gap.missing)).sum::<u64>();
    let people: Vec<Imbalance> = problem.persons_by_name().iter().map(|person| imbalance(problem, rota, *person)).collect();
    let (mut overloaded, mut underloaded) = (people.clone(), people.clone());
    overloaded.retain(|who| who.turns > who.load);
    overloaded.sort_by_key(|who| std::cmp::Reverse(who.turns - who.load));
    underloaded.retain(|who| who.turns < who.load);
    underloaded.sort_by_key(|who| std::cmp::Reverse(who.load - who.turns));
    let (right, all) = people
        .iter()
        .fold((0, 0), |(right, all), who| (right + u64::from(who.turns.min(who.load)), all + u64::from(who.turns.max(who.load))));
    Quality { cells, filled, gaps, overloaded, underloaded, coverage: percent(filled, cells), balance: percent(right, all) }
}

fn gaps(problem: &Problem, rota: &Assignment) -> Vec<Gap> {
    let short = problem.slots().filter_map(|slot| {
        let people = u32::try_from(rota.on(slot).count()).unwrap_or(u32::MAX);
        let missing = problem.slot(slot).lines.checked_sub(people).filter(|missing| *missing > 0)?;
        Some(Gap { slot, missing, uncovered: people == 0 })
    });
    short.collect()
}

fn imbalance(problem: &Problem, rota: &Assignment, person: PersonIx) -> Imbalance {
    let turns = u32::try_from(rota.of(person).count()).unwrap_or(u32::MAX);
    Imbalance { person, turns, load: problem.person(person).load }
}

fn percent(part: u64, whole: u64) -> u32 {
    (100 * part).checked_div(whole).map_or(100, |percent| u32::try_from(percent).unwrap_or(100))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn gaps_and_imbalances_are_told_the_worst_first() {
        let problem = sample::problem(|draft| draft.slots.truncate(3));
        let rota = problem.assign(sample::turns(&[(0, 0), (0, 1), (1, 0), (1, 1)])).unwrap();

        let quality = quality(&problem, &rota);

        assert_eq!((quality.cells, quality.filled, quality.coverage, quality.balance), (6, 4, 66, 66));
        assert_eq!(quality.gaps, [Gap { slot: SlotIx(2), missing: 2, uncovered: true }]);
        assert_eq!(quality.overloaded, []);
        assert_eq!(quality.underloaded, [Imbalance { person: PersonIx(2), turns: 0, load: 2 }]);
    }

    #[test]
    fn who_works_beyond_the_load_unbalances_too() {
        let problem = sample::problem(|draft| {
            draft.slots.truncate(2);
            draft.persons[0].load = 1;
            draft.persons[2].load = 0;
        });
        let rota = problem.assign(sample::turns(&[(0, 0), (0, 1), (1, 0), (2, 1)])).unwrap();

        let quality = quality(&problem, &rota);

        assert_eq!((quality.coverage, quality.balance), (100, 40));
        assert_eq!(quality.overloaded.iter().map(|who| who.person).collect::<Vec<_>>(), [PersonIx(0), PersonIx(2)]);
    }

    #[test]
    fn where_nothing_is_wanted_nothing_is_missing() {
        let problem = sample::problem(|draft| {
            draft.persons.clear();
            for slot in &mut draft.slots {
                slot.lines = 0;
            }
        });

        let quality = quality(&problem, &problem.nobody());

        assert_eq!((quality.coverage, quality.balance), (100, 100));
    }
}
