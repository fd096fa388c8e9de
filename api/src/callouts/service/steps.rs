//! Callouts started, paused, stopped: one step of the machine each.

use chrono::{DateTime, Utc};
use entity::{
    callout,
    id::CalloutId,
    stored::{CalloutStatus, ChangeKind},
};
use sea_orm::{ActiveModelTrait, DbErr, IntoActiveModel};
use serde_json::json;

use super::{ID, locked, providers_of, told};
use crate::{
    app::App,
    audit,
    auth::Permit,
    callouts::{
        readiness::{NotReady, ready},
        state::{self, Step},
        tally,
        types::kept,
    },
    calls::attempts::open,
    db::Tx,
    error::{Outcome, Problem, Refusal},
};

/// How often it is tried to stop a callout when others stand in the way.
const TRIES: u32 = 5;

/// What speaks against a start, and does not forbid it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warning {
    /// Nobody takes part yet.
    Empty,
}

/// A callout that was started.
#[derive(Debug)]
pub struct Started {
    /// The callout.
    pub callout: callout::Model,
    /// What speaks against it.
    pub warnings: Vec<Warning>,
}

/// Starts a callout; one without anybody in it, too.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` in a status from which it cannot be started, and for what it lacks; `CAPABILITY_UNSUPPORTED` when a
/// provider cannot do what is wanted of it.
pub async fn start(app: &App, permit: Permit<'_>, id: CalloutId) -> Outcome<Started> {
    let tx = app.db.begin().await?;
    let before = locked(&tx, &permit, id, ID).await?;
    state::step(before.status, Step::Start, ID)?;
    may_run(app, &tx, &before).await?;
    let callout = save(app, &tx, &permit, before, Step::Start, None).await?;
    let counted = tally::read(&*tx, id).await?;
    tx.commit().await?;
    let warnings = if counted.participations() == 0 { vec![Warning::Empty] } else { Vec::new() };
    Ok(Started { callout, warnings })
}

/// Has a callout start by itself.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` in a status from which it cannot be; `INVALID` for an instant that is over.
pub async fn schedule(app: &App, permit: Permit<'_>, id: CalloutId, at: DateTime<Utc>) -> Outcome<callout::Model> {
    let tx = app.db.begin().await?;
    let before = locked(&tx, &permit, id, ID).await?;
    state::step(before.status, Step::Schedule, ID)?;
    if at <= app.clock.now() {
        return Err(Problem::invalid(&["at"], "This is over: give an instant to come.").into());
    }
    let row = save(app, &tx, &permit, before, Step::Schedule, Some(at)).await?;
    tx.commit().await?;
    Ok(row)
}

/// Takes back that it starts by itself.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` when it is not to start by itself.
pub async fn unschedule(app: &App, permit: Permit<'_>, id: CalloutId) -> Outcome<callout::Model> {
    step(app, permit, id, Step::Unschedule).await
}

/// Calls nobody for the moment; calls that are under way go on.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` when it is not running.
pub async fn pause(app: &App, permit: Permit<'_>, id: CalloutId) -> Outcome<callout::Model> {
    step(app, permit, id, Step::Pause).await
}

/// Goes on.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` when it is neither paused nor stopped; as [`start`] for what it lacks by now.
pub async fn resume(app: &App, permit: Permit<'_>, id: CalloutId) -> Outcome<callout::Model> {
    let tx = app.db.begin().await?;
    let before = locked(&tx, &permit, id, ID).await?;
    state::step(before.status, Step::Resume, ID)?;
    may_run(app, &tx, &before).await?;
    let row = save(app, &tx, &permit, before, Step::Resume, None).await?;
    tx.commit().await?;
    Ok(row)
}

/// Ends it, until it is resumed; calls that are under way go on, or are hung up if that is wanted.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` when it is neither running nor paused.
pub async fn stop(app: &App, permit: Permit<'_>, id: CalloutId, hang_up: bool) -> Outcome<callout::Model> {
    if !hang_up {
        return step(app, permit, id, Step::Stop).await;
    }
    let mut tries = 1..TRIES;
    loop {
        match stop_and_hang_up(app, permit, id).await {
            // Calls that have just begun may be another's to write about.
            Err(Refusal::Fault(fault)) if fault.is_busy() && tries.next().is_some() => {}
            done => return done,
        }
    }
}

