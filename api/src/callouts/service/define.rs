//! Callouts made and changed.

use async_graphql::ID;
use chrono::{DateTime, Utc};
use entity::{
    callout,
    id::{CalloutId, FlowVersionId},
    stored::{CalloutStatus, ChangeKind},
};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use serde_json::{Value, json};

use super::{difference, locked, providers_of, told};
use crate::{
    app::App,
    auth::Permit,
    callouts::{
        check::Check,
        cost::CalloutCostCap,
        pacing::Pacing,
        policy::Policy,
        retry::Retry,
        routes::Routes,
        script::CalloutScriptInput,
        settings::{CalloutPacing, CalloutPolicyInput, CalloutRetryInput, CalloutRouteInput, read_routes},
        state,
    },
    db::Tx,
    error::{Outcome, ProblemCode, Refusal},
    flows::{pick, repository::Flows},
};

/// Characters of a name at the most.
const NAME_LENGTH: usize = 120;
/// How long a call may ring, if nobody says otherwise.
const RING_SECONDS: i32 = 45;

/// Changes to a callout, as given: `None` keeps, `Some(None)` clears, or brings back the default.
#[derive(Clone, Debug, Default)]
pub struct Edit {
    /// Shown to people; cannot be cleared.
    pub name: Option<Option<String>>,
    /// 0 to 9.
    pub priority: Option<Option<i32>>,
    /// An object.
    pub metadata: Option<Option<Value>>,
    /// What happens on answer.
    pub script: Option<Option<CalloutScriptInput>>,
    /// Over which providers.
    pub routes: Option<Option<Vec<CalloutRouteInput>>>,
    /// Whether a machine is told from a human being.
    pub detect_machine: Option<Option<bool>>,
    /// 5 to 600.
    pub ring_seconds: Option<Option<i32>>,
    /// 1 to 86400.
    pub limit_seconds: Option<Option<i32>>,
    /// How fast.
    pub pacing: Option<Option<CalloutPacing>>,
    /// How often.
    pub retry: Option<Option<CalloutRetryInput>>,
    /// When, and whom not.
    pub policy: Option<Option<CalloutPolicyInput>>,
    /// What it may cost.
    pub cost_cap: Option<Option<CalloutCostCap>>,
    /// When it is over.
    pub expires_at: Option<Option<DateTime<Utc>>>,
}

/// A callout to be, as given.
#[derive(Clone, Debug, Default)]
pub struct Definition {
    /// Shown to people.
    pub name: String,
    /// All else; what is not given has its default.
    pub edit: Edit,
}

/// What became of a change that was asked for.
#[derive(Debug)]
pub enum Done {
    /// It was done.
    Changed(Box<callout::Model>),
    /// It was not: somebody has changed the callout meanwhile. This is what it is now.
    Stale(Box<callout::Model>),
}

/// Makes a callout; nobody is in it yet.
///
/// # Errors
/// Every field that cannot be right; `NOT_FOUND` for a provider of a route.
pub async fn create(app: &App, permit: Permit<'_>, new: Definition) -> Outcome<callout::Model> {
    let now = app.clock.now();
    let blank = callout::Model {
        id: CalloutId::new(),
        account_id: permit.account_id(),
        name: String::new(),
        status: CalloutStatus::Initialized,
        priority: 0,
        metadata: json!({}),
        script: None,
        flow_version_id: None,
        routes: json!(Routes::default()),
        detect_machine: false,
        ring_seconds: RING_SECONDS,
        limit_seconds: None,
        pacing: json!(Pacing::default()),
        retry: json!(Retry::default()),
        policy: json!(Policy::default()),
        cost_cap: None,
        expires_at: None,
        starts_at: None,
        started_at: None,
        stopped_at: None,
        completed_at: None,
        error_code: None,
        error_message: None,
        version: 1,
        tokens: 1.0,
        tokens_at: now,
        turn_at: DateTime::UNIX_EPOCH,
        held_by: None,
        held_ended: 0,
        due_at: None,
        fence: 0,
        created_at: now,
        updated_at: now,
    };
    let tx = app.db.begin().await?;
    let row = edited(&tx, blank, Edit { name: Some(Some(new.name)), ..new.edit }).await?;
    callout::Entity::insert(row.clone().into_active_model()).exec_without_returning(&*tx).await?;
    told(&tx, &permit, &row, ChangeKind::Created, None, Some(described(&row))).await?;
    tx.commit().await?;
    Ok(row)
}

