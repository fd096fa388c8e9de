//! Finds the best rota, and proves that there is none better.
//!
//! One 0/1 column is all that one person does on one day (`columns`), so that everything a person's day costs is the column's
//! price, and only lines, loads and rules about several people couple them (`model`). The linear bound of this form is nearly
//! tight, and HiGHS, on one thread, proves real weeks within a fraction of a second.
//!
//! HiGHS cannot be watched or stopped while it runs, not without unsafe code. So it runs in rounds, each twice as long as the one
//! before and beginning from the best rota so far; between them progress is told and a wish to stop is heard. What is solved
//! in the first round is the same on every machine. Later rounds begin when a clock says so: then the score is the same if it is
//! proven, but of several rotas that are equally good it may be another.

mod columns;
mod model;
mod start;

use std::{
    ops::ControlFlow,
    time::{Duration, Instant},
};

use highs::{HighsModelStatus, HighsSolutionStatus, Sense};

pub use columns::MOST_COLUMNS;

use crate::{
    assignment::Assignment,
    conflict::{Conflict, conflicts, demanded},
    problem::Problem,
    score::score,
};
use model::Model;

/// How long and from where to search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// When to be content with the best rota so far. A minute.
    pub time_limit: Duration,
    /// The length of the first round, which is also the longest that a wish to stop may go unheard at first. Five seconds.
    pub first_round: Duration,
    /// Any number: another one finds another of equally good rotas. 0.
    pub seed: u16,
}

impl Default for Options {
    fn default() -> Self {
        Self { time_limit: Duration::from_secs(60), first_round: Duration::from_secs(5), seed: 0 }
    }
}

/// How far the search has come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// Seconds since it began.
    pub seconds: f64,
    /// Rounds done.
    pub rounds: u32,
    /// The price of the best rota so far.
    pub cost: u64,
    /// No rota costs less.
    pub bound: u64,
}

impl Progress {
    /// How much of the price may be too much, from 0.0, none, to 1.0.
    pub fn gap(&self) -> f64 {
        if self.cost == 0 { 0.0 } else { self.cost.saturating_sub(self.bound) as f64 / self.cost as f64 }
    }
}

/// The best rota found. It breaks no hard rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Solution {
    /// Who works when.
    pub assignment: Assignment,
    /// Its price, the bound, and the effort it took.
    pub progress: Progress,
    /// Whether none is better.
    pub proven: bool,
    /// Whether the search was stopped by its watcher.
    pub stopped: bool,
    /// Columns of the model.
    pub columns: usize,
    /// Rows of the model.
    pub rows: usize,
}

/// Why there is no solution.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SolveError {
    /// Hard rules contradict each other; each conflict is minimal.
    #[error("hard rules contradict each other")]
    Infeasible(Vec<Conflict>),
    /// Days have so many slots, for the turns that people may have on them, that there are too many ways to work them.
    #[error("there are more than {MOST_COLUMNS} ways in which people can work their days; lower what they may do on one day")]
    TooLarge,
    /// HiGHS failed, which it should not.
    #[error("the solver failed: {0}")]
    Solver(String),
}

/// Finds the best rota. `watch` is told of progress before each round, and may stop the search: the best so far is kept.
///
/// It takes time and a processor, and blocks: call it from a thread that may be blocked.
///
/// # Errors
/// [`SolveError`]. Never for lack of time: some rota there always is, if it is one with holes.
pub fn solve(problem: &Problem, options: &Options, watch: &mut dyn FnMut(&Progress) -> ControlFlow<()>) -> Result<Solution, SolveError> {
    solve_shown(problem, options, &mut |progress, _| watch(progress))
}

/// As [`solve`], for a watcher who is shown the best rota so far, too: who will not wait for the round that runs has that.
///
/// # Errors
/// [`SolveError`].
pub fn solve_shown(
    problem: &Problem,
    options: &Options,
    watch: &mut dyn FnMut(&Progress, &Assignment) -> ControlFlow<()>,
) -> Result<Solution, SolveError> {
    let conflicts = conflicts(problem);
    if !conflicts.is_empty() {
        return Err(SolveError::Infeasible(conflicts));
    }
    let mut search = Search::begin(problem)?;
    let mut round = options.first_round;
    let mut stopped = false;
    while !search.is_proven() {
        if watch(&search.progress(), &search.best).is_break() {
            stopped = true;
            break;
        }
        let left = options.time_limit.saturating_sub(search.began.elapsed());
        if left.is_zero() {
            break;
        }
        search.run(round.min(left), options.seed)?;
        round = round.saturating_mul(2);
    }
    Ok(search.end(stopped))
}

