//! Who is wanted in a managed queue: added, removed, paused, resumed, in which order.

use chrono::{DateTime, Utc};
use entity::{
    id::{AssignmentId, PersonId, QueueId},
    queue, queue_assignment,
    stored::{MemberSource, QueueChangeKind, QueueMode, QueueSyncState},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, ModelTrait, QueryFilter, Set, sea_query::Expr};
use serde_json::json;
use telephony::capability::Operation;

use super::{checks, duty, shown};
use crate::{
    app::App,
    audit,
    auth::Permit,
    db::Tx,
    error::{Outcome, Problem, ProblemCode, Refusal, is_taken},
    live::outbox,
    queues::{news::QueueNews, repository::Queues},
};

/// Wants a person in a queue. One who is wanted there already gets the penalty.
///
/// # Errors
/// `NOT_FOUND`, `CONFLICT` for an observed queue, `INVALID` for someone without an extension or no longer active,
/// `PROVIDER_UNAVAILABLE`, `CAPABILITY_UNSUPPORTED`, `FORBIDDEN` for an agent acting for another.
pub async fn add(app: &App, permit: Permit<'_>, queue: QueueId, person: PersonId, penalty: i32, reason: Option<&str>) -> Outcome<()> {
    let penalty = checks::penalty(penalty)?;
    let reason = checks::reason_if_given(reason)?;
    let tx = app.db.begin().await?;
    let person = checks::person(&tx, &permit, person).await?;
    let queue = checks::managed(app, &tx, &permit, queue, Operation::QueueAdd).await?;
    if !person.active || person.extension.is_none() {
        let message = format!("{} cannot be rung: only an active person with an extension can.", person.name);
        return Err(Problem::invalid(&["personId"], message).into());
    }
    let now = app.clock.now();
    let actor = permit.actor();
    let known = Queues(permit.account_id()).wanting(&*tx, person.id, Some(queue.id)).await?.pop();
    let (before, after) = match known {
        Some(wish) => {
            let before = wish.clone();
            let change = Change { penalty: Some(penalty), ..Change::default() };
            (Some(before), change.write(&tx, &permit, wish, reason.clone(), now).await?)
        }
        None => {
            let wish = queue_assignment::Model {
                id: AssignmentId::new(),
                account_id: permit.account_id(),
                queue_id: queue.id,
                person_id: person.id,
                source: MemberSource::Manual,
                penalty,
                paused_reason: None,
                paused_at: None,
                settled: false,
                actor_kind: actor.kind,
                actor_id: actor.id,
                actor_name: actor.name.clone(),
                reason: reason.clone(),
                created_at: now,
                updated_at: now,
                revision: 0,
            };
            let insert = queue_assignment::Entity::insert(wish.clone().into_active_model()).exec_without_returning(&*tx).await;
            insert.map_err(|error| {
                if is_taken(&error, "queue_assignment_person_key", "queue_assignment.queue_id, queue_assignment.person_id") {
                    Refusal::from(Problem::new(ProblemCode::Conflict, &["personId"], "Somebody has just added this person: look again."))
                } else {
                    error.into()
                }
            })?;
            (None, wish)
        }
    };
    tell(&tx, &permit, &queue, before.as_ref(), Some(&after), reason, now).await?;
    tx.commit().await?;
    shown::shown(app, permit.account_id(), person.id, &[queue.id]).await?;
    Ok(())
}

/// Wants a person in a queue no longer. A call in progress goes on, and who is in one leaves after it.
///
/// # Errors
/// As [`add`]; `NOT_FOUND` when nobody wants the person there; `CONFLICT` for one whom the rota has there.
pub async fn remove(app: &App, permit: Permit<'_>, queue: QueueId, person: PersonId, reason: Option<&str>) -> Outcome<()> {
    let reason = checks::reason_if_given(reason)?;
    let tx = app.db.begin().await?;
    let person = checks::person(&tx, &permit, person).await?;
    let queue = checks::managed(app, &tx, &permit, queue, Operation::QueueRemove).await?;
    let wish = one(&tx, &permit, person.id, queue.id).await?;
    if wish.source == MemberSource::Turn && duty::is_driven(&*tx, &queue).await? {
        let message = format!("{} is on duty by the rota, and would be put back: give the turn to somebody else, or pause.", person.name);
        return Err(Problem::new(ProblemCode::Conflict, &["personId"], message).into());
    }
    let before = wish.clone();
    wish.delete(&*tx).await?;
    tell(&tx, &permit, &queue, Some(&before), None, reason, app.clock.now()).await?;
    tx.commit().await?;
    shown::shown(app, permit.account_id(), person.id, &[queue.id]).await?;
    Ok(())
}

