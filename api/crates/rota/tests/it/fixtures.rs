//! Three real weeks, with people by number.

use rota::{Busy, BusyKind, Draft, Person, Slot, Turn};
use serde::Deserialize;

/// A week as its file has it. Turns are person, day and slot of the day: people by name, the rest from 0.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Week {
    /// Its Monday.
    pub(crate) week: String,
    /// Lines of every slot.
    pub(crate) lines: u32,
    /// Cells that stay empty.
    pub(crate) empty_load: u32,
    /// Who takes part.
    pub(crate) persons: Vec<Member>,
    /// Required entries.
    pub(crate) busy: Vec<(String, u32, u32)>,
    /// Optional entries.
    pub(crate) undesired: Vec<(String, u32, u32)>,
    /// Standing turns.
    pub(crate) standing: Vec<(String, u32, u32)>,
}

/// A person of a file.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Member {
    /// The name: a number.
    pub(crate) name: String,
    /// Turns in the week.
    pub(crate) load: u32,
    /// Turns on a day.
    pub(crate) max_per_day: u32,
    /// The table, if any.
    pub(crate) table: Option<u32>,
}

/// Days of a week.
pub(crate) const DAYS: u32 = 5;

/// Slots of a day of the real weeks.
pub(crate) const SLOTS: u32 = 4;

/// The real weeks. Loads, busy times and standing turns are as they were; reasons and names are gone.
pub(crate) fn real() -> Vec<Week> {
    let files = [
        include_str!("../fixtures/week-2019-10-28.json"),
        include_str!("../fixtures/week-2020-03-02.json"),
        include_str!("../fixtures/week-2023-08-07.json"),
    ];
    files.iter().map(|text| serde_json::from_str(text).expect("a fixture")).collect()
}

impl Week {
    /// The place of a person.
    pub(crate) fn place(&self, name: &str) -> usize {
        self.persons.iter().position(|person| person.name == name).expect("a person of the week")
    }

    /// The draft of the week.
    pub(crate) fn draft(&self) -> Draft {
        let turn = |(name, day, slot): &(String, u32, u32)| Turn::new(self.place(name), (day * SLOTS + slot) as usize);
        let busy = |kind| move |turn| Busy { turn, kind, reason: "busy".to_owned() };
        let required = self.busy.iter().map(turn).map(busy(BusyKind::Required));
        let optional = self.undesired.iter().map(turn).map(busy(BusyKind::Optional));
        let person =
            |member: &Member| Person { name: member.name.clone(), load: member.load, max_per_day: member.max_per_day, table: member.table };
        Draft {
            slots: slots(DAYS, SLOTS, self.lines),
            persons: self.persons.iter().map(person).collect(),
            busy: required.chain(optional).collect(),
            standing: self.standing.iter().map(turn).collect(),
            empty_load: Some(self.empty_load),
            ..Draft::default()
        }
    }
}

/// Slots of 75 minutes, from nine o'clock.
pub(crate) fn slots(days: u32, slots: u32, lines: u32) -> Vec<Slot> {
    let slot = |day: u32, place: u32| {
        let starts = 540 + 75 * place;
        Slot { label: format!("day {day} {:02}:{:02}", starts / 60, starts % 60), day, place, starts, ends: starts + 75, lines }
    };
    (0..days).flat_map(|day| (0..slots).map(move |place| slot(day, place))).collect()
}
