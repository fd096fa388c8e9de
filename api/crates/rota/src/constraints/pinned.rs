//! Hard: what is decided stays, be it that somebody works then or does not.

use super::{Charge, Constraint, Severity};
use crate::{
    assignment::Assignment,
    problem::{Problem, Turn},
};

pub(super) fn charges(problem: &Problem, rota: &Assignment) -> Vec<Charge> {
    let cells = problem.persons().flat_map(|person| problem.slots().map(move |slot| Turn { person, slot }));
    let undone = cells.filter_map(|turn| {
        let works = rota.works(turn);
        let pinned = problem.pinned(turn).filter(|pinned| *pinned != works)?;
        let (name, label) = (&problem.person(turn.person).name, &problem.slot(turn.slot).label);
        Some(Charge {
            constraint: Constraint::Pinned,
            severity: Severity::Hard { excess: 1 },
            persons: vec![turn.person],
            slots: vec![turn.slot],
            turns: if works { vec![turn] } else { Vec::new() },
            text: format!("it is decided that {name} {} in {label}", if pinned { "works" } else { "does not work" }),
        })
    });
    undone.collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Constraint::Pinned, Severity::Hard, tests::told};
    use crate::problem::{Pin, Turn};

    #[test]
    fn what_is_decided_either_way_must_stay() {
        let pin = |person, slot, works| Pin { turn: Turn::new(person, slot), works };

        let told = told(
            Pinned,
            |draft| draft.pins = vec![pin(0, 0, true), pin(0, 1, true), pin(1, 1, false), pin(1, 2, false)],
            &[(0, 0), (1, 1)],
        );

        assert_eq!(
            told,
            [
                (Hard { excess: 1 }, "it is decided that Ana works in Mon 10:15".to_owned()),
                (Hard { excess: 1 }, "it is decided that Berta does not work in Mon 10:15".to_owned()),
            ]
        );
    }
}
