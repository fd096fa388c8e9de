//! Whatever hands do: nothing comes of it that could not be published.

use proptest::{option, prelude::*, sample::select};

use super::*;

/// Slot and line, and who is to have the turn.
type Change = (usize, usize, Option<usize>);

fn change() -> impl Strategy<Value = Change> {
    (0..4_usize, 0..2_usize, option::weighted(0.8, 0..3_usize))
}

/// A table with rules, busy times, turns elsewhere, and nothing given yet.
fn table() -> impl Strategy<Value = Table> {
    let kind = select(vec![RotaRuleKind::MaxOnPhone, RotaRuleKind::MinFree, RotaRuleKind::RoomLimit]);
    let rules = prop::collection::vec((kind, 0..3_i32, any::<bool>()), 0..3);
    let busy = prop::collection::vec((0..3_usize, 0..4_usize, any::<bool>()), 0..4);
    let elsewhere = prop::collection::vec((0..3_usize, 0..2_i64, 8..12_u32), 0..3);
    (rules, busy, elsewhere, 1..3_i32, any::<[bool; 3]>()).prop_map(|(rules, busy, elsewhere, max_per_day, together)| {
        let mut table = Table::new().week(|week| week.max_per_day = max_per_day);
        let persons = [table.ana, table.berta, table.carla];
        for (person, together) in persons.into_iter().zip(together) {
            table = table.person(person, |person| {
                (person.groups, person.room) = if together { (vec!["it".to_owned()], Some("up".to_owned())) } else { (Vec::new(), None) };
            });
        }
        for (kind, limit, required) in rules {
            let group = (kind != RotaRuleKind::RoomLimit).then_some("it");
            table = table.rule(kind, group, limit, required);
        }
        for (person, slot, required) in busy {
            let (on_date, span) = {
                let slot = &table.facts.slots[&table.slots[slot]];
                (Some(slot.day), slot.span)
            };
            let entry = Busy { weekday: None, on_date, span, required, day_off: false, reason: "busy".to_owned() };
            table = table.person(persons[person], |person| person.busy.push(entry));
        }
        for (person, day, hour) in elsewhere {
            let day = monday() + TimeDelta::days(day);
            let (starts_at, ends_at) = (instant(day, hour), instant(day, hour + 1));
            table = table.person(persons[person], |person| {
                person.elsewhere.push(Elsewhere { starts_at, ends_at, day, queue: "sales".to_owned() });
            });
        }
        table
    })
}

proptest! {
    #[test]
    fn edits_that_are_let_through_leave_nothing_that_could_not_be_published(
        table in table(),
        edits in prop::collection::vec(prop::collection::vec(change(), 1..3), 1..24),
    ) {
        let mut table = table;
        let persons = [table.ana, table.berta, table.carla];

        for edit in edits {
            let mut changes: Vec<_> = edit.iter().map(|(slot, line, who)| (table.turn(*slot, *line), who.map(|who| persons[who]))).collect();
            changes.dedup_by_key(|(turn, _)| *turn);
            let edit = Edit { changes, limit_empty: false };
            if check(&edit, &table.facts).refusals.is_empty() {
                table.facts.cells = applied(&edit, &table.facts);
            }

            prop_assert_eq!(violations(&table.facts), []);
        }
    }
}
