//! What every change of a queue's week leaves behind: an audit entry, and for each queue it concerns history and news.

use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, QueueId},
    queue, queue_event,
    stored::QueueChangeKind,
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};

use crate::{
    audit,
    auth::Permit,
    db::Tx,
    error::{Outcome, Problem},
    live::outbox,
    queues::{news::QueueNews, repository::Queues},
};

/// The queue, whose week nobody else changes until the transaction ends.
pub(super) async fn locked(tx: &Tx, permit: &Permit<'_>, id: QueueId, path: &[&str]) -> Outcome<queue::Model> {
    let queue = Queues(permit.account_id()).locked(tx, id).await?;
    queue.ok_or_else(|| Problem::not_found("queue", path).into())
}

/// Writes down what was changed in the weeks of `queues`.
pub(super) async fn tell(tx: &Tx, permit: &Permit<'_>, queues: &[QueueId], at: DateTime<Utc>, change: audit::Change) -> Result<(), DbErr> {
    audit::record(tx, permit, at, change).await?;
    let account_id = permit.account_id();
    let mut news = Vec::new();
    for queue in queues {
        let defined = QueueNews::new(QueueChangeKind::Defined, &permit.actor());
        let entry = defined.history(account_id, *queue, at, None);
        queue_event::Entity::insert(entry.into_active_model()).exec_without_returning(&**tx).await?;
        news.push(defined.publish(account_id, *queue, at));
    }
    outbox::publish(tx, news).await
}

/// The queue, or if there is none named, every queue of the account.
pub(super) async fn concerned(tx: &Tx, account_id: AccountId, queue: Option<QueueId>) -> Result<Vec<QueueId>, DbErr> {
    match queue {
        Some(queue) => Ok(vec![queue]),
        None => {
            let all = queue::Entity::find().filter(queue::Column::AccountId.eq(account_id));
            all.select_only().column(queue::Column::Id).into_tuple().all(&**tx).await
        }
    }
}
