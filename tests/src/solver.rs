//! Processes that solve timetables.

use std::{
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use switchboard::turns::solve::{self, Engine};
use tokio::task::JoinHandle;
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::account::TestAccount;

impl TestAccount {
    /// A process that solves timetables from now on.
    pub fn solves(&self, holder: &str) -> Solver {
        self.solves_by(holder, solve::engine())
    }

    /// The same, with a solver that finds the best at once, shows it, and goes on until it is told to stop.
    pub fn solves_without_end(&self, holder: &str) -> Solver {
        let real = solve::engine();
        let endless: Engine = Arc::new(move |problem, options, watch| {
            let mut found = real(problem, options, &mut |_, _| ControlFlow::Continue(()))?;
            (found.proven, found.stopped) = (false, true);
            while watch(&found.progress, &found.assignment).is_continue() {
                std::thread::park_timeout(Duration::from_millis(5));
            }
            Ok(found)
        });
        self.solves_by(holder, endless)
    }

    /// The same, with a solver that finds the best at once, shows it, and hears nothing from then on.
    pub fn solves_deafly(&self, holder: &str) -> Solver {
        let (real, over) = (solve::engine(), Arc::new(AtomicBool::new(false)));
        let seen = Arc::clone(&over);
        let deaf: Engine = Arc::new(move |problem, options, watch| {
            let found = real(problem, options, &mut |_, _| ControlFlow::Continue(()))?;
            let _unheard = watch(&found.progress, &found.assignment);
            while !seen.load(Ordering::Relaxed) {
                std::thread::park_timeout(Duration::from_millis(5));
            }
            Ok(found)
        });
        Solver { _over: Some(Over(over)), ..self.solves_by(holder, deaf) }
    }

    fn solves_by(&self, holder: &str, engine: Engine) -> Solver {
        let stop = CancellationToken::new();
        let task = tokio::spawn(solve::run(self.process.app.clone(), holder.to_owned(), engine, stop.clone()));
        Solver { stop: stop.drop_guard(), task, _over: None, _account: self.clone() }
    }
}

/// A process that solves timetables.
pub struct Solver {
    stop: DropGuard,
    task: JoinHandle<()>,
    /// What a deaf solver listens to after all, so that the test can end.
    _over: Option<Over>,
    // Its process lives as long.
    _account: TestAccount,
}

struct Over(Arc<AtomicBool>);

impl Drop for Over {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Solver {
    /// Ends it as a process ends that was told to.
    pub async fn ends(self) {
        drop(self.stop);
        self.task.await.expect("it ends");
    }

    /// Ends it as one that is killed: what it was about to do is not done, and its leases are still held.
    pub async fn is_killed(self) {
        self.task.abort();
        assert!(self.task.await.is_err_and(|error| error.is_cancelled()), "it was under way");
    }
}
