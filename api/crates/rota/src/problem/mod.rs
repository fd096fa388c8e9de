//! What is to be solved: slots that want people, people with loads, and the rules between them.
//!
//! A [`Draft`] is plain data; a [`Problem`] is a draft that has been checked, so that nobody checks again.

mod check;
mod draft;
mod fault;
mod index;
mod weights;

use std::collections::BTreeMap;

pub use draft::{Busy, BusyKind, DayLimit, Draft, Group, Limit, Person, Pin, Slot};
pub use fault::Fault;
pub use index::{PersonIx, SlotIx, Turn};
pub use weights::{ShapeWeights, Strength, Weights};

use crate::assignment::Assignment;

/// The most slots a day may have: a day's turns of one person are the bits of a `u32`.
pub const MOST_SLOTS_A_DAY: usize = 32;

/// The most lines a slot may have.
pub const MOST_LINES: u32 = 1000;

/// A draft without faults, and what is looked up in it again and again.
#[derive(Clone, Debug)]
pub struct Problem {
    draft: Draft,
    days: Vec<Vec<SlotIx>>,
    tables: Vec<(u32, Vec<PersonIx>)>,
    by_name: Vec<PersonIx>,
    cells: Vec<Cell>,
    day_limits: BTreeMap<(PersonIx, u32), usize>,
}

/// What is known of one person in one slot.
#[derive(Clone, Copy, Debug, Default)]
struct Cell {
    required: bool,
    optional: bool,
    standing: bool,
    previous: bool,
    pin: Option<bool>,
}

impl Problem {
    /// Checks a draft.
    ///
    /// # Errors
    /// Every [`Fault`] of the draft, never none.
    pub fn new(draft: Draft) -> Result<Self, Vec<Fault>> {
        let faults = check::faults(&draft);
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut by_name: Vec<PersonIx> = (0..draft.persons.len()).map(PersonIx).collect();
        by_name.sort_by(|a, b| draft.persons[a.0].name.cmp(&draft.persons[b.0].name));
        let day_limits = draft.day_limits.iter().enumerate().map(|(place, limit)| ((limit.person, limit.day), place)).collect();
        let problem = Self { days: days(&draft), tables: tables(&draft), cells: cells(&draft), by_name, day_limits, draft };
        Ok(problem)
    }

    /// The draft it was made of.
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// The draft again, to be changed and checked anew.
    pub fn into_draft(self) -> Draft {
        self.draft
    }

    /// Places of all slots.
    pub fn slots(&self) -> impl Iterator<Item = SlotIx> + use<> {
        (0..self.draft.slots.len()).map(SlotIx)
    }

    /// Places of all persons.
    pub fn persons(&self) -> impl Iterator<Item = PersonIx> + use<> {
        (0..self.draft.persons.len()).map(PersonIx)
    }

    /// All persons in the order of their names.
    pub fn persons_by_name(&self) -> &[PersonIx] {
        &self.by_name
    }

    /// A slot of this problem.
    pub fn slot(&self, slot: SlotIx) -> &Slot {
        &self.draft.slots[slot.0]
    }

    /// A person of this problem.
    pub fn person(&self, person: PersonIx) -> &Person {
        &self.draft.persons[person.0]
    }

    /// What is said of the person's turns on that day alone, if anything.
    pub fn day_limit(&self, person: PersonIx, day: u32) -> Option<&DayLimit> {
        self.day_limits.get(&(person, day)).map(|place| &self.draft.day_limits[*place])
    }

    /// The most turns that the person may have on that day.
    pub fn most_on(&self, person: PersonIx, day: u32) -> u32 {
        self.day_limit(person, day).map_or(self.person(person).max_per_day, |limit| limit.most)
    }

    /// What the wishes are worth.
    pub fn weights(&self) -> &Weights {
        &self.draft.weights
    }

    /// The slots of each day in their order, the days in theirs.
    pub fn days(&self) -> &[Vec<SlotIx>] {
        &self.days
    }

    /// The tables at which two or more people sit, by number.
    pub fn tables(&self) -> &[(u32, Vec<PersonIx>)] {
        &self.tables
    }

    /// Whether a required entry keeps the person from a turn in the slot.
    pub fn is_busy(&self, turn: Turn) -> bool {
        self.cell(turn).required
    }

    /// Whether only an optional entry speaks against the turn.
    pub fn is_undesired(&self, turn: Turn) -> bool {
        self.cell(turn).optional && !self.cell(turn).required
    }

    /// Whether it is a standing turn.
    pub fn is_standing(&self, turn: Turn) -> bool {
        self.cell(turn).standing
    }

    /// Whether the previous rota, if there is one, had this turn.
    pub fn was_worked(&self, turn: Turn) -> bool {
        self.cell(turn).previous
    }

    /// What is decided about the turn, if anything.
    pub fn pinned(&self, turn: Turn) -> Option<bool> {
        self.cell(turn).pin
    }

    /// Why the person is busy then, required entries first. Empty if not.
    pub fn reasons(&self, turn: Turn) -> Vec<&str> {
        let of = |kind| self.draft.busy.iter().filter(move |busy| busy.turn == turn && busy.kind == kind);
        of(BusyKind::Required).chain(of(BusyKind::Optional)).map(|busy| busy.reason.as_str()).collect()
    }

    /// Cells of all slots.
    pub fn cell_count(&self) -> u64 {
        self.draft.slots.iter().map(|slot| u64::from(slot.lines)).sum()
    }

