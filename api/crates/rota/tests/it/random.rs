//! Random problems: small, and with every rule there is.

use proptest::prelude::*;
use rota::{Busy, BusyKind, DayLimit, Draft, Group, Limit, Person, PersonIx, Pin, Slot, Strength, Turn};

/// How large a problem may be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    pub(crate) days: u32,
    pub(crate) slots: u32,
    pub(crate) persons: usize,
}

/// A problem of at most this size. Its rules may contradict each other.
pub(crate) fn draft(size: Size) -> impl Strategy<Value = Draft> {
    let shape = (1..=size.days, 1..=size.slots, 1..=size.persons);
    shape.prop_flat_map(|(days, slots, persons)| {
        let slots = slots_of(days, slots);
        let count = slots.len();
        let lines = prop::collection::vec(0..3_u32, count);
        let people = prop::collection::vec((0..5_u32, 1..4_u32, prop::option::of(1..3_u32)), persons);
        let turn = (0..persons, 0..count).prop_map(|(person, slot)| Turn::new(person, slot));
        let busy = prop::collection::vec((turn.clone(), any::<bool>()), 0..4);
        let standing = prop::collection::vec(turn.clone(), 0..3);
        let pins = prop::collection::btree_map(turn.clone(), any::<bool>(), 0..3);
        let previous = prop::option::of(prop::collection::btree_set(turn, 0..4));
        let limits = prop::collection::btree_map(((0..persons).prop_map(PersonIx), 0..days), 0..3_u32, 0..3);
        let rules = (group(persons), prop::option::of(0..3_u32), strength(), 0..30_u32, 0..80_u32, limits);
        (Just(slots), lines, people, busy, standing, pins, previous, rules).prop_map(assembled)
    })
}

type Parts = (
    Vec<Slot>,
    Vec<u32>,
    Vec<(u32, u32, Option<u32>)>,
    Vec<(Turn, bool)>,
    Vec<Turn>,
    std::collections::BTreeMap<Turn, bool>,
    Option<std::collections::BTreeSet<Turn>>,
    (Group, Option<u32>, Strength, u32, u32, std::collections::BTreeMap<(PersonIx, u32), u32>),
);

fn assembled((mut slots, lines, people, busy, standing, pins, previous, rules): Parts) -> Draft {
    let (group, max_per_table, standing_strength, change, concentration, limits) = rules;
    let limit = |((person, day), most)| DayLimit { person, day, most, reason: "elsewhere".to_owned() };
    for (slot, lines) in slots.iter_mut().zip(lines) {
        slot.lines = lines;
    }
    let person = |(number, (load, max_per_day, table)): (usize, &(u32, u32, Option<u32>))| Person {
        name: format!("p{number}"),
        load: *load,
        max_per_day: *max_per_day,
        table: *table,
    };
    let kind = |required| if required { BusyKind::Required } else { BusyKind::Optional };
    let mut draft = Draft {
        slots,
        persons: people.iter().enumerate().map(person).collect(),
        busy: busy.into_iter().map(|(turn, required)| Busy { turn, kind: kind(required), reason: "busy".to_owned() }).collect(),
        day_limits: limits.into_iter().map(limit).collect(),
        standing,
        groups: vec![group],
        max_per_table,
        pins: pins.into_iter().map(|(turn, works)| Pin { turn, works }).collect(),
        previous: previous.map(|turns| turns.into_iter().collect()),
        ..Draft::default()
    };
    draft.weights.standing = standing_strength;
    draft.weights.change = change;
    draft.weights.concentration = concentration;
    draft
}

/// Slots of an hour, with a long pause after the third.
fn slots_of(days: u32, slots: u32) -> Vec<Slot> {
    let slot = |day: u32, place: u32| {
        let starts = 480 + 60 * place + if place > 2 { 45 } else { 0 };
        Slot { label: format!("{day}-{place}"), day, place, starts, ends: starts + 60, lines: 0 }
    };
    (0..days).flat_map(|day| (0..slots).map(move |place| slot(day, place))).collect()
}

fn group(persons: usize) -> impl Strategy<Value = Group> {
    let members = prop::collection::btree_set((0..persons).prop_map(PersonIx), 0..=persons);
    (members, prop::option::of(limit()), prop::option::of(limit())).prop_map(|(members, most_on_phone, fewest_free)| Group {
        name: "it".to_owned(),
        members: members.into_iter().collect(),
        most_on_phone,
        fewest_free,
    })
}

fn limit() -> impl Strategy<Value = Limit> {
    (0..2_u32, strength()).prop_map(|(count, strength)| Limit { count, strength })
}

fn strength() -> impl Strategy<Value = Strength> {
    prop_oneof![1 => Just(Strength::Hard), 3 => (0..120_u32).prop_map(Strength::Soft)]
}
