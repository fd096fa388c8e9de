//! Hard: nobody works while busy, if the entry is a required one.

use super::{Charge, Constraint, Severity};
use crate::{assignment::Assignment, problem::Problem};

pub(super) fn charges(problem: &Problem, rota: &Assignment) -> Vec<Charge> {
    let kept = rota.turns().filter(|turn| problem.is_busy(*turn)).map(|turn| Charge {
        constraint: Constraint::RequiredBusy,
        severity: Severity::Hard { excess: 1 },
        persons: vec![turn.person],
        slots: vec![turn.slot],
        turns: vec![turn],
        text: format!(
            "{} is busy in {}: {}",
            problem.person(turn.person).name,
            problem.slot(turn.slot).label,
            problem.reasons(turn).join("; ")
        ),
    });
    kept.collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Constraint::RequiredBusy, Severity::Hard, tests::told};
    use crate::problem::{Busy, BusyKind, Turn};

    #[test]
    fn a_turn_of_somebody_busy_is_a_breach_and_its_reason_is_told() {
        let busy = |kind, slot| Busy { turn: Turn::new(0, slot), kind, reason: "dentist".to_owned() };

        let told = told(
            RequiredBusy,
            |draft| draft.busy = vec![busy(BusyKind::Required, 0), busy(BusyKind::Optional, 1)],
            &[(0, 0), (0, 1), (1, 0)],
        );

        assert_eq!(told, [(Hard { excess: 1 }, "Ana is busy in Mon 09:00: dentist".to_owned())]);
    }
}
