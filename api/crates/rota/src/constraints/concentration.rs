//! Soft: n turns of one person on one day cost 10 n(n−1), so that they spread over the week.

use super::{Charge, Constraint, Severity, chosen, labels, plural, turns_of, worked_days};
use crate::{assignment::Assignment, problem::Problem};

/// The price of a day's turns.
pub(crate) fn of_day(problem: &Problem, mask: u32) -> u64 {
    let turns = u64::from(mask.count_ones());
    u64::from(problem.weights().concentration) * turns * turns.saturating_sub(1)
}

pub(super) fn charges(problem: &Problem, rota: &Assignment) -> Vec<Charge> {
    let dense = worked_days(problem, rota).filter(|(_, _, mask)| of_day(problem, *mask) > 0).map(|(person, day, mask)| {
        let slots = chosen(day, mask);
        Charge {
            constraint: Constraint::Concentration,
            severity: Severity::Soft(of_day(problem, mask)),
            persons: vec![person],
            turns: turns_of(person, &slots),
            text: format!(
                "{} has {} on one day: {}",
                problem.person(person).name,
                plural(mask.count_ones(), "turn"),
                labels(problem, &slots)
            ),
            slots,
        }
    });
    dense.collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Constraint::Concentration, Severity::Soft, tests::told};
    use crate::sample;

    #[test]
    fn turns_of_one_day_cost_more_the_more_they_are() {
        let told = told(
            Concentration,
            |draft| draft.slots.extend(sample::day(1, "Tue", 4, 2)),
            &[(0, 0), (0, 4), (1, 0), (1, 1), (2, 4), (2, 5), (2, 6)],
        );

        assert_eq!(
            told,
            [
                (Soft(20), "Berta has 2 turns on one day: Mon 09:00, Mon 10:15".to_owned()),
                (Soft(60), "Carla has 3 turns on one day: Tue 09:00, Tue 10:15, Tue 11:30".to_owned()),
            ]
        );
    }
}
