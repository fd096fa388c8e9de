//! People of one table who are on the telephone in the same slot disturb each other: 5 for each pair; and, if there is a limit,
//! no more of a table than that (hard).

use super::{Charge, Constraint, Severity, count, names, turns_in};
use crate::{
    assignment::Assignment,
    problem::{Problem, Weights},
};

/// The price of so many of one table in one slot.
pub(crate) fn cost(weights: &Weights, people: u32) -> u64 {
    let people = u64::from(people);
    u64::from(weights.table_noise) * (people * people.saturating_sub(1) / 2)
}

/// What the `nth` person of a table adds, counted from 1. It never sinks with `nth`.
pub(crate) fn step(weights: &Weights, nth: u32) -> u64 {
    cost(weights, nth) - cost(weights, nth - 1)
}

pub(super) fn charges(problem: &Problem, rota: &Assignment) -> Vec<Charge> {
    let mut charges = Vec::new();
    for (table, members) in problem.tables() {
        for slot in problem.slots() {
            let people: Vec<_> = rota.on(slot).filter(|person| members.contains(person)).collect();
            let limit = problem.draft().max_per_table;
            let excess = limit.map_or(0, |limit| count(&people).saturating_sub(limit));
            let price = cost(problem.weights(), count(&people));
            let severities = [(excess > 0).then_some(Severity::Hard { excess }), (price > 0).then_some(Severity::Soft(price))];
            charges.extend(severities.into_iter().flatten().map(|severity| Charge {
                constraint: Constraint::TableNoise,
                severity,
                persons: members.clone(),
                slots: vec![slot],
                turns: turns_in(slot, &people),
                text: format!(
                    "{} of table {table} are on the telephone at once in {}: {}",
                    people.len(),
                    problem.slot(slot).label,
                    names(problem, &people)
                ),
            }));
        }
    }
    charges
}

#[cfg(test)]
mod tests {
    use super::super::{
        Constraint::TableNoise,
        Severity::{Hard, Soft},
        tests::told,
    };
    use crate::problem::Draft;

    fn tables(draft: &mut Draft) {
        for (person, table) in draft.persons.iter_mut().zip([Some(7), Some(7), None]) {
            person.table = table;
        }
    }

    #[test]
    fn each_pair_of_a_table_costs_5() {
        let told = told(TableNoise, tables, &[(0, 0), (1, 0), (2, 0), (0, 1), (2, 1)]);

        assert_eq!(told, [(Soft(5), "2 of table 7 are on the telephone at once in Mon 09:00: Ana, Berta".to_owned())]);
    }

    #[test]
    fn three_are_three_pairs_and_beyond_the_limit_a_breach() {
        let limited = |draft: &mut Draft| {
            tables(draft);
            draft.persons[2].table = Some(7);
            draft.max_per_table = Some(2);
        };

        let severities: Vec<_> = told(TableNoise, limited, &[(0, 0), (1, 0), (2, 0)]).into_iter().map(|(severity, _)| severity).collect();

        assert_eq!(severities, [Hard { excess: 1 }, Soft(15)]);
    }
}
