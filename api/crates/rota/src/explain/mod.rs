//! Why a rota is as it is: what each turn costs and to which rule, what an edit would change, and who else could take a turn.

mod candidates;
mod edit;

use std::collections::BTreeMap;

pub use candidates::{Candidate, Hole, candidates, holes};
pub use edit::{Edit, EditError, WhatIf, what_if};

use crate::{
    assignment::Assignment,
    constraints::{Charge, Constraint},
    problem::{Problem, Turn},
    score::{Score, charges},
};

/// Everything that a rota owes. The prices of all charges together are the score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The score.
    pub score: Score,
    /// What it is made of, by rule: hard breaches first.
    pub charges: Vec<Charge>,
}

/// What one turn costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TurnCost {
    /// The turn.
    pub turn: Turn,
    /// The sum of its shares.
    pub cost: u64,
    /// Its share in each charge that it bears with others or alone, as a place in [`Explanation::charges`] and the amount.
    pub shares: Vec<(usize, u64)>,
}

/// Explains a rota.
pub fn explain(problem: &Problem, rota: &Assignment) -> Explanation {
    let charges = charges(problem, rota);
    Explanation { score: Score::of(&charges), charges }
}

impl Explanation {
    /// What each turn costs, by turn; those that cost nothing are left out. A charge for several turns is shared evenly between
    /// them; what does not divide, the first bear. Together with [`Explanation::of_no_turn`] it is the score, exactly.
    pub fn turns(&self) -> Vec<TurnCost> {
        let mut turns: BTreeMap<Turn, Vec<(usize, u64)>> = BTreeMap::new();
        for (place, charge) in self.charges.iter().enumerate() {
            for (turn, share) in shares(charge) {
                turns.entry(turn).or_default().push((place, share));
            }
        }
        let cost = |shares: &[(usize, u64)]| shares.iter().map(|(_, share)| share).sum();
        turns.into_iter().map(|(turn, shares)| TurnCost { turn, cost: cost(&shares), shares }).collect()
    }

    /// Charges that no turn bears: holes, standing turns not given, turns taken away.
    pub fn of_no_turn(&self) -> impl Iterator<Item = &Charge> {
        self.charges.iter().filter(|charge| charge.turns.is_empty())
    }

    /// The price of each rule that costs anything.
    pub fn by_constraint(&self) -> BTreeMap<Constraint, u64> {
        by_constraint(&self.charges)
    }
}

fn by_constraint(charges: &[Charge]) -> BTreeMap<Constraint, u64> {
    let mut sums = BTreeMap::new();
    for charge in charges.iter().filter(|charge| charge.severity.price() > 0) {
        *sums.entry(charge.constraint).or_default() += charge.severity.price();
    }
    sums
}

/// The shares of a charge's turns.
fn shares(charge: &Charge) -> impl Iterator<Item = (Turn, u64)> {
    let (price, turns) = (charge.severity.price(), charge.turns.len() as u64);
    let share = move |place: usize| price / turns + u64::from((place as u64) < price % turns);
    charge.turns.iter().enumerate().map(move |(place, turn)| (*turn, share(place))).filter(|(_, share)| *share > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn a_charge_is_shared_by_its_turns_and_nothing_is_lost() {
        let problem = sample::problem(|draft| {
            draft.weights.concentration = 0;
            draft.weights.shape.marathon = 41;
        });
        let rota = problem.assign(sample::turns(&[(0, 0), (0, 1), (0, 2)])).unwrap();

        let turns = explain(&problem, &rota).turns();

        assert_eq!(turns.iter().map(|turn| turn.cost).collect::<Vec<_>>(), [14, 14, 13]);
    }

    #[test]
    fn turns_and_what_no_turn_bears_are_the_score() {
        let problem = sample::problem(|draft| draft.standing = sample::turns(&[(2, 3)]));
        let rota = problem.assign(sample::turns(&[(0, 0), (0, 2), (1, 1)])).unwrap();

        let why = explain(&problem, &rota);

        // Holes 100, 100, 100 and 401; the standing turn 50; Ana twice on a day 20 with a gap 30.
        assert_eq!(why.of_no_turn().map(|charge| charge.severity.price()).sum::<u64>(), 751);
        assert_eq!(
            why.turns().iter().map(|turn| (turn.turn, turn.cost)).collect::<Vec<_>>(),
            [(Turn::new(0, 0), 25), (Turn::new(0, 2), 25)]
        );
        assert_eq!(why.score.cost, 801);
        assert_eq!(
            why.by_constraint().into_iter().collect::<Vec<_>>(),
            [(Constraint::EmptyCells, 701), (Constraint::StandingTurns, 50), (Constraint::Concentration, 20), (Constraint::DayShape, 30)]
        );
    }
}
