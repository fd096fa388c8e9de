//! Hard: nobody has more turns on one day than the person's limit.

use super::{Charge, Constraint, Severity, chosen, labels, plural, turns_of, worked_days};
use crate::{assignment::Assignment, problem::Problem};

pub(super) fn charges(problem: &Problem, rota: &Assignment) -> Vec<Charge> {
    let tiring = worked_days(problem, rota).filter_map(|(person, day, mask)| {
        let limit = problem.person(person).max_per_day;
        let excess = mask.count_ones().checked_sub(limit).filter(|excess| *excess > 0)?;
        let slots = chosen(day, mask);
        Some(Charge {
            constraint: Constraint::DailyLimit,
            severity: Severity::Hard { excess },
            persons: vec![person],
            slots: day.to_vec(),
            turns: turns_of(person, &slots),
            text: format!(
                "{} may have {} a day and has {}: {}",
                problem.person(person).name,
                plural(limit, "turn"),
                mask.count_ones(),
                labels(problem, &slots)
            ),
        })
    });
    tiring.collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Constraint::DailyLimit, Severity::Hard, tests::told};
    use crate::sample;

    #[test]
    fn the_limit_is_of_each_day_by_itself() {
        let told =
            told(DailyLimit, |draft| draft.slots.extend(sample::day(1, "Tue", 4, 2)), &[(0, 0), (0, 1), (0, 4), (1, 0), (1, 2), (1, 3)]);

        assert_eq!(told, [(Hard { excess: 1 }, "Berta may have 2 turns a day and has 3: Mon 09:00, Mon 11:30, Mon 12:45".to_owned())]);
    }
}