async fn stop_and_hang_up(app: &App, permit: Permit<'_>, id: CalloutId) -> Outcome<callout::Model> {
    let (account, now) = (permit.account_id(), app.clock.now());
    let tx = app.db.begin().await?;
    open::hold(&tx, account, id).await?;
    let before = locked(&tx, &permit, id, ID).await?;
    // With the callout held, nothing more begins: those that began meanwhile are among them.
    let row = save(app, &tx, &permit, before, Step::Stop, None).await?;
    let ended = open::end(&tx, account, id, now).await?;
    let after = json!({ "hangUp": ended });
    let change = audit::Change { subject_id: Some(id.to_string()), after: Some(after), ..audit::Change::default() };
    audit::record(&tx, &permit, now, change).await?;
    tx.commit().await?;
    Ok(row)
}

async fn step(app: &App, permit: Permit<'_>, id: CalloutId, step: Step) -> Outcome<callout::Model> {
    let tx = app.db.begin().await?;
    let before = locked(&tx, &permit, id, ID).await?;
    let row = save(app, &tx, &permit, before, step, None).await?;
    tx.commit().await?;
    Ok(row)
}

async fn may_run(app: &App, tx: &Tx, row: &callout::Model) -> Outcome<()> {
    lacks(tx, row, app.clock.now()).await?.map_or(Ok(()), |lack| Err(lack.problem(ID).into()))
}

/// What stands in the way of a start, if anything does.
async fn lacks(tx: &Tx, row: &callout::Model, now: DateTime<Utc>) -> Result<Option<NotReady>, DbErr> {
    let routes = kept(&row.routes)?;
    let providers = providers_of(&**tx, row.account_id, &routes).await?;
    Ok(ready(row, &routes, &providers, now).err())
}

/// Writes a step; `at` is when it starts by itself from now on, if that is another.
async fn save(
    app: &App,
    tx: &Tx,
    permit: &Permit<'_>,
    before: callout::Model,
    step: Step,
    at: Option<DateTime<Utc>>,
) -> Outcome<callout::Model> {
    let status = state::step(before.status, step, ID)?;
    let was = json!({ "status": before.status, "startsAt": before.starts_at });
    let before = callout::Model { starts_at: at.or(before.starts_at), ..before };
    let row = moved(before, status, app.clock.now()).into_active_model().reset_all().update(&**tx).await?;
    let is = json!({ "status": row.status, "startsAt": row.starts_at });
    told(tx, permit, &row, ChangeKind::Updated, Some(was), Some(is)).await?;
    Ok(row)
}

/// A callout that comes to a status: when somebody has to look at it, and since when it is so.
fn moved(mut row: callout::Model, status: CalloutStatus, now: DateTime<Utc>) -> callout::Model {
    row.status = status;
    row.updated_at = now;
    // Whoever took it up before the step has nothing to write any more.
    row.fence += 1;
    row.due_at = None;
    match status {
        CalloutStatus::Running => {
            row.started_at = row.started_at.or(Some(now));
            row.completed_at = None;
            (row.error_code, row.error_message) = (None, None);
            row.tokens_at = now;
            row.due_at = Some(now);
        }
        CalloutStatus::Scheduled => row.due_at = row.starts_at,
        CalloutStatus::Initialized => row.starts_at = None,
        CalloutStatus::Stopped => row.stopped_at = Some(now),
        CalloutStatus::Completed => row.completed_at = Some(now),
        CalloutStatus::Paused | CalloutStatus::Errored => {}
    }
    row
}

/// What a callout is once the instant of its start has come: running, or, if it cannot be, in error and why.
///
/// # Errors
/// The database's.
pub(in crate::callouts) async fn begin(tx: &Tx, row: callout::Model, now: DateTime<Utc>) -> Result<callout::Model, DbErr> {
    let lack = lacks(tx, &row, now).await?;
    let step = if lack.is_some() { Step::Fail } else { Step::Reach };
    let Some(status) = state::next(row.status, step) else { return Ok(row) };
    let mut row = moved(row, status, now);
    if let Some(lack) = lack {
        (row.error_code, row.error_message) = (Some(lack.code().to_owned()), Some(lack.message()));
    }
    row.into_active_model().reset_all().update(&**tx).await
}
