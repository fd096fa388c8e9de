//! Hard: nobody has more turns on one day than the person's limit, or than the person's limit of that day, if there is one.

use super::{Charge, Constraint, Severity, chosen, labels, plural, turns_of, worked_days};
use crate::{assignment::Assignment, problem::Problem};

pub(super) fn charges(problem: &Problem, rota: &Assignment) -> Vec<Charge> {
    let tiring = worked_days(problem, rota).filter_map(|(person, day, mask)| {
        let number = problem.slot(*day.first()?).day;
        let limit = problem.most_on(person, number);
        let excess = mask.count_ones().checked_sub(limit).filter(|excess| *excess > 0)?;
        let slots = chosen(day, mask);
        Some(Charge {
            constraint: Constraint::DailyLimit,
            severity: Severity::Hard { excess },
            persons: vec![person],
            slots: day.to_vec(),
            turns: turns_of(person, &slots),
            text: format!(
                "{} may have {} {} and has {}: {}",
                problem.person(person).name,
                plural(limit, "turn"),
                problem.day_limit(person, number).map_or_else(|| "a day".to_owned(), |limit| format!("that day ({})", limit.reason)),
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
    use crate::{
        problem::{DayLimit, PersonIx},
        sample,
    };

    #[test]
    fn the_limit_is_of_each_day_by_itself() {
        let told =
            told(DailyLimit, |draft| draft.slots.extend(sample::day(1, "Tue", 4, 2)), &[(0, 0), (0, 1), (0, 4), (1, 0), (1, 2), (1, 3)]);

        assert_eq!(told, [(Hard { excess: 1 }, "Berta may have 2 turns a day and has 3: Mon 09:00, Mon 11:30, Mon 12:45".to_owned())]);
    }

    #[test]
    fn a_day_with_a_limit_of_its_own_has_that_one_and_its_reason() {
        let told = told(
            DailyLimit,
            |draft| {
                draft.slots.extend(sample::day(1, "Tue", 4, 2));
                let limit = |day, most, reason: &str| DayLimit { person: PersonIx(0), day, most, reason: reason.to_owned() };
                draft.day_limits = vec![limit(0, 3, "three of them are decided"), limit(1, 1, "1 turn in other queues")];
            },
            &[(0, 0), (0, 1), (0, 2), (0, 4), (0, 6), (1, 4), (1, 6)],
        );

        assert_eq!(
            told,
            [(Hard { excess: 1 }, "Ana may have 1 turn that day (1 turn in other queues) and has 2: Tue 09:00, Tue 11:30".to_owned())]
        );
    }
}
