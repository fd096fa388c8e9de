//! Small weeks whose best rota is plain to see. Real weeks and random ones are in `tests/`.

use super::*;
use crate::{
    problem::{Busy, BusyKind, Draft, Group, Limit, PersonIx, Pin, Strength, Turn},
    sample,
};

/// Long enough to be solved in one round however busy the machine.
fn patient() -> Options {
    let minutes = Duration::from_secs(300);
    Options { time_limit: minutes, first_round: minutes, seed: 0 }
}

fn solved(change: impl FnOnce(&mut Draft)) -> Solution {
    solve(&sample::problem(change), &patient(), &mut |_| ControlFlow::Continue(())).unwrap()
}

fn turns(solution: &Solution) -> Vec<Turn> {
    solution.assignment.turns().collect()
}

#[test]
fn holes_are_spread_and_days_lie_well() {
    let solution = solved(|_| {});

    // Six turns in eight cells: one hole in each of two slots (200), and each person twice in a row on one day (60).
    assert!(solution.proven && !solution.stopped);
    assert_eq!(solution.progress.cost, 260);
    assert_eq!(solution.progress.cost, score(&sample::problem(|_| {}), &solution.assignment).cost);
}

#[test]
fn the_same_seed_gives_the_same_rota() {
    let first = solved(|draft| draft.slots.extend(sample::day(1, "Tue", 4, 1)));
    let second = solved(|draft| draft.slots.extend(sample::day(1, "Tue", 4, 1)));

    assert_eq!(turns(&first), turns(&second));
}

#[test]
fn a_standing_turn_is_given_and_pins_are_kept() {
    let solution = solved(|draft| {
        draft.standing = sample::turns(&[(0, 3)]);
        draft.pins = vec![Pin { turn: Turn::new(1, 1), works: true }, Pin { turn: Turn::new(2, 0), works: false }];
    });

    assert!(solution.assignment.works(Turn::new(0, 3)) && solution.assignment.works(Turn::new(1, 1)));
    assert!(!solution.assignment.works(Turn::new(2, 0)));
}

#[test]
fn group_rules_hold_or_are_paid_for() {
    let rule = |strength| {
        move |draft: &mut Draft| {
            draft.slots.truncate(1);
            let most_on_phone = Some(Limit { count: 1, strength });
            draft.groups = vec![Group { name: "it".to_owned(), members: [0, 1, 2].map(PersonIx).into(), most_on_phone, fewest_free: None }];
        }
    };

    // A hole costs 100.
    assert_eq!(solved(rule(Strength::Hard)).progress.cost, 100);
    assert_eq!(solved(rule(Strength::Soft(7))).progress.cost, 7);
    assert_eq!(solved(rule(Strength::Soft(700))).progress.cost, 100);
}

#[test]
fn too_few_free_are_paid_for_also_if_nobody_can_help_it() {
    let solution = solved(|draft| {
        draft.slots.truncate(1);
        draft.busy = vec![Busy { turn: Turn::new(0, 0), kind: BusyKind::Required, reason: "leave".to_owned() }];
        let fewest_free = Some(Limit { count: 2, strength: Strength::Soft(3) });
        draft.groups = vec![Group { name: "it".to_owned(), members: vec![PersonIx(0), PersonIx(1)], most_on_phone: None, fewest_free }];
    });

    // Ana's leave costs 3, Berta on the telephone 3 more, which is less than a hole.
    assert_eq!((solution.progress.cost, solution.proven), (6, true));
}

#[test]
fn tables_are_kept_apart() {
    let noisy = |limit| {
        move |draft: &mut Draft| {
            draft.slots.truncate(1);
            draft.slots[0].lines = 3;
            draft.max_per_table = limit;
            for person in &mut draft.persons {
                person.table = Some(1);
            }
        }
    };

    assert_eq!(solved(noisy(None)).progress.cost, 15);
    assert_eq!(solved(noisy(Some(2))).progress.cost, 105);
    assert_eq!(solved(noisy(Some(0))).progress.cost, 902);
}

#[test]
fn a_published_rota_is_changed_no_more_than_need_be() {
    let published = sample::turns(&[(0, 0), (0, 3), (1, 1), (1, 2), (2, 0), (2, 2)]);
    let plan = |change| {
        let published = published.clone();
        solved(move |draft| {
            draft.previous = Some(published);
            draft.weights.change = change;
            draft.busy = vec![Busy { turn: Turn::new(0, 3), kind: BusyKind::Required, reason: "ill".to_owned() }];
        })
    };

    let kept = plan(1000);
    let free = plan(0);

    assert_eq!(turns(&kept), sample::turns(&[(0, 0), (1, 1), (1, 2), (2, 0), (2, 2)]));
    assert_eq!(free.progress.cost, 260);
}

#[test]
fn who_stops_the_search_gets_the_best_so_far() {
    let problem = sample::problem(|draft| draft.previous = Some(sample::turns(&[(0, 0)])));

    let solution = solve(&problem, &patient(), &mut |_| ControlFlow::Break(())).unwrap();

    assert!(solution.stopped && !solution.proven);
    assert_eq!(turns(&solution), sample::turns(&[(0, 0)]));
    assert_eq!((solution.progress.rounds, solution.progress.bound), (0, 0));
}

#[test]
fn without_time_there_is_still_a_rota() {
    let options = Options { time_limit: Duration::ZERO, ..Options::default() };

    let solution = solve(&sample::problem(|_| {}), &options, &mut |_| ControlFlow::Continue(())).unwrap();

    assert_eq!(turns(&solution), []);
    assert_eq!(solution.progress.cost, 4 * 401);
    assert!((solution.progress.gap() - 1.0).abs() < f64::EPSILON);
}

#[test]
fn contradictory_demands_are_told_as_conflicts() {
    let problem = sample::problem(|draft| {
        draft.persons[0].load = 0;
        draft.pins = vec![Pin { turn: Turn::new(0, 0), works: true }];
    });

    let error = solve(&problem, &patient(), &mut |_| ControlFlow::Continue(())).err();

    let Some(SolveError::Infeasible(conflicts)) = error else { panic!("{error:?}") };
    assert_eq!(
        conflicts.iter().map(|conflict| conflict.words(&problem)).collect::<Vec<_>>(),
        ["Ana has 1 turn and a load of 0; but it is decided that Ana works in Mon 09:00"]
    );
}

#[test]
fn nobody_to_ask_is_a_rota_of_holes() {
    let solution = solved(|draft| draft.persons.clear());

    assert_eq!((solution.progress.cost, solution.proven), (4 * 401, true));
}
