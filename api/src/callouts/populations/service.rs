//! Populations made, queued and deleted.

use entity::{
    callout_population,
    id::{CalloutId, PopulationId},
    stored::PopulationStatus,
};
use sea_orm::{ActiveModelTrait, DbErr, EntityTrait, IntoActiveModel, Set};
use serde_json::{Value, json};

use super::repository::Populations;
use crate::{
    app::App,
    audit,
    auth::Permit,
    callouts::{
        check::Check,
        news,
        population_state::{self, Step},
        service::locked,
        state,
    },
    contacts::filter::Filter,
    db::Tx,
    error::{Outcome, Problem, ProblemCode, Refusal},
    live::outbox,
};

const ID: &[&str] = &["id"];
const CALLOUT: &[&str] = &["input", "calloutId"];
/// Populations of a callout at the most.
const MOST: usize = 200;

/// A population to be, as given.
#[derive(Clone, Debug)]
pub struct NewPopulation {
    /// Of which callout.
    pub callout: CalloutId,
    /// Which contacts.
    pub filter: Result<Filter, Vec<Problem>>,
    /// Copied to each participation: an object.
    pub metadata: Option<Value>,
}

/// Makes a population, of which nobody is added yet.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` for a callout that was stopped; every part of the filter that cannot be read; `LIMIT_REACHED`.
pub async fn create(app: &App, permit: Permit<'_>, new: NewPopulation) -> Outcome<callout_population::Model> {
    let tx = app.db.begin().await?;
    let callout = locked(&tx, &permit, new.callout, CALLOUT).await?;
    state::step(callout.status, state::Step::Add, CALLOUT)?;
    let mut check = Check::at(&["input"]);
    let metadata = check.metadata("metadata", new.metadata.unwrap_or_else(|| json!({})));
    let filter = match (new.filter, check.done()) {
        (Ok(filter), Ok(())) => filter,
        (Ok(_), Err(refusal)) => return Err(refusal),
        (Err(problems), Err(Refusal::User(more))) => return Err(Refusal::User(problems.into_iter().chain(more).collect())),
        (Err(problems), _) => return Err(Refusal::User(problems)),
    };
    let known = Populations(permit.account_id()).of_callout(&*tx, callout.id).await?;
    if known.len() >= MOST {
        let message = format!("A callout has at most {MOST} populations.");
        return Err(Problem::new(ProblemCode::LimitReached, CALLOUT, message).into());
    }
    let now = app.clock.now();
    let row = callout_population::Model {
        id: PopulationId::new(),
        account_id: permit.account_id(),
        callout_id: callout.id,
        status: PopulationStatus::Preview,
        filter: json!(filter),
        metadata,
        matched: 0,
        added: 0,
        position: None,
        error_code: None,
        error_message: None,
        due_at: None,
        fence: 0,
        created_at: now,
        updated_at: now,
        finished_at: None,
    };
    callout_population::Entity::insert(row.clone().into_active_model()).exec_without_returning(&*tx).await?;
    let after = json!({ "calloutId": row.callout_id, "filter": row.filter, "metadata": row.metadata });
    record(&tx, &permit, &row, None, Some(after)).await?;
    tx.commit().await?;
    Ok(row)
}

/// Has a population added to its callout, in the background.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` while it is being added, and for a callout that was stopped.
pub async fn queue(app: &App, permit: Permit<'_>, id: PopulationId) -> Outcome<callout_population::Model> {
    let tx = app.db.begin().await?;
    let known = found(&tx, &permit, id).await?;
    // The callout first, as whoever adds to it does.
    let callout = locked(&tx, &permit, known.callout_id, ID).await?;
    let row = Populations(permit.account_id()).locked(&*tx, id).await?.ok_or_else(|| Problem::not_found("population", ID))?;
    state::step(callout.status, state::Step::Add, ID)?;
    let status = population_state::step(row.status, Step::Queue, ID)?;
    let (now, was, fence) = (app.clock.now(), json!({ "status": row.status }), row.fence + 1);
    let mut row = row.into_active_model();
    row.status = Set(status);
    row.matched = Set(0);
    row.position = Set(None);
    row.error_code = Set(None);
    row.error_message = Set(None);
    row.finished_at = Set(None);
    row.due_at = Set(Some(now));
    row.fence = Set(fence);
    row.updated_at = Set(now);
    let row = row.update(&*tx).await?;
    record(&tx, &permit, &row, Some(was), Some(json!({ "status": row.status }))).await?;
    tx.commit().await?;
    Ok(row)
}

/// Deletes a population by which nobody was added.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` while it is being added, and once it has added somebody.
pub async fn delete(app: &App, permit: Permit<'_>, id: PopulationId) -> Outcome<PopulationId> {
    let tx = app.db.begin().await?;
    let populations = Populations(permit.account_id());
    let mut row = populations.locked(&*tx, id).await?.ok_or_else(|| Problem::not_found("population", ID))?;
    if matches!(row.status, PopulationStatus::Queued | PopulationStatus::Running) {
        let message = format!("This population is {}: it cannot be deleted.", row.status.as_str());
        return Err(Problem::new(ProblemCode::Conflict, ID, message).into());
    }
    if populations.has_participations(&*tx, &row).await? {
        return Err(Problem::new(ProblemCode::Conflict, ID, "This population has added somebody: it cannot be deleted.").into());
    }
    callout_population::Entity::delete_by_id(id).exec(&*tx).await?;
    row.updated_at = app.clock.now();
    record(&tx, &permit, &row, Some(json!({ "calloutId": row.callout_id, "filter": row.filter })), None).await?;
    tx.commit().await?;
    Ok(id)
}

async fn found(tx: &Tx, permit: &Permit<'_>, id: PopulationId) -> Outcome<callout_population::Model> {
    let row = Populations(permit.account_id()).find(&**tx, id).await?;
    row.ok_or_else(|| Problem::not_found("population", ID).into())
}

async fn record(
    tx: &Tx,
    permit: &Permit<'_>,
    row: &callout_population::Model,
    before: Option<Value>,
    after: Option<Value>,
) -> Result<(), DbErr> {
    let at = row.updated_at;
    audit::record(tx, permit, at, audit::Change { subject_id: Some(row.id.to_string()), reason: None, before, after }).await?;
    outbox::publish(tx, vec![news::population(row, at)]).await
}
