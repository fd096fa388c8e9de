//! What a rota is worth: the sum of what it owes to every rule.

use crate::{
    assignment::Assignment,
    constraints::{Charge, Constraint},
    problem::Problem,
};

/// The worth of a rota. The lower the better; fewer breaches first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Score {
    /// Hard rules broken.
    pub breaches: u64,
    /// Sum of the prices of soft rules.
    pub cost: u64,
}

impl Score {
    /// Of these charges.
    pub fn of(charges: &[Charge]) -> Self {
        let breaches = charges.iter().filter(|charge| charge.severity.is_hard()).count() as u64;
        Self { breaches, cost: charges.iter().map(|charge| charge.severity.price()).sum() }
    }
}

/// Everything that a rota owes, by rule.
pub fn charges(problem: &Problem, rota: &Assignment) -> Vec<Charge> {
    Constraint::ALL.iter().flat_map(|rule| rule.charges(problem, rota)).collect()
}

/// The worth of a rota.
pub fn score(problem: &Problem, rota: &Assignment) -> Score {
    Score::of(&charges(problem, rota))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn the_score_sums_all_rules() {
        let problem = sample::problem(|draft| {
            draft.slots.truncate(2);
            draft.standing = sample::turns(&[(2, 0)]);
        });
        // Ana both slots (20), one hole in each (200), Carla's standing turn missed (50).
        let rota = problem.assign(sample::turns(&[(0, 0), (0, 1)])).unwrap();

        assert_eq!(score(&problem, &rota), Score { breaches: 0, cost: 270 });
    }

    #[test]
    fn a_breach_outweighs_any_price() {
        let dear = Score { breaches: 0, cost: 1_000_000 };

        assert!(dear < Score { breaches: 1, cost: 0 });
    }
}
