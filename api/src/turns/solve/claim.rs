//! A run taken up: by one process at a time, under a lease named for the run. Whose process dies loses the lease with time, and
//! another begins the run again.

use std::collections::HashSet;

use entity::{
    id::SolverRunId,
    solver_run,
    stored::{ChangeKind, SolverRunStatus},
    timetable,
};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};

use super::{
    finish::{self, Ended},
    news,
    repository::{self, Runs},
    service::Options,
};
use crate::{
    app::App,
    lease::{Lease, LeaseError},
    live::outbox,
    turns::timetable::{loads, repository::Timetables},
};

/// How often a run is begun before it is given up: what kills three processes would kill the fourth.
const MOST_ATTEMPTS: i32 = 3;

/// A run that is this process's to solve.
#[derive(Debug)]
pub struct Claimed {
    pub(super) lease: Lease,
    pub(super) run: solver_run::Model,
    pub(super) timetable: timetable::Model,
    pub(super) options: Options,
}

impl Claimed {
    /// Which run.
    pub fn id(&self) -> SolverRunId {
        self.run.id
    }
}

/// What a lease on a run is called.
fn lease_of(run: SolverRunId) -> String {
    format!("solver/{run}")
}

/// Takes up the oldest run that waits, or whose process is gone; not those that this process has in hand. Runs that cannot be
/// begun are ended on the way.
///
/// # Errors
/// The database's.
pub async fn claim(app: &App, holder: &str, in_hand: &HashSet<SolverRunId>) -> Result<Option<Claimed>, LeaseError> {
    for run in repository::waiting(app.db.read()).await? {
        if in_hand.contains(&run.id) {
            continue;
        }
        let Some(lease) = Lease::take(app, &lease_of(run.id), holder).await? else { continue };
        match begin(app, lease, run.id, run.account_id).await {
            Ok(Some(claimed)) => return Ok(Some(claimed)),
            // Ended meanwhile, or taken over by another.
            Ok(None) | Err(LeaseError::Lost) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

/// Begins a run, if it may be: from now on it is `RUNNING`. Loads are found anew, by who is there and by what they are owed now.
async fn begin(app: &App, lease: Lease, id: SolverRunId, account: entity::id::AccountId) -> Result<Option<Claimed>, LeaseError> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    lease.renew(app, &tx).await?;
    let Some(known) = Runs(account).find(&*tx, id).await? else {
        lease.forget(&tx).await?;
        tx.commit().await?;
        return Ok(None);
    };
    let Some(timetable) = Timetables(account).locked(&tx, known.timetable_id).await? else { return Ok(None) };
    let Some(run) = Runs(account).locked(&tx, id).await?.filter(|run| repository::ACTIVE.contains(&run.status)) else {
        lease.forget(&tx).await?;
        tx.commit().await?;
        return Ok(None);
    };
    let options = Options::of(&run);
    let ended = if run.stop_requested {
        Some(Ended::stopped_early())
    } else if let Err(error) = &options {
        Some(Ended::failed(error.to_string()))
    } else if run.attempts >= MOST_ATTEMPTS {
        Some(Ended::failed(format!("It was begun {MOST_ATTEMPTS} times, and the process that solved it did not live to its end.")))
    } else if timetable.version != run.base_version {
        Some(Ended::stale(&timetable, &run))
    } else {
        None
    };
    if let Some(ended) = ended {
        finish::end(&tx, run, &timetable, ended, now).await?;
        lease.forget(&tx).await?;
        tx.commit().await?;
        return Ok(None);
    }
    let options = options?;
    loads::aim(&tx, &timetable, now).await?;
    let attempts = run.attempts + 1;
    let mut row = run.into_active_model();
    row.status = Set(SolverRunStatus::Running);
    row.attempts = Set(attempts);
    row.fence = Set(Some(lease.fence()));
    row.started_at = Set(Some(now));
    row.updated_at = Set(now);
    let run = row.update(&*tx).await?;
    outbox::publish(&tx, vec![news::told(&run, timetable.queue_id, ChangeKind::Updated, now)]).await?;
    tx.commit().await?;
    tracing::info!(solver_run.id = %run.id, timetable.id = %timetable.id, "solver: begins a run, attempt {attempts}");
    Ok(Some(Claimed { lease, run, timetable, options }))
}
