//! What changes from one rota to another.

use crate::{
    assignment::Assignment,
    problem::{PersonIx, Problem, SlotIx, Turn},
};

/// The changes of one slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotChange {
    /// The slot.
    pub slot: SlotIx,
    /// Who leaves it, by name.
    pub out: Vec<PersonIx>,
    /// Who comes into it, by name.
    pub into: Vec<PersonIx>,
}

/// The slots that change, by place. Both rotas are of this problem's shape.
pub fn diff(problem: &Problem, before: &Assignment, after: &Assignment) -> Vec<SlotChange> {
    let changes = problem.slots().map(|slot| {
        let gone = |from: &Assignment, to: &Assignment| {
            let people = problem.persons_by_name().iter().map(|person| Turn { person: *person, slot });
            people.filter(|turn| from.works(*turn) && !to.works(*turn)).map(|turn| turn.person).collect()
        };
        SlotChange { slot, out: gone(before, after), into: gone(after, before) }
    });
    changes.filter(|change| !change.out.is_empty() || !change.into.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn only_slots_that_change_are_told_with_who_leaves_and_who_comes() {
        let problem = sample::problem(|_| {});
        let before = problem.assign(sample::turns(&[(0, 0), (1, 0), (2, 1)])).unwrap();
        let after = problem.assign(sample::turns(&[(0, 0), (2, 0), (2, 1), (1, 3)])).unwrap();

        assert_eq!(
            diff(&problem, &before, &after),
            [
                SlotChange { slot: SlotIx(0), out: vec![PersonIx(1)], into: vec![PersonIx(2)] },
                SlotChange { slot: SlotIx(3), out: vec![], into: vec![PersonIx(1)] },
            ]
        );
        assert_eq!(diff(&problem, &before, &before), []);
    }
}
