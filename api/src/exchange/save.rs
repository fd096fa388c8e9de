//! Writes what a batch changed, with its news, in one transaction under the lease: all of it, or none.

use chrono::{DateTime, Utc};
use entity::{
    call, call_leg,
    id::{ProviderId, QueueId},
    provider, queue, queue_assignment, queue_day, queue_event, queue_member, queue_visit,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, LockType, OnConflict},
};

use super::board::Changes;
use crate::{
    app::App,
    db::Tx,
    lease::{Lease, LeaseError},
    live::outbox,
};

/// Rows of one statement: the widest has 22 columns, and SQLite takes 32 766 values.
const CHUNK: usize = 1_000;

/// Writes `changes`.
pub(super) async fn changes(app: &App, lease: &Lease, changes: Changes) -> Result<(), LeaseError> {
    let tx = app.db.begin().await?;
    lease.renew(app, &tx).await?;
    if let Some(row) = changes.provider {
        if changes.restarted {
            unsettle(&tx, row.id).await?;
        }
        row.into_active_model().reset_all().update(&*tx).await?;
    }
    insert::<queue::Entity>(&tx, changes.queues, None).await?;
    insert::<call::Entity>(&tx, changes.calls.into_values(), Some(on_call())).await?;
    insert::<call_leg::Entity>(&tx, changes.legs.into_values(), Some(on_leg())).await?;
    // What is over goes first: a member is there once at a time. Ids do not tell: another process's clock made the older one.
    let (over, now): (Vec<_>, Vec<_>) = changes.members.into_values().partition(|member| member.valid_to.is_some());
    insert::<queue_member::Entity>(&tx, over.into_iter().chain(now), Some(on_member())).await?;
    insert::<queue_visit::Entity>(&tx, changes.visits.into_values(), Some(on_visit())).await?;
    insert::<queue_day::Entity>(&tx, changes.days.into_values(), Some(on_day())).await?;
    insert::<queue_event::Entity>(&tx, changes.events, None).await?;
    outbox::publish(&tx, changes.news).await?;
    tx.commit().await?;
    Ok(())
}

/// Says that the link is alive, and keeps the lease.
pub(super) async fn heartbeat(app: &App, lease: &Lease, provider: ProviderId, heard: Option<DateTime<Utc>>) -> Result<(), LeaseError> {
    let tx = app.db.begin().await?;
    lease.renew(app, &tx).await?;
    if let Some(heard) = heard {
        provider::Entity::update_many()
            .col_expr(provider::Column::LastHeardAt, Expr::value(heard))
            .filter(provider::Column::Id.eq(provider))
            .exec(&*tx)
            .await?;
    }
    tx.commit().await?;
    Ok(())
}

/// After a restart of the telephone system a pause that differs was forgotten there, not changed by hand.
async fn unsettle(tx: &Tx, provider: ProviderId) -> Result<(), DbErr> {
    // In the order in which a person's wishes are changed in several queues.
    let queues: Vec<QueueId> = queue::Entity::find()
        .select_only()
        .column(queue::Column::Id)
        .filter(queue::Column::ProviderId.eq(provider))
        .order_by_asc(queue::Column::Id)
        .lock(LockType::NoKeyUpdate)
        .into_tuple()
        .all(&**tx)
        .await?;
    queue_assignment::Entity::update_many()
        .col_expr(queue_assignment::Column::Settled, Expr::value(false))
        .col_expr(queue_assignment::Column::Revision, Expr::col(queue_assignment::Column::Revision).add(1))
        .filter(queue_assignment::Column::QueueId.is_in(queues))
        .exec(&**tx)
        .await?;
    Ok(())
}

async fn insert<E>(tx: &Tx, rows: impl IntoIterator<Item = E::Model>, on_conflict: Option<OnConflict>) -> Result<(), DbErr>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: ActiveModelTrait<Entity = E> + Send,
{
    let mut rows = rows.into_iter().map(|row| row.into_active_model().reset_all()).peekable();
    while rows.peek().is_some() {
        let mut statement = E::insert_many(rows.by_ref().take(CHUNK));
        if let Some(on_conflict) = &on_conflict {
            statement = statement.on_conflict(on_conflict.clone());
        }
        statement.exec_without_returning(&**tx).await?;
    }
    Ok(())
}

fn on_call() -> OnConflict {
    use call::Column as C;
    OnConflict::column(C::Id)
        .update_columns([
            C::Status,
            C::FromNumber,
            C::FromName,
            C::QueueId,
            C::PersonId,
            C::QueueOutcome,
            C::AnsweredAt,
            C::EndedAt,
            C::WaitSeconds,
            C::TalkSeconds,
            C::Cause,
            C::ProviderCode,
        ])
        .to_owned()
}

fn on_leg() -> OnConflict {
    use call_leg::Column as C;
    OnConflict::column(C::Id).update_columns([C::State, C::RingingAt, C::AnsweredAt, C::EndedAt, C::Cause, C::ProviderCode]).to_owned()
}

/// A version, once written, changes only by being over.
fn on_member() -> OnConflict {
    OnConflict::column(queue_member::Column::Id).update_column(queue_member::Column::ValidTo).to_owned()
}

fn on_visit() -> OnConflict {
    use queue_visit::Column as C;
    OnConflict::column(C::Id).update_columns([C::Ringing, C::LeftAt, C::Outcome, C::PersonId, C::WaitSeconds, C::TalkSeconds]).to_owned()
}

fn on_day() -> OnConflict {
    use queue_day::Column as C;
    OnConflict::columns([C::QueueId, C::Day])
        .update_columns([
            C::Offered,
            C::Answered,
            C::Abandoned,
            C::TimedOut,
            C::Other,
            C::InTime,
            C::AnsweredWaitSeconds,
            C::TalkSeconds,
            C::Talks,
            C::LongestWaitSeconds,
        ])
        .to_owned()
}
