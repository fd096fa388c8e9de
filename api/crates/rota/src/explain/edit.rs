//! What an edit by hand would do, before it is made.

use std::collections::BTreeMap;

use super::by_constraint;
use crate::{
    assignment::Assignment,
    constraints::{Charge, Constraint, Severity},
    problem::{PersonIx, Problem, SlotIx, Turn},
    score::{Score, charges},
};

/// A change of a rota.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// One cell: somebody leaves a slot, somebody comes into it, or both.
    Cell {
        /// The slot.
        slot: SlotIx,
        /// Who leaves. None: a hole is filled.
        out: Option<PersonIx>,
        /// Who comes. None: a hole is left.
        into: Option<PersonIx>,
    },
    /// Two turns change hands at once.
    Swap(Turn, Turn),
    /// Several edits, one after the other, judged together.
    All(Vec<Edit>),
}

/// Why an edit makes no sense in this rota.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// It names somebody, or a slot, that the problem does not have.
    #[error("the edit names a person or slot that is not there")]
    Unknown,
    /// Who should leave is not there.
    #[error("who should leave the slot is not in it")]
    NotThere(Turn),
    /// Who should come is there already.
    #[error("who should come into the slot is in it already")]
    AlreadyThere(Turn),
}

/// What an edit would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhatIf {
    /// The rota after it.
    pub after: Assignment,
    /// Its worth then.
    pub score: Score,
    /// How much dearer it becomes; negative: cheaper.
    pub delta: i64,
    /// Of that, each rule's part, without those that do not change.
    pub by_constraint: BTreeMap<Constraint, i64>,
    /// Hard rules it would break, or break further.
    pub breaks: Vec<Charge>,
    /// Hard rules it would mend, as they are broken before.
    pub mends: Vec<Charge>,
}

/// Judges an edit. The rota is not changed; [`WhatIf::after`] is the changed one.
///
/// # Errors
/// [`EditError`]. An edit that breaks hard rules is no error: it is told in [`WhatIf::breaks`].
pub fn what_if(problem: &Problem, rota: &Assignment, edit: &Edit) -> Result<WhatIf, EditError> {
    judged(problem, rota, &charges(problem, rota), edit)
}

/// As [`what_if`], with the charges before the edit known.
pub(super) fn judged(problem: &Problem, rota: &Assignment, before: &[Charge], edit: &Edit) -> Result<WhatIf, EditError> {
    let mut after = rota.clone();
    apply(problem, &mut after, edit)?;
    let charges = charges(problem, &after);
    let by_constraint = differences(before, &charges);
    Ok(WhatIf {
        score: Score::of(&charges),
        delta: by_constraint.values().sum(),
        by_constraint,
        breaks: worse(before, &charges),
        mends: worse(&charges, before),
        after,
    })
}

fn apply(problem: &Problem, rota: &mut Assignment, edit: &Edit) -> Result<(), EditError> {
    match edit {
        Edit::Cell { slot, out, into } => {
            if let Some(person) = out {
                leave(problem, rota, Turn { person: *person, slot: *slot })?;
            }
            if let Some(person) = into {
                come(problem, rota, Turn { person: *person, slot: *slot })?;
            }
        }
        Edit::Swap(one, other) => {
            leave(problem, rota, *one)?;
            leave(problem, rota, *other)?;
            come(problem, rota, Turn { person: one.person, slot: other.slot })?;
            come(problem, rota, Turn { person: other.person, slot: one.slot })?;
        }
        Edit::All(edits) => {
            for edit in edits {
                apply(problem, rota, edit)?;
            }
        }
    }
    Ok(())
}

fn leave(problem: &Problem, rota: &mut Assignment, turn: Turn) -> Result<(), EditError> {
    if !is_known(problem, turn) {
        return Err(EditError::Unknown);
    }
    if !rota.works(turn) {
        return Err(EditError::NotThere(turn));
    }
    rota.set(turn, false);
    Ok(())
}

fn come(problem: &Problem, rota: &mut Assignment, turn: Turn) -> Result<(), EditError> {
    if !is_known(problem, turn) {
        return Err(EditError::Unknown);
    }
    if rota.works(turn) {
        return Err(EditError::AlreadyThere(turn));
    }
    rota.set(turn, true);
    Ok(())
}

fn is_known(problem: &Problem, turn: Turn) -> bool {
    turn.person.0 < problem.draft().persons.len() && turn.slot.0 < problem.draft().slots.len()
}

/// What each rule costs more, without those that cost the same.
fn differences(before: &[Charge], after: &[Charge]) -> BTreeMap<Constraint, i64> {
    let signed = |price: u64| i64::try_from(price).unwrap_or(i64::MAX);
    let mut sums: BTreeMap<Constraint, i64> = by_constraint(after).into_iter().map(|(rule, price)| (rule, signed(price))).collect();
    for (rule, price) in by_constraint(before) {
        *sums.entry(rule).or_default() -= signed(price);
    }
    sums.retain(|_, difference| *difference != 0);
    sums
}

