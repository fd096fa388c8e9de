//! At most so many of a group on the telephone in one slot: hard, or at a price for each person too many.

use super::{Charge, Constraint, Severity, count, names, turns_in};
use crate::{assignment::Assignment, problem::Problem};

pub(super) fn charges(problem: &Problem, rota: &Assignment) -> Vec<Charge> {
    let mut charges = Vec::new();
    for group in &problem.draft().groups {
        let Some(limit) = group.most_on_phone else { continue };
        for slot in problem.slots().filter(|slot| problem.slot(*slot).lines > 0) {
            let people: Vec<_> = rota.on(slot).filter(|person| group.members.contains(person)).collect();
            let Some(excess) = count(&people).checked_sub(limit.count).filter(|excess| *excess > 0) else { continue };
            charges.push(Charge {
                constraint: Constraint::GroupMaxOnPhone,
                severity: Severity::of(limit.strength, excess),
                persons: group.members.clone(),
                slots: vec![slot],
                turns: turns_in(slot, &people),
                text: format!(
                    "of {} at most {} should be on the telephone in {}, not {}",
                    group.name,
                    limit.count,
                    problem.slot(slot).label,
                    names(problem, &people)
                ),
            });
        }
    }
    charges
}

#[cfg(test)]
mod tests {
    use super::super::{
        Constraint::GroupMaxOnPhone,
        Severity::{Hard, Soft},
        tests::told,
    };
    use crate::problem::{Group, Limit, PersonIx, Strength};

    fn group(strength: Strength) -> Vec<Group> {
        let members = vec![PersonIx(0), PersonIx(2)];
        vec![Group { name: "it".to_owned(), members, most_on_phone: Some(Limit { count: 1, strength }), fewest_free: None }]
    }

    #[test]
    fn a_member_too_many_is_charged_as_the_rule_is_strong() {
        let rota = [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1)];

        let hard = told(GroupMaxOnPhone, |draft| draft.groups = group(Strength::Hard), &rota);
        let soft = told(GroupMaxOnPhone, |draft| draft.groups = group(Strength::Soft(7)), &rota);

        let text = "of it at most 1 should be on the telephone in Mon 09:00, not Ana, Carla".to_owned();
        assert_eq!(hard, [(Hard { excess: 1 }, text.clone())]);
        assert_eq!(soft, [(Soft(7), text)]);
    }
}
