//! Processes that solve timetables.

use std::{ops::ControlFlow, sync::Arc, time::Duration};

use switchboard::turns::solve::{self, Engine};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

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

    fn solves_by(&self, holder: &str, engine: Engine) -> Solver {
        let stop = CancellationToken::new();
        let task = tokio::spawn(solve::run(self.process.app.clone(), holder.to_owned(), engine, stop.clone()));
        Solver { stop, task, _account: self.clone() }
    }
}

/// A process that solves timetables.
pub struct Solver {
    stop: CancellationToken,
    task: JoinHandle<()>,
    // Its process lives as long.
    _account: TestAccount,
}

impl Solver {
    /// Ends it as a process ends that was told to.
    pub async fn ends(mut self) {
        self.stop.cancel();
        (&mut self.task).await.expect("it ends");
    }

    /// Ends it as one that is killed: what it was about to do is not done, and its leases are still held.
    pub async fn is_killed(mut self) {
        self.task.abort();
        assert!((&mut self.task).await.is_err_and(|error| error.is_cancelled()), "it was under way");
    }
}

impl Drop for Solver {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}
