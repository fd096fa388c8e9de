//! A week of two days with two slots each, two lines a slot; Ana, Berta and Carla.

mod edits;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::*;
use crate::turns::{
    span::Span,
    timetable::facts::{Busy, Elsewhere, Person, Slot, Week},
};

#[derive(Debug)]
struct Table {
    facts: Facts,
    slots: Vec<TimetableSlotId>,
    week: TimetableId,
    ana: PersonId,
    berta: PersonId,
    carla: PersonId,
}

fn monday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

fn instant(day: NaiveDate, hour: u32) -> DateTime<Utc> {
    day.and_time(NaiveTime::from_hms_opt(hour, 0, 0).unwrap()).and_utc()
}

impl Table {
    /// Slots 0 and 1 are Monday's at 9 and 10, 2 and 3 Tuesday's. Everything is empty, everybody has a load of two.
    fn new() -> Self {
        let week = TimetableId::new();
        let mut facts = Facts::default();
        let mut slots = Vec::new();
        for (day, hour) in [(0, 9), (0, 10), (1, 9), (1, 10)] {
            let id = TimetableSlotId::new();
            let day = monday() + TimeDelta::days(day);
            facts.slots.insert(
                id,
                Slot {
                    timetable: week,
                    label: format!("{day} {hour:02}:00"),
                    day,
                    span: Span { from: hour * 60, to: (hour + 1) * 60 },
                    starts_at: instant(day, hour),
                    ends_at: instant(day, hour + 1),
                },
            );
            facts.cells.extend([(); 2].map(|()| Cell { turn: TurnId::new(), slot: id, person: None }));
            slots.push(id);
        }
        let persons = ["Ana", "Berta", "Carla"].map(|name| {
            let id = PersonId::new();
            facts.persons.insert(id, Person { name: name.to_owned(), active: true, ..Person::default() });
            id
        });
        let loads = persons.iter().map(|person| (*person, 2)).collect();
        facts.weeks.insert(week, Week { max_empty_per_slot: 2, max_per_day: 2, rules: Vec::new(), loads });
        let [ana, berta, carla] = persons;
        Self { facts, slots, week, ana, berta, carla }
    }

    /// The turn of a slot's line, from 0.
    fn turn(&self, slot: usize, line: usize) -> TurnId {
        self.facts.cells.iter().filter(|cell| cell.slot == self.slots[slot]).nth(line).unwrap().turn
    }

    fn given(mut self, slot: usize, line: usize, person: PersonId) -> Self {
        let turn = self.turn(slot, line);
        self.facts.cells.iter_mut().find(|cell| cell.turn == turn).unwrap().person = Some(person);
        self
    }

    fn person(mut self, person: PersonId, change: impl FnOnce(&mut Person)) -> Self {
        change(self.facts.persons.get_mut(&person).unwrap());
        self
    }

    fn week(mut self, change: impl FnOnce(&mut Week)) -> Self {
        change(self.facts.weeks.get_mut(&self.week).unwrap());
        self
    }

    fn rule(self, kind: RotaRuleKind, group: Option<&str>, limit: i32, required: bool) -> Self {
        self.week(|week| week.rules.push(Rule { kind, group: group.map(str::to_owned), limit, required }))
    }

    fn verdict(&self, changes: &[(usize, usize, Option<PersonId>)]) -> Verdict {
        let changes = changes.iter().map(|(slot, line, person)| (self.turn(*slot, *line), *person)).collect();
        check(&Edit { changes, limit_empty: true }, &self.facts)
    }

    /// Kinds of refusals and of warnings.
    fn found(&self, changes: &[(usize, usize, Option<PersonId>)]) -> [Vec<FindingKind>; 2] {
        let verdict = self.verdict(changes);
        [verdict.refusals, verdict.warnings].map(|findings| findings.iter().map(|finding| finding.kind).collect())
    }
}

const NOTHING: [Vec<FindingKind>; 2] = [Vec::new(), Vec::new()];

fn busy(required: bool) -> Busy {
    Busy { weekday: None, on_date: None, span: Span::DAY, required, day_off: false, reason: "at the dentist".to_owned() }
}

#[test]
fn a_free_person_may_have_a_free_turn() {
    let table = Table::new();

    assert_eq!(table.found(&[(0, 0, Some(table.ana))]), NOTHING);
}

