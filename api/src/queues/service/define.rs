//! A queue's definition: its name, its zone, its service level, and whether it is managed.

use chrono_tz::Tz;
use entity::{
    id::{AssignmentId, QueueId},
    queue, queue_assignment,
    stored::{ChangeKind, MemberSource, QueueChangeKind, QueueMode, QueueSyncState},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use serde_json::json;
use telephony::capability::Operation;

use super::checks;
use crate::{
    app::App,
    audit,
    auth::Permit,
    db::Tx,
    error::{Outcome, Problem, ProblemCode, Refusal},
    live::outbox::{self, News},
    queues::{news::QueueNews, repository::Queues},
};

/// Changes to a queue, as given: `None` keeps.
#[derive(Clone, Debug, Default)]
pub struct QueueEdit {
    /// Shown to people.
    pub name: Option<String>,
    /// Managed, or only observed.
    pub mode: Option<QueueMode>,
    /// Zone whose midnight starts the counters.
    pub time_zone: Option<Tz>,
    /// Seconds.
    pub service_level_seconds: Option<i32>,
}

/// Changes a queue's definition. A queue that becomes managed keeps everybody who is in it: they are wanted from now on. One
/// that is only observed from now on keeps them too: nothing is sent to it any more.
///
/// # Errors
/// `NOT_FOUND`, `INVALID`; `CONFLICT` when a queue cannot be managed because nobody here has the extension of one of its
/// members; `PROVIDER_UNAVAILABLE` when who is in it cannot be known now.
pub async fn update(app: &App, permit: Permit<'_>, id: QueueId, edit: QueueEdit) -> Outcome<queue::Model> {
    let problems = problems(&edit);
    if !problems.is_empty() {
        return Err(Refusal::User(problems));
    }
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let before = Queues(permit.account_id()).locked(&tx, id).await?.ok_or_else(|| Problem::not_found("queue", &["id"]))?;
    let mut row = before.clone().into_active_model();
    if let Some(name) = edit.name {
        row.name = Set(name.trim().to_owned());
    }
    if let Some(zone) = edit.time_zone {
        row.time_zone = Set(zone.name().to_owned());
    }
    if let Some(seconds) = edit.service_level_seconds {
        row.service_level_seconds = Set(seconds);
    }
    match (before.mode, edit.mode) {
        (QueueMode::Observed, Some(QueueMode::Managed)) => {
            checks::able(app, &tx, &before, Operation::QueueAdd).await?;
            adopt(app, &tx, &permit, &before).await?;
            row.mode = Set(QueueMode::Managed);
            row.sync_state = Set(QueueSyncState::InSync);
            row.last_synced_at = Set(Some(now));
        }
        (QueueMode::Managed, Some(QueueMode::Observed)) => {
            release(&tx, id).await?;
            row.mode = Set(QueueMode::Observed);
            row.sync_state = Set(QueueSyncState::Observed);
            row.sync_pending = Set(0);
            row.sync_problem = Set(None);
        }
        _ => {}
    }
    if !row.is_changed() {
        return Ok(before);
    }
    row.updated_at = Set(now);
    let after = row.update(&*tx).await?;
    let told = |row: &queue::Model| json!({ "name": row.name, "mode": row.mode, "timeZone": row.time_zone, "serviceLevelSeconds": row.service_level_seconds });
    let change = audit::Change { subject_id: Some(id.to_string()), reason: None, before: Some(told(&before)), after: Some(told(&after)) };
    audit::record(&tx, &permit, now, change).await?;
    let news = QueueNews::new(QueueChangeKind::Defined, &permit.actor());
    let entry = news.history(after.account_id, id, now, None);
    entity::queue_event::Entity::insert(entry.into_active_model()).exec_without_returning(&*tx).await?;
    outbox::publish(&tx, vec![News { kind: ChangeKind::Updated, ..news.publish(after.account_id, id, now) }]).await?;
    tx.commit().await?;
    Ok(after)
}

fn problems(edit: &QueueEdit) -> Vec<Problem> {
    let mut problems = Vec::new();
    if let Some(name) = &edit.name
        && !(1..=120).contains(&name.trim().chars().count())
    {
        problems.push(Problem::invalid(&["input", "name"], "A name has 1 to 120 characters."));
    }
    if let Some(seconds) = edit.service_level_seconds
        && !(1..=3_600).contains(&seconds)
    {
        problems.push(Problem::invalid(&["input", "serviceLevelSeconds"], "The service level is 1 to 3600 seconds."));
    }
    problems
}

/// Wants everybody who is in the queue now.
async fn adopt(app: &App, tx: &Tx, permit: &Permit<'_>, queue: &queue::Model) -> Outcome<()> {
    let members = Queues(permit.account_id()).members(&**tx, queue.id, None).await?;
    let strangers: Vec<&str> =
        members.iter().filter(|member| member.person_id.is_none() && !member.fixed).map(|member| member.endpoint.as_str()).collect();
    if !strangers.is_empty() {
        let message = format!(
            "These members are nobody's telephone here, and would be taken out of the queue: {}. Add the persons with their extensions \
             first, or remove the members at the provider.",
            strangers.join(", ")
        );
        return Err(Problem::new(ProblemCode::Conflict, &["input", "mode"], message).into());
    }
    let now = app.clock.now();
    let actor = permit.actor();
    let mut persons = Vec::new();
    for member in members {
        let Some(person_id) = member.person_id.filter(|person| !persons.contains(person)) else { continue };
        persons.push(person_id);
        let wish = queue_assignment::Model {
            id: AssignmentId::new(),
            account_id: queue.account_id,
            queue_id: queue.id,
            person_id,
            source: MemberSource::Manual,
            penalty: member.penalty,
            paused_reason: member.paused_reason,
            paused_at: member.paused_at,
            settled: true,
            actor_kind: actor.kind,
            actor_id: actor.id,
            actor_name: actor.name.clone(),
            reason: None,
            created_at: now,
            updated_at: now,
            revision: 0,
        };
        queue_assignment::Entity::insert(wish.into_active_model()).exec_without_returning(&**tx).await?;
    }
    Ok(())
}

/// Wants nobody in the queue any more.
async fn release(tx: &Tx, queue: QueueId) -> Outcome<()> {
    queue_assignment::Entity::delete_many().filter(queue_assignment::Column::QueueId.eq(queue)).exec(&**tx).await?;
    Ok(())
}
