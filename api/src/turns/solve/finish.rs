//! What came of a run, written in one transaction: turns, loads, history, audit and news of the timetable, and the run itself.

use chrono::{DateTime, Utc};
use entity::{
    id::{PersonId, TimetableSlotId},
    solver_run,
    stored::{ChangeKind, SolverRunStatus, TimetableStatus},
    timetable,
};
use rota::{Conflict, Progress, Solution};
use sea_orm::{ActiveModelTrait, DbErr, IntoActiveModel, Set};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{claim::Claimed, news, problem::Planned, repository::Runs, result};
use crate::{
    app::App,
    auth::Actor,
    db::Tx,
    error::{Fault, Refusal},
    lease::LeaseError,
    live::outbox,
    turns::timetable::{repository::Timetables, write::By},
};

/// How a run ended.
#[derive(Clone, Debug)]
pub(super) struct Ended {
    status: SolverRunStatus,
    problem: Option<String>,
    conflict: Option<Value>,
    found: Option<Found>,
}

/// The best turns that were found.
#[derive(Clone, Debug)]
pub(super) struct Found {
    turns: Vec<GivenTurn>,
    progress: Progress,
    size: Option<(usize, usize)>,
}

/// A turn of a result: who, and in which slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct GivenTurn {
    pub(super) slot: TimetableSlotId,
    pub(super) person: PersonId,
}

/// Demands and a rule that cannot all hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ConflictRow {
    pub(super) constraint: rota::Constraint,
    pub(super) words: String,
    pub(super) turns: Vec<GivenTurn>,
}

impl Found {
    /// What the solver gave at its end.
    pub(super) fn of(planned: &Planned, solution: &Solution) -> Self {
        let size = Some((solution.columns, solution.rows));
        Self { size, ..Self::shown(planned, &solution.assignment, solution.progress) }
    }

    /// What the solver showed on its way.
    pub(super) fn shown(planned: &Planned, best: &rota::Assignment, progress: Progress) -> Self {
        Self { turns: best.turns().map(|turn| named(planned, turn)).collect(), progress, size: None }
    }
}

fn named(planned: &Planned, turn: rota::Turn) -> GivenTurn {
    let (person, slot) = planned.named(turn);
    GivenTurn { slot, person }
}

impl Ended {
    /// With the best there is, or the best within the time limit.
    pub(super) fn solved(found: Found) -> Self {
        Self { status: SolverRunStatus::Solved, problem: None, conflict: None, found: Some(found) }
    }

    /// When it was asked to stop, with the best so far. Nothing is written if nothing was sought yet.
    pub(super) fn stopped(found: Found) -> Self {
        if found.progress.rounds == 0 {
            return Self::stopped_early();
        }
        Self { status: SolverRunStatus::Stopped, ..Self::solved(found) }
    }

    /// When it was asked to stop before anything was found.
    pub(super) fn stopped_early() -> Self {
        Self { status: SolverRunStatus::Stopped, ..Self::failed("It was stopped before anything was found.".to_owned()) }
    }

    /// Without a result.
    pub(super) fn failed(problem: String) -> Self {
        Self { status: SolverRunStatus::Failed, problem: Some(problem), conflict: None, found: None }
    }

    /// Because the timetable is no longer the one it began from.
    pub(super) fn stale(timetable: &timetable::Model, run: &solver_run::Model) -> Self {
        let (base, version) = (run.base_version, timetable.version);
        Self::failed(format!("The timetable was changed meanwhile: it is at version {version}, the run began from {base}. Solve it again."))
    }

    /// Because hard rules contradict each other.
    pub(super) fn infeasible(planned: &Planned, conflicts: &[Conflict]) -> Self {
        let rows = conflicts.iter().map(|conflict| ConflictRow {
            constraint: conflict.rule,
            words: conflict.words(&planned.problem),
            turns: conflict.demands.iter().map(|demand| named(planned, demand.turn)).collect(),
        });
        let rows: Vec<ConflictRow> = rows.collect();
        let problem = rows.first().map(|row| row.words.clone());
        Self { status: SolverRunStatus::Infeasible, problem, conflict: Some(json!(rows)), found: None }
    }
}

/// Ends a run that is in hand: takes its result over if the timetable is still the one it began from.
///
/// # Errors
/// The database's; [`LeaseError::Lost`] when another process has begun it again.
pub(super) async fn complete(app: &App, claimed: &Claimed, mut ended: Ended) -> Result<(), LeaseError> {
    let (account, now) = (claimed.run.account_id, app.clock.now());
    let tx = app.db.begin().await?;
    claimed.lease.renew(app, &tx).await?;
    // The timetable first, as whoever throws it away does.
    let timetable = Timetables(account).locked(&tx, claimed.run.timetable_id).await?;
    let run = Runs(account).locked(&tx, claimed.id()).await?;
    if let (Some(mut timetable), Some(run)) = (timetable, run) {
        if let Some(found) = ended.found.clone() {
            match take(&tx, &run, &timetable, &found, now).await.map_err(fault)? {
                Taken::Written(row) => timetable = *row,
                Taken::Refused(why) => ended = Ended { found: Some(found), ..why },
            }
        }
        end(&tx, run, &timetable, ended, now).await?;
    }
    claimed.lease.forget(&tx).await?;
    tx.commit().await?;
    Ok(())
}

