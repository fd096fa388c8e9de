//! The process's hands for runs: as many solve at once as the settings say, the others wait.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use entity::{id::SolverRunId, stored::Topic};
use futures_util::{Stream, StreamExt};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task::JoinSet,
};
use tokio_util::sync::CancellationToken;

use super::{
    claim::{Claimed, claim},
    job::{self, Engine, Left},
};
use crate::{
    app::App,
    lease::LeaseError,
    live::stream::{self},
};

/// How often runs are looked for when nothing calls: a run whose process died makes no noise.
const LOOK: Duration = Duration::from_secs(5);
/// Pause after a failure.
const AGAIN: Duration = Duration::from_secs(1);

/// The solver itself.
pub fn engine() -> Engine {
    Arc::new(|problem, options, watch| rota::solve_shown(problem, options, watch))
}

/// Runs that this process has in hand.
type InHand = Arc<Mutex<HashSet<SolverRunId>>>;

/// Takes up runs and solves them until `stop`. Failures are logged, and the run is begun again.
pub async fn run(app: App, holder: String, engine: Engine, stop: CancellationToken) {
    let hands = Arc::new(Semaphore::new(usize::try_from(app.config.solver.concurrent).unwrap_or(1).max(1)));
    let in_hand = InHand::default();
    let mut runs = JoinSet::new();
    // Followed from before the first look on: what is asked for during one calls for the next.
    let mut changes = Box::pin(changes(&app));
    loop {
        let pause = match take_up(&app, &holder, &engine, &hands, &in_hand, &mut runs, &stop).await {
            Ok(()) => LOOK,
            Err(error) => {
                tracing::error!(error = %error, "solver: runs could not be taken up; trying again: {error}");
                AGAIN
            }
        };
        tokio::select! {
            () = stop.cancelled() => break,
            heard = changes.next() => if heard.is_none() {
                // Fell behind what is kept: the look reads all there is anyway.
                changes = Box::pin(self::changes(&app));
            },
            Some(_) = runs.join_next(), if !runs.is_empty() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
    while runs.join_next().await.is_some() {}
}

/// Takes up runs as long as there are some and a hand is free.
async fn take_up(
    app: &App,
    holder: &str,
    engine: &Engine,
    hands: &Arc<Semaphore>,
    in_hand: &InHand,
    runs: &mut JoinSet<()>,
    stop: &CancellationToken,
) -> Result<(), LeaseError> {
    while let Ok(hand) = Arc::clone(hands).try_acquire_owned() {
        let known = in_hand.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(claimed) = claim(app, holder, &known).await? else { return Ok(()) };
        let held = Held::take(in_hand, claimed.id());
        runs.spawn(one(app.clone(), claimed, Arc::clone(engine), hand, held, stop.clone()));
    }
    Ok(())
}

async fn one(app: App, claimed: Claimed, engine: Engine, hand: OwnedSemaphorePermit, held: Held, stop: CancellationToken) {
    match job::work(&app, &claimed, engine, hand, &stop).await {
        Ok(Left::Ended) => {}
        Err(LeaseError::Lost) => tracing::warn!(solver_run.id = %claimed.id(), "solver: a run was begun again by another process"),
        Ok(Left::Waits) => give_back(&app, claimed).await,
        Err(error) => {
            // What it was stopped by may pass: it is begun again, and given up after a few times.
            tracing::error!(solver_run.id = %claimed.id(), error = %error, "solver: a run failed: {error}");
            give_back(&app, claimed).await;
        }
    }
    drop(held);
}

async fn give_back(app: &App, claimed: Claimed) {
    if let Err(error) = claimed.lease.give_back(app).await {
        tracing::warn!(error = %error, "solver: a lease could not be given back; it ends by itself: {error}");
    }
}

/// A run in hand, until this is dropped.
struct Held(InHand, SolverRunId);

impl Held {
    fn take(in_hand: &InHand, id: SolverRunId) -> Self {
        in_hand.lock().unwrap_or_else(PoisonError::into_inner).insert(id);
        Self(Arc::clone(in_hand), id)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.1);
    }
}

/// What happens to runs, from now on.
fn changes(app: &App) -> impl Stream<Item = ()> + use<> {
    let live = app.live.clone();
    let head = live.head();
    // An error is the stream's last word.
    stream::changes(live, head, None, |change| change.topic == Topic::SolverRun)
        .take_while(|heard| std::future::ready(heard.is_ok()))
        .map(drop)
}
