//! One turn of a run, written down: the run with its new state and what is done next, what nodes heard, and news. What was heard is kept
//! as it comes, so that a crash, or a hung up telephone, loses nothing of it.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    flow_recording, flow_result, flow_run, flow_version,
    id::{AccountId, AttemptId, CalloutId, ContactId, FlowRecordingId, FlowRunId, ProviderId},
    stored::{ChangeKind, FlowResultKind, FlowRunStatus, RecordingStatus},
};
use flow::{
    Document, Effect, Ending, NodeResult, Response, State, Step, Variables, begin, step,
    voice::{Act, Heard, Joined, Then},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, LockType, OnConflict},
};
use serde::{Serialize, de::DeserializeOwned};

use super::{super::pick::document, news};
use crate::{db::Tx, live::outbox};

/// Characters of a response that are kept.
const RESPONSE_LENGTH: usize = 150;

/// A call that is to be led.
#[derive(Clone, Debug)]
pub struct Call {
    /// Whose.
    pub account_id: AccountId,
    /// Which attempt.
    pub attempt_id: AttemptId,
    /// Its callout, if any.
    pub callout_id: Option<CalloutId>,
    /// The contact that is called, if it is one.
    pub contact_id: Option<ContactId>,
    /// Over which provider.
    pub provider_id: ProviderId,
    /// The language of whoever is called, as far as is known.
    pub language: Option<String>,
    /// What is known of whoever is called.
    pub variables: Variables,
}

/// A turn that was written down.
#[derive(Clone, Debug)]
pub struct Turned {
    /// The run as it is now.
    pub run: flow_run::Model,
    /// What is done next.
    pub act: Act,
    /// What is to be done outside of the call.
    pub effects: Vec<Effect>,
}

/// The run that leads an attempt, which nobody else changes until the transaction ends.
///
/// # Errors
/// The database's.
pub async fn locked(tx: &Tx, attempt: AttemptId) -> Result<Option<flow_run::Model>, DbErr> {
    let rows = flow_run::Entity::find().filter(flow_run::Column::CallAttemptId.eq(attempt));
    rows.lock(LockType::NoKeyUpdate).one(&**tx).await
}

/// Begins a run: somebody, or something, has answered.
///
/// # Errors
/// The database's.
pub async fn first(
    tx: &Tx,
    version: &flow_version::Model,
    call: &Call,
    heard: &Heard,
    kept: Option<TimeDelta>,
    now: DateTime<Utc>,
) -> Result<Turned, DbErr> {
    let document = document(version)?;
    let state = begin(&document, call.language.as_deref(), call.variables.clone());
    let step = private(step(&document, &state, heard), call.account_id);
    let run = flow_run::Model {
        id: FlowRunId::new(),
        account_id: call.account_id,
        flow_version_id: version.id,
        call_attempt_id: call.attempt_id,
        callout_id: call.callout_id,
        contact_id: call.contact_id,
        status: FlowRunStatus::Running,
        outcome: None,
        problem: None,
        node: None,
        language: step.state.language.clone(),
        turn: 0,
        state: json(&step.state)?,
        act: json(&step.act)?,
        started_at: now,
        updated_at: now,
        ended_at: None,
    };
    let run = after(run, &step, now);
    flow_run::Entity::insert(run.clone().into_active_model()).exec_without_returning(&**tx).await?;
    written(tx, &run, step, call.provider_id, kept, ChangeKind::Created, now).await
}

/// Goes on with a run by the turn after its last.
///
/// # Errors
/// The database's.
pub async fn next(
    tx: &Tx,
    run: flow_run::Model,
    version: &flow_version::Model,
    heard: &Heard,
    provider: ProviderId,
    kept: Option<TimeDelta>,
    now: DateTime<Utc>,
) -> Result<Turned, DbErr> {
    let document: Document = document(version)?;
    let state: State = read(&run.state)?;
    let step = private(step(&document, &state, heard), run.account_id);
    let turn = run.turn.saturating_add(1);
    let run = flow_run::Model { turn, state: json(&step.state)?, act: json(&step.act)?, ..run };
    let run = after(run, &step, now);
    let run = run.into_active_model().reset_all().update(&**tx).await?;
    written(tx, &run, step, provider, kept, ChangeKind::Updated, now).await
}

