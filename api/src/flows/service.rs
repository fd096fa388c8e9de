//! Use cases of flows: each checks, then writes row and audit entry in one transaction.

use entity::{
    flow_version,
    id::{FlowId, FlowVersionId},
};
use flow::Document;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use serde_json::{Value, json};

use super::{
    document::{self, FlowDocument},
    finding,
    pick::draft,
    repository::Flows,
};
use crate::{
    app::App,
    audit,
    auth::Permit,
    db::Tx,
    error::{Outcome, Problem, ProblemCode, Refusal},
};

/// Characters of a name at the most.
const NAME_LENGTH: usize = 90;
/// Characters of a description at the most.
const DESCRIPTION_LENGTH: usize = 2_000;
/// Versions of one flow at the most.
const MOST_VERSIONS: i32 = 10_000;

/// A flow to be, as given.
#[derive(Clone, Debug)]
pub struct NewFlow {
    /// Shown to people.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// What it does; none: nothing yet.
    pub document: Option<FlowDocument>,
}

/// Changes to a flow, as given: `None` keeps, `Some(None)` clears.
#[derive(Clone, Debug, Default)]
pub struct Edit {
    /// Shown to people; cannot be cleared.
    pub name: Option<Option<String>>,
    /// What it is for.
    pub description: Option<Option<String>>,
    /// What it does, as a whole; cannot be cleared.
    pub document: Option<Option<FlowDocument>>,
}

/// What became of a change that was asked for.
#[derive(Debug)]
pub enum Done<T> {
    /// It was done.
    Changed(T),
    /// It was not: somebody has changed the flow meanwhile. This is what it is now.
    Stale(Box<entity::flow::Model>),
}

/// Makes a flow.
///
/// # Errors
/// Every field that cannot be right; of the document, what cannot be right however it goes on.
pub async fn create(app: &App, permit: Permit<'_>, new: NewFlow) -> Outcome<entity::flow::Model> {
    let now = app.clock.now();
    let blank = entity::flow::Model {
        id: FlowId::new(),
        account_id: permit.account_id(),
        name: String::new(),
        description: None,
        document: json!(Document::default()),
        version: 1,
        sealed: 0,
        created_at: now,
        updated_at: now,
    };
    let row = edited(blank, Edit { name: Some(Some(new.name)), description: Some(new.description), document: new.document.map(Some) })?;
    let tx = app.db.begin().await?;
    entity::flow::Entity::insert(row.clone().into_active_model()).exec_without_returning(&*tx).await?;
    recorded(&tx, &permit, &row, None, Some(described(&row))).await?;
    tx.commit().await?;
    Ok(row)
}

/// Changes the draft of a flow. What is as it was is not written. Versions that were sealed stay as they are.
///
/// # Errors
/// As [`create`]; `NOT_FOUND`.
pub async fn update(app: &App, permit: Permit<'_>, id: FlowId, version: i32, edit: Edit) -> Outcome<Done<entity::flow::Model>> {
    let tx = app.db.begin().await?;
    let before = locked(&tx, &permit, id).await?;
    if before.version != version {
        return Ok(Done::Stale(Box::new(before)));
    }
    let mut after = edited(before.clone(), edit)?;
    if after == before {
        return Ok(Done::Changed(before));
    }
    after.version += 1;
    after.updated_at = app.clock.now();
    let row = after.into_active_model().reset_all().update(&*tx).await?;
    recorded(&tx, &permit, &row, Some(described(&before)), Some(described(&row))).await?;
    tx.commit().await?;
    Ok(Done::Changed(row))
}

/// Deletes a flow of which nothing was sealed.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` once a version was sealed: what it heard refers to it.
pub async fn delete(app: &App, permit: Permit<'_>, id: FlowId) -> Outcome<FlowId> {
    let tx = app.db.begin().await?;
    let mut row = locked(&tx, &permit, id).await?;
    if row.sealed > 0 {
        return Err(
            Problem::new(ProblemCode::Conflict, &["id"], "Versions of this flow were sealed, and are kept for what they heard.").into()
        );
    }
    entity::flow::Entity::delete_by_id(id).exec(&*tx).await?;
    row.updated_at = app.clock.now();
    recorded(&tx, &permit, &row, Some(described(&row)), None).await?;
    tx.commit().await?;
    Ok(id)
}