/// What became of a result.
enum Taken {
    Written(Box<timetable::Model>),
    Refused(Ended),
}

async fn take(tx: &Tx, run: &solver_run::Model, timetable: &timetable::Model, found: &Found, now: DateTime<Utc>) -> Result<Taken, Refusal> {
    if timetable.version != run.base_version || timetable.status == TimetableStatus::Archived {
        return Ok(Taken::Refused(Ended::stale(timetable, run)));
    }
    let actor = Actor { kind: run.actor_kind, id: run.actor_id, name: run.actor_name.clone() };
    // Other timetables may have been edited meanwhile, and people have become busy.
    match result::write(tx, By::Job(&actor, "timetableSolve"), timetable.clone(), &found.turns, now).await {
        Ok(written) => Ok(Taken::Written(Box::new(written.timetable))),
        Err(Refusal::User(problems)) => {
            let why: Vec<String> = problems.into_iter().map(|problem| problem.message).collect();
            Ok(Taken::Refused(Ended::failed(format!("What was found is not possible any more: {} Solve it again.", why.join(" ")))))
        }
        Err(fault) => Err(fault),
    }
}

/// Writes that what a run found was taken over after all, and tells it.
///
/// # Errors
/// The database's.
pub(super) async fn taken_over(
    tx: &Tx,
    run: solver_run::Model,
    timetable: &timetable::Model,
    now: DateTime<Utc>,
) -> Result<solver_run::Model, DbErr> {
    let failed = run.status == SolverRunStatus::Failed;
    let mut row = run.into_active_model();
    if failed {
        row.status = Set(SolverRunStatus::Solved);
        row.problem = Set(None);
    }
    row.updated_at = Set(now);
    let run = row.update(&**tx).await?;
    outbox::publish(tx, vec![news::told(&run, timetable.queue_id, ChangeKind::Updated, now)]).await?;
    Ok(run)
}

/// Writes that a run has ended, and tells it.
///
/// # Errors
/// The database's.
pub(super) async fn end(
    tx: &Tx,
    run: solver_run::Model,
    timetable: &timetable::Model,
    ended: Ended,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let mut row = run.into_active_model();
    if let Some(found) = &ended.found {
        progress(&mut row, &found.progress);
        row.result = Set(Some(json!(found.turns)));
        let size = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
        row.columns = Set(found.size.map(|(columns, _)| size(columns)));
        row.rows = Set(found.size.map(|(_, rows)| size(rows)));
    }
    row.status = Set(ended.status);
    row.problem = Set(ended.problem);
    row.conflict = Set(ended.conflict);
    row.ended_at = Set(Some(now));
    row.updated_at = Set(now);
    let run = row.update(&**tx).await?;
    tracing::info!(
        solver_run.id = %run.id,
        timetable.id = %timetable.id,
        "solver: a run ended {}, score {:?}, gap {:?}, after {:?} s",
        run.status.as_str(),
        run.incumbent,
        run.gap,
        run.seconds
    );
    outbox::publish(tx, vec![news::told(&run, timetable.queue_id, ChangeKind::Updated, now)]).await
}

/// The turns that a run found, if it found some.
///
/// # Errors
/// When they are not what was written.
pub(super) fn given(run: &solver_run::Model) -> Result<Option<Vec<GivenTurn>>, DbErr> {
    run.result.clone().map(serde_json::from_value).transpose().map_err(|error| DbErr::Json(error.to_string()))
}

/// How far it has come, as the row keeps it.
pub(super) fn progress(row: &mut solver_run::ActiveModel, progress: &Progress) {
    row.incumbent = Set(Some(i64::try_from(progress.cost).unwrap_or(i64::MAX)));
    // A bound is a sum of weights, each a million at the most: far within what a float counts exactly.
    row.bound = Set(Some(progress.bound as f64));
    row.gap = Set(Some(progress.gap()));
    row.seconds = Set(Some(progress.seconds));
}

fn fault(refusal: Refusal) -> LeaseError {
    let text = match refusal {
        Refusal::Fault(Fault::Internal(error)) => match error.downcast::<DbErr>() {
            Ok(error) => return error.into(),
            Err(error) => format!("{error:#}"),
        },
        Refusal::Fault(fault) => fault.message(),
        Refusal::User(problems) => problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>().join(" "),
    };
    DbErr::Custom(text).into()
}
