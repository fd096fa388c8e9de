//! Who could take a turn, what each would cost, and why the others cannot.

use std::collections::BTreeMap;

use super::edit::{Edit, judged};
use crate::{
    assignment::Assignment,
    constraints::{Charge, Constraint},
    problem::{PersonIx, Problem, SlotIx, Turn},
    score::charges,
};

/// Somebody who might come into a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub person: PersonIx,
    /// How much dearer the rota would become; negative: cheaper.
    pub delta: i64,
    /// Of that, each rule's part.
    pub by_constraint: BTreeMap<Constraint, i64>,
    /// Hard rules it would break: empty for who could come.
    pub refused: Vec<Charge>,
}

/// A slot with holes, and why they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hole {
    /// The slot.
    pub slot: SlotIx,
    /// How many cells are empty.
    pub missing: u32,
    /// Everybody who is not in the slot: who could come first, and for the others what is against it.
    pub candidates: Vec<Candidate>,
}

/// Everybody who is not in the slot, as who comes into it: in the place of `out`, or into a hole. Ranked: who could come by what
/// it would cost, then those refused, with the reasons; ties by name. Empty if `out` is not in the slot, or nothing is known of it.
pub fn candidates(problem: &Problem, rota: &Assignment, slot: SlotIx, out: Option<PersonIx>) -> Vec<Candidate> {
    let before = charges(problem, rota);
    let others = problem
        .persons_by_name()
        .iter()
        .filter(|person| slot.0 < problem.draft().slots.len() && !rota.works(Turn { person: **person, slot }));
    let judged = others.filter_map(|person| {
        let what = judged(problem, rota, &before, &Edit::Cell { slot, out, into: Some(*person) }).ok()?;
        Some(Candidate { person: *person, delta: what.delta, by_constraint: what.by_constraint, refused: what.breaks })
    });
    let mut ranked: Vec<Candidate> = judged.collect();
    // By name they are already, and sorting keeps that.
    ranked.sort_by_key(|candidate| (!candidate.refused.is_empty(), candidate.delta));
    ranked
}

/// The slots with holes, and who could fill them. If nobody could, the refusals are the explanation: who is busy and why, and who
/// has no turns left.
pub fn holes(problem: &Problem, rota: &Assignment) -> Vec<Hole> {
    let short = problem.slots().filter_map(|slot| {
        let people = u32::try_from(rota.on(slot).count()).unwrap_or(u32::MAX);
        let missing = problem.slot(slot).lines.checked_sub(people).filter(|missing| *missing > 0)?;
        Some(Hole { slot, missing, candidates: candidates(problem, rota, slot, None) })
    });
    short.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        problem::{Busy, BusyKind},
        sample,
    };

    fn told(problem: &Problem, candidates: &[Candidate]) -> Vec<(String, i64, Vec<String>)> {
        let told = candidates.iter().map(|candidate| {
            let reasons = candidate.refused.iter().map(|charge| charge.text.clone()).collect();
            (problem.person(candidate.person).name.clone(), candidate.delta, reasons)
        });
        told.collect()
    }

    #[test]
    fn those_who_can_come_are_ranked_by_price_and_the_others_told_why_not() {
        let problem = sample::problem(|draft| {
            draft.persons.push(sample::person("Dolors", 2));
            draft.busy = vec![
                Busy { turn: Turn::new(1, 0), kind: BusyKind::Optional, reason: "reading".to_owned() },
                Busy { turn: Turn::new(2, 0), kind: BusyKind::Required, reason: "leave".to_owned() },
            ];
        });
        let rota = problem.assign(sample::turns(&[(0, 0), (3, 2)])).unwrap();

        let ranked = candidates(&problem, &rota, SlotIx(0), None);

        assert_eq!(
            told(&problem, &ranked),
            [
                ("Berta".to_owned(), -95, vec![]),
                ("Dolors".to_owned(), -50, vec![]),
                ("Carla".to_owned(), -100, vec!["Carla is busy in Mon 09:00: leave".to_owned()]),
            ]
        );
    }

    #[test]
    fn in_somebodys_place_the_others_are_alternatives() {
        let problem = sample::problem(|_| {});
        let rota = problem.assign(sample::turns(&[(0, 0), (0, 3), (1, 1), (1, 2), (2, 0)])).unwrap();

        let ranked = candidates(&problem, &rota, SlotIx(0), Some(PersonIx(0)));

        // Berta has her load already; Ana would be rid of a split day.
        assert_eq!(
            told(&problem, &ranked),
            [(
                "Berta".to_owned(),
                30,
                vec![
                    "Berta has 3 turns and a load of 2".to_owned(),
                    "Berta may have 2 turns a day and has 3: Mon 09:00, Mon 10:15, Mon 11:30".to_owned()
                ]
            )]
        );
        assert_eq!(candidates(&problem, &rota, SlotIx(1), Some(PersonIx(0))), []);
    }

    #[test]
    fn holes_are_told_with_everybody_who_could_not_fill_them() {
        let problem = sample::problem(|draft| {
            draft.slots.truncate(2);
            draft.slots[0].lines = 1;
            draft.persons.truncate(1);
            draft.persons[0].load = 1;
        });
        let rota = problem.assign(sample::turns(&[(0, 0)])).unwrap();

        let holes = holes(&problem, &rota);

        assert_eq!(holes.len(), 1);
        assert_eq!((holes[0].slot, holes[0].missing), (SlotIx(1), 2));
        assert_eq!(told(&problem, &holes[0].candidates), [("Ana".to_owned(), -281, vec!["Ana has 2 turns and a load of 1".to_owned()])]);
    }
}
