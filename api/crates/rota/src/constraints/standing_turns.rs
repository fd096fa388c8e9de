//! Standing turns are given to whom they belong: soft (50 each), or hard if the weights say so. A soft one whose person is busy
//! then is nobody's fault and costs nothing.

use super::{Charge, Constraint, Severity};
use crate::{
    assignment::Assignment,
    problem::{Problem, Strength, Turn},
};

/// What it means that the person works then, or does not.
pub(crate) fn of_turn(problem: &Problem, turn: Turn, works: bool) -> Severity {
    let strength = problem.weights().standing;
    let missed = problem.is_standing(turn) && !works && (strength == Strength::Hard || !problem.is_busy(turn));
    if missed { Severity::of(strength, 1) } else { Severity::Soft(0) }
}

pub(super) fn charges(problem: &Problem, rota: &Assignment) -> Vec<Charge> {
    let cells = problem.persons().flat_map(|person| problem.slots().map(move |slot| Turn { person, slot }));
    let missed = cells.map(|turn| (turn, of_turn(problem, turn, rota.works(turn)))).filter(|(_, severity)| *severity != Severity::Soft(0));
    let charges = missed.map(|(turn, severity)| Charge {
        constraint: Constraint::StandingTurns,
        severity,
        persons: vec![turn.person],
        slots: vec![turn.slot],
        turns: Vec::new(),
        text: format!("{} does not have the standing turn in {}", problem.person(turn.person).name, problem.slot(turn.slot).label),
    });
    charges.collect()
}

#[cfg(test)]
mod tests {
    use super::super::{
        Constraint::StandingTurns,
        Severity::{Hard, Soft},
        tests::told,
    };
    use crate::{
        problem::{Busy, BusyKind, Draft, Strength, Turn},
        sample,
    };

    fn standing(draft: &mut Draft) {
        draft.standing = sample::turns(&[(0, 0), (1, 0), (2, 0)]);
        draft.busy = vec![Busy { turn: Turn::new(2, 0), kind: BusyKind::Required, reason: "leave".to_owned() }];
    }

    #[test]
    fn one_not_given_costs_50_unless_its_person_is_busy() {
        let told = told(StandingTurns, standing, &[(0, 0)]);

        assert_eq!(told, [(Soft(50), "Berta does not have the standing turn in Mon 09:00".to_owned())]);
    }

    #[test]
    fn a_hard_one_must_be_given_even_so() {
        let hard = |draft: &mut Draft| {
            standing(draft);
            draft.weights.standing = Strength::Hard;
        };

        let severities: Vec<_> = told(StandingTurns, hard, &[(0, 0)]).into_iter().map(|(severity, _)| severity).collect();

        assert_eq!(severities, [Hard { excess: 1 }, Hard { excess: 1 }]);
    }
}
