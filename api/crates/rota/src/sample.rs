//! For tests: one day of four slots with two lines, and three people with a load of two.

use crate::problem::{Draft, Person, Problem, Slot, Turn};

pub(crate) fn week() -> Draft {
    Draft { slots: day(0, "Mon", 4, 2), persons: ["Ana", "Berta", "Carla"].map(|name| person(name, 2)).into(), ..Draft::default() }
}

/// A day of slots of 75 minutes from nine o'clock.
pub(crate) fn day(day: u32, name: &str, slots: u32, lines: u32) -> Vec<Slot> {
    let slot = |place| {
        let starts = 540 + 75 * place;
        let label = format!("{name} {:02}:{:02}", starts / 60, starts % 60);
        Slot { label, day, place, starts, ends: starts + 75, lines }
    };
    (0..slots).map(slot).collect()
}

pub(crate) fn person(name: &str, load: u32) -> Person {
    Person { name: name.to_owned(), load, max_per_day: 2, table: None }
}

pub(crate) fn problem(change: impl FnOnce(&mut Draft)) -> Problem {
    let mut draft = week();
    change(&mut draft);
    Problem::new(draft).unwrap()
}

/// Turns from pairs of a person's and a slot's place.
pub(crate) fn turns(pairs: &[(usize, usize)]) -> Vec<Turn> {
    pairs.iter().map(|(person, slot)| Turn::new(*person, *slot)).collect()
}