/// Changes a callout. What is as it was is not written, and changes nothing.
///
/// # Errors
/// As [`create`]; `NOT_FOUND`; `CONFLICT` for what cannot be changed while it is running.
pub async fn update(app: &App, permit: Permit<'_>, id: CalloutId, version: i32, edit: Edit) -> Outcome<Done> {
    let tx = app.db.begin().await?;
    let before = locked(&tx, &permit, id, super::ID).await?;
    if before.version != version {
        return Ok(Done::Stale(Box::new(before)));
    }
    let mut after = edited(&tx, before.clone(), edit).await?;
    if after == before {
        return Ok(Done::Changed(Box::new(before)));
    }
    let now = app.clock.now();
    after.version += 1;
    after.updated_at = now;
    if after.status == CalloutStatus::Running {
        // By what it may do now.
        after.due_at = Some(now);
    }
    let row = after.into_active_model().reset_all().update(&*tx).await?;
    let (was, is) = difference(described(&before), described(&row));
    told(&tx, &permit, &row, ChangeKind::Updated, Some(was), Some(is)).await?;
    tx.commit().await?;
    Ok(Done::Changed(Box::new(row)))
}

/// The callout after an edit, if that can be.
async fn edited(tx: &Tx, before: callout::Model, edit: Edit) -> Outcome<callout::Model> {
    let mut check = Check::at(&["input"]);
    let mut row = before.clone();
    match edit.name {
        None => {}
        Some(None) => check.invalid("name", "A callout always has a name."),
        Some(Some(text)) => row.name = check.line("name", &text, NAME_LENGTH),
    }
    if let Some(priority) = edit.priority {
        row.priority = check.number("priority", priority.unwrap_or_default(), 0..=9);
    }
    if let Some(metadata) = edit.metadata {
        row.metadata = check.metadata("metadata", metadata.unwrap_or_else(|| json!({})));
    }
    if let Some(script) = edit.script {
        row.flow_version_id = match script.as_ref().and_then(CalloutScriptInput::flow) {
            Some(id) => sealed(tx, &before, id, &mut check).await?,
            None => None,
        };
        let script = script.and_then(|script| check.below("script", |check| script.read(check)));
        row.script = script.map(|script| json!(script));
    }
    let mut routes = None;
    if let Some(given) = edit.routes {
        let read = read_routes(given.unwrap_or_default(), &mut check);
        row.routes = json!(read);
        routes = Some(read);
    }
    if let Some(detect) = edit.detect_machine {
        row.detect_machine = detect.unwrap_or_default();
    }
    if row.flow_version_id.is_some() && !row.detect_machine {
        row.detect_machine = tells_machines(tx, &row).await?;
    }
    if let Some(seconds) = edit.ring_seconds {
        row.ring_seconds = check.number("ringSeconds", seconds.unwrap_or(RING_SECONDS), 5..=600);
    }
    if let Some(seconds) = edit.limit_seconds {
        row.limit_seconds = seconds.map(|seconds| check.number("limitSeconds", seconds, 1..=86_400));
    }
    if let Some(pacing) = edit.pacing {
        let pacing = pacing.map(Pacing::from).unwrap_or_default();
        check.below("pacing", |check| pacing.check(check));
        row.pacing = json!(pacing);
    }
    if let Some(retry) = edit.retry {
        let retry = retry.map(Retry::from).unwrap_or_default();
        check.below("retry", |check| retry.check(check));
        row.retry = json!(retry);
    }
    if let Some(policy) = edit.policy {
        let policy = check.below("policy", |check| policy.map(|policy| policy.read(check)).unwrap_or_default());
        row.policy = json!(policy);
    }
    if let Some(cap) = edit.cost_cap {
        row.cost_cap = cap.map(|cap| json!(check.below("costCap", |check| cap.read(check))));
    }
    if let Some(end) = edit.expires_at {
        row.expires_at = end;
    }
    while_running(&before, &row, &mut check);
    if let Some(routes) = routes {
        known(tx, &row, &routes, &mut check).await?;
    }
    check.done()?;
    Ok(row)
}

