//! What holds of every rota, whatever the week.

use std::ops::ControlFlow;

use proptest::prelude::*;
use rota::{Assignment, Edit, Problem, Turn, candidates, diff, explain, score, solve, what_if};

use crate::{
    random::{Size, draft},
    real_weeks::patient,
};

const SIZE: Size = Size { days: 3, slots: 5, persons: 5 };

/// A problem and any rota of it, sound or not.
fn any_rota() -> impl Strategy<Value = (Problem, Assignment)> {
    draft(SIZE).prop_flat_map(|draft| {
        let problem = Problem::new(draft).expect("a sound draft");
        let (persons, slots) = (problem.persons().count(), problem.slots().count());
        let turns = prop::collection::vec((0..persons, 0..slots), 0..persons * slots);
        turns.prop_map(move |turns| {
            let rota = problem.assign(turns.into_iter().map(|(person, slot)| Turn::new(person, slot))).expect("turns of the problem");
            (problem.clone(), rota)
        })
    })
}

proptest! {
    #[test]
    fn explained_costs_add_up_to_the_score((problem, rota) in any_rota()) {
        let why = explain(&problem, &rota);

        let turns = why.turns().iter().map(|turn| turn.cost).sum::<u64>();
        let others = why.of_no_turn().map(|charge| charge.severity.price()).sum::<u64>();
        prop_assert_eq!(turns + others, score(&problem, &rota).cost);
        prop_assert_eq!(why.by_constraint().values().sum::<u64>(), score(&problem, &rota).cost);
        prop_assert!(why.turns().iter().all(|turn| rota.works(turn.turn)));
    }

    #[test]
    fn a_candidates_delta_is_what_the_score_then_differs_by((problem, rota) in any_rota()) {
        let before = score(&problem, &rota).cost as i64;

        for slot in problem.slots() {
            for candidate in candidates(&problem, &rota, slot, None) {
                let edit = Edit::Cell { slot, out: None, into: Some(candidate.person) };
                let what = what_if(&problem, &rota, &edit).expect("an edit that makes sense");
                prop_assert_eq!(what.delta, candidate.delta);
                prop_assert_eq!(score(&problem, &what.after).cost as i64 - before, candidate.delta);
                prop_assert_eq!(candidate.refused.is_empty(), what.breaks.is_empty());
                prop_assert_eq!(diff(&problem, &rota, &what.after).len(), 1);
            }
        }
    }

    #[test]
    fn a_slots_lines_show_everybody_and_then_the_holes((problem, rota) in any_rota()) {
        for slot in problem.slots() {
            let lines = problem.lines(&rota, slot);
            let people: Vec<_> = lines.iter().flatten().collect();
            prop_assert_eq!(people.len(), rota.on(slot).count());
            prop_assert!(people.is_sorted_by_key(|person| &problem.person(**person).name));
            prop_assert!(lines[people.len()..].iter().all(Option::is_none));
            prop_assert!(lines.len() >= problem.slot(slot).lines as usize);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn no_solution_breaks_a_hard_rule_or_is_worse_than_its_start(draft in draft(SIZE)) {
        let problem = Problem::new(draft).expect("a sound draft");
        let mut costs = Vec::new();

        let found = solve(&problem, &patient(), &mut |progress| {
            costs.push(progress.cost);
            ControlFlow::Continue(())
        });

        if let Ok(solution) = found {
            let found = score(&problem, &solution.assignment);
            prop_assert_eq!((found.breaches, found.cost), (0, solution.progress.cost));
            prop_assert!(costs.iter().all(|cost| *cost >= found.cost));
            for person in problem.persons() {
                prop_assert!(solution.assignment.of(person).count() <= problem.person(person).load as usize);
                for slot in solution.assignment.of(person) {
                    let turn = Turn { person, slot };
                    prop_assert!(!problem.is_busy(turn));
                }
            }
            for limit in &problem.draft().day_limits {
                let that_day = |slot: &rota::SlotIx| problem.slot(*slot).day == limit.day;
                prop_assert!(solution.assignment.of(limit.person).filter(that_day).count() <= limit.most as usize);
            }
            for slot in problem.slots() {
                prop_assert!(solution.assignment.on(slot).count() <= problem.slot(slot).lines as usize);
            }
        }
    }
}
