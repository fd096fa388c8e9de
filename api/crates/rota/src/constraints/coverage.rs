//! Hard: no more people in a slot than it has lines. Fewer is no breach: holes have a price, see `empty_cells`.

use super::{Charge, Constraint, Severity, count, plural, turns_in};
use crate::{assignment::Assignment, problem::Problem};

pub(super) fn charges(problem: &Problem, rota: &Assignment) -> Vec<Charge> {
    let crowded = problem.slots().filter_map(|slot| {
        let people: Vec<_> = rota.on(slot).collect();
        let lines = problem.slot(slot).lines;
        let excess = count(&people).checked_sub(lines).filter(|excess| *excess > 0)?;
        Some(Charge {
            constraint: Constraint::Coverage,
            severity: Severity::Hard { excess },
            persons: Vec::new(),
            slots: vec![slot],
            turns: turns_in(slot, &people),
            text: format!("{} has {} for {}", problem.slot(slot).label, plural(lines, "line"), plural(lines + excess, "turn")),
        })
    });
    crowded.collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Constraint::Coverage, Severity::Hard, tests::told};

    #[test]
    fn a_slot_with_more_people_than_lines_is_a_breach() {
        let told = told(Coverage, |draft| draft.slots[1].lines = 1, &[(0, 0), (1, 0), (2, 0), (0, 1)]);

        assert_eq!(told, [(Hard { excess: 1 }, "Mon 09:00 has 2 lines for 3 turns".to_owned())]);
    }
}
