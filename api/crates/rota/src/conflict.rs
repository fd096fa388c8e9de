//! Why a problem has no rota at all.
//!
//! Only two things demand that somebody works: turns pinned as worked, and standing turns, if they are hard. Every other hard
//! rule forbids: it holds all the better the fewer turns there are. So there is a rota if, and only if, the one with just the
//! demanded turns breaks no hard rule; and a minimal conflict is one rule with as many demanded turns as it takes to break it.

use crate::{
    assignment::Assignment,
    constraints::{Charge, Constraint, Severity},
    problem::{Problem, Strength, Turn},
    score::charges,
};

/// Demands and a rule that cannot all hold. Without any one of them the others could.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The rule.
    pub rule: Constraint,
    /// What it says, in words.
    pub text: String,
    /// The turns that are demanded; empty if the rule cannot hold even without.
    pub demands: Vec<Demand>,
}

/// A turn that has to be worked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Demand {
    /// Who and when.
    pub turn: Turn,
    /// Whether it is a pin that demands it, or a standing turn.
    pub pinned: bool,
}

impl Conflict {
    /// The conflict in words, e.g. `Ana is busy in Mon 09:00: dentist; but it is decided that Ana works in Mon 09:00`.
    pub fn words(&self, problem: &Problem) -> String {
        let demands = self.demands.iter().map(|demand| {
            let (name, label) = (&problem.person(demand.turn.person).name, &problem.slot(demand.turn.slot).label);
            match demand.pinned {
                true => format!("it is decided that {name} works in {label}"),
                false => format!("{name} has a standing turn in {label}"),
            }
        });
        let demands: Vec<String> = demands.collect();
        if demands.is_empty() { self.text.clone() } else { format!("{}; but {}", self.text, demands.join(", ")) }
    }
}

/// The rota of the demanded turns and no others.
pub(crate) fn demanded(problem: &Problem) -> Assignment {
    let mut rota = problem.nobody();
    for person in problem.persons() {
        for slot in problem.slots() {
            let turn = Turn { person, slot };
            rota.set(turn, is_demanded(problem, turn));
        }
    }
    rota
}

fn is_demanded(problem: &Problem, turn: Turn) -> bool {
    let standing = problem.weights().standing == Strength::Hard && problem.is_standing(turn);
    standing || problem.pinned(turn) == Some(true)
}

/// Everything that keeps the problem from having a rota, each conflict minimal. None, if it has one.
pub fn conflicts(problem: &Problem) -> Vec<Conflict> {
    let broken = charges(problem, &demanded(problem)).into_iter().filter_map(|charge| match charge.severity {
        Severity::Hard { excess } => Some(minimal(problem, &charge, excess as usize)),
        Severity::Soft(_) => None,
    });
    broken.collect()
}

/// The conflict of a broken rule, with no demand too many. One turn less is one breach less, so all but the surplus are left;
/// if the surplus is more than all of them, the rule is broken by itself.
fn minimal(problem: &Problem, charge: &Charge, excess: usize) -> Conflict {
    let enough = (charge.turns.len() + 1).saturating_sub(excess);
    let mut rota = problem.nobody();
    for turn in &charge.turns[..enough] {
        rota.set(*turn, true);
    }
    let same = |other: &Charge| other.severity.is_hard() && other.persons == charge.persons && other.slots == charge.slots;
    let text = charge.constraint.charges(problem, &rota).into_iter().find(same).map_or_else(|| charge.text.clone(), |other| other.text);
    let demands = rota.turns().map(|turn| Demand { turn, pinned: problem.pinned(turn) == Some(true) }).collect();
    Conflict { rule: charge.constraint, text, demands }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        problem::{Busy, BusyKind, Group, Limit, PersonIx, Pin},
        sample,
    };

    fn pin(person: usize, slot: usize, works: bool) -> Pin {
        Pin { turn: Turn::new(person, slot), works }
    }

    fn told(problem: &Problem) -> Vec<String> {
        conflicts(problem).iter().map(|conflict| conflict.words(problem)).collect()
    }

    #[test]
    fn without_demands_nothing_conflicts() {
        let problem = sample::problem(|draft| {
            draft.slots[0].lines = 0;
            draft.standing = sample::turns(&[(0, 0)]);
        });

        assert_eq!(conflicts(&problem), []);
    }

    #[test]
    fn a_demanded_turn_of_somebody_busy_names_both_sides() {
        let problem = sample::problem(|draft| {
            draft.pins = vec![pin(0, 0, true)];
            draft.busy = vec![Busy { turn: Turn::new(0, 0), kind: BusyKind::Required, reason: "dentist".to_owned() }];
        });

        assert_eq!(told(&problem), ["Ana is busy in Mon 09:00: dentist; but it is decided that Ana works in Mon 09:00"]);
    }

    #[test]
    fn no_more_demands_are_named_than_it_takes() {
        // Three demands on one line: any two of them are too many.
        let problem = sample::problem(|draft| {
            draft.slots[0].lines = 1;
            draft.pins = vec![pin(0, 0, true), pin(1, 0, true)];
            draft.standing = sample::turns(&[(2, 0)]);
            draft.weights.standing = Strength::Hard;
        });

        assert_eq!(
            told(&problem),
            [concat!(
                "Mon 09:00 has 1 line for 2 turns; ",
                "but it is decided that Ana works in Mon 09:00, it is decided that Berta works in Mon 09:00"
            )]
        );
    }

    #[test]
    fn a_standing_turn_that_is_pinned_free_conflicts() {
        let problem = sample::problem(|draft| {
            draft.pins = vec![pin(1, 2, false)];
            draft.standing = sample::turns(&[(1, 2)]);
            draft.weights.standing = Strength::Hard;
        });

        assert_eq!(told(&problem), ["it is decided that Berta does not work in Mon 11:30; but Berta has a standing turn in Mon 11:30"]);
    }

    #[test]
    fn a_rule_that_cannot_hold_by_itself_names_no_demand() {
        let problem = sample::problem(|draft| {
            let fewest_free = Some(Limit { count: 2, strength: Strength::Hard });
            draft.groups = vec![Group { name: "it".to_owned(), members: vec![PersonIx(0)], most_on_phone: None, fewest_free }];
            draft.slots.truncate(1);
            draft.pins = vec![pin(0, 0, true)];
        });

        let conflicts = conflicts(&problem);

        assert_eq!(conflicts.len(), 1);
        assert_eq!(conflicts[0].demands, []);
        assert_eq!(conflicts[0].words(&problem), "of it at least 2 should be free in Mon 09:00, not 1: 0 on the telephone, 0 busy");
    }
}
