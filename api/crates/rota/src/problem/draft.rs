//! What a rota is made of, as plain data: filled in by whoever knows the week, checked by
//! [`Problem::new`](super::Problem::new).

use super::{PersonIx, SlotIx, Strength, Turn, Weights};

/// A week, or any other stretch of slots, of one queue.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// When somebody is needed, in any order.
    pub slots: Vec<Slot>,
    /// Who may be asked.
    pub persons: Vec<Person>,
    /// When they cannot, or would rather not.
    pub busy: Vec<Busy>,
    /// Days on which somebody may have fewer turns, or more, than [`Person::max_per_day`].
    pub day_limits: Vec<DayLimit>,
    /// Turns that belong to somebody week after week. How strongly: [`Weights::standing`].
    pub standing: Vec<Turn>,
    /// Rules about groups of people.
    pub groups: Vec<Group>,
    /// The most of one table on the telephone in one slot; a hard rule. None: no limit.
    pub max_per_table: Option<u32>,
    /// What is not up for change.
    pub pins: Vec<Pin>,
    /// The rota so far: the solver begins from it, and [`Weights::change`] is paid for each difference.
    pub previous: Option<Vec<Turn>>,
    /// The load of nobody: how many cells are to stay empty. If given, loads and this must add up to the cells.
    pub empty_load: Option<u32>,
    /// What the wishes are worth.
    pub weights: Weights,
}

/// An interval in which a number of people answer the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// What it is called in explanations, e.g. `Mon 09:00`.
    pub label: String,
    /// Number of its day. Turns of one person on one day are counted together.
    pub day: u32,
    /// Place within its day: slots of a day differ in it, and it follows their times.
    pub place: u32,
    /// Beginning in minutes of local time since its day began.
    pub starts: u32,
    /// End, likewise, and itself outside of the slot; past 1440 when it ends after midnight.
    pub ends: u32,
    /// How many people it wants: its cells.
    pub lines: u32,
}

/// Somebody who may be given turns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The name: in explanations, to order a slot's people, and to break ties. Names differ.
    pub name: String,
    /// The most turns in these slots altogether.
    pub load: u32,
    /// The most turns on one day, unless a [`DayLimit`] says otherwise.
    pub max_per_day: u32,
    /// Number of the table, or room, where this person sits; None: alone.
    pub table: Option<u32>,
}

/// How many turns somebody may have on one day: less than usual after turns elsewhere, say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayLimit {
    /// Who.
    pub person: PersonIx,
    /// Number of the day, as in [`Slot::day`].
    pub day: u32,
    /// The most turns then, in place of [`Person::max_per_day`].
    pub most: u32,
    /// Why, for explanations, e.g. `2 turns in other queues`.
    pub reason: String,
}

/// A time at which somebody is not to be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Busy {
    /// Who and when. A person who is busy over several slots has an entry for each.
    pub turn: Turn,
    /// How firmly.
    pub kind: BusyKind,
    /// Why, for explanations.
    pub reason: String,
}

/// How firmly somebody is busy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BusyKind {
    /// No turn then.
    Required,
    /// Rather no turn then. Beside a required entry it counts for nothing.
    Optional,
}

/// People about whom there is a rule in every slot that has lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The name, for explanations.
    pub name: String,
    /// Who belongs to it.
    pub members: Vec<PersonIx>,
    /// The most of them on the telephone in one slot.
    pub most_on_phone: Option<Limit>,
    /// The fewest of them neither on the telephone nor busy (required) in one slot.
    pub fewest_free: Option<Limit>,
}

/// A number of people, and what it costs to be one off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// How many.
    pub count: u32,
    /// Hard, or the price of each person too many or too few in each slot.
    pub strength: Strength,
}

/// A cell that is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pin {
    /// Who and when.
    pub turn: Turn,
    /// Whether the person works then, or does not.
    pub works: bool,
}

impl Draft {
    /// Pins a slot as it is: these people and no others. For what has passed, or has been promised.
    pub fn freeze(&mut self, slot: SlotIx, people: &[PersonIx]) {
        for person in (0..self.persons.len()).map(PersonIx) {
            self.pins.push(Pin { turn: Turn { person, slot }, works: people.contains(&person) });
        }
    }
}
