//! What can be wrong with a draft.

use super::Turn;

/// Why a draft is no problem. Places are those in the draft's lists.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// There are no slots.
    #[error("there are no slots")]
    NoSlots,
    /// A slot ends before it begins.
    #[error("the slot {slot} ends before it begins")]
    SlotEndsFirst {
        /// Its label.
        slot: String,
    },
    /// Two slots of a day have one place.
    #[error("the slots {first} and {second} have the same place in the same day")]
    PlaceTakenTwice {
        /// Label of one.
        first: String,
        /// Label of the other.
        second: String,
    },
    /// By place one comes after the other, but it begins before the other has ended.
    #[error("the slot {second} begins before {first} has ended")]
    SlotsOverlap {
        /// Label of the one that comes first by place.
        first: String,
        /// Label of the one that comes next by place.
        second: String,
    },
    /// More slots in a day than are kept apart.
    #[error("day {day} has {slots} slots; at most {most} can be planned", most = super::MOST_SLOTS_A_DAY)]
    TooManySlots {
        /// The day's number.
        day: u32,
        /// Its slots.
        slots: usize,
    },
    /// More lines than a slot may have.
    #[error("the slot {slot} has {lines} lines; at most {most} can be planned", most = super::MOST_LINES)]
    TooManyLines {
        /// Its label.
        slot: String,
        /// Its lines.
        lines: u32,
    },
    /// Two people have one name, so ties could not be broken by it.
    #[error("two people are called {name}")]
    NameTakenTwice {
        /// The name.
        name: String,
    },
    /// A turn of somebody, or in a slot, that is not listed: an absent person's, say.
    #[error("{list} names person {} and slot {}, of which one is not listed", turn.person.0, turn.slot.0)]
    UnknownTurn {
        /// The list of the draft that has it: `busy`, `standing`, `pins`, `previous`.
        list: &'static str,
        /// The turn.
        turn: Turn,
    },
    /// A limit of a day is of somebody who is not listed, or the second of that person and day.
    #[error("a limit of day {day} names person {person}, who is not listed or has one on that day already")]
    BadDayLimit {
        /// The person's place.
        person: usize,
        /// The day's number.
        day: u32,
    },
    /// A group has a member who is not listed, or has one twice.
    #[error("the group {group} names person {member}, who is not listed or is named twice")]
    BadMember {
        /// The group's name.
        group: String,
        /// The member's place.
        member: usize,
    },
    /// One cell is pinned both ways.
    #[error("the turn of {person} in {slot} is pinned both as worked and as free")]
    PinnedBothWays {
        /// The person's name.
        person: String,
        /// The slot's label.
        slot: String,
    },
    /// Loads and the load of nobody do not add up to the cells.
    #[error("loads of {loads} and {empty} empty cells do not add up to {cells} cells")]
    LoadsDoNotAddUp {
        /// Sum of the persons' loads.
        loads: u64,
        /// The load of nobody.
        empty: u64,
        /// Cells of all slots.
        cells: u64,
    },
    /// A weight beyond [`Weights::MOST`](super::Weights::MOST).
    #[error("the weight {name} is {value}; at most {most} can be reckoned with", most = super::Weights::MOST)]
    WeightTooLarge {
        /// Which.
        name: String,
        /// How much.
        value: u32,
    },
}
