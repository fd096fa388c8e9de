//! One run, from the problem to its end. The solver blocks, so it has a thread of its own; beside it this task writes what it
//! shows, renews the lease, and looks whether somebody wants it to stop.

use std::{
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use entity::stored::ChangeKind;
use rota::{Assignment, Options, Problem, Progress, Solution, SolveError};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};
use tokio::{
    sync::{OwnedSemaphorePermit, watch},
    task::JoinHandle,
    time::{Instant, MissedTickBehavior},
};
use tokio_util::sync::CancellationToken;

use super::{
    claim::Claimed,
    finish::{self, Ended, Found},
    news,
    problem::{Planned, Purpose, Unplannable},
    repository::Runs,
};
use crate::{app::App, lease::LeaseError, live::outbox};

/// What is told of progress, and whether to go on.
pub type Watch<'a> = dyn FnMut(&Progress, &Assignment) -> ControlFlow<()> + 'a;
/// What solves: [`rota::solve_shown`], but for tests that want it slower.
pub type Engine = Arc<dyn Fn(&Problem, &Options, &mut Watch<'_>) -> Result<Solution, SolveError> + Send + Sync>;

/// How often what the solver shows is written, at the most, and whether it shall stop is looked up.
const BEAT: Duration = Duration::from_millis(250);
/// How often the lease is renewed, three times in its life.
const RENEWED: Duration = Duration::from_secs(5);
/// The solver's first round: real weeks end within it. The next is twice as long.
const FIRST_ROUND: Duration = Duration::from_secs(1);
/// How long a solver that was told to stop may go on with its round, once there is something to keep.
const PATIENCE: Duration = Duration::from_millis(500);
/// The same as long as there is nothing.
const FIRST_PATIENCE: Duration = Duration::from_secs(5);
/// How often what came of a run is written anew, when others stood in the way.
const MOST_TRIES: u32 = 5;

/// Why a run was left as it is.
pub(super) enum Left {
    /// It has ended.
    Ended,
    /// This process is to end; it waits for another.
    Waits,
}

/// Solves a run that was taken up, and writes what came of it. `hand` is held as long as the solver's thread lives.
///
/// # Errors
/// The database's; [`LeaseError::Lost`] when another process has begun it again.
pub(super) async fn work(
    app: &App,
    claimed: &Claimed,
    engine: Engine,
    hand: OwnedSemaphorePermit,
    stop: &CancellationToken,
) -> Result<Left, LeaseError> {
    let purpose = Purpose::Plan { now: app.clock.now(), minimum_change: claimed.options.minimum_change };
    let snapshot = app.db.snapshot().await?;
    let planned = Planned::read(&snapshot, &claimed.timetable, &purpose).await;
    snapshot.commit().await?;
    let ended = match planned {
        Ok(planned) => match Solving::begin(claimed, planned, engine, hand).watch(app, claimed, stop).await? {
            Some(ended) => ended,
            None => return wait(app, claimed).await,
        },
        Err(Unplannable::Database(error)) => return Err(error.into()),
        Err(faults) => Ended::failed(format!("It cannot be planned: {faults}.")),
    };
    for _ in 1..MOST_TRIES {
        match finish::complete(app, claimed, ended.clone()).await {
            Err(LeaseError::Database(error)) => {
                tracing::warn!(error = %error, "solver: a result could not be written; trying again: {error}");
                tokio::time::sleep(BEAT).await;
            }
            done => return done.map(|()| Left::Ended),
        }
    }
    finish::complete(app, claimed, ended).await.map(|()| Left::Ended)
}

/// The solver at work on a thread of its own.
struct Solving {
    planned: Arc<Planned>,
    solver: JoinHandle<Result<Solution, SolveError>>,
    shown: watch::Receiver<Option<(Progress, Assignment)>>,
    enough: Enough,
}

/// Tells the solver to stop; also when whoever waits for it is gone.
struct Enough(Arc<AtomicBool>);

impl Drop for Enough {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Solving {
    fn begin(claimed: &Claimed, planned: Planned, engine: Engine, hand: OwnedSemaphorePermit) -> Self {
        let planned = Arc::new(planned);
        let (show, shown) = watch::channel(None);
        let enough = Enough(Arc::new(AtomicBool::new(false)));
        let seconds = u64::try_from(claimed.options.time_limit_seconds).unwrap_or_default();
        let options = Options { time_limit: Duration::from_secs(seconds), first_round: FIRST_ROUND, ..Options::default() };
        let (problem, stop) = (Arc::clone(&planned), Arc::clone(&enough.0));
        let solver = tokio::task::spawn_blocking(move || {
            let _hand = hand;
            engine(&problem.problem, &options, &mut |progress, best| {
                show.send_replace(Some((*progress, best.clone())));
                if stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })
        });
        Self { planned, solver, shown, enough }
    }

    /// Waits for the end; nothing, if this process is to end before.
    async fn watch(mut self, app: &App, claimed: &Claimed, stop: &CancellationToken) -> Result<Option<Ended>, LeaseError> {
        let mut beat = tokio::time::interval(BEAT);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut renewed = Instant::now();
        let mut told_to_stop = None;
        loop {
            tokio::select! {
                () = stop.cancelled() => return Ok(None),
                ended = &mut self.solver => return Ok(Some(self.ended(ended, told_to_stop.is_some()))),
                _ = beat.tick() => {}
            }
            let news = self.shown.has_changed().unwrap_or_default();
            if news || renewed.elapsed() >= RENEWED {
                let progress = self.shown.borrow_and_update().as_ref().map(|(progress, _)| *progress).filter(|_| news);
                tell(app, claimed, progress).await?;
                renewed = Instant::now();
            }
            match told_to_stop {
                None => {
                    let run = Runs(claimed.run.account_id).find(app.db.read(), claimed.id()).await?;
                    if run.is_none_or(|run| run.stop_requested) {
                        self.enough.0.store(true, Ordering::Relaxed);
                        told_to_stop = Some(Instant::now());
                    }
                }
                Some(since) => {
                    if let Some(ended) = self.given_up(since) {
                        return Ok(Some(ended));
                    }
                }
            }
        }
    }

    /// The best so far of a solver that was told to stop and goes on with its round. Its thread ends by itself.
    fn given_up(&self, since: Instant) -> Option<Ended> {
        let shown = self.shown.borrow();
        let rounds = shown.as_ref().map_or(0, |(progress, _)| progress.rounds);
        if since.elapsed() < if rounds > 0 { PATIENCE } else { FIRST_PATIENCE } {
            return None;
        }
        let best = shown.as_ref().map(|(progress, best)| Found::shown(&self.planned, best, *progress));
        Some(best.map_or_else(Ended::stopped_early, Ended::stopped))
    }

    fn ended(&self, ended: Result<Result<Solution, SolveError>, tokio::task::JoinError>, stopped: bool) -> Ended {
        match ended {
            Ok(Ok(solution)) => {
                let found = Found::of(&self.planned, &solution);
                // Told to stop, and ready by then all the same: that it was the best there is counts for more.
                if stopped && !solution.proven { Ended::stopped(found) } else { Ended::solved(found) }
            }
            Ok(Err(SolveError::Infeasible(conflicts))) => Ended::infeasible(&self.planned, &conflicts),
            Ok(Err(error)) => Ended::failed(format!("The solver gave up: {error}.")),
            Err(error) => {
                tracing::error!(error = %error, "solver: it failed: {error}");
                Ended::failed("The solver failed; the log says why.".to_owned())
            }
        }
    }
}

/// Renews the lease, and tells progress, if there is some.
async fn tell(app: &App, claimed: &Claimed, progress: Option<Progress>) -> Result<(), LeaseError> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    claimed.lease.renew(app, &tx).await?;
    if let Some(progress) = progress
        && let Some(run) = Runs(claimed.run.account_id).locked(&tx, claimed.id()).await?
    {
        let mut row = run.into_active_model();
        finish::progress(&mut row, &progress);
        row.updated_at = Set(now);
        let run = row.update(&*tx).await?;
        outbox::publish(&tx, vec![news::told(&run, claimed.timetable.queue_id, ChangeKind::Updated, now)]).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Puts a run back for another process, as if this one had not begun it.
async fn wait(app: &App, claimed: &Claimed) -> Result<Left, LeaseError> {
    let tx = app.db.begin().await?;
    claimed.lease.renew(app, &tx).await?;
    if let Some(run) = Runs(claimed.run.account_id).locked(&tx, claimed.id()).await? {
        let (now, attempts) = (app.clock.now(), run.attempts);
        let mut row = run.into_active_model();
        row.status = Set(entity::stored::SolverRunStatus::Queued);
        row.attempts = Set(attempts - 1);
        row.updated_at = Set(now);
        let run = row.update(&*tx).await?;
        outbox::publish(&tx, vec![news::told(&run, claimed.timetable.queue_id, ChangeKind::Updated, now)]).await?;
    }
    tx.commit().await?;
    Ok(Left::Waits)
}
