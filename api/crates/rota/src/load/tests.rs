//! The load of a week, with figures worked by hand from the rules at the head of the module.

use super::*;

fn there() -> Day {
    Day::There(vec![true; 4])
}

fn member(name: &str, ideal: u32, days: Vec<Day>) -> Member {
    Member { name: name.to_owned(), ideal, max_per_day: 2, days, credit: Tenths(0), decided: None }
}

/// A week of so many days of four slots.
fn week(days: usize, lines: u32, members: Vec<Member>) -> Week {
    Week { lines: vec![vec![lines; 4]; days], whole_week: 5, max_overload: Tenths(0), close_lines: false, forgive: false, members }
}

fn loads(week: &Week) -> Vec<u32> {
    week.loads().unwrap().persons.iter().map(|person| person.load).collect()
}

#[test]
fn the_ideal_shrinks_with_holidays_and_days_off() {
    // Ideal, business days, of them off: ponderated, rounded.
    let table = [
        (4, 5, 0, "4.0", 4),
        (4, 4, 0, "3.2", 3),
        (3, 4, 0, "2.4", 2),
        (3, 4, 1, "1.8", 2),
        (5, 5, 2, "3.0", 3),
        (6, 5, 5, "0.0", 0),
        (1, 3, 1, "0.4", 0),
    ];

    for (ideal, business, off, ponderated, rounded) in table {
        let days = (0..business).map(|day| if day < off { Day::Off } else { there() }).collect();
        let person = week(business, 0, vec![member("ana", ideal, days)]).loads().unwrap().persons.remove(0);
        assert_eq!((person.ponderated.to_string().as_str(), person.rounded), (ponderated, rounded), "{ideal} {business} {off}");
    }
}

#[test]
fn halves_which_other_weeks_have_go_to_the_even_number() {
    let of = |ideal| {
        let mut week = week(1, 8, vec![member("ana", ideal, vec![there()])]);
        week.whole_week = 2;
        week.loads().unwrap().persons.remove(0).rounded
    };

    assert_eq!([1, 3, 5].map(of), [0, 2, 2]);
}

#[test]
fn the_load_stays_within_what_the_person_can_take() {
    // Monday only the middle, Tuesday nothing, Wednesday the first two: room for 1 + 0 + 2.
    let drawn = [[false, true, true, false], [false; 4], [true, true, false, false]];
    let days = drawn.map(|free| Day::There(free.to_vec())).to_vec();

    let person = week(3, 8, vec![member("ana", 10, days)]).loads().unwrap().persons.remove(0);

    assert_eq!((person.rounded, person.capacity, person.upper, person.limited, person.load), (6, 3, 3, 3, 3));
    assert_eq!(person.overload, Tenths(-30));
}

#[test]
fn the_upper_limit_is_the_ponderated_ideal_and_the_greatest_overload_rounded_together() {
    // 3 of 4 days: 2.4. With 0.4 more 2.8, so 3; with 0.1 more 2.5, so 2.
    let upper = |overload| {
        let mut week = week(4, 8, vec![member("ana", 3, vec![there(); 4])]);
        week.max_overload = Tenths(overload);
        week.loads().unwrap().persons.remove(0).upper
    };

    assert_eq!([0, 1, 2, 4, 10].map(upper), [2, 2, 3, 3, 3]);
}

#[test]
fn cells_that_are_missing_are_given_up_to_the_limit_and_the_rest_is_nobodys() {
    // 20 slots of one line. Two people with 4 each, who may have 2 more.
    let mut week = week(5, 1, vec![member("ana", 4, vec![there(); 5]), member("berta", 4, vec![there(); 5])]);
    week.max_overload = Tenths(20);

    let load = week.loads().unwrap();

    assert_eq!(loads(&week), [6, 6]);
    assert_eq!((load.empty, load.closed_lines), (8, 0));
    assert_eq!(load.persons.iter().map(|person| person.overload).collect::<Vec<_>>(), [Tenths(20), Tenths(20)]);
    assert_eq!(load.account()[0], "one turn given to ana, whose credit is 1.0 then");
}

#[test]
fn too_many_turns_are_taken_and_overloads_are_what_the_week_adds() {
    // 20 cells, 24 turns wanted: four taken, one by one from those with credit, then by name.
    let mut week = week(5, 1, ["ana", "berta", "carla"].map(|name| member(name, 8, vec![there(); 5])).to_vec());
    week.members[2].credit = Tenths(15);

    let load = week.loads().unwrap();

    assert_eq!(loads(&week), [7, 7, 6]);
    assert_eq!(load.persons.iter().map(|person| person.overload).collect::<Vec<_>>(), [Tenths(-10), Tenths(-10), Tenths(-20)]);
    assert_eq!(load.steps.len(), 4);
    assert_eq!(load.steps[..2], [Step::Took { person: 2, credit: Tenths(5) }, Step::Took { person: 2, credit: Tenths(-5) }]);
}

#[test]
fn forgiven_credit_moves_nothing() {
    let mut week = week(5, 1, ["ana", "berta"].map(|name| member(name, 10, vec![there(); 5])).to_vec());
    week.max_overload = Tenths(10);
    week.members[0].max_per_day = 4;
    week.members[0].credit = Tenths(-30);
    week.members[1].credit = Tenths(30);

    assert_eq!(loads(&week), [11, 9]);
    week.forgive = true;
    assert_eq!(loads(&week), [10, 10]);
}

#[test]
fn whole_lines_are_closed_if_that_is_wanted() {
    // 40 cells, 15 filled: 25 missing are one line of 20 and 5 cells.
    let mut week = week(5, 2, vec![member("ana", 8, vec![there(); 5]), member("berta", 7, vec![there(); 5])]);
    week.close_lines = true;

    let load = week.loads().unwrap();

    assert_eq!((load.closed_lines, load.empty), (1, 5));
}

#[test]
fn what_does_not_fit_the_week_is_refused() {
    let named = |days| week(2, 1, vec![member("ana", 1, days)]).loads().err();
    let name = "ana".to_owned();

    assert_eq!(named(vec![Day::Off]), Some(LoadFault::DaysDiffer { name: name.clone(), days: 1, expected: 2 }));
    assert_eq!(
        named(vec![Day::Off, Day::There(vec![true])]),
        Some(LoadFault::SlotsDiffer { name: name.clone(), day: 1, slots: 1, expected: 4 })
    );
    let twice = vec![member("ana", 1, vec![Day::Off]), member("ana", 1, vec![Day::Off])];
    assert_eq!(week(1, 1, twice).loads().err(), Some(LoadFault::NameTakenTwice { name }));
}

#[test]
fn a_load_that_was_decided_stays_and_the_others_are_found_around_it() {
    let people = |decided: Option<u32>| {
        let mut members: Vec<Member> = ["ana", "berta", "carla"].map(|name| member(name, 4, vec![there(); 2])).into();
        members[0].decided = decided;
        members[0].credit = Tenths(90);
        let mut week = week(2, 1, members);
        week.whole_week = 2;
        week
    };

    // Eight cells; without a decision, who has credit carries less.
    assert_eq!(loads(&people(None)), [0, 4, 4]);
    assert_eq!(loads(&people(Some(1))), [1, 3, 4]);
    assert_eq!(loads(&people(Some(8))), [8, 0, 0]);
    // More than there are cells is nobody's fault here: loads are the most that people may have.
    assert_eq!((loads(&people(Some(9))), people(Some(9)).loads().unwrap().empty), (vec![9, 0, 0], 0));
}
