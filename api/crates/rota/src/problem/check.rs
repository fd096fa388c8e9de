//! Finds everything that is wrong with a draft, not only the first thing.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Draft, Fault, MOST_LINES, MOST_SLOTS_A_DAY, Slot, Strength, Turn, Weights};

/// Faults of a draft, in the order of its lists.
pub(super) fn faults(draft: &Draft) -> Vec<Fault> {
    let mut faults = Vec::new();
    slots(draft, &mut faults);
    names(draft, &mut faults);
    turns(draft, &mut faults);
    day_limits(draft, &mut faults);
    groups(draft, &mut faults);
    pins(draft, &mut faults);
    loads(draft, &mut faults);
    weights(draft, &mut faults);
    faults
}

fn slots(draft: &Draft, faults: &mut Vec<Fault>) {
    if draft.slots.is_empty() {
        faults.push(Fault::NoSlots);
    }
    let mut days: BTreeMap<u32, Vec<&Slot>> = BTreeMap::new();
    for slot in &draft.slots {
        if slot.ends <= slot.starts {
            faults.push(Fault::SlotEndsFirst { slot: slot.label.clone() });
        }
        if slot.lines > MOST_LINES {
            faults.push(Fault::TooManyLines { slot: slot.label.clone(), lines: slot.lines });
        }
        days.entry(slot.day).or_default().push(slot);
    }
    for (day, mut slots) in days {
        if slots.len() > MOST_SLOTS_A_DAY {
            faults.push(Fault::TooManySlots { day, slots: slots.len() });
        }
        slots.sort_by_key(|slot| slot.place);
        for pair in slots.windows(2) {
            let (first, second) = (pair[0].label.clone(), pair[1].label.clone());
            if pair[0].place == pair[1].place {
                faults.push(Fault::PlaceTakenTwice { first, second });
            } else if pair[1].starts < pair[0].ends {
                faults.push(Fault::SlotsOverlap { first, second });
            }
        }
    }
}

fn names(draft: &Draft, faults: &mut Vec<Fault>) {
    let mut known = HashSet::new();
    for person in &draft.persons {
        if !known.insert(&person.name) {
            faults.push(Fault::NameTakenTwice { name: person.name.clone() });
        }
    }
}

fn is_listed(draft: &Draft, turn: Turn) -> bool {
    turn.person.0 < draft.persons.len() && turn.slot.0 < draft.slots.len()
}

fn turns(draft: &Draft, faults: &mut Vec<Fault>) {
    let busy = draft.busy.iter().map(|busy| ("busy", busy.turn));
    let standing = draft.standing.iter().map(|turn| ("standing", *turn));
    let pins = draft.pins.iter().map(|pin| ("pins", pin.turn));
    let previous = draft.previous.iter().flatten().map(|turn| ("previous", *turn));
    let unknown = busy.chain(standing).chain(pins).chain(previous).filter(|(_, turn)| !is_listed(draft, *turn));
    faults.extend(unknown.map(|(list, turn)| Fault::UnknownTurn { list, turn }));
}

fn day_limits(draft: &Draft, faults: &mut Vec<Fault>) {
    let mut known = HashSet::new();
    for limit in &draft.day_limits {
        if limit.person.0 >= draft.persons.len() || !known.insert((limit.person, limit.day)) {
            faults.push(Fault::BadDayLimit { person: limit.person.0, day: limit.day });
        }
    }
}

fn groups(draft: &Draft, faults: &mut Vec<Fault>) {
    for group in &draft.groups {
        let mut known = HashSet::new();
        for member in &group.members {
            if member.0 >= draft.persons.len() || !known.insert(member) {
                faults.push(Fault::BadMember { group: group.name.clone(), member: member.0 });
            }
        }
    }
}

fn pins(draft: &Draft, faults: &mut Vec<Fault>) {
    let mut known = HashMap::new();
    for pin in draft.pins.iter().filter(|pin| is_listed(draft, pin.turn)) {
        if *known.entry(pin.turn).or_insert(pin.works) != pin.works {
            faults.push(Fault::PinnedBothWays {
                person: draft.persons[pin.turn.person.0].name.clone(),
                slot: draft.slots[pin.turn.slot.0].label.clone(),
            });
        }
    }
}

fn loads(draft: &Draft, faults: &mut Vec<Fault>) {
    let Some(empty) = draft.empty_load.map(u64::from) else { return };
    let loads = draft.persons.iter().map(|person| u64::from(person.load)).sum::<u64>();
    let cells = draft.slots.iter().map(|slot| u64::from(slot.lines)).sum::<u64>();
    if loads + empty != cells {
        faults.push(Fault::LoadsDoNotAddUp { loads, empty, cells });
    }
}