/// Seals the draft as the next version, which is never changed.
///
/// # Errors
/// `NOT_FOUND`; all that is wrong with the draft, below `document`.
pub async fn seal(app: &App, permit: Permit<'_>, id: FlowId, version: i32, name: Option<String>) -> Outcome<Done<flow_version::Model>> {
    let mut problems = Vec::new();
    let name = name.and_then(|name| line(&mut problems, &["name"], &name, NAME_LENGTH));
    let tx = app.db.begin().await?;
    let flow = locked(&tx, &permit, id).await?;
    if flow.version != version {
        return Ok(Done::Stale(Box::new(flow)));
    }
    problems.extend(finding::unfinished(&draft(&flow)?, &["document"]));
    if flow.sealed >= MOST_VERSIONS {
        problems.push(Problem::new(ProblemCode::LimitReached, &["id"], format!("A flow has at most {MOST_VERSIONS} versions.")));
    }
    if !problems.is_empty() {
        return Err(Refusal::User(problems));
    }
    let (now, actor) = (app.clock.now(), permit.actor());
    let row = flow_version::Model {
        id: FlowVersionId::new(),
        account_id: flow.account_id,
        flow_id: flow.id,
        number: flow.sealed + 1,
        name,
        document: flow.document.clone(),
        actor_kind: actor.kind,
        actor_id: actor.id,
        actor_name: actor.name,
        sealed_at: now,
    };
    flow_version::Entity::insert(row.clone().into_active_model()).exec_without_returning(&*tx).await?;
    let flow = entity::flow::Model { sealed: row.number, updated_at: now, ..flow };
    let flow = flow.into_active_model().reset_all().update(&*tx).await?;
    recorded(&tx, &permit, &flow, None, Some(json!({ "versionId": row.id, "number": row.number, "name": row.name }))).await?;
    tx.commit().await?;
    Ok(Done::Changed(row))
}

async fn locked(tx: &Tx, permit: &Permit<'_>, id: FlowId) -> Outcome<entity::flow::Model> {
    Ok(Flows::of(permit).locked(&**tx, id).await?.ok_or_else(|| Problem::not_found("flow", &["id"]))?)
}

/// The flow after an edit, if that can be.
fn edited(mut row: entity::flow::Model, edit: Edit) -> Outcome<entity::flow::Model> {
    let mut problems = Vec::new();
    match edit.name {
        None => {}
        Some(None) => problems.push(Problem::invalid(&["input", "name"], "A flow always has a name.")),
        Some(Some(name)) => row.name = line(&mut problems, &["input", "name"], &name, NAME_LENGTH).unwrap_or_default(),
    }
    if let Some(description) = edit.description {
        row.description = description.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        if row.description.as_ref().is_some_and(|text| text.chars().count() > DESCRIPTION_LENGTH) {
            let message = format!("A description has at most {DESCRIPTION_LENGTH} characters.");
            problems.push(Problem::invalid(&["input", "description"], message));
        }
    }
    let path = ["input", "document"];
    match edit.document {
        None => {}
        Some(None) => problems.push(Problem::invalid(&path, "A flow always has a document; it may be empty.")),
        Some(Some(given)) => {
            let (document, unread) = document::read(given, &path);
            // What could not be read is told once, and not again for what stands in its place.
            let mut wrong = finding::refused(&document, &path);
            wrong.retain(|problem| unread.iter().all(|told| told.path != problem.path));
            problems.extend(unread);
            problems.extend(wrong);
            row.document = json!(document);
        }
    }
    if problems.is_empty() { Ok(row) } else { Err(Refusal::User(problems)) }
}

fn line(problems: &mut Vec<Problem>, path: &[&str], given: &str, most: usize) -> Option<String> {
    let text = given.trim();
    if text.is_empty() || text.chars().count() > most || text.chars().any(char::is_control) {
        problems.push(Problem::invalid(path, format!("This is a line of 1 to {most} characters.")));
        return None;
    }
    Some(text.to_owned())
}

/// A flow as the audit log keeps it. Its document is what people hear, and stands in it.
fn described(row: &entity::flow::Model) -> Value {
    json!({ "name": row.name, "description": row.description, "document": row.document })
}

async fn recorded(
    tx: &Tx,
    permit: &Permit<'_>,
    row: &entity::flow::Model,
    before: Option<Value>,
    after: Option<Value>,
) -> Result<(), sea_orm::DbErr> {
    let change = audit::Change { subject_id: Some(row.id.to_string()), reason: None, before, after };
    audit::record(tx, permit, row.updated_at, change).await
}
