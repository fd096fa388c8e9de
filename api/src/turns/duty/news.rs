//! Notices as they are kept and told.

use chrono::{DateTime, Utc};
use entity::{
    id::{QueueId, RotaNoticeId},
    queue, rota_notice,
    stored::{ChangeKind, RotaNoticeKind, Topic},
};
use sea_orm::{DbErr, EntityTrait, IntoActiveModel};
use serde::{Deserialize, Serialize};

use super::{
    listener::{Listener, Told},
    notice::{Detail, Notice},
};
use crate::{
    db::Tx,
    live::outbox::{self, News},
};

/// Payload of a change of topic `ROTA_NOTICE`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeNews {
    /// What is told.
    pub what: RotaNoticeKind,
    /// About which queue.
    pub queue_id: QueueId,
    /// When the slot it is about begins.
    pub starts_at: DateTime<Utc>,
    /// The rest.
    pub detail: Detail,
}

/// Keeps a notice and tells it. The row's key sees to it that nothing is told twice.
pub(super) async fn tell(tx: &Tx, queue: &queue::Model, notice: Notice, now: DateTime<Utc>, listener: &dyn Listener) -> Result<(), DbErr> {
    let told = notice.clone();
    let Notice { kind, starts_at, detail } = notice;
    let row = rota_notice::Model {
        id: RotaNoticeId::new(),
        account_id: queue.account_id,
        queue_id: queue.id,
        kind,
        slot_starts_at: starts_at,
        told_at: now,
        // A struct of plain values: it always serialises.
        detail: serde_json::to_value(&detail).unwrap_or_default(),
    };
    let id = row.id;
    rota_notice::Entity::insert(row.into_active_model()).exec_without_returning(&**tx).await?;
    listener.hear(tx, Told { id, queue, notice: &told, at: now }).await?;
    let (persons, demand) = (detail.persons.len(), detail.demand);
    match kind {
        RotaNoticeKind::HandOff => {
            tracing::info!(queue.id = %queue.id, slot.starts_at = %starts_at, persons, demand, "duty: {persons} of {demand} persons are on duty in the queue {}", queue.name);
        }
        RotaNoticeKind::UncoveredAhead => {
            tracing::warn!(queue.id = %queue.id, slot.starts_at = %starts_at, persons, demand, "duty: {persons} of {demand} persons will be on duty in the queue {} from {starts_at}", queue.name);
        }
    }
    let payload = NoticeNews { what: kind, queue_id: queue.id, starts_at, detail };
    let news = News {
        queue_id: Some(queue.id),
        payload: serde_json::to_value(payload).unwrap_or_default(),
        ..News::new(queue.account_id, now, Topic::RotaNotice, ChangeKind::Created, id.0)
    };
    outbox::publish(tx, vec![news]).await
}
