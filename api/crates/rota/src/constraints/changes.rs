//! Soft: each turn that was given to somebody, or taken away, by comparison with the previous rota. A cell that changes hands
//! counts twice, since two people have to be told.

use super::{Charge, Constraint, Severity};
use crate::{
    assignment::Assignment,
    problem::{Problem, Turn},
};

/// The price of the turn being worked, or not.
pub(crate) fn of_turn(problem: &Problem, turn: Turn, works: bool) -> u64 {
    let changed = problem.draft().previous.is_some() && problem.was_worked(turn) != works;
    if changed { u64::from(problem.weights().change) } else { 0 }
}

pub(super) fn charges(problem: &Problem, rota: &Assignment) -> Vec<Charge> {
    let cells = problem.persons().flat_map(|person| problem.slots().map(move |slot| Turn { person, slot }));
    let changed = cells.filter(|turn| of_turn(problem, *turn, rota.works(*turn)) > 0).map(|turn| {
        let works = rota.works(turn);
        let (name, label) = (&problem.person(turn.person).name, &problem.slot(turn.slot).label);
        Charge {
            constraint: Constraint::Changes,
            severity: Severity::Soft(of_turn(problem, turn, works)),
            persons: vec![turn.person],
            slots: vec![turn.slot],
            turns: if works { vec![turn] } else { Vec::new() },
            text: if works { format!("{name} did not have {label} before") } else { format!("{name} had {label} before") },
        }
    });
    changed.collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Constraint::Changes, Severity::Soft, tests::told};
    use crate::{problem::Draft, sample};

    fn published(draft: &mut Draft) {
        draft.previous = Some(sample::turns(&[(0, 0), (1, 1)]));
        draft.weights.change = 3;
    }

    #[test]
    fn turns_given_and_taken_each_cost_the_weight() {
        let told = told(Changes, published, &[(1, 1), (2, 0)]);

        assert_eq!(told, [(Soft(3), "Ana had Mon 09:00 before".to_owned()), (Soft(3), "Carla did not have Mon 09:00 before".to_owned())]);
    }

    #[test]
    fn by_default_they_are_free() {
        let free = |draft: &mut Draft| {
            published(draft);
            draft.weights.change = 0;
        };

        assert_eq!(told(Changes, free, &[(2, 3)]), []);
    }
}