    /// A rota of this problem's shape in which nobody works.
    pub fn nobody(&self) -> Assignment {
        Assignment::new(self.draft.persons.len(), self.draft.slots.len())
    }

    /// A rota of this problem's shape with these turns.
    ///
    /// # Errors
    /// The first turn of somebody, or in a slot, that this problem does not have.
    pub fn assign(&self, turns: impl IntoIterator<Item = Turn>) -> Result<Assignment, Turn> {
        let mut rota = self.nobody();
        for turn in turns {
            if turn.person.0 >= self.draft.persons.len() || turn.slot.0 >= self.draft.slots.len() {
                return Err(turn);
            }
            rota.set(turn, true);
        }
        Ok(rota)
    }

    /// The cells of a slot as they are shown: its people in the order of their names, then the holes. Longer than the slot has
    /// lines only if there are too many people in it.
    pub fn lines(&self, rota: &Assignment, slot: SlotIx) -> Vec<Option<PersonIx>> {
        let mut lines: Vec<Option<PersonIx>> =
            self.by_name.iter().copied().filter(|person| rota.works(Turn { person: *person, slot })).map(Some).collect();
        lines.resize(lines.len().max(self.slot(slot).lines as usize), None);
        lines
    }

    fn cell(&self, turn: Turn) -> &Cell {
        &self.cells[turn.person.0 * self.draft.slots.len() + turn.slot.0]
    }
}

fn days(draft: &Draft) -> Vec<Vec<SlotIx>> {
    let mut days: BTreeMap<u32, Vec<SlotIx>> = BTreeMap::new();
    for (place, slot) in draft.slots.iter().enumerate() {
        days.entry(slot.day).or_default().push(SlotIx(place));
    }
    for slots in days.values_mut() {
        slots.sort_by_key(|slot| draft.slots[slot.0].place);
    }
    days.into_values().collect()
}

fn tables(draft: &Draft) -> Vec<(u32, Vec<PersonIx>)> {
    let mut tables: BTreeMap<u32, Vec<PersonIx>> = BTreeMap::new();
    for (place, person) in draft.persons.iter().enumerate() {
        if let Some(table) = person.table {
            tables.entry(table).or_default().push(PersonIx(place));
        }
    }
    tables.into_iter().filter(|(_, people)| people.len() > 1).collect()
}

fn cells(draft: &Draft) -> Vec<Cell> {
    let slots = draft.slots.len();
    let mut cells = vec![Cell::default(); draft.persons.len() * slots];
    let place = |turn: Turn| turn.person.0 * slots + turn.slot.0;
    for busy in &draft.busy {
        match busy.kind {
            BusyKind::Required => cells[place(busy.turn)].required = true,
            BusyKind::Optional => cells[place(busy.turn)].optional = true,
        }
    }
    for turn in &draft.standing {
        cells[place(*turn)].standing = true;
    }
    for turn in draft.previous.iter().flatten() {
        cells[place(*turn)].previous = true;
    }
    for pin in &draft.pins {
        cells[place(pin.turn)].pin = Some(pin.works);
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn a_slots_people_are_shown_by_name_and_holes_last() {
        let mut draft = sample::week();
        draft.slots[0].lines = 4;
        draft.persons.swap(0, 2);
        let problem = Problem::new(draft).unwrap();

        let rota = problem.assign([Turn::new(0, 0), Turn::new(1, 0), Turn::new(2, 0)]).unwrap();

        let names: Vec<_> = problem.lines(&rota, SlotIx(0)).iter().map(|who| who.map(|who| problem.person(who).name.clone())).collect();
        assert_eq!(names, [Some("Ana".to_owned()), Some("Berta".to_owned()), Some("Carla".to_owned()), None]);
    }

    #[test]
    fn a_required_entry_outweighs_an_optional_one_and_both_reasons_are_kept() {
        let mut draft = sample::week();
        let turn = Turn::new(0, 0);
        draft.busy = vec![
            Busy { turn, kind: BusyKind::Optional, reason: "reading".to_owned() },
            Busy { turn, kind: BusyKind::Required, reason: "dentist".to_owned() },
        ];

        let problem = Problem::new(draft).unwrap();

        assert!(problem.is_busy(turn) && !problem.is_undesired(turn));
        assert_eq!(problem.reasons(turn), ["dentist", "reading"]);
    }

    #[test]
    fn a_frozen_slot_keeps_its_people_and_takes_no_others() {
        let mut draft = sample::week();

        draft.freeze(SlotIx(1), &[PersonIx(2)]);

        let problem = Problem::new(draft).unwrap();
        let pins: Vec<_> = problem.persons().map(|person| problem.pinned(Turn { person, slot: SlotIx(1) })).collect();
        assert_eq!(pins, [Some(false), Some(false), Some(true)]);
        assert_eq!(problem.pinned(Turn::new(2, 0)), None);
    }

    #[test]
    fn slots_are_gathered_by_day_and_ordered_by_place() {
        let mut draft = sample::week();
        draft.slots.reverse();

        let problem = Problem::new(draft).unwrap();

        assert_eq!(problem.days(), [[3, 2, 1, 0].map(SlotIx)]);
    }

    #[test]
    fn turns_of_strangers_are_refused() {
        let problem = Problem::new(sample::week()).unwrap();

        assert_eq!(problem.assign([Turn::new(0, 0), Turn::new(0, 7)]).err(), Some(Turn::new(0, 7)));
    }
}
