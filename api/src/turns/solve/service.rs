//! Runs asked for, and stopped.

use entity::{
    id::{SolverRunId, TimetableId},
    solver_run,
    stored::{ChangeKind, SolverRunStatus},
    timetable,
};
use sea_orm::{ActiveModelTrait, DbErr, EntityTrait, IntoActiveModel, Set};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    finish, news,
    repository::{ACTIVE, Runs},
    result,
};
use crate::{
    app::App,
    audit,
    auth::Permit,
    db::Tx,
    error::{Outcome, Problem, ProblemCode, Refusal, is_taken},
    live::outbox,
    turns::{
        check::Check,
        timetable::{
            repository::Timetables,
            state::{self, Step},
            write::{By, Written},
        },
    },
};

/// Seconds a run may take, if nobody says otherwise.
pub(super) const DEFAULT_SECONDS: i32 = 30;
/// Seconds a run may take at the most.
const MOST_SECONDS: i32 = 600;

/// What a run was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Options {
    /// When to be content with the best so far.
    pub time_limit_seconds: i32,
    /// Whether each change has its price.
    pub minimum_change: bool,
    /// Whether credit and debt are ignored; none: as the queue's settings say.
    pub forgive_credit: Option<bool>,
}

impl Options {
    /// As a row keeps them.
    ///
    /// # Errors
    /// When they are none.
    pub(in crate::turns) fn of(run: &solver_run::Model) -> Result<Self, DbErr> {
        serde_json::from_value(run.options.clone()).map_err(|error| DbErr::Json(error.to_string()))
    }
}

/// Asks for a timetable to be solved. It waits until a process has a hand free.
///
/// # Errors
/// `NOT_FOUND`; `INVALID` for a time limit; `CONFLICT` for an archived timetable; `TAKEN` while another run has not ended.
pub async fn ask(app: &App, permit: Permit<'_>, timetable: TimetableId, options: Options) -> Outcome<solver_run::Model> {
    let account = permit.account_id();
    let tx = app.db.begin().await?;
    let found = Timetables(account).locked(&tx, timetable).await?.ok_or_else(|| Problem::not_found("timetable", &["id"]))?;
    let mut check = Check::at(&["input"]);
    check.number("timeLimitSeconds", options.time_limit_seconds, 1..=MOST_SECONDS);
    check.done()?;
    state::step(found.status, Step::Edit, &["id"])?;
    if Runs(account).active(&*tx, timetable).await?.is_some() {
        return Err(taken().into());
    }
    let (now, actor) = (app.clock.now(), permit.actor());
    let row = solver_run::Model {
        id: SolverRunId::new(),
        account_id: account,
        timetable_id: timetable,
        base_version: found.version,
        status: SolverRunStatus::Queued,
        options: json!(options),
        incumbent: None,
        bound: None,
        gap: None,
        columns: None,
        rows: None,
        seconds: None,
        attempts: 0,
        stop_requested: false,
        problem: None,
        conflict: None,
        result: None,
        fence: None,
        actor_kind: actor.kind,
        actor_id: actor.id,
        actor_name: actor.name,
        created_at: now,
        started_at: None,
        ended_at: None,
        updated_at: now,
    };
    solver_run::Entity::insert(row.clone().into_active_model()).exec_without_returning(&*tx).await.map_err(refusal)?;
    let after = json!({ "timetableId": timetable, "version": found.version, "options": options });
    record(&tx, &permit, &row, after, ChangeKind::Created, found.queue_id).await?;
    tx.commit().await?;
    Ok(row)
}