#[test]
fn who_takes_no_part_gets_no_turn() {
    let table = Table::new();
    let ana = table.ana;
    let table = table.person(ana, |person| person.active = false);

    assert_eq!(table.found(&[(0, 0, Some(ana))]), [vec![FindingKind::Inactive], Vec::new()]);
}

#[test]
fn who_cannot_is_refused_and_who_would_rather_not_is_warned_of_with_the_reason() {
    let table = Table::new();
    let (ana, berta) = (table.ana, table.berta);
    let table = table.person(ana, |person| person.busy.push(busy(true))).person(berta, |person| person.busy.push(busy(false)));

    let verdict = table.verdict(&[(0, 0, Some(ana)), (0, 1, Some(berta))]);

    assert_eq!(verdict.refusals[0].message, "Ana cannot on 2026-11-23 09:00: at the dentist.");
    assert_eq!(verdict.warnings[0].message, "Berta would rather not on 2026-11-23 09:00: at the dentist.");
    assert_eq!((verdict.refusals.len(), verdict.warnings.len()), (1, 1));
}

#[test]
fn a_busy_time_concerns_its_day_and_its_part_of_the_day() {
    let nine = Span { from: 9 * 60, to: 10 * 60 };
    let table = [
        (Busy { weekday: Some(1), ..busy(true) }, [true, true, false, false]),
        (Busy { weekday: Some(2), span: nine, ..busy(true) }, [false, false, true, false]),
        (Busy { on_date: Some(monday()), ..busy(true) }, [true, true, false, false]),
        (Busy { on_date: Some(monday() + TimeDelta::days(7)), ..busy(true) }, [false; 4]),
        (Busy { span: nine, ..busy(true) }, [true, false, true, false]),
    ];

    for (entry, expected) in table {
        let week = Table::new();
        let ana = week.ana;
        let week = week.person(ana, |person| person.busy.push(entry.clone()));
        assert_eq!([0, 1, 2, 3].map(|slot| !week.verdict(&[(slot, 0, Some(ana))]).refusals.is_empty()), expected, "{entry:?}");
    }
}

#[test]
fn nobody_is_twice_in_a_slot_nor_in_two_queues_at_once() {
    let table = Table::new();
    let (ana, berta) = (table.ana, table.berta);
    let elsewhere = |hour| Elsewhere {
        starts_at: instant(monday(), hour) + TimeDelta::minutes(30),
        ends_at: instant(monday(), hour + 1) + TimeDelta::minutes(30),
        day: monday(),
        queue: "sales".to_owned(),
    };
    let table = table.given(0, 0, ana).person(berta, |person| person.elsewhere.push(elsewhere(9)));

    assert_eq!(table.found(&[(0, 1, Some(ana))])[0], [FindingKind::DoubleBooked]);
    assert_eq!(table.found(&[(0, 1, Some(berta))])[0], [FindingKind::DoubleBooked]);
    assert_eq!(table.found(&[(1, 1, Some(berta))])[0], [FindingKind::DoubleBooked]);
    assert_eq!(table.found(&[(2, 1, Some(berta))]), NOTHING);
}

#[test]
fn a_turn_that_moves_to_another_line_of_its_slot_is_no_double_booking() {
    let table = Table::new();
    let ana = table.ana;
    let table = table.given(0, 0, ana);

    assert_eq!(table.found(&[(0, 0, None), (0, 1, Some(ana))]), NOTHING);
}

#[test]
fn a_persons_own_limit_goes_before_the_queues() {
    let table = Table::new();
    let (ana, berta, carla) = (table.ana, table.berta, table.carla);
    let away = Elsewhere { starts_at: instant(monday(), 15), ends_at: instant(monday(), 16), day: monday(), queue: "sales".to_owned() };
    let table = table
        .given(0, 0, ana)
        .given(0, 1, berta)
        .person(ana, |person| person.max_per_day = Some(1))
        .person(carla, |person| person.elsewhere.extend([away.clone(), away]));

    assert_eq!(table.found(&[(1, 0, Some(ana))])[0], [FindingKind::DailyLimit]);
    assert_eq!(table.found(&[(1, 0, Some(berta))]), NOTHING);
    assert_eq!(table.found(&[(2, 0, Some(ana))]), NOTHING);
    assert_eq!(table.found(&[(1, 0, Some(carla))])[0], [FindingKind::DailyLimit], "turns of other queues count");
}

