//! Timetables solved: a run is asked for, waits, and is worked off by whichever process has a hand free.
//!
//! [`service`] makes and stops runs; [`worker`] takes them up, each under a lease of its own, so that the run of a process that
//! died is begun again by another; [`job`] is one run from beginning to end, and [`finish`] writes what came of it in one
//! transaction, the turns by [`result`]. [`problem`] makes of a timetable what the solver takes. A run's time limit is the machine's time: the solver
//! knows no other clock.

mod change;
mod claim;
mod finish;
mod job;
pub mod loader;
mod mutation;
mod news;
pub mod problem;
mod query;
mod repository;
mod result;
mod service;
mod subscription;
pub mod types;
mod worker;

pub use change::SolverRunChange;
pub use claim::{Claimed, claim};
pub use job::{Engine, Watch};
pub use mutation::SolveMutation;
pub use query::SolveQuery;
pub use repository::Runs;
pub use service::{Options, ask};
pub use subscription::SolveSubscription;
pub use types::SolverRun;
pub use worker::{engine, run};