/// The sealed version that is meant by the id of a flow, or of a version.
async fn sealed(tx: &Tx, row: &callout::Model, id: &ID, check: &mut Check) -> Outcome<Option<FlowVersionId>> {
    let path = ["input", "script", "flow", "id"];
    let found = match pick::Named::parse(id, &path) {
        Ok(named) => pick::version(&**tx, Flows(row.account_id), named, &path).await,
        Err(problem) => Err(problem.into()),
    };
    match found {
        Ok(version) => Ok(Some(version.id)),
        Err(Refusal::User(problems)) => {
            check.extend(problems);
            Ok(None)
        }
        Err(fault) => Err(fault),
    }
}

/// Whether the flow of a callout goes by who answered: then somebody has to look.
async fn tells_machines(tx: &Tx, row: &callout::Model) -> Outcome<bool> {
    let Some(id) = row.flow_version_id else { return Ok(false) };
    let version = Flows(row.account_id).version(&**tx, id).await?;
    Ok(version.as_ref().map(pick::document).transpose()?.is_some_and(|document| document.tells_machines()))
}

/// What it calls with stays as it is while it is running.
fn while_running(before: &callout::Model, after: &callout::Model, check: &mut Check) {
    if state::may_be_rewritten(before.status) {
        return;
    }
    let fields = [
        ("script", before.script != after.script || before.flow_version_id != after.flow_version_id),
        ("routes", before.routes != after.routes),
        ("detectMachine", before.detect_machine != after.detect_machine),
        ("ringSeconds", before.ring_seconds != after.ring_seconds),
        ("limitSeconds", before.limit_seconds != after.limit_seconds),
    ];
    for (field, _) in fields.into_iter().filter(|(_, changed)| *changed) {
        let message = format!("This callout is {}: pause it to change this.", before.status.as_str());
        check.fault(ProblemCode::Conflict, field, message);
    }
}

/// That the providers of routes are the account's.
async fn known(tx: &Tx, row: &callout::Model, routes: &Routes, check: &mut Check) -> Outcome<()> {
    let providers = providers_of(&**tx, row.account_id, routes).await?;
    check.below("routes", |check| {
        for (place, route) in routes.0.iter().enumerate() {
            if !providers.iter().any(|provider| provider.id == route.provider) {
                check.below(&place.to_string(), |check| check.fault(ProblemCode::NotFound, "providerId", "There is no such provider."));
            }
        }
    });
    Ok(())
}

/// A callout's definition as the audit log keeps it: the schema's names. Its script is what people hear, and stands in it.
fn described(row: &callout::Model) -> Value {
    json!({
        "name": row.name,
        "priority": row.priority,
        "metadata": row.metadata,
        "script": row.script,
        "flowVersionId": row.flow_version_id,
        "routes": row.routes,
        "detectMachine": row.detect_machine,
        "ringSeconds": row.ring_seconds,
        "limitSeconds": row.limit_seconds,
        "pacing": row.pacing,
        "retry": row.retry,
        "policy": row.policy,
        "costCap": row.cost_cap,
        "expiresAt": row.expires_at,
    })
}
