//! A rota to begin from: what is demanded, and of the previous rota what is still possible. It breaks no hard rule.

use crate::{
    assignment::Assignment,
    conflict::demanded,
    problem::{Problem, Turn},
    score::score,
};

pub(super) fn rota(problem: &Problem) -> Assignment {
    let mut rota = demanded(problem);
    let previous: Vec<Turn> = problem.draft().previous.iter().flatten().copied().collect();
    for turn in previous {
        if !rota.works(turn) {
            rota.set(turn, true);
            if score(problem, &rota).breaches > 0 {
                rota.set(turn, false);
            }
        }
    }
    rota
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        problem::{Busy, BusyKind, Pin},
        sample,
    };

    #[test]
    fn of_the_previous_rota_it_keeps_what_is_still_possible() {
        let problem = sample::problem(|draft| {
            draft.previous = Some(sample::turns(&[(0, 0), (0, 1), (1, 0), (2, 0)]));
            draft.busy = vec![Busy { turn: Turn::new(0, 1), kind: BusyKind::Required, reason: "leave".to_owned() }];
            draft.pins = vec![Pin { turn: Turn::new(2, 0), works: true }];
        });

        let turns: Vec<_> = rota(&problem).turns().collect();

        assert_eq!(turns, sample::turns(&[(0, 0), (2, 0)]));
    }
}
