//! At least so many of a group free for other work in one slot, which is neither on the telephone nor busy by a required entry:
//! hard, or at a price for each person too few.

use super::{Charge, Constraint, Severity, count, turns_in};
use crate::{
    assignment::Assignment,
    problem::{Group, Problem, SlotIx, Turn},
};

/// How many of the group are there in the slot, on the telephone or not.
pub(crate) fn there(problem: &Problem, group: &Group, slot: SlotIx) -> u32 {
    let there: Vec<_> = group.members.iter().filter(|person| !problem.is_busy(Turn { person: **person, slot })).collect();
    count(&there)
}

pub(super) fn charges(problem: &Problem, rota: &Assignment) -> Vec<Charge> {
    let mut charges = Vec::new();
    for group in &problem.draft().groups {
        let Some(limit) = group.fewest_free else { continue };
        for slot in problem.slots().filter(|slot| problem.slot(*slot).lines > 0) {
            let on_phone: Vec<_> = rota.on(slot).filter(|person| group.members.contains(person)).collect();
            let at_work: Vec<_> = on_phone.iter().copied().filter(|person| !problem.is_busy(Turn { person: *person, slot })).collect();
            let free = there(problem, group, slot) - count(&at_work);
            let Some(missing) = limit.count.checked_sub(free).filter(|missing| *missing > 0) else { continue };
            charges.push(Charge {
                constraint: Constraint::GroupMinFree,
                severity: Severity::of(limit.strength, missing),
                persons: group.members.clone(),
                slots: vec![slot],
                turns: turns_in(slot, &at_work),
                text: format!(
                    "of {} at least {} should be free in {}, not {free}: {} on the telephone, {} busy",
                    group.name,
                    limit.count,
                    problem.slot(slot).label,
                    at_work.len(),
                    count(&group.members) - there(problem, group, slot)
                ),
            });
        }
    }
    charges
}

#[cfg(test)]
mod tests {
    use super::super::{
        Constraint::GroupMinFree,
        Severity::{Hard, Soft},
        tests::told,
    };
    use crate::problem::{Busy, BusyKind, Draft, Group, Limit, PersonIx, Strength, Turn};

    fn rule(draft: &mut Draft, strength: Strength) {
        let fewest_free = Some(Limit { count: 2, strength });
        draft.groups = vec![Group { name: "it".to_owned(), members: [0, 1, 2].map(PersonIx).into(), most_on_phone: None, fewest_free }];
        draft.busy = vec![Busy { turn: Turn::new(2, 0), kind: BusyKind::Required, reason: "leave".to_owned() }];
        draft.slots.truncate(2);
    }

    #[test]
    fn who_is_on_the_telephone_or_busy_is_not_free() {
        let rota = [(0, 0), (1, 1)];

        let hard = told(GroupMinFree, |draft| rule(draft, Strength::Hard), &rota);
        let soft = told(GroupMinFree, |draft| rule(draft, Strength::Soft(9)), &rota);

        let text = "of it at least 2 should be free in Mon 09:00, not 1: 1 on the telephone, 1 busy".to_owned();
        assert_eq!(hard, [(Hard { excess: 1 }, text.clone())]);
        assert_eq!(soft, [(Soft(9), text)]);
    }

    #[test]
    fn a_slot_without_lines_asks_nothing() {
        let told = told(
            GroupMinFree,
            |draft| {
                rule(draft, Strength::Hard);
                draft.groups[0].fewest_free = Some(Limit { count: 3, strength: Strength::Hard });
                draft.slots[0].lines = 0;
            },
            &[],
        );

        assert_eq!(told, []);
    }
}