/// What a run's last turn was answered with.
///
/// # Errors
/// When the column holds something else.
pub fn last_act(run: &flow_run::Model) -> Result<Act, DbErr> {
    read(&run.act)
}

/// Ends the runs of attempts that are over: whoever was called has hung up, whichever turn it was at.
///
/// # Errors
/// The database's.
pub async fn over(tx: &Tx, attempts: &[AttemptId], now: DateTime<Utc>) -> Result<(), DbErr> {
    if attempts.is_empty() {
        return Ok(());
    }
    let open = flow_run::Entity::find()
        .filter(flow_run::Column::CallAttemptId.is_in(attempts.iter().copied()))
        .filter(flow_run::Column::Status.eq(FlowRunStatus::Running))
        .lock(LockType::NoKeyUpdate)
        .all(&**tx)
        .await?;
    let mut told = Vec::new();
    for run in open {
        let mut state: State = read(&run.state)?;
        state.ending = Some(Ending::HungUp);
        let run = flow_run::Model { status: FlowRunStatus::HungUp, state: json(&state)?, ended_at: Some(now), updated_at: now, ..run };
        told.push(news::told(&run, ChangeKind::Updated, now));
        run.into_active_model().reset_all().update(&**tx).await?;
    }
    outbox::publish(tx, told).await
}

/// Which of the attempts left a message on a machine.
///
/// # Errors
/// The database's.
pub async fn messages_left(tx: &Tx, attempts: impl Iterator<Item = AttemptId>) -> Result<HashSet<AttemptId>, DbErr> {
    let attempts: Vec<AttemptId> = attempts.collect();
    if attempts.is_empty() {
        return Ok(HashSet::new());
    }
    let left = flow_result::Entity::find()
        .select_only()
        .column(flow_result::Column::RunId)
        .filter(flow_result::Column::Kind.eq(FlowResultKind::MessageLeft));
    let runs = flow_run::Entity::find()
        .select_only()
        .column(flow_run::Column::CallAttemptId)
        .filter(flow_run::Column::CallAttemptId.is_in(attempts))
        .filter(flow_run::Column::Id.in_subquery(left.into_query()));
    Ok(runs.into_tuple().all(&**tx).await?.into_iter().collect())
}

/// The step with a room that is the account's own: who leads calls of another account never meets in it.
fn private(mut step: Step, account: AccountId) -> Step {
    if let Then::Conference { room } = &mut step.act.then {
        *room = format!("{account}-{room}");
    }
    step
}

/// The run after a step.
fn after(run: flow_run::Model, step: &Step, now: DateTime<Utc>) -> flow_run::Model {
    let (status, problem) = match &step.state.ending {
        None => (FlowRunStatus::Running, None),
        Some(Ending::Completed) => (FlowRunStatus::Completed, None),
        Some(Ending::HungUp) => (FlowRunStatus::HungUp, None),
        Some(Ending::TooLong) => (FlowRunStatus::TooLong, None),
        Some(Ending::Failed { why }) => (FlowRunStatus::Failed, Some(why.clone())),
    };
    flow_run::Model {
        status,
        problem: problem.or(run.problem),
        outcome: step.state.outcome.as_ref().map(ToString::to_string),
        node: step.state.at.as_ref().map(ToString::to_string),
        language: step.state.language.clone(),
        updated_at: now,
        ended_at: run.ended_at.or((status != FlowRunStatus::Running).then_some(now)),
        ..run
    }
}

