//! The price of a week of four-slot days, reckoned from the published rules alone: nothing of the crate is used, so that an error
//! there is not repeated here.

use std::collections::HashSet;

/// Person, day and slot of the day, from 0.
pub(crate) type Cell = (usize, u32, u32);

/// A week of days of four slots.
#[derive(Clone, Debug)]
pub(crate) struct Book {
    pub(crate) persons: usize,
    pub(crate) days: u32,
    pub(crate) lines: i64,
    pub(crate) loads: Vec<usize>,
    pub(crate) max_per_day: usize,
    pub(crate) busy: HashSet<Cell>,
    pub(crate) undesired: HashSet<Cell>,
    pub(crate) forced: HashSet<Cell>,
}

impl Book {
    /// Whether no hard rule is broken.
    pub(crate) fn allows(&self, worked: &HashSet<Cell>) -> bool {
        let lines = self.slots().all(|(day, hour)| self.count(worked, day, hour) <= self.lines);
        let busy = worked.is_disjoint(&self.busy);
        let load = (0..self.persons).all(|person| worked.iter().filter(|cell| cell.0 == person).count() <= self.loads[person]);
        let daily = self.person_days().all(|(person, day)| hours(worked, person, day).len() <= self.max_per_day);
        lines && busy && load && daily
    }

    /// What it costs.
    pub(crate) fn cost(&self, worked: &HashSet<Cell>) -> i64 {
        let mut cost = 0;
        for (day, hour) in self.slots() {
            let empty = self.lines - self.count(worked, day, hour);
            cost += 100 * empty * empty;
            cost += 0.max(empty - 1);
        }
        cost += 50 * self.forced.iter().filter(|cell| !self.busy.contains(cell) && !worked.contains(cell)).count() as i64;
        for (person, day) in self.person_days() {
            let hours = hours(worked, person, day);
            let number = hours.len() as i64;
            cost += 10 * number * (number - 1);
            cost += match hours.as_slice() {
                [1, 2] => 10,
                [0, 3] => 20,
                [0, 2] | [1, 3] => 30,
                [0, 1, 2] | [1, 2, 3] => 40,
                _ => 0,
            };
        }
        cost + 5 * worked.intersection(&self.undesired).count() as i64
    }

    fn slots(&self) -> impl Iterator<Item = (u32, u32)> {
        (0..self.days).flat_map(|day| (0..4).map(move |hour| (day, hour)))
    }

    fn person_days(&self) -> impl Iterator<Item = (usize, u32)> {
        let days = self.days;
        (0..self.persons).flat_map(move |person| (0..days).map(move |day| (person, day)))
    }

    fn count(&self, worked: &HashSet<Cell>, day: u32, hour: u32) -> i64 {
        worked.iter().filter(|cell| cell.1 == day && cell.2 == hour).count() as i64
    }
}

fn hours(worked: &HashSet<Cell>, person: usize, day: u32) -> Vec<u32> {
    let mut hours: Vec<u32> = worked.iter().filter(|cell| cell.0 == person && cell.1 == day).map(|cell| cell.2).collect();
    hours.sort_unstable();
    hours
}
