//! Weeks so small that every rota can be tried.

use std::{collections::HashSet, ops::ControlFlow};

use proptest::prelude::*;
use rota::{Assignment, Busy, BusyKind, Draft, Person, Problem, Score, SolveError, Turn, conflicts, score, solve};

use crate::{
    by_the_book::{Book, Cell},
    fixtures::slots,
    random::{Size, draft},
    real_weeks::patient,
};

/// Every rota of the problem.
fn rotas(problem: &Problem) -> impl Iterator<Item = Assignment> {
    let cells: Vec<Turn> = problem.persons().flat_map(|person| problem.slots().map(move |slot| Turn { person, slot })).collect();
    (0..1_u32 << cells.len()).map(move |bits| {
        let turns = cells.iter().enumerate().filter(|(place, _)| bits >> place & 1 == 1).map(|(_, turn)| *turn);
        problem.assign(turns).expect("turns of the problem")
    })
}

/// The price of the best rota, if there is one that breaks no hard rule.
fn best(problem: &Problem) -> Option<u64> {
    rotas(problem).map(|rota| score(problem, &rota)).filter(|score| score.breaches == 0).map(|score: Score| score.cost).min()
}

/// One or two people in two days of four slots, by the plain rules.
fn book() -> impl Strategy<Value = Book> {
    let cells = |most| prop::collection::hash_set((0..2_usize, 0..2_u32, 0..4_u32), 0..most);
    (1..3_i64, prop::collection::vec(0..5_usize, 2), 1..5_usize, cells(5), cells(5), cells(4)).prop_map(
        |(lines, loads, max_per_day, busy, undesired, forced)| {
            let undesired = undesired.difference(&busy).copied().collect();
            Book { persons: 2, days: 2, lines, loads, max_per_day, busy, undesired, forced }
        },
    )
}

fn draft_of(book: &Book) -> Draft {
    let turn = |cell: &Cell| Turn::new(cell.0, (cell.1 * 4 + cell.2) as usize);
    let busy = |kind| move |turn| Busy { turn, kind, reason: "busy".to_owned() };
    let person = |place: usize| Person {
        name: format!("p{place}"),
        load: book.loads[place] as u32,
        max_per_day: book.max_per_day as u32,
        table: None,
    };
    let required = book.busy.iter().map(turn).map(busy(BusyKind::Required));
    Draft {
        slots: slots(book.days, 4, book.lines as u32),
        persons: (0..book.persons).map(person).collect(),
        busy: required.chain(book.undesired.iter().map(turn).map(busy(BusyKind::Optional))).collect(),
        standing: book.forced.iter().map(turn).collect(),
        ..Draft::default()
    }
}

/// The lowest price by the book, over all rotas.
fn best_by_the_book(book: &Book) -> i64 {
    let cells: Vec<Cell> = (0..2).flat_map(|person| (0..2).flat_map(move |day| (0..4).map(move |hour| (person, day, hour)))).collect();
    let open: Vec<Cell> = cells.into_iter().filter(|cell| !book.busy.contains(cell)).collect();
    let rotas = (0..1_u32 << open.len()).filter(|bits| bits.count_ones() as usize <= book.loads.iter().sum::<usize>());
    let worked = rotas
        .map(|bits| open.iter().enumerate().filter(|(place, _)| bits >> place & 1 == 1).map(|(_, cell)| *cell).collect::<HashSet<_>>());
    worked.filter(|worked| book.allows(worked)).map(|worked| book.cost(&worked)).min().expect("the rota of holes")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn by_the_book_no_rota_is_better(book in book()) {
        let problem = Problem::new(draft_of(&book)).expect("a sound draft");

        let solution = solve(&problem, &patient(), &mut |_| ControlFlow::Continue(())).expect("a rota");

        prop_assert!(solution.proven);
        prop_assert_eq!(solution.progress.cost as i64, best_by_the_book(&book));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn with_every_rule_no_rota_is_better(draft in draft(Size { days: 2, slots: 2, persons: 2 })) {
        let problem = Problem::new(draft).expect("a sound draft");

        let found = solve(&problem, &patient(), &mut |_| ControlFlow::Continue(()));

        match (found, best(&problem)) {
            (Ok(solution), Some(best)) => prop_assert_eq!((solution.progress.cost, solution.proven), (best, true)),
            (Err(SolveError::Infeasible(told)), None) => prop_assert!(!told.is_empty()),
            (found, best) => prop_assert!(false, "{:?}, but the best costs {:?}", found, best),
        }
    }

    #[test]
    fn what_keeps_a_week_from_having_a_rota_is_told_and_no_more(draft in draft(Size { days: 1, slots: 3, persons: 3 })) {
        let problem = Problem::new(draft.clone()).expect("a sound draft");

        let told = conflicts(&problem);

        prop_assert_eq!(told.is_empty(), best(&problem).is_some());
        for conflict in told {
            let demands: Vec<Turn> = conflict.demands.iter().map(|demand| demand.turn).collect();
            let still = |kept: &[Turn]| conflicts(&Problem::new(only(&draft, kept)).expect("a sound draft")).iter()
                .any(|other| other.rule == conflict.rule && other.text == conflict.text);
            prop_assert!(still(&demands));
            for left_out in &demands {
                let kept: Vec<Turn> = demands.iter().copied().filter(|turn| turn != left_out).collect();
                prop_assert!(!still(&kept), "{:?} is needless in {:?}", left_out, &conflict);
            }
        }
    }
}

/// The draft with no demanded turns but `kept`.
fn only(draft: &Draft, kept: &[Turn]) -> Draft {
    let mut draft = draft.clone();
    let stays = |turn: &Turn| kept.contains(turn);
    draft.pins.retain(|pin| !pin.works || stays(&pin.turn));
    draft.standing.retain(stays);
    draft
}