fn weights(draft: &Draft, faults: &mut Vec<Fault>) {
    let mut weights: Vec<(String, u32)> = draft.weights.named().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    for group in &draft.groups {
        for limit in [group.most_on_phone, group.fewest_free].into_iter().flatten() {
            if let Strength::Soft(weight) = limit.strength {
                weights.push((format!("of the group {}", group.name), weight));
            }
        }
    }
    let large = weights.into_iter().filter(|(_, value)| *value > Weights::MOST);
    faults.extend(large.map(|(name, value)| Fault::WeightTooLarge { name, value }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        problem::{DayLimit, Group, PersonIx, Pin, Problem},
        sample,
    };

    fn check(spoil: impl FnOnce(&mut Draft)) -> Vec<Fault> {
        let mut draft = sample::week();
        spoil(&mut draft);
        Problem::new(draft).err().unwrap_or_default()
    }

    #[test]
    fn a_sound_draft_has_no_fault() {
        assert_eq!(check(|_| {}), []);
    }

    #[test]
    fn slots_must_be_there_and_lie_one_after_the_other() {
        assert_eq!(check(|draft| *draft = Draft::default()), [Fault::NoSlots]);
        assert_eq!(check(|draft| draft.slots[1].ends = 0)[0], Fault::SlotEndsFirst { slot: "Mon 10:15".to_owned() });
        assert_eq!(
            check(|draft| draft.slots[1].starts -= 1),
            [Fault::SlotsOverlap { first: "Mon 09:00".to_owned(), second: "Mon 10:15".to_owned() }]
        );
        assert_eq!(
            check(|draft| draft.slots[1].place = 0),
            [Fault::PlaceTakenTwice { first: "Mon 09:00".to_owned(), second: "Mon 10:15".to_owned() }]
        );
    }

    #[test]
    fn what_is_not_listed_cannot_be_named() {
        let stranger = Turn::new(99, 0);

        assert_eq!(check(|draft| draft.standing.push(stranger)), [Fault::UnknownTurn { list: "standing", turn: stranger }]);
        assert_eq!(check(|draft| draft.previous = Some(vec![Turn::new(0, 99)])).len(), 1);
        let group = Group { name: "it".to_owned(), members: vec![PersonIx(0), PersonIx(0)], most_on_phone: None, fewest_free: None };
        assert_eq!(check(|draft| draft.groups.push(group)), [Fault::BadMember { group: "it".to_owned(), member: 0 }]);
    }

    #[test]
    fn a_day_has_one_limit_of_a_person_who_is_there() {
        let limit = |person, day| DayLimit { person: PersonIx(person), day, most: 1, reason: "elsewhere".to_owned() };

        assert_eq!(check(|draft| draft.day_limits = vec![limit(0, 0), limit(0, 1), limit(1, 0)]), []);
        assert_eq!(check(|draft| draft.day_limits.push(limit(99, 0))), [Fault::BadDayLimit { person: 99, day: 0 }]);
        assert_eq!(check(|draft| draft.day_limits = vec![limit(0, 0), limit(0, 0)]), [Fault::BadDayLimit { person: 0, day: 0 }]);
    }

    #[test]
    fn loads_must_add_up_if_the_empty_load_is_given() {
        assert_eq!(check(|draft| draft.empty_load = Some(3)), [Fault::LoadsDoNotAddUp { loads: 6, empty: 3, cells: 8 }]);
        assert_eq!(check(|draft| draft.empty_load = Some(2)), []);
    }

    #[test]
    fn all_faults_are_told_at_once() {
        let faults = check(|draft| {
            draft.persons[1].name = draft.persons[0].name.clone();
            draft.weights.change = Weights::MOST + 1;
            draft.slots[0].lines = MOST_LINES + 1;
            for works in [true, false] {
                draft.pins.push(Pin { turn: Turn::new(2, 0), works });
            }
        });

        assert_eq!(
            faults,
            [
                Fault::TooManyLines { slot: "Mon 09:00".to_owned(), lines: MOST_LINES + 1 },
                Fault::NameTakenTwice { name: "Ana".to_owned() },
                Fault::PinnedBothWays { person: "Carla".to_owned(), slot: "Mon 09:00".to_owned() },
                Fault::WeightTooLarge { name: "change".to_owned(), value: Weights::MOST + 1 },
            ]
        );
    }
}