/// Pauses a person: in one queue, or in every managed queue it is wanted in.
///
/// # Errors
/// As [`add`]; `INVALID` for a reason that is blank, too long, or has control characters.
pub async fn pause(app: &App, permit: Permit<'_>, person: PersonId, queue: Option<QueueId>, reason: &str) -> Outcome<Vec<QueueId>> {
    let reason = checks::reason(reason, &["reason"])?;
    let change = Change { pause: Some(Some(reason.clone())), ..Change::default() };
    everywhere(app, permit, person, queue, change, Some(reason)).await
}

/// Ends a person's pause: in one queue, or in every managed queue it is wanted in.
///
/// # Errors
/// As [`add`].
pub async fn resume(app: &App, permit: Permit<'_>, person: PersonId, queue: Option<QueueId>) -> Outcome<Vec<QueueId>> {
    everywhere(app, permit, person, queue, Change { pause: Some(None), ..Change::default() }, None).await
}

async fn everywhere(
    app: &App,
    permit: Permit<'_>,
    person: PersonId,
    queue: Option<QueueId>,
    change: Change,
    reason: Option<String>,
) -> Outcome<Vec<QueueId>> {
    let tx = app.db.begin().await?;
    let person = checks::person(&tx, &permit, person).await?;
    if let Some(queue) = queue {
        checks::managed(app, &tx, &permit, queue, Operation::QueuePause).await?;
    }
    let of = Queues(permit.account_id());
    let wishes = of.wanting(&*tx, person.id, queue).await?;
    if wishes.is_empty() {
        return Err(Problem::new(ProblemCode::NotFound, &["personId"], format!("{} is in no managed queue here.", person.name)).into());
    }
    let now = app.clock.now();
    let mut queues = Vec::new();
    for wish in wishes {
        let queue = checks::managed(app, &tx, &permit, wish.queue_id, Operation::QueuePause).await?;
        // As it is now that nobody else changes it.
        let Some(wish) = of.wanting(&*tx, person.id, Some(queue.id)).await?.pop() else { continue };
        queues.push(queue.id);
        let before = wish.clone();
        let after = change.write(&tx, &permit, wish, reason.clone(), now).await?;
        tell(&tx, &permit, &queue, Some(&before), Some(&after), reason.clone(), now).await?;
    }
    tx.commit().await?;
    shown::shown(app, permit.account_id(), person.id, &queues).await?;
    Ok(queues)
}

/// Sets when a person is rung: lower first.
///
/// # Errors
/// As [`add`]; `NOT_FOUND` when nobody wants the person there.
pub async fn set_penalty(app: &App, permit: Permit<'_>, queue: QueueId, person: PersonId, penalty: i32) -> Outcome<()> {
    let penalty = checks::penalty(penalty)?;
    let tx = app.db.begin().await?;
    let person = checks::person(&tx, &permit, person).await?;
    let queue = checks::managed(app, &tx, &permit, queue, Operation::QueuePenalty).await?;
    let wish = one(&tx, &permit, person.id, queue.id).await?;
    let before = wish.clone();
    let now = app.clock.now();
    let after = Change { penalty: Some(penalty), ..Change::default() }.write(&tx, &permit, wish, None, now).await?;
    tell(&tx, &permit, &queue, Some(&before), Some(&after), None, now).await?;
    tx.commit().await?;
    shown::shown(app, permit.account_id(), person.id, &[queue.id]).await?;
    Ok(())
}

