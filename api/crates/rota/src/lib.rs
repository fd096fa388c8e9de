//! Turns: who answers when. Everything about them that can be computed, and nothing else: no database, no files, no clock but
//! the one that limits the solver.
//!
//! 1. [`load`] finds how many turns each person has this week, fair over the weeks.
//! 2. A [`Draft`] lists slots, persons, busy times, standing turns and rules; [`Problem::new`] checks it.
//! 3. [`constraints`] are the rules, each in a file; [`score`](fn@score) is what a rota owes to all of them.
//! 4. [`solve`](fn@solve) finds the [`Assignment`] that owes least, and proves it; [`conflicts`] says why there is none.
//! 5. [`explain`](fn@explain) tells what each turn costs, [`what_if`] what an edit would do, [`candidates`] who else could come,
//!    and [`holes`] why nobody can.
//! 6. [`quality`](fn@quality) and [`diff`](fn@diff) judge and compare rotas.

mod assignment;
mod conflict;
pub mod constraints;
mod diff;
mod explain;
pub mod load;
mod problem;
mod quality;
#[cfg(test)]
mod sample;
mod score;
mod solve;

pub use assignment::Assignment;
pub use conflict::{Conflict, Demand, conflicts};
pub use constraints::{Charge, Constraint, Severity};
pub use diff::{SlotChange, diff};
pub use explain::{Candidate, Edit, EditError, Explanation, Hole, TurnCost, WhatIf, candidates, explain, holes, what_if};
pub use problem::{
    Busy, BusyKind, DayLimit, Draft, Fault, Group, Limit, MOST_LINES, MOST_SLOTS_A_DAY, Person, PersonIx, Pin, Problem, ShapeWeights, Slot,
    SlotIx, Strength, Turn, Weights,
};
pub use quality::{Gap, Imbalance, Quality, quality};
pub use score::{Score, charges, score};
pub use solve::{MOST_COLUMNS, Options, Progress, Solution, SolveError, solve, solve_shown};
