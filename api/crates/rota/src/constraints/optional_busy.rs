//! Soft: 5 for each turn at a time that its person would rather have free.

use super::{Charge, Constraint, Severity};
use crate::{
    assignment::Assignment,
    problem::{Problem, Turn},
};

/// The price of the turn, if it is worked.
pub(crate) fn of_turn(problem: &Problem, turn: Turn, works: bool) -> u64 {
    if works && problem.is_undesired(turn) { u64::from(problem.weights().optional_busy) } else { 0 }
}

pub(super) fn charges(problem: &Problem, rota: &Assignment) -> Vec<Charge> {
    let undesired = rota.turns().map(|turn| (turn, of_turn(problem, turn, true))).filter(|(_, price)| *price > 0);
    let charges = undesired.map(|(turn, price)| Charge {
        constraint: Constraint::OptionalBusy,
        severity: Severity::Soft(price),
        persons: vec![turn.person],
        slots: vec![turn.slot],
        turns: vec![turn],
        text: format!(
            "{} would rather have {} free: {}",
            problem.person(turn.person).name,
            problem.slot(turn.slot).label,
            problem.reasons(turn).join("; ")
        ),
    });
    charges.collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Constraint::OptionalBusy, Severity::Soft, tests::told};
    use crate::problem::{Busy, BusyKind, Turn};

    #[test]
    fn a_turn_that_is_not_wanted_costs_5() {
        let busy = |kind, slot| Busy { turn: Turn::new(0, slot), kind, reason: "reading".to_owned() };

        let told = told(
            OptionalBusy,
            |draft| draft.busy = vec![busy(BusyKind::Optional, 0), busy(BusyKind::Optional, 1), busy(BusyKind::Required, 2)],
            &[(0, 0), (0, 2), (1, 1)],
        );

        assert_eq!(told, [(Soft(5), "Ana would rather have Mon 09:00 free: reading".to_owned())]);
    }
}
