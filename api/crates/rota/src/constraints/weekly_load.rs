//! Hard: nobody has more turns than the load. Fewer is no breach: what is missing is a hole.

use super::{Charge, Constraint, Severity, count, plural, turns_of};
use crate::{assignment::Assignment, problem::Problem};

pub(super) fn charges(problem: &Problem, rota: &Assignment) -> Vec<Charge> {
    let loaded = problem.persons().filter_map(|person| {
        let slots: Vec<_> = rota.of(person).collect();
        let load = problem.person(person).load;
        let excess = count(&slots).checked_sub(load).filter(|excess| *excess > 0)?;
        Some(Charge {
            constraint: Constraint::WeeklyLoad,
            severity: Severity::Hard { excess },
            persons: vec![person],
            slots: Vec::new(),
            turns: turns_of(person, &slots),
            text: format!("{} has {} and a load of {load}", problem.person(person).name, plural(load + excess, "turn")),
        })
    });
    loaded.collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Constraint::WeeklyLoad, Severity::Hard, tests::told};

    #[test]
    fn more_turns_than_the_load_are_a_breach_and_fewer_are_not() {
        let told = told(WeeklyLoad, |draft| draft.persons[0].load = 0, &[(0, 0), (0, 2), (1, 0), (1, 1)]);

        assert_eq!(told, [(Hard { excess: 2 }, "Ana has 2 turns and a load of 0".to_owned())]);
    }
}
