//! Who could come into a slot: ranked by what it would cost, those who cannot at the end, with the reasons an edit would give.

use entity::id::{PersonId, TimetableSlotId, TurnId};
use rota::Constraint;

use super::judged::Judged;
use crate::turns::timetable::check::{Edit, Verdict, check};

/// Somebody who might come into a slot.
#[derive(Clone, Debug)]
pub(super) struct Ranked {
    pub(super) person: PersonId,
    pub(super) delta: i64,
    pub(super) parts: Vec<(Constraint, i64)>,
    pub(super) verdict: Verdict,
}

/// A slot with empty turns, and who might come into it.
#[derive(Clone, Debug)]
pub(super) struct Hole {
    pub(super) slot: TimetableSlotId,
    pub(super) missing: u32,
    pub(super) ranked: Vec<Ranked>,
}

/// Everybody who might have this turn instead of who has it, or nobody: first those who can, by what it would cost, then those
/// who would have more than their load, then those who cannot; ties by name.
pub(super) fn instead(judged: &Judged, turn: TurnId) -> Vec<Ranked> {
    let planned = &judged.planned;
    let Some(cell) = planned.facts.cells.iter().find(|cell| cell.turn == turn) else { return Vec::new() };
    let Some(slot) = planned.slot(cell.slot) else { return Vec::new() };
    let out = cell.person.and_then(|person| planned.person(person));
    let candidates = rota::candidates(&planned.problem, &planned.rota, slot, out);
    let mut ranked: Vec<(bool, Ranked)> = candidates
        .into_iter()
        .map(|candidate| {
            let person = planned.persons[candidate.person.0];
            let verdict = check(&Edit { changes: vec![(turn, Some(person))], limit_empty: false }, &planned.facts);
            let parts = candidate.by_constraint.into_iter().collect();
            (!candidate.refused.is_empty(), Ranked { person, delta: candidate.delta, parts, verdict })
        })
        .collect();
    // Those of one rank and price stay in the order of names.
    ranked.sort_by_key(|(over, ranked)| (!ranked.verdict.refusals.is_empty(), *over, ranked.delta));
    ranked.into_iter().map(|(_, ranked)| ranked).collect()
}

/// Everybody who might come into an empty turn of the slot; nobody, if none is empty.
pub(super) fn into_slot(judged: &Judged, slot: TimetableSlotId) -> Vec<Ranked> {
    let empty = judged.planned.facts.cells.iter().find(|cell| cell.slot == slot && cell.person.is_none());
    empty.map(|cell| instead(judged, cell.turn)).unwrap_or_default()
}

/// The slots with empty turns, in the order of the week.
pub(super) fn holes(judged: &Judged) -> Vec<Hole> {
    let cells = &judged.planned.facts.cells;
    let empty = |slot: &TimetableSlotId| cells.iter().filter(|cell| cell.slot == *slot && cell.person.is_none()).count();
    let holes = judged.planned.slots.iter().filter(|slot| empty(slot) > 0);
    holes
        .map(|slot| Hole { slot: *slot, missing: u32::try_from(empty(slot)).unwrap_or(u32::MAX), ranked: into_slot(judged, *slot) })
        .collect()
}