/// Breaches that are in `after`, and not, or not as far, in `before`.
fn worse(before: &[Charge], after: &[Charge]) -> Vec<Charge> {
    let excess = |charge: &Charge| match charge.severity {
        Severity::Hard { excess } => excess,
        Severity::Soft(_) => 0,
    };
    let same = |one: &Charge, other: &Charge| {
        one.severity.is_hard()
            && one.constraint == other.constraint
            && one.persons == other.persons
            && one.slots == other.slots
            && one.turns.is_empty() == other.turns.is_empty()
    };
    let known = |charge: &Charge| before.iter().find(|other| same(other, charge)).map_or(0, excess);
    after.iter().filter(|charge| excess(charge) > known(charge)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        problem::{Busy, BusyKind},
        sample,
    };

    fn cell(slot: usize, out: Option<usize>, into: Option<usize>) -> Edit {
        Edit::Cell { slot: SlotIx(slot), out: out.map(PersonIx), into: into.map(PersonIx) }
    }

    #[test]
    fn an_edit_is_priced_rule_by_rule_before_it_is_made() {
        let problem = sample::problem(|_| {});
        let rota = problem.assign(sample::turns(&[(0, 0), (1, 0), (1, 1)])).unwrap();

        let what = what_if(&problem, &rota, &cell(1, None, Some(0))).unwrap();

        assert_eq!(what.delta, -80);
        assert_eq!(what.by_constraint.into_iter().collect::<Vec<_>>(), [(Constraint::EmptyCells, -100), (Constraint::Concentration, 20)]);
        assert!(what.after.works(Turn::new(0, 1)) && !rota.works(Turn::new(0, 1)));
        assert!(what.breaks.is_empty());
    }

    #[test]
    fn a_swap_changes_both_at_once() {
        let problem = sample::problem(|_| {});
        let rota = problem.assign(sample::turns(&[(0, 0), (0, 2), (1, 1), (1, 3)])).unwrap();

        let what = what_if(&problem, &rota, &Edit::Swap(Turn::new(0, 2), Turn::new(1, 1))).unwrap();

        // 1010 and 0101 become 1100 and 0011.
        assert_eq!(what.delta, -60);
        assert_eq!(what.after.turns().collect::<Vec<_>>(), sample::turns(&[(0, 0), (0, 1), (1, 2), (1, 3)]));
    }

    #[test]
    fn hard_rules_broken_and_mended_are_told() {
        let problem = sample::problem(|draft| {
            draft.persons[0].load = 1;
            draft.busy = vec![Busy { turn: Turn::new(2, 3), kind: BusyKind::Required, reason: "leave".to_owned() }];
        });
        let rota = problem.assign(sample::turns(&[(0, 0), (0, 1), (2, 3)])).unwrap();

        let what = what_if(&problem, &rota, &cell(3, Some(2), Some(0))).unwrap();

        let told = |charges: Vec<Charge>| charges.into_iter().map(|charge| charge.text).collect::<Vec<_>>();
        assert_eq!(
            told(what.breaks),
            ["Ana has 3 turns and a load of 1", "Ana may have 2 turns a day and has 3: Mon 09:00, Mon 10:15, Mon 12:45"]
        );
        assert_eq!(told(what.mends), ["Carla is busy in Mon 12:45: leave"]);
    }

    #[test]
    fn several_edits_are_judged_together() {
        let problem = sample::problem(|_| {});
        let rota = problem.assign(sample::turns(&[(0, 0)])).unwrap();

        let what = what_if(&problem, &rota, &Edit::All(vec![cell(0, Some(0), None), cell(1, None, Some(0))])).unwrap();

        assert_eq!((what.delta, what.by_constraint.len()), (0, 0));
    }

    #[test]
    fn edits_that_make_no_sense_are_refused() {
        let problem = sample::problem(|_| {});
        let rota = problem.assign(sample::turns(&[(0, 0)])).unwrap();
        let refused = |edit| what_if(&problem, &rota, &edit).err();

        assert_eq!(refused(cell(0, Some(1), None)), Some(EditError::NotThere(Turn::new(1, 0))));
        assert_eq!(refused(cell(0, None, Some(0))), Some(EditError::AlreadyThere(Turn::new(0, 0))));
        assert_eq!(refused(cell(9, None, Some(0))), Some(EditError::Unknown));
        assert_eq!(refused(Edit::Swap(Turn::new(0, 0), Turn::new(0, 0))), Some(EditError::NotThere(Turn::new(0, 0))));
    }
}