async fn written(
    tx: &Tx,
    run: &flow_run::Model,
    step: Step,
    provider: ProviderId,
    kept: Option<TimeDelta>,
    kind: ChangeKind,
    now: DateTime<Utc>,
) -> Result<Turned, DbErr> {
    for result in &step.results {
        let recording = recorded(tx, run, result, provider, kept, now).await?;
        let row = row(run, result, recording, now);
        use flow_result::Column as C;
        let again = OnConflict::columns([C::RunId, C::Node])
            .update_columns([C::Kind, C::Response, C::Keys, C::Outcome, C::RecordingId, C::Seconds, C::HeardAt])
            .value(C::Visits, Expr::col((flow_result::Entity, C::Visits)).add(1))
            .to_owned();
        flow_result::Entity::insert(row.into_active_model()).on_conflict(again).exec_without_returning(&**tx).await?;
    }
    outbox::publish(tx, vec![news::told(run, kind, now)]).await?;
    Ok(Turned { run: run.clone(), act: step.act, effects: step.effects })
}

/// Keeps where a recording is, and until when.
async fn recorded(
    tx: &Tx,
    run: &flow_run::Model,
    result: &NodeResult,
    provider: ProviderId,
    kept: Option<TimeDelta>,
    now: DateTime<Utc>,
) -> Result<Option<FlowRecordingId>, DbErr> {
    let Response::Recording { recording, seconds } = &result.response else { return Ok(None) };
    let row = flow_recording::Model {
        id: FlowRecordingId::new(),
        account_id: run.account_id,
        run_id: run.id,
        flow_version_id: run.flow_version_id,
        node: result.node.to_string(),
        provider_id: provider,
        provider_key: recording.0.clone(),
        seconds: i32::try_from(*seconds).unwrap_or(i32::MAX),
        status: RecordingStatus::Kept,
        recorded_at: now,
        deleted_at: None,
        problem: None,
        due_at: kept.map(|kept| now + kept),
        fence: 0,
    };
    let id = row.id;
    flow_recording::Entity::insert(row.into_active_model()).exec_without_returning(&**tx).await?;
    Ok(Some(id))
}

fn row(run: &flow_run::Model, result: &NodeResult, recording_id: Option<FlowRecordingId>, now: DateTime<Utc>) -> flow_result::Model {
    let whole = |seconds: u32| Some(i32::try_from(seconds).unwrap_or(i32::MAX));
    let (kind, response, keys, seconds) = match &result.response {
        Response::Answer { keys, response } => (FlowResultKind::Answer, Some(response.clone()), Some(keys.clone()), None),
        Response::Invalid { keys } => (FlowResultKind::Invalid, None, Some(keys.clone()), None),
        Response::Silence => (FlowResultKind::Silence, None, None, None),
        Response::Recording { seconds, .. } => (FlowResultKind::Recording, None, None, whole(*seconds)),
        Response::Transfer { to, outcome: Joined::Answered { seconds } } => {
            (FlowResultKind::Joined, Some(to.clone()), None, whole(*seconds))
        }
        Response::Transfer { to, .. } => (FlowResultKind::NotJoined, Some(to.clone()), None, None),
        Response::Conference { seconds } => (FlowResultKind::Conference, None, None, whole(*seconds)),
        Response::MessageLeft => (FlowResultKind::MessageLeft, None, None, None),
    };
    flow_result::Model {
        run_id: run.id,
        node: result.node.to_string(),
        account_id: run.account_id,
        flow_version_id: run.flow_version_id,
        kind,
        response: response.map(|text| text.chars().take(RESPONSE_LENGTH).collect()),
        keys: keys.map(|keys| keys.chars().take(RESPONSE_LENGTH).collect()),
        outcome: result.outcome.as_ref().map(ToString::to_string),
        recording_id,
        seconds,
        visits: 1,
        heard_at: now,
    }
}

fn json(value: &impl Serialize) -> Result<serde_json::Value, DbErr> {
    serde_json::to_value(value).map_err(|error| DbErr::Json(error.to_string()))
}

fn read<T: DeserializeOwned>(value: &serde_json::Value) -> Result<T, DbErr> {
    serde_json::from_value(value.clone()).map_err(|error| DbErr::Json(format!("a run's column: {error}")))
}
