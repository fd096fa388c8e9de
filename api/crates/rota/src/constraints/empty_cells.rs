//! Soft: holes. e holes in one slot cost 100 e² + max(0, e − 1), so that they spread over the slots.

use super::{Charge, Constraint, Severity, count, plural};
use crate::{
    assignment::Assignment,
    problem::{Problem, Weights},
};

/// The price of so many holes in one slot.
pub(crate) fn cost(weights: &Weights, holes: u32) -> u64 {
    let holes = u64::from(holes);
    u64::from(weights.empty_square) * holes * holes + u64::from(weights.empty_extra) * holes.saturating_sub(1)
}

/// What the `nth` hole of a slot adds, counted from 1. It never sinks with `nth`.
pub(crate) fn step(weights: &Weights, nth: u32) -> u64 {
    cost(weights, nth) - cost(weights, nth - 1)
}

pub(super) fn charges(problem: &Problem, rota: &Assignment) -> Vec<Charge> {
    let short = problem.slots().filter_map(|slot| {
        let people: Vec<_> = rota.on(slot).collect();
        let lines = problem.slot(slot).lines;
        let holes = lines.checked_sub(count(&people)).filter(|holes| *holes > 0)?;
        Some(Charge {
            constraint: Constraint::EmptyCells,
            severity: Severity::Soft(cost(problem.weights(), holes)),
            persons: Vec::new(),
            slots: vec![slot],
            turns: Vec::new(),
            text: format!("{} has {} of {} empty", problem.slot(slot).label, holes, plural(lines, "line")),
        })
    });
    short.collect()
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Constraint::EmptyCells, Severity::Soft, tests::told},
        *,
    };

    #[test]
    fn holes_cost_their_square_and_one_more_for_each_after_the_first() {
        let weights = Weights::default();

        assert_eq!([0, 1, 2, 3].map(|holes| cost(&weights, holes)), [0, 100, 401, 902]);
        assert_eq!([1, 2, 3].map(|nth| step(&weights, nth)), [100, 301, 501]);
    }

    #[test]
    fn each_slot_with_holes_is_charged() {
        let told = told(EmptyCells, |draft| draft.slots.truncate(3), &[(0, 0), (1, 0), (2, 1)]);

        assert_eq!(
            told,
            [(Soft(100), "Mon 10:15 has 1 of 2 lines empty".to_owned()), (Soft(401), "Mon 11:30 has 2 of 2 lines empty".to_owned())]
        );
    }
}
