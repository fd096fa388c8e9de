//! What follows from a comparison besides commands: facts made at the provider are taken over, wishes that came true are
//! settled, nobody who was deactivated is wanted any more, and the queue's row says whether it is as wanted.

use entity::{
    person, queue, queue_assignment, queue_command, queue_event, queue_member,
    stored::{CommandStatus, QueueChangeKind, QueueMode, QueueSyncState},
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, IntoActiveModel, ModelTrait, QueryFilter, QuerySelect, QueryTrait, sea_query::Expr};

use super::Hold;
use crate::{
    audit,
    auth::Actor,
    db::Tx,
    lease::LeaseError,
    live::outbox,
    queues::{news::QueueNews, reconcile::Plan, repository::Queues},
};

/// Takes over pauses made at a telephone, and settles wishes that the provider has come to agree with.
///
/// Each only if the wish is still the one that was compared: a newer wish goes before.
pub(super) async fn facts(
    hold: &Hold,
    queue: &queue::Model,
    plan: &Plan,
    wanted: &[queue_assignment::Model],
    actual: &[queue_member::Model],
) -> Result<(), LeaseError> {
    use queue_assignment::Column as C;
    if plan.facts.is_empty() && plan.settled.is_empty() {
        return Ok(());
    }
    let now = hold.app.clock.now();
    let tx = hold.app.db.begin().await?;
    hold.lease.renew(&hold.app, &tx).await?;
    Queues(queue.account_id).locked(&tx, queue.id).await?;
    for wish in &plan.settled {
        let want = &wanted[*wish];
        queue_assignment::Entity::update_many()
            .col_expr(C::Settled, Expr::value(true))
            .filter(C::Id.eq(want.id))
            .filter(C::Revision.eq(want.revision))
            .exec(&*tx)
            .await?;
    }
    for (wish, member) in &plan.facts {
        let (want, is) = (&wanted[*wish], &actual[*member]);
        // Made there by definition, whoever made the member's present version otherwise.
        let actor = Actor::provider(hold.row.name.clone());
        let taken = queue_assignment::Entity::update_many()
            .col_expr(C::PausedReason, Expr::value(is.paused_reason.clone()))
            .col_expr(C::PausedAt, Expr::value(is.paused_at))
            .col_expr(C::ActorKind, Expr::value(actor.kind))
            .col_expr(C::ActorId, Expr::value(actor.id))
            .col_expr(C::ActorName, Expr::value(actor.name.clone()))
            .col_expr(C::Reason, Expr::value(Option::<String>::None))
            .col_expr(C::UpdatedAt, Expr::value(now))
            .col_expr(C::Revision, Expr::value(want.revision + 1))
            .filter(C::Id.eq(want.id))
            .filter(C::Revision.eq(want.revision))
            .exec(&*tx)
            .await?;
        if taken.rows_affected == 1 {
            let change = audit::Change {
                subject_id: Some(want.person_id.to_string()),
                reason: is.paused_reason.clone(),
                before: Some(serde_json::json!({ "queueId": queue.id, "paused": want.paused_reason })),
                after: Some(serde_json::json!({ "queueId": queue.id, "paused": is.paused_reason })),
            };
            let news = QueueNews { reason: is.paused_reason.clone(), ..QueueNews::new(QueueChangeKind::Wanted, &actor) };
            let mut entry = news.history(queue.account_id, queue.id, now, None);
            entry.person_id = Some(want.person_id);
            queue_event::Entity::insert(entry.into_active_model()).exec_without_returning(&*tx).await?;
            let mut row = news.publish(queue.account_id, queue.id, now);
            row.person_id = Some(want.person_id);
            outbox::publish(&tx, vec![row]).await?;
            let action = if is.paused_reason.is_some() { "pausedAtProvider" } else { "resumedAtProvider" };
            audit::record_as(&tx, queue.account_id, actor, action, now, change).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}

/// Says of commands that were under way when their process ended, or could not write down the outcome, that it is not known.
pub(super) async fn interrupted(hold: &Hold) -> Result<(), LeaseError> {
    use queue_command::Column as C;
    let queues =
        queue::Entity::find().select_only().column(queue::Column::Id).filter(queue::Column::ProviderId.eq(hold.row.id)).into_query();
    let tx = hold.app.db.begin().await?;
    hold.lease.renew(&hold.app, &tx).await?;
    queue_command::Entity::update_many()
        .col_expr(C::Status, Expr::value(CommandStatus::Unknown))
        .col_expr(C::Error, Expr::value("It was interrupted: the outcome is not known."))
        .col_expr(C::FinishedAt, Expr::value(hold.app.clock.now()))
        .filter(C::Status.eq(CommandStatus::Sending))
        .filter(C::QueueId.in_subquery(queues))
        .exec(&*tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Wants nobody any more who was deactivated: such a person is out of everything to come, and back in a queue only when
/// somebody says so.
pub(super) async fn deactivated(hold: &Hold, queue: &queue::Model) -> Result<(), LeaseError> {
    let gone = || {
        let persons = person::Entity::find().select_only().column(person::Column::Id).filter(person::Column::Active.eq(false)).into_query();
        queue_assignment::Entity::find()
            .filter(queue_assignment::Column::QueueId.eq(queue.id))
            .filter(queue_assignment::Column::PersonId.in_subquery(persons))
    };
    if gone().one(hold.app.db.read()).await?.is_none() {
        return Ok(());
    }
    let now = hold.app.clock.now();
    let tx = hold.app.db.begin().await?;
    hold.lease.renew(&hold.app, &tx).await?;
    Queues(queue.account_id).locked(&tx, queue.id).await?;
    for want in gone().all(&*tx).await? {
        let reason = Some("The person was deactivated.".to_owned());
        let change = audit::Change {
            subject_id: Some(want.person_id.to_string()),
            reason: reason.clone(),
            before: Some(serde_json::json!({ "queueId": queue.id, "penalty": want.penalty, "paused": want.paused_reason })),
            after: None,
        };
        audit::record_as(&tx, queue.account_id, Actor::system(), "queueMemberRemove", now, change).await?;
        let news = QueueNews { reason, ..QueueNews::new(QueueChangeKind::Wanted, &Actor::system()) };
        let mut entry = news.history(queue.account_id, queue.id, now, None);
        entry.person_id = Some(want.person_id);
        queue_event::Entity::insert(entry.into_active_model()).exec_without_returning(&*tx).await?;
        let mut row = news.publish(queue.account_id, queue.id, now);
        row.person_id = Some(want.person_id);
        outbox::publish(&tx, vec![row]).await?;
        want.delete(&*tx).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Writes whether the queue is as wanted, and tells when that has changed. It is not while commands have yet to show, nor
/// while somebody leaves only after a call.
pub(super) async fn sync(
    hold: &Hold,
    queue: &queue::Model,
    plan: &Plan,
    wanted: &[queue_assignment::Model],
    unshown: usize,
    problems: Vec<String>,
) -> Result<(), LeaseError> {
    use queue::Column as C;
    let pending = (plan.steps.len() + plan.leaving.len()).max(unshown);
    let (state, problem) = match (problems.into_iter().next(), pending == 0, plan.fixed.is_empty()) {
        (Some(problem), ..) => (QueueSyncState::Failing, Some(problem)),
        (None, false, _) => (QueueSyncState::Changing, None),
        (None, true, false) => {
            let problem = "A member that nobody wants is fixed in the provider's configuration.";
            (QueueSyncState::Failing, Some(problem.to_owned()))
        }
        (None, true, true) => (QueueSyncState::InSync, None),
    };
    let pending = i32::try_from(pending).unwrap_or(i32::MAX);
    if queue.sync_state == state && queue.sync_pending == pending && queue.sync_problem == problem {
        return Ok(());
    }
    let now = hold.app.clock.now();
    let synced = if state == QueueSyncState::InSync { Some(now) } else { queue.last_synced_at };
    let tx = hold.app.db.begin().await?;
    hold.lease.renew(&hold.app, &tx).await?;
    queue::Entity::update_many()
        .filter(C::Mode.eq(QueueMode::Managed))
        .col_expr(C::SyncState, Expr::value(state))
        .col_expr(C::SyncPending, Expr::value(pending))
        .col_expr(C::SyncProblem, Expr::value(problem))
        .col_expr(C::LastSyncedAt, Expr::value(synced))
        .filter(C::Id.eq(queue.id))
        .exec(&*tx)
        .await?;
    // The row is locked now. A wish written since the comparison makes it void: that wish calls for another.
    if !still(&tx, queue, wanted).await? {
        return Ok(());
    }
    let news = QueueNews::new(QueueChangeKind::SyncChanged, &Actor::system());
    outbox::publish(&tx, vec![news.publish(queue.account_id, queue.id, now)]).await?;
    tx.commit().await?;
    Ok(())
}

/// Whether the queue is managed, and wanted in it is exactly who was compared.
pub(super) async fn still(tx: &Tx, queue: &queue::Model, compared: &[queue_assignment::Model]) -> Result<bool, DbErr> {
    let of = Queues(queue.account_id);
    let managed = of.find(&**tx, queue.id).await?.is_some_and(|queue| queue.mode == QueueMode::Managed);
    Ok(managed && same(&of.wanted(&**tx, queue.id).await?, compared))
}

fn same(present: &[queue_assignment::Model], compared: &[queue_assignment::Model]) -> bool {
    present.len() == compared.len()
        && present.iter().all(|now| compared.iter().any(|then| (then.id, then.revision) == (now.id, now.revision)))
}
