//! A rota: who works in which slot. It may break any rule; what it is worth, [`score`](crate::score) says.

use crate::problem::{PersonIx, SlotIx, Turn};

/// Who works when, as a table of persons by slots. Which line somebody has in a slot makes no difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    slots: usize,
    worked: Vec<bool>,
}

impl Assignment {
    /// Nobody works. [`Problem::nobody`](crate::Problem::nobody) knows the shape.
    pub(crate) fn new(persons: usize, slots: usize) -> Self {
        Self { slots, worked: vec![false; persons * slots] }
    }

    /// Whether the person works in the slot.
    pub fn works(&self, turn: Turn) -> bool {
        self.worked[turn.person.0 * self.slots + turn.slot.0]
    }

    /// Gives a turn, or takes it. The places must be those of the problem.
    pub fn set(&mut self, turn: Turn, works: bool) {
        self.worked[turn.person.0 * self.slots + turn.slot.0] = works;
    }

    /// Who works in the slot, by place.
    pub fn on(&self, slot: SlotIx) -> impl Iterator<Item = PersonIx> + '_ {
        self.worked.iter().skip(slot.0).step_by(self.slots).enumerate().filter(|(_, works)| **works).map(|(person, _)| PersonIx(person))
    }

    /// When the person works, by place.
    pub fn of(&self, person: PersonIx) -> impl Iterator<Item = SlotIx> + '_ {
        let row = &self.worked[person.0 * self.slots..(person.0 + 1) * self.slots];
        row.iter().enumerate().filter(|(_, works)| **works).map(|(slot, _)| SlotIx(slot))
    }

    /// All turns, by person, then by slot.
    pub fn turns(&self) -> impl Iterator<Item = Turn> + '_ {
        let slots = self.slots;
        let worked = self.worked.iter().enumerate().filter(|(_, works)| **works);
        worked.map(move |(cell, _)| Turn::new(cell / slots, cell % slots))
    }

    /// The slots of a day in which the person works, as bits: the first slot is the lowest.
    pub(crate) fn mask(&self, person: PersonIx, day: &[SlotIx]) -> u32 {
        day.iter().enumerate().filter(|(_, slot)| self.works(Turn { person, slot: **slot })).fold(0, |mask, (bit, _)| mask | 1 << bit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_are_found_by_person_by_slot_and_by_day() {
        let mut rota = Assignment::new(2, 3);

        for turn in [Turn::new(0, 2), Turn::new(1, 0), Turn::new(1, 2)] {
            rota.set(turn, true);
        }

        assert_eq!(rota.on(SlotIx(2)).collect::<Vec<_>>(), [PersonIx(0), PersonIx(1)]);
        assert_eq!(rota.of(PersonIx(1)).collect::<Vec<_>>(), [SlotIx(0), SlotIx(2)]);
        assert_eq!(rota.turns().collect::<Vec<_>>(), [Turn::new(0, 2), Turn::new(1, 0), Turn::new(1, 2)]);
        assert_eq!(rota.mask(PersonIx(1), &[SlotIx(0), SlotIx(1), SlotIx(2)]), 0b101);
    }
}