/// Stops a run: one that waits ends, one that solves ends with the best so far. One that has ended stays as it is.
///
/// # Errors
/// `NOT_FOUND`.
pub(super) async fn stop(app: &App, permit: Permit<'_>, id: SolverRunId) -> Outcome<solver_run::Model> {
    let account = permit.account_id();
    let tx = app.db.begin().await?;
    let run = Runs(account).locked(&tx, id).await?.ok_or_else(|| Problem::not_found("run", &["id"]))?;
    let timetable = Timetables(account).find(&*tx, run.timetable_id).await?.ok_or_else(|| Problem::not_found("run", &["id"]))?;
    let waits = run.status == SolverRunStatus::Queued;
    if run.stop_requested || !(waits || run.status == SolverRunStatus::Running) {
        return Ok(run);
    }
    let now = app.clock.now();
    let mut row = run.into_active_model();
    row.stop_requested = Set(true);
    row.updated_at = Set(now);
    if waits {
        row.status = Set(SolverRunStatus::Stopped);
        row.ended_at = Set(Some(now));
    }
    let run = row.update(&*tx).await?;
    let after = json!({ "timetableId": run.timetable_id, "status": run.status });
    record(&tx, &permit, &run, after, ChangeKind::Updated, timetable.queue_id).await?;
    tx.commit().await?;
    Ok(run)
}

/// What became of a result that was to be taken over.
#[derive(Debug)]
pub(super) enum Applied {
    /// It is the timetable's now.
    Done(Box<solver_run::Model>, Box<Written>),
    /// Nothing was done: somebody has edited the timetable meanwhile. This is what it is now.
    Stale(Box<timetable::Model>),
}

/// Writes what a run found into its timetable as that is now, whatever was edited since: all of it, or nothing.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` for a run that has not ended or found nothing, for an archived timetable, for people without a line;
/// what speaks against it, as at `turnAssign`.
pub(super) async fn apply(app: &App, permit: Permit<'_>, id: SolverRunId, version: i32) -> Outcome<Applied> {
    let account = permit.account_id();
    let missing = || Problem::not_found("run", &["id"]);
    let tx = app.db.begin().await?;
    let known = Runs(account).find(&*tx, id).await?.ok_or_else(missing)?;
    // The timetable first, as whoever throws it away does.
    let timetable = Timetables(account).locked(&tx, known.timetable_id).await?.ok_or_else(missing)?;
    let run = Runs(account).locked(&tx, id).await?.ok_or_else(missing)?;
    state::step(timetable.status, Step::Edit, &["id"])?;
    if ACTIVE.contains(&run.status) {
        return Err(Problem::new(ProblemCode::Conflict, &["id"], "The run has not ended yet: wait for it, or stop it.").into());
    }
    let Some(found) = finish::given(&run)? else {
        return Err(Problem::new(ProblemCode::Conflict, &["id"], "The run has found nothing that could be taken over.").into());
    };
    if timetable.version != version {
        return Ok(Applied::Stale(Box::new(timetable)));
    }
    let now = app.clock.now();
    let written = result::write(&tx, By::Caller(&permit), timetable, &found, now).await?;
    let run = finish::taken_over(&tx, run, &written.timetable, now).await?;
    tx.commit().await?;
    Ok(Applied::Done(Box::new(run), Box::new(written)))
}

async fn record(
    tx: &Tx,
    permit: &Permit<'_>,
    run: &solver_run::Model,
    after: serde_json::Value,
    kind: ChangeKind,
    queue: entity::id::QueueId,
) -> Result<(), DbErr> {
    let change = audit::Change { subject_id: Some(run.id.to_string()), after: Some(after), ..audit::Change::default() };
    audit::record(tx, permit, run.updated_at, change).await?;
    outbox::publish(tx, vec![news::told(run, queue, kind, run.updated_at)]).await
}

fn taken() -> Problem {
    Problem::new(ProblemCode::Taken, &["id"], "A run for this timetable has not ended yet: wait for it, or stop it.")
}

/// Of two who ask at once, the index lets one through.
fn refusal(error: DbErr) -> Refusal {
    if is_taken(&error, "solver_run_active_key", "solver_run.timetable_id") { taken().into() } else { error.into() }
}