#[test]
fn no_more_cells_of_a_slot_are_left_empty_than_may_be() {
    let table = Table::new();
    let (ana, berta) = (table.ana, table.berta);
    let table = table.given(0, 0, ana).given(0, 1, berta).week(|week| week.max_empty_per_slot = 1);

    assert_eq!(table.found(&[(0, 0, None)]), NOTHING);
    assert_eq!(table.found(&[(0, 0, None), (0, 1, None)])[0], [FindingKind::TooManyEmpty]);
    let put_back = Edit { changes: vec![(table.turn(0, 0), None), (table.turn(0, 1), None)], limit_empty: false };
    assert_eq!(check(&put_back, &table.facts), Verdict::default());
}

#[test]
fn a_slot_that_was_emptier_than_may_be_is_not_emptied_further() {
    let table = Table::new();
    let ana = table.ana;
    let table = table.given(0, 0, ana).week(|week| week.max_empty_per_slot = 0);

    assert_eq!(table.found(&[(0, 0, None)])[0], [FindingKind::TooManyEmpty]);
}

#[test]
fn more_turns_than_the_load_are_warned_of_and_so_is_who_has_none() {
    let table = Table::new();
    let (ana, berta, carla) = (table.ana, table.berta, table.carla);
    let table = table.given(0, 0, ana).given(1, 0, ana).given(0, 1, berta).week(|week| week.loads.retain(|person, _| *person != carla));

    assert_eq!(table.found(&[(2, 0, Some(ana))]), [Vec::new(), vec![FindingKind::OverLoad]]);
    assert_eq!(table.found(&[(2, 0, Some(carla))]), [Vec::new(), vec![FindingKind::NoLoad]]);
    assert_eq!(table.found(&[(0, 0, Some(berta)), (0, 1, Some(ana))]), NOTHING, "who swaps has as many as before");
}

#[test]
fn rules_refuse_if_they_must_hold_and_warn_if_not() {
    use RotaRuleKind::{MaxOnPhone, MinFree, RoomLimit};
    let rules = [
        (MaxOnPhone, Some("invoices"), 1, true),
        (MaxOnPhone, Some("supply"), 0, false),
        (MinFree, Some("invoices"), 1, true),
        (MinFree, Some("invoices"), 0, false),
        (RoomLimit, Some("attic"), 1, true),
        (RoomLimit, Some("cellar"), 0, false),
        (RoomLimit, None, 1, false),
    ];

    for (kind, group, limit, required) in rules {
        let table = Table::new();
        let (ana, berta) = (table.ana, table.berta);
        let member = |person: &mut Person| {
            person.groups = vec!["invoices".to_owned()];
            person.room = Some("attic".to_owned());
        };
        let table = table.given(0, 0, ana).person(ana, member).person(berta, member).rule(kind, group, limit, required);

        let kept = limit == 0;
        let expected = match (kept, required) {
            (true, _) => NOTHING,
            (false, true) => [vec![FindingKind::Rule], Vec::new()],
            (false, false) => [Vec::new(), vec![FindingKind::Rule]],
        };
        assert_eq!(table.found(&[(0, 1, Some(berta))]), expected, "{kind:?} {group:?} {limit}");
        assert_eq!(table.found(&[(0, 1, Some(table.carla))]), NOTHING, "who is in no group and no room");
    }
}

#[test]
fn who_is_busy_is_not_free_for_the_group() {
    let table = Table::new();
    let (ana, berta, carla) = (table.ana, table.berta, table.carla);
    let grouped = |person: &mut Person| person.groups = vec!["invoices".to_owned()];
    let table =
        table.person(ana, grouped).person(berta, grouped).person(carla, grouped).rule(RotaRuleKind::MinFree, Some("invoices"), 2, true);
    assert_eq!(table.found(&[(0, 0, Some(ana))]), NOTHING);

    let table = table.person(carla, |person| person.busy.push(busy(true)));

    assert_eq!(table.found(&[(0, 0, Some(ana))])[0], [FindingKind::Rule]);
}

#[test]
fn what_was_wrong_before_is_told_at_publishing_and_not_at_another_edit() {
    let table = Table::new();
    let (ana, berta) = (table.ana, table.berta);
    let table = table.given(0, 0, ana).person(ana, |person| person.active = false);

    assert_eq!(table.found(&[(0, 1, Some(berta))]), NOTHING);
    assert_eq!(violations(&table.facts).iter().map(|finding| finding.kind).collect::<Vec<_>>(), [FindingKind::Inactive]);
}