/// Rings the persons of a queue in this order: penalties 0, 1, 2, …; who is wanted there and not named comes after them.
///
/// # Errors
/// As [`add`]; `INVALID` for one named twice, `NOT_FOUND` for one who is not wanted there.
pub async fn order(app: &App, permit: Permit<'_>, queue: QueueId, persons: &[PersonId]) -> Outcome<()> {
    let tx = app.db.begin().await?;
    let queue = checks::managed(app, &tx, &permit, queue, Operation::QueuePenalty).await?;
    let mut wishes = Queues(permit.account_id()).wanted(&*tx, queue.id).await?;
    let mut problems = Vec::new();
    for (place, person) in persons.iter().enumerate() {
        let path = ["personIds", &place.to_string()];
        if persons[..place].contains(person) {
            problems.push(Problem::invalid(&path, "Named twice."));
        } else if !wishes.iter().any(|wish| wish.person_id == *person) {
            problems.push(Problem::new(ProblemCode::NotFound, &path, "Nobody wants this person in the queue."));
        }
    }
    if !problems.is_empty() {
        return Err(Refusal::User(problems));
    }
    // Stable: those not named keep their order among themselves.
    wishes.sort_by_key(|wish| persons.iter().position(|person| *person == wish.person_id).unwrap_or(usize::MAX));
    let now = app.clock.now();
    for (penalty, wish) in (0..).zip(wishes) {
        if wish.penalty == penalty {
            continue;
        }
        let before = wish.clone();
        let after = Change { penalty: Some(checks::penalty(penalty)?), ..Change::default() }.write(&tx, &permit, wish, None, now).await?;
        tell(&tx, &permit, &queue, Some(&before), Some(&after), None, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn one(tx: &Tx, permit: &Permit<'_>, person: PersonId, queue: QueueId) -> Outcome<queue_assignment::Model> {
    let wish = Queues(permit.account_id()).wanting(&**tx, person, Some(queue)).await?.pop();
    wish.ok_or_else(|| Problem::new(ProblemCode::NotFound, &["personId"], "Nobody wants this person in the queue.").into())
}

/// What becomes of a wish.
#[derive(Clone, Debug, Default)]
struct Change {
    penalty: Option<i32>,
    /// `Some(None)`: no pause.
    pause: Option<Option<String>>,
}

impl Change {
    /// Writes the wish as changed; nothing when that changes nothing.
    async fn write(
        &self,
        tx: &Tx,
        permit: &Permit<'_>,
        wish: queue_assignment::Model,
        reason: Option<String>,
        now: DateTime<Utc>,
    ) -> Outcome<queue_assignment::Model> {
        let penalty = self.penalty.unwrap_or(wish.penalty);
        let pause = self.pause.clone().unwrap_or_else(|| wish.paused_reason.clone());
        if penalty == wish.penalty && pause == wish.paused_reason {
            return Ok(wish);
        }
        let paused_at = pause.as_ref().map(|_| wish.paused_at.unwrap_or(now));
        let actor = permit.actor();
        let revision = wish.revision + 1;
        let mut row = wish.into_active_model();
        row.revision = Set(revision);
        row.penalty = Set(penalty);
        row.paused_reason = Set(pause);
        row.paused_at = Set(paused_at);
        row.settled = Set(false);
        row.actor_kind = Set(actor.kind);
        row.actor_id = Set(actor.id);
        row.actor_name = Set(actor.name);
        row.reason = Set(reason);
        row.updated_at = Set(now);
        Ok(row.update(&**tx).await?)
    }
}

/// Audit entry, history and news of a wish; nothing when nothing changed.
async fn tell(
    tx: &Tx,
    permit: &Permit<'_>,
    queue: &queue::Model,
    before: Option<&queue_assignment::Model>,
    after: Option<&queue_assignment::Model>,
    reason: Option<String>,
    now: DateTime<Utc>,
) -> Outcome<()> {
    if before == after {
        return Ok(());
    }
    let Some(wish) = after.or(before) else { return Ok(()) };
    let told = |wish: &queue_assignment::Model| json!({ "queueId": wish.queue_id, "penalty": wish.penalty, "paused": wish.paused_reason });
    let change = audit::Change {
        subject_id: Some(wish.person_id.to_string()),
        reason: reason.clone(),
        before: before.map(told),
        after: after.map(told),
    };
    audit::record(tx, permit, now, change).await?;
    let news = QueueNews { reason, ..QueueNews::new(QueueChangeKind::Wanted, &permit.actor()) };
    let mut entry = news.history(queue.account_id, queue.id, now, None);
    entry.person_id = Some(wish.person_id);
    entity::queue_event::Entity::insert(entry.into_active_model()).exec_without_returning(&**tx).await?;
    // Not as wanted any more, from this very commit on: the exchange says when it is again. Always written, so that of two
    // who write at once one waits for the other.
    queue::Entity::update_many()
        .col_expr(queue::Column::SyncState, Expr::value(QueueSyncState::Changing))
        .filter(queue::Column::Id.eq(queue.id))
        .exec(&**tx)
        .await?;
    let mut row = news.publish(queue.account_id, queue.id, now);
    row.person_id = Some(wish.person_id);
    outbox::publish(tx, vec![row]).await?;
    debug_assert_eq!(queue.mode, QueueMode::Managed, "nothing is wanted in an observed queue");
    Ok(())
}
