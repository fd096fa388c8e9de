//! Three real weeks are solved to the proven optimum, as their own rules reckon it.

use std::{collections::HashSet, ops::ControlFlow, time::Duration};

use rota::{Assignment, Options, Problem, Solution, explain, quality, solve};

use crate::{
    by_the_book::{Book, Cell},
    fixtures::{self, DAYS, SLOTS, Week},
};

/// One round, however busy the machine.
pub(crate) fn patient() -> Options {
    let minutes = Duration::from_secs(300);
    Options { time_limit: minutes, first_round: minutes, seed: 0 }
}

/// The week by its own rules, which know no tables.
fn problem(week: &Week) -> Problem {
    let mut draft = week.draft();
    draft.weights.table_noise = 0;
    Problem::new(draft).unwrap()
}

fn solved(problem: &Problem) -> Solution {
    solve(problem, &patient(), &mut |_| ControlFlow::Continue(())).unwrap()
}

fn book(week: &Week) -> Book {
    let cells = |turns: &[(String, u32, u32)]| turns.iter().map(|(name, day, slot)| (week.place(name), *day, *slot)).collect();
    Book {
        persons: week.persons.len(),
        days: DAYS,
        lines: i64::from(week.lines),
        loads: week.persons.iter().map(|person| person.load as usize).collect(),
        max_per_day: 2,
        busy: cells(&week.busy),
        undesired: cells(&week.undesired),
        forced: cells(&week.standing),
    }
}

fn cells(rota: &Assignment) -> HashSet<Cell> {
    rota.turns().map(|turn| (turn.person.0, turn.slot.0 as u32 / SLOTS, turn.slot.0 as u32 % SLOTS)).collect()
}

#[test]
fn each_is_solved_to_the_proven_optimum() {
    let costs: Vec<(String, u64)> = fixtures::real()
        .iter()
        .map(|week| {
            let problem = problem(week);
            let book = book(week);

            let solution = solved(&problem);

            let worked = cells(&solution.assignment);
            assert!(solution.proven, "{}", week.week);
            assert!(book.allows(&worked), "{}", week.week);
            assert_eq!(book.cost(&worked), solution.progress.cost as i64, "{}", week.week);
            (week.week.clone(), solution.progress.cost)
        })
        .collect();

    assert_eq!(costs, [("2019-10-28".to_owned(), 0), ("2020-03-02".to_owned(), 60), ("2023-08-07".to_owned(), 420)]);
}

#[test]
fn what_is_explained_is_what_it_costs() {
    for week in fixtures::real() {
        let problem = problem(&week);

        let why = explain(&problem, &solved(&problem).assignment);

        let turns = why.turns().iter().map(|turn| turn.cost).sum::<u64>();
        let others = why.of_no_turn().map(|charge| charge.severity.price()).sum::<u64>();
        assert_eq!(turns + others, why.score.cost, "{}", week.week);
    }
}

#[test]
fn a_week_that_can_be_filled_is() {
    let problem = problem(&fixtures::real()[0]);

    let quality = quality(&problem, &solved(&problem).assignment);

    assert_eq!((quality.coverage, quality.balance), (100, 100));
}

#[test]
fn with_people_of_a_table_kept_apart_the_optimum_is_proven_too() {
    let problem = Problem::new(fixtures::real()[0].draft()).unwrap();

    let solution = solved(&problem);

    assert!(solution.proven);
    assert_eq!(rota::score(&problem, &solution.assignment).cost, solution.progress.cost);
}
