//! Places in the lists of a problem. They mean nothing outside of it: whoever builds the problem keeps the list of its ids.

/// Place of a person in [`Draft::persons`](super::Draft::persons), from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PersonIx(pub usize);

/// Place of a slot in [`Draft::slots`](super::Draft::slots), from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SlotIx(pub usize);

/// One person in one slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Turn {
    /// Who.
    pub person: PersonIx,
    /// When.
    pub slot: SlotIx,
}

impl Turn {
    /// The turn of the person at place `person` in the slot at place `slot`.
    pub fn new(person: usize, slot: usize) -> Self {
        Self { person: PersonIx(person), slot: SlotIx(slot) }
    }
}