/// The best rota so far, and the bound.
struct Search<'a> {
    problem: &'a Problem,
    model: Model,
    began: Instant,
    rounds: u32,
    best: Assignment,
    cost: u64,
    bound: u64,
}

impl<'a> Search<'a> {
    fn begin(problem: &'a Problem) -> Result<Self, SolveError> {
        let began = Instant::now();
        let columns = columns::columns(problem, &demanded(problem))?;
        let nobody_can = columns.columns.is_empty();
        let model = Model::new(problem, columns);
        let best = start::rota(problem);
        let cost = score(problem, &best).cost;
        Ok(Self { problem, model, began, rounds: 0, cost, best, bound: if nobody_can { cost } else { 0 } })
    }

    fn is_proven(&self) -> bool {
        self.bound >= self.cost
    }

    fn progress(&self) -> Progress {
        Progress { seconds: self.began.elapsed().as_secs_f64(), rounds: self.rounds, cost: self.cost, bound: self.bound }
    }

    /// Lets HiGHS search from the best rota so far.
    fn run(&mut self, time: Duration, seed: u16) -> Result<(), SolveError> {
        let solved = self.ask(time, seed).map_err(|what| SolveError::Solver(what.to_owned()))?;
        self.rounds += 1;
        if solved.primal_solution_status() == HighsSolutionStatus::Feasible {
            self.take(self.model.rota(self.problem, solved.get_solution().columns()))?;
        }
        match solved.status() {
            HighsModelStatus::Optimal => self.bound = self.cost,
            HighsModelStatus::ReachedTimeLimit => {
                let bound = solved.double_info_value(c"mip_dual_bound").unwrap_or(f64::NEG_INFINITY);
                self.bound = self.bound.max(whole(bound, self.model.base)).min(self.cost);
            }
            status => return Err(SolveError::Solver(format!("it ended with {status:?}"))),
        }
        Ok(())
    }

    fn ask(&self, time: Duration, seed: u16) -> Result<highs::SolvedModel, &'static str> {
        let mut model = self.model.highs.clone().try_optimise(Sense::Minimise).map_err(|_| "it refused the model")?;
        let refused = |_| "it refused an option";
        model.try_set_option("threads", 1).map_err(refused)?;
        model.try_set_option("parallel", "off").map_err(refused)?;
        model.try_set_option("random_seed", i32::from(seed)).map_err(refused)?;
        model.try_set_option("time_limit", time.as_secs_f64()).map_err(refused)?;
        // Prices are whole numbers: less than one apart is the same.
        model.try_set_option("mip_rel_gap", 0.0).map_err(refused)?;
        model.try_set_option("mip_abs_gap", 0.99).map_err(refused)?;
        let start = self.model.values(self.problem, &self.best);
        model.try_set_solution(Some(&start), None, None, None).map_err(|_| "it refused the start")?;
        model.try_solve().map_err(|_| "it did not run")
    }

    /// Takes a rota over if it is better. What it costs is reckoned anew, from the rules themselves.
    fn take(&mut self, rota: Assignment) -> Result<(), SolveError> {
        let found = score(self.problem, &rota);
        if found.breaches > 0 {
            return Err(SolveError::Solver("its rota breaks a hard rule".to_owned()));
        }
        if found.cost < self.cost {
            (self.best, self.cost) = (rota, found.cost);
        }
        Ok(())
    }

    fn end(self, stopped: bool) -> Solution {
        Solution {
            proven: self.is_proven(),
            progress: self.progress(),
            columns: self.model.highs.num_cols(),
            rows: self.model.highs.num_rows(),
            assignment: self.best,
            stopped,
        }
    }
}

/// HiGHS's bound as a price: the next whole number.
fn whole(bound: f64, base: i64) -> u64 {
    let bound = (bound + base as f64 - 1e-4).ceil();
    if bound > 0.0 { bound as u64 } else { 0 }
}

#[cfg(test)]
mod tests;
